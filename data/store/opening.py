"""What is looked at before a database is opened: place, folder, header, other windows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from data.store.errors import access_fault, fault, header_fault
from data.store.guard import check_place
from data.store.header import read_header
from data.store.location import Location, check_folder, locate
from data.store.presence import Holder, LockFile, myself, window_lock


@dataclass(slots=True)
class Opening:
    """What was found out about a database before opening it."""

    location: Location
    read_only: bool
    warnings: list[str]
    presence: LockFile | None = None
    holder: Holder | None = None


def examine(url: str | None, *, create: bool, read_only: bool, window: bool) -> Opening:
    """Check everything that can be checked without touching the database."""
    location = locate(url)
    opening = Opening(location, read_only, [])
    if location.path is None:
        return opening
    opening.warnings = check_place(location.path)
    check_folder(location)
    _check_file(location.path, opening, create=create, window=window)
    if window:
        _announce(location.path, opening)
    return opening


def _check_file(path: Path, opening: Opening, *, create: bool, window: bool) -> None:
    code = access_fault(path)
    header = read_header(path)
    if code == "file-missing" or (not code and header is not None and header.empty):
        if opening.read_only or not create:
            raise fault("file-missing", str(path))
        return
    if code == "file-read-only" and (opening.read_only or window):
        opening.read_only = True
        opening.warnings.append(fault(code, str(path)).message)
    elif code:
        raise fault(code, str(path))
    # The length is left to SQLite: after a crash the missing pages may be in the log.
    wrong = header_fault(header and replace(header, truncated=False))
    if wrong:
        raise fault(wrong, str(path))


def _announce(path: Path, opening: Opening) -> None:
    """Hold the presence file, or become read-only beside the window that holds it."""
    if opening.read_only:
        return
    lock = window_lock(path)
    if lock.try_acquire(myself(purpose="窗口")):
        opening.presence = lock
        return
    opening.read_only = True
    opening.holder = lock.read_holder() or Holder("其他用户", "本机", 0, "", "")
