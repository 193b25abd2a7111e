"""A parsed file on its way into the ledger: its rows, and every message about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.intake.coded import Coded
from data.intake.parsing import MISSING, Parsed
from data.intake.readers.table import text_array
from data.measures.grouping import give_up
from data.rows.enums import IssueLevel
from data.rows.issues import Issue
from data.store.memory import give_back

if TYPE_CHECKING:
    import numpy.typing as npt

Message = str | Callable[[str], str]
MOST_KEPT = 100_000
"""So many messages of a level are kept of a file; their number is always whole."""


class Sheet:
    """The rows of one file with the messages collected so far; nothing is shown before the end."""

    def __init__(self, parsed: Parsed, once: bool = False) -> None:
        """Take over what parsing found; `once`: nobody reads the file's cells after this."""
        self.parsed = parsed
        self._once = once
        self.kind = parsed.kind
        self.rows = parsed.raw.rows
        self.issues: list[Issue] = list(parsed.issues)
        self.bad: np.ndarray = parsed.bad.copy()
        self.warned: np.ndarray = parsed.warned.copy()
        self.skipped: np.ndarray = np.zeros(self.rows, dtype=bool)
        self._counts = Counter(issue.level for issue in self.issues)
        self._kept = Counter(self._counts)
        self._texts: dict[str, pd.Series] = {}
        self._wrong = self._wrong_cells()

    def _wrong_cells(self) -> dict[str, np.ndarray]:
        """Return which rows parsing found wrong, by field."""
        fields = {header: field for field, header in self.parsed.headers.items()}
        wrong: dict[str, np.ndarray] = {}
        if not self.issues:
            return wrong
        places = {row: place for place, row in enumerate(self.parsed.row_numbers.tolist())}
        for issue in self.issues:
            field = fields.get(issue.column, issue.column)
            if issue.level is IssueLevel.ERROR and issue.row is not None:
                rows = wrong.setdefault(field, np.zeros(self.rows, dtype=bool))
                rows[places[issue.row]] = True
        return wrong

    @property
    def frame(self) -> pd.DataFrame:
        """Return the columns row by row."""
        return self.parsed.frame

    @property
    def index(self) -> pd.RangeIndex:
        """Return the numbers of the rows, from 0."""
        return pd.RangeIndex(self.rows)

    def coded(self, field: str) -> Coded:
        """Return a text column by its different texts, empty where the file has none."""
        column = self.parsed.columns.get(field)
        return column if isinstance(column, Coded) else Coded.same("", self.rows)

    def numbers(self, field: str) -> npt.NDArray[np.int64]:
        """Return a number column with MISSING for empty, all of it where the file has none."""
        column = self.parsed.columns.get(field)
        if isinstance(column, np.ndarray):
            return column
        return np.full(self.rows, MISSING, dtype=np.int64)

    def text(self, field: str) -> pd.Series:
        """Return a text column row by row, empty where the file has none."""
        if field not in self._texts:
            column = self.coded(field)
            array = text_array([column.texts.tolist()]).take(column.codes)
            self._texts[field] = pd.Series(array, index=self.index)
        return self._texts[field]

    def number(self, field: str) -> pd.Series:
        """Return a number column as float, NaN where missing; one NaN for all where none is."""
        if not isinstance(self.parsed.columns.get(field), np.ndarray):
            nothing = np.broadcast_to(np.float64(np.nan), self.rows)
            return pd.Series(nothing, index=self.index, copy=False)
        values = self.numbers(field).astype("float64")
        values[values == MISSING] = np.nan
        return pd.Series(values, index=self.index)

    def has(self, field: str) -> bool:
        """Return whether the file says anything in that column (else it is 未提供)."""
        return field in self.parsed.columns and field not in self.parsed.absent

    def error(self, rows: pd.Series | np.ndarray, field: str, message: Message) -> None:
        """Reject those rows with a message; a cell that is wrong already gets no second one."""
        mask = np.asarray(rows, dtype=bool) & ~self.skipped
        wrong = self._wrong.setdefault(field, np.zeros(self.rows, dtype=bool))
        mask &= ~wrong
        wrong |= mask
        self._say(IssueLevel.ERROR, mask, field, message)

    def warn(
        self,
        rows: pd.Series | np.ndarray,
        field: str,
        message: Message,
        once_per_value: bool = False,
    ) -> None:
        """Flag those rows; with `once_per_value` the first row of each distinct value."""
        mask = np.asarray(rows, dtype=bool) & ~self.skipped
        if once_per_value:
            places = np.flatnonzero(mask)
            values = pd.Series(self.coded(field).codes[places])
            mask = np.zeros(self.rows, dtype=bool)
            mask[places[~values.duplicated().to_numpy()]] = True
        self._say(IssueLevel.WARNING, mask, field, message)

    def _say(self, level: IssueLevel, mask: np.ndarray, field: str, message: Message) -> None:
        places = np.flatnonzero(mask)
        if not len(places):
            return
        (self.bad if level is IssueLevel.ERROR else self.warned)[places] = True
        self._counts[level] += len(places)
        room = MOST_KEPT - self._kept[level]
        self._kept[level] += min(len(places), max(room, 0))
        places = places[: max(room, 0)]
        column = self.parsed.headers.get(field) or self._header(field)
        values = self.shown(field, places)
        numbers = self.parsed.row_numbers[places]
        for row, value in zip(numbers.tolist(), values, strict=True):
            words = message if isinstance(message, str) else message(value)
            self.issues.append(
                Issue(level, self.parsed.file, self.parsed.sheet, row, column, value, words)
            )

    def shown(self, field: str, places: np.ndarray) -> list[str]:
        """Return cells of a column as the file has them."""
        header = self.parsed.headers.get(field)
        raw = self.parsed.raw
        if header is not None and header in raw.header:
            cells = raw.frame.iloc[:, raw.header.index(header)].iloc[places]
            return [str(one) for one in cells.tolist()]
        if isinstance(self.parsed.columns.get(field), Coded):
            return [str(one) for one in self.coded(field).rows()[places]]
        return [""] * len(places)

    def _header(self, field: str) -> str:
        return next((col.header for col in self.kind.columns if col.field == field), field)

    def release(self) -> None:
        """Give up the values: what is to be written was taken from them, and they are many."""
        self.parsed.columns.clear()
        self._texts.clear()
        self._wrong.clear()
        # The error workbook shows the cells, where anything is wrong.
        if self._once and not self.count(IssueLevel.ERROR):
            give_up(self.parsed.raw.frame)
        give_back()

    @property
    def good(self) -> np.ndarray:
        """Return which rows can be taken."""
        good: np.ndarray = ~self.bad & ~self.skipped
        return good

    def count(self, level: IssueLevel) -> int:
        """Return how many messages of a level there are, kept or not."""
        return self._counts[level]
