"""The text of one table of a file, before anything is understood of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa
    from pandas.api.extensions import ExtensionArray


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """A table as sent: every cell text, '' for empty; columns of the frame are 0..n-1."""

    file: str
    sheet: str
    header: tuple[str, ...]
    frame: pd.DataFrame
    row_numbers: npt.NDArray[np.int64]
    """The sheet's own row numbers, 1-based; for CSV the first line of the record."""
    sha256: str
    header_row: int
    encoding: str = ""
    notes: tuple[str, ...] = ()
    """What was left out or assumed, in sentences for the user."""
    places: tuple[int, ...] = ()
    """The place of each column in the sheet, 0 is column A."""
    above: tuple[tuple[str, ...], ...] = ()
    """The lines above the header, from line 1 on."""
    faults: Mapping[int, str] = field(default_factory=dict)
    """Row number to what is wrong with the whole line (a column too many or too few)."""
    date1904: bool = False

    @property
    def rows(self) -> int:
        """Return how many data rows the table has."""
        return len(self.row_numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """All cells of a sheet as text, with blank lines left out, before a header is looked for."""

    sheet: str
    frame: pd.DataFrame
    row_numbers: npt.NDArray[np.int64]
    left: int = 0
    """The place of the first column in the sheet."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged cells: first row, first column, last row, last column, all 0-based."""
    encoding: str = ""
    faults: Mapping[int, str] = field(default_factory=dict)
    date1904: bool = False
    notes: tuple[str, ...] = ()


def text_array(parts: Sequence[Sequence[str] | pa.Array]) -> ExtensionArray:
    """Return lists of text as one column; through Arrow, ten times faster than from objects."""
    import pandas as pd
    import pyarrow as pa

    arrays = [
        part if isinstance(part, pa.Array) else pa.array(part, type=pa.large_string())
        for part in parts
    ]
    joined = pa.chunked_array(arrays, type=pa.large_string()).combine_chunks()
    column: ExtensionArray = pd.array(joined, dtype="str")
    return column


def texts_between(separator: bytes, joined: bytes, count: int) -> pa.Array:
    """Return `count` texts that were joined with a byte between them, none of them made alone."""
    import numpy as np
    import pyarrow as pa

    whole = np.frombuffer(joined, dtype=np.uint8)
    between = whole == separator[0]
    ends = np.flatnonzero(between) - np.arange(int(between.sum()))
    offsets = np.concatenate(([0], ends, [len(whole) - len(ends)])).astype(np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(whole[~between])]
    return pa.Array.from_buffers(pa.large_string(), count, buffers)


def column_letter(place: int) -> str:
    """Return the letters of a column, 0 is A."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
