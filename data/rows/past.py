"""What differs between two days of the ledger, and why, as rows ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.rows.findings import Named
from data.rows.period import Period


class CauseKind(StrEnum):
    """Why a record counts on one of two days only."""

    LATE = "迟报"
    """Recorded after the first day, of a day before it."""
    NEW = "新报"
    """Recorded after the first day, of a day after it."""
    CORRECTED = "更正"
    REGISTERS = "名录、计划变动"
    UNDONE = "撤销批次"
    MERGED = "监管对象合并或拆分"
    JUDGED = "认定变化"
    RULES = "规则调整"
    DUE = "到期"
    """Nothing was recorded: the day came on which it is due."""
    FOLLOWED = "连带变化"
    """Nothing of the record itself changed: another record of its enterprise, or a setting."""


@dataclass(frozen=True, slots=True)
class Side:
    """A number as it stood on a day."""

    value: float | None
    numerator: int
    denominator: int | None
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for a change: the file and batch behind it, whose records, and how many.

    `added` and `removed` are what entered and left the numerator, `added_below` and
    `removed_below` the denominator; `visits` are the visits concerned.
    """

    kind: CauseKind
    batch: int | None
    file: str
    body: Named | None
    visits: int
    added: int
    removed: int
    added_below: int = 0
    removed_below: int = 0
    records: tuple[str, ...] = ()
    """The numbers of some of the records, else their ids."""

    @property
    def change(self) -> int:
        """Return by how much the numerator changed for this reason."""
        return self.added - self.removed

    @property
    def change_below(self) -> int:
        """Return by how much the denominator changed for this reason."""
        return self.added_below - self.removed_below


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A measure, one cell of it, or the findings of a rule, on two days.

    `explained` says that the causes add up to the change; of numbers that are no counts of
    records (M2, M17, M20) they only say which records changed.
    """

    id: str
    name: str
    key: tuple[str, ...]
    group: str
    share: bool
    then: Side
    now: Side
    causes: tuple[Cause, ...] = ()
    explained: bool = True

    @property
    def change(self) -> float | None:
        """Return the difference of the values, None where either is unknown."""
        if self.then.value is None or self.now.value is None:
            return None
        return self.now.value - self.then.value


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer to one comparison."""

    period: Period
    first: date
    second: date
    by: tuple[str, ...]
    basis: str
    rows: tuple[DifferenceRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[DifferenceRow, ...]:
        """Return the rows that are not the same on both days, in number or in records."""
        return tuple(row for row in self.rows if row.then != row.now or row.causes)


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """A day on which the ledger was changed, and what was done on it."""

    day: date
    words: str
