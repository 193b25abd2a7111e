"""Look at the first bytes of a file before SQLite is allowed to touch it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

APPLICATION_ID = 0x4C584859
"""Marks our database files ("LXHY"); written into each file before anything else."""

_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Header:
    """What the first 100 bytes of a file and its length say."""

    empty: bool
    blank: bool
    is_sqlite: bool
    is_ours: bool
    is_wal: bool
    truncated: bool


def read_header(path: Path) -> Header | None:
    """Read a file's header; None when there is no file or it cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(100)
        length = path.stat().st_size
    except OSError:
        return None
    is_sqlite = start.startswith(_MAGIC)
    whole = len(start) == 100
    return Header(
        empty=length == 0,
        blank=bool(start) and not any(start[:16]),
        is_sqlite=is_sqlite,
        is_ours=is_sqlite and (not whole or _number(start, 68) == APPLICATION_ID),
        is_wal=is_sqlite and start[18:20] == b"\x02\x02",
        truncated=is_sqlite and (not whole or _missing_pages(start, length)),
    )


def _number(start: bytes, offset: int, size: int = 4) -> int:
    return int.from_bytes(start[offset : offset + size], "big")


def _missing_pages(start: bytes, length: int) -> bool:
    """Say whether the header counts more pages than the file has (if its count is valid)."""
    page = _number(start, 16, 2)
    page_size = 65536 if page == 1 else page
    count_is_valid = _number(start, 24) == _number(start, 92)
    return count_is_valid and _number(start, 28) * page_size > length
