"""Which rows of a file a body's quality score (M20) counts, packed into a text beside the counts.

A row is its number in the sheet, its day, and its mark: taken without a warning, with one, or not.
"""

from __future__ import annotations

import base64
import zlib

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
CLEAN, WARNED, REJECTED = 0, 1, 2


def pack(numbers: Ints, days: Ints, marks: Ints) -> str:
    """Return rows as a text."""
    steps = [np.diff(numbers, prepend=0), np.diff(days, prepend=0), marks]
    rows = np.stack(steps).astype("<i4")
    return base64.b64encode(zlib.compress(rows.tobytes(), 1)).decode("ascii")


def unpack(text: str) -> tuple[Ints, Ints, Ints]:
    """Return numbers, days and marks of packed rows."""
    rows = np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<i4")
    numbers, days, marks = rows.reshape(3, -1).astype("int64")
    return np.cumsum(numbers), np.cumsum(days), marks
