"""Bytes packed (Zstandard) for keeping in the database, and got back as they were."""

from __future__ import annotations


def packed(content: bytes) -> bytes:
    """Return bytes packed."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as packing:
        packing.write(content)
    return bytes(sink.getvalue())


def unpacked(content: bytes) -> bytes:
    """Return the bytes that were packed."""
    import pyarrow as pa

    with pa.CompressedInputStream(pa.BufferReader(content), "zstd") as stream:
        return bytes(stream.read())
