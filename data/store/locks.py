"""One writer at a time: in this program, on this file, on this server."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from data.rows.errors import Refused
from data.store.errors import file_fault
from data.store.header import APPLICATION_ID
from data.store.presence import Holder, LockFile, myself, writer_lock

LABEL = "lianxi "
_TAKE = "SELECT pg_advisory_xact_lock{shared}(:family, 1)"
_HOLDER = """
SELECT a.usename, a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :family AND l.objsubid = 2
ORDER BY a.xact_start LIMIT 1
"""


def occupied(who: str, patience: float) -> Refused:
    """Build the refusal that names who is writing."""
    return Refused(
        f"数据库正由{who}写入，等待 {patience:g} 秒仍未结束，本次操作没有执行。请稍后重试。",
        title="数据库正被占用",
        cause=f"{who}正在写入",
        advice="请稍后重试。",
        code="locked",
    )


class WriteGate:
    """Lets one transaction write at a time; on a file across all processes."""

    def __init__(self, path: Path | None, patience: float) -> None:
        self.patience = patience
        self._mutex = threading.Lock()
        self._pause = threading.Event()
        self._owner: int | None = None
        self._holder: Holder | None = None
        self._file = writer_lock(path) if path is not None else None

    @contextmanager
    def passing(self, actor: str, why: str) -> Iterator[None]:
        """Wait for the turn, hold it for the block, and name the holder when it takes too long."""
        if self._owner == threading.get_ident():
            raise RuntimeError("a write transaction was opened inside another one")
        deadline = time.monotonic() + self.patience
        if not self._mutex.acquire(timeout=max(self.patience, 0)):
            who = self._holder.text if self._holder else "本程序的另一项操作"
            raise occupied(who, self.patience)
        try:
            self._owner = threading.get_ident()
            self._holder = myself(actor, why)
            if self._file is not None:
                self._wait_for_file(self._file, self._holder, deadline)
            yield
        finally:
            if self._file is not None:
                self._file.release()
            self._owner = self._holder = None
            self._mutex.release()

    def _wait_for_file(self, lock: LockFile, holder: Holder, deadline: float) -> None:
        try:
            while not lock.try_acquire(holder):
                if time.monotonic() >= deadline:
                    other = lock.read_holder()
                    raise occupied(other.text if other else "其他程序", self.patience)
                self._pause.wait(random.uniform(0.001, 0.01))
        except OSError as exc:
            raise file_fault(exc, lock.path) from exc


def pass_server_gate(connection: Connection, *, alone: bool, patience: float) -> None:
    """Wait for bulk writers of other desks; `alone` keeps every other writer out until commit."""
    milliseconds = max(int(patience * 1000), 1)
    connection.execute(
        text("SELECT set_config('lock_timeout', :limit, true)"), {"limit": str(milliseconds)}
    )
    connection.execute(
        text(_TAKE.format(shared="" if alone else "_shared")), {"family": APPLICATION_ID}
    )


def server_holder(engine: Engine) -> str:
    """Return the desk that holds the server's write lock, as named by its connection."""
    with engine.connect() as connection:
        found = connection.execute(text(_HOLDER), {"family": APPLICATION_ID}).first()
    if found is None:
        return "其他用户"
    login, label = found
    return f"{login}（{str(label).removeprefix(LABEL)}）"


def desk_label() -> str:
    """Return the connection's name on the server; it takes no more than 63 ASCII characters."""
    mine = myself()
    host = mine.host.encode("ascii", "replace").decode()
    return f"{LABEL}{host}, {mine.pid}"[:63]
