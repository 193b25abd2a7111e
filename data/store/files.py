"""Write files whole or not at all: beside the target, synced, then put in its place."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from data.store.errors import file_fault

_STALE_AFTER = 3600.0


@contextmanager
def atomic_write(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file for writing that replaces the target only when everything is on disk."""
    target = Path(path)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    _remove_stale(target)
    try:
        handle = part.open("xb")
    except OSError as exc:
        raise file_fault(exc, target) from exc
    try:
        with handle:
            yield handle
            _sync(handle, target)
        _replace(part, target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _sync(handle: BinaryIO, target: Path) -> None:
    try:
        handle.flush()
        os.fsync(handle.fileno())
    except OSError as exc:
        raise file_fault(exc, target) from exc


def _replace(part: Path, target: Path) -> None:
    """Put the finished file in place; on Windows a scanner may hold the target for a moment."""
    attempts = 10 if sys.platform == "win32" else 1
    for attempt in range(attempts):
        try:
            os.replace(part, target)
            break
        except OSError as exc:
            if attempt + 1 == attempts:
                raise file_fault(exc, target) from exc
            threading.Event().wait(0.05)
    if sys.platform != "win32":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _remove_stale(target: Path) -> None:
    """Remove what a killed process left beside the target long ago."""
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f".{_escaped(target.name)}.????????.part"):
            if time.time() - left.stat().st_mtime > _STALE_AFTER:
                left.unlink()


def _escaped(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)
