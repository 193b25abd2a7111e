"""Texts of millions of rows as Arrow columns: no Python string is made for a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from data.sample.bulk_drawing import Bytes, Small

MINUTES = 1440
_BATCH = 1 << 15


def fixed(letters: Bytes) -> pa.StringArray:
    """Return texts of one length from a matrix of ASCII letters, one row a text."""
    count, width = letters.shape
    offsets = np.arange(count + 1, dtype=np.int32) * np.int32(width)
    content = np.ascontiguousarray(letters)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(content))


def digit_matrix(values: Small, width: int) -> Bytes:
    """Return numbers as ASCII digits with leading zeros, one row a number."""
    if len(values) and int(values.max()) >= 10**width:
        raise ValueError(f"{values.max()} has more than {width} digits")
    letters = np.empty((len(values), width), dtype=np.uint8)
    rest = values.astype(np.int64)
    for place in range(width - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        letters[:, place] = digit + ord("0")
    return letters


def digits(values: Small, width: int) -> pa.StringArray:
    """Return numbers as texts with leading zeros."""
    return fixed(digit_matrix(values, width))


def texts(values: Sequence[str]) -> pa.StringArray:
    """Return a list of texts as a column."""
    return pa.array(values, type=pa.string())


def pick(words: pa.StringArray, places: Small) -> pa.StringArray:
    """Return the words at some places; a place below zero gives an empty cell."""
    return words.take(pa.array(places.astype(np.int32), mask=places < 0))


def joined(*parts: pa.StringArray | str) -> pa.StringArray:
    """Return the parts written one after the other; an empty cell where any part is empty."""
    return pc.binary_join_element_wise(*parts, "")


def days(values: Small) -> pa.StringArray:
    """Return day numbers (since 1970) as 2026-09-03; below zero gives an empty cell."""
    there = values[values >= 0]
    if len(there) == 0:
        return pa.nulls(len(values), type=pa.string())
    first, last = int(there.min()), int(there.max())
    origin = date(1970, 1, 1).toordinal()
    names = [date.fromordinal(origin + day).isoformat() for day in range(first, last + 1)]
    return pick(texts(names), np.where(values < 0, -1, values - first))


def moments(values: Small) -> pa.StringArray:
    """Return minutes since 1970 as 2026-09-03 09:30; below zero gives an empty cell."""
    clock = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(MINUTES)]
    day, minute = np.divmod(values.astype(np.int64), MINUTES)
    missing = values < 0
    at = pick(texts(clock), np.where(missing, -1, minute))
    return joined(days(np.where(missing, -1, day)), " ", at)


class CsvTable:
    """A CSV file written block by block, UTF-8, without quotes (no text of ours needs any)."""

    def __init__(self, stream: BinaryIO, header: Sequence[str]) -> None:
        self._stream = stream
        self._header = tuple(header)
        self._options = csv.WriteOptions(
            include_header=False, quoting_style="none", batch_size=_BATCH
        )
        stream.write((",".join(self._header) + "\n").encode())

    def add(self, columns: dict[str, pa.StringArray]) -> None:
        """Write some rows, columns by header."""
        table = pa.table([columns[name] for name in self._header], names=list(self._header))
        csv.write_csv(table, self._stream, self._options)


def write_table(path: Path, columns: dict[str, pa.StringArray]) -> None:
    """Write whole columns as one CSV file."""
    with path.open("wb") as stream:
        CsvTable(stream, tuple(columns)).add(columns)
