"""The bytes of a file as they are kept with its batch: packed, and got back as they were sent."""

from __future__ import annotations

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


__all__ = ["packed_file", "unpacked"]
