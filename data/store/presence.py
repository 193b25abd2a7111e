"""Who has the database file open, and who is writing: lock files that carry a name.

Liveness is the operating system's lock on the file, so that a crash never leaves a lock
behind; the text in the file only says whose it is.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKED_BYTE = 1 << 30
"""Windows locks are mandatory: lock a byte far behind the text so that others can read it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The person and process that holds a lock."""

    name: str
    host: str
    pid: int
    since: str
    purpose: str

    @property
    def text(self) -> str:
        """Return the holder as one Chinese phrase for messages."""
        what = f"，{self.purpose}" if self.purpose else ""
        return f"{self.name}（{self.host}，进程 {self.pid}，{self.since} 起{what}）"


def myself(name: str = "", purpose: str = "") -> Holder:
    """Describe this process as a holder."""
    if not name:
        try:
            name = getpass.getuser()
        except (KeyError, OSError, ImportError):
            name = "未知用户"
    since = datetime.now().strftime("%Y-%m-%d %H:%M")
    return Holder(name, platform.node() or "本机", os.getpid(), since, purpose)


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        if sys.platform == "win32":
            return False
        raise
    return True


class LockFile:
    """A lock beside the database file, held by at most one process, released by any death."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Say whether this object holds the lock."""
        return self._handle is not None

    def try_acquire(self, holder: Holder) -> bool:
        """Take the lock if it is free and write the holder's name into it."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _lock(handle) or not self._is_current(handle):
            os.close(handle)
            return False
        text = json.dumps(asdict(holder), ensure_ascii=False).encode()
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, text)
        os.ftruncate(handle, len(text))
        self._handle = handle
        return True

    def release(self) -> None:
        """Give the lock back and remove the file."""
        if self._handle is None:
            return
        if sys.platform == "win32":
            os.ftruncate(self._handle, 0)
        else:
            with contextlib.suppress(OSError):
                self.path.unlink()
        os.close(self._handle)
        self._handle = None

    def read_holder(self) -> Holder | None:
        """Return who wrote the file last, or None if nobody is named."""
        try:
            return Holder(**json.loads(self.path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def _is_current(self, handle: int) -> bool:
        """Say whether the locked file still is the one at the path (holders remove it)."""
        if sys.platform == "win32":
            return True
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False


def writer_lock(database: Path) -> LockFile:
    """Return the lock that is held only while somebody writes to a database file."""
    return LockFile(database.with_name(database.name + ".writer"))


def window_lock(database: Path) -> LockFile:
    """Return the presence file that a window holds as long as it has a database open."""
    return LockFile(database.with_name(database.name + ".window"))
