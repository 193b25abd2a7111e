"""A parsed file on its way into the ledger: its rows, and every message about them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from data.intake.parsing import MISSING, Parsed
from data.rows.enums import IssueLevel
from data.rows.issues import Issue

Message = str | Callable[[str], str]


class Sheet:
    """The rows of one file with the messages collected so far; nothing is shown before the end."""

    def __init__(self, parsed: Parsed) -> None:
        """Take over what parsing found."""
        self.parsed = parsed
        self.frame = parsed.frame
        self.kind = parsed.kind
        self.issues: list[Issue] = list(parsed.issues)
        self.bad: np.ndarray = parsed.bad.copy()
        self.warned: np.ndarray = parsed.warned.copy()
        self.skipped: np.ndarray = np.zeros(len(parsed.frame), dtype=bool)
        self._wrong = self._wrong_cells()

    def _wrong_cells(self) -> dict[str, np.ndarray]:
        """Return which rows parsing found wrong, by field."""
        fields = {header: field for field, header in self.parsed.headers.items()}
        places = {int(row): place for place, row in enumerate(self.parsed.row_numbers)}
        wrong: dict[str, np.ndarray] = {}
        for issue in self.issues:
            field = fields.get(issue.column, issue.column)
            if issue.level is IssueLevel.ERROR and issue.row is not None:
                rows = wrong.setdefault(field, np.zeros(len(self.frame), dtype=bool))
                rows[places[issue.row]] = True
        return wrong

    def text(self, field: str) -> pd.Series:
        """Return a text column, empty where the file has none."""
        if field in self.frame:
            return self.frame[field].astype(str)
        return pd.Series("", index=self.frame.index)

    def number(self, field: str) -> pd.Series:
        """Return a number column as float, NaN where missing."""
        if field in self.frame:
            values = self.frame[field].astype("float64")
            return values.where(values != MISSING)
        return pd.Series(np.nan, index=self.frame.index)

    def has(self, field: str) -> bool:
        """Return whether the file says anything in that column (else it is 未提供)."""
        return field in self.frame and field not in self.parsed.absent

    def error(self, rows: pd.Series | np.ndarray, field: str, message: Message) -> None:
        """Reject those rows with a message; a cell that is wrong already gets no second one."""
        mask = np.asarray(rows, dtype=bool) & ~self.skipped
        wrong = self._wrong.setdefault(field, np.zeros(len(self.frame), dtype=bool))
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
            mask = mask & ~self.text(field).where(mask).duplicated().to_numpy()
        self._say(IssueLevel.WARNING, mask, field, message)

    def _say(self, level: IssueLevel, mask: np.ndarray, field: str, message: Message) -> None:
        places = np.flatnonzero(mask)
        if not len(places):
            return
        (self.bad if level is IssueLevel.ERROR else self.warned)[places] = True
        column = self.parsed.headers.get(field) or self._header(field)
        values = self.shown(field).iloc[places]
        numbers = self.parsed.row_numbers[places]
        for row, value in zip(numbers.tolist(), values.tolist(), strict=True):
            words = message if isinstance(message, str) else message(value)
            self.issues.append(
                Issue(level, self.parsed.file, self.parsed.sheet, row, column, value, words)
            )

    def shown(self, field: str) -> pd.Series:
        """Return a column as the file has it."""
        header = self.parsed.headers.get(field)
        raw = self.parsed.raw
        if header is not None and header in raw.header:
            return raw.frame.iloc[:, raw.header.index(header)].astype(str)
        return self.text(field)

    def _header(self, field: str) -> str:
        return next((col.header for col in self.kind.columns if col.field == field), field)

    @property
    def good(self) -> np.ndarray:
        """Return which rows can be taken."""
        good: np.ndarray = ~self.bad & ~self.skipped
        return good

    def count(self, level: IssueLevel) -> int:
        """Return how many messages of a level there are."""
        return sum(issue.level is level for issue in self.issues)
