"""A file to be kept with an entry."""

from __future__ import annotations

from pathlib import Path

from data.rows.errors import InvalidInput
from data.store.errors import file_fault


def read_attachment(path: Path | None) -> tuple[str, bytes] | None:
    """Return name and content of a file to keep; InvalidInput where it cannot be read."""
    if path is None:
        return None
    if not path.is_file():
        raise InvalidInput(f"没有文件“{path.name}”，请重新选择。")
    try:
        return path.name, path.read_bytes()
    except OSError as exc:
        raise file_fault(exc, path) from exc
