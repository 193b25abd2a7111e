"""The bytes of a file as they are kept with its batch: packed, and got back as they were sent."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from data.store.packing import unpacked

BLOCK = 1 << 22


def packed_file(path: Path) -> bytes:
    """Return the packed bytes of a file (Zstandard); runs beside other work."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with path.open("rb") as stream, pa.CompressedOutputStream(sink, "zstd") as packing:
        while block := stream.read(BLOCK):
            packing.write(block)
    return bytes(sink.getvalue())


class KeptFile:
    """A file packed beside other work for the batches of its tables, given up with the last."""

    def __init__(self, beside: ThreadPoolExecutor, path: Path, tables: int) -> None:
        """Begin to pack."""
        self._packing: Future[bytes] | None = beside.submit(packed_file, path)
        self._tables = tables

    def content(self) -> bytes | None:
        """Return the packed bytes for one more table."""
        content = self._packing.result() if self._packing else None
        self._tables -= 1
        if self._tables < 1:
            self._packing = None
        return content


__all__ = ["KeptFile", "packed_file", "unpacked"]
