"""The registers as lists: which there are, their columns, and rows ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from data.rows.period import Period

Cell: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its key, its heading, and whether it holds figures or days."""

    key: str
    title: str
    width: int = 120
    is_number: bool = False
    is_day: bool = False
    is_wide: bool = False
    is_extra: bool = False
    """Shown only where there is room."""


@dataclass(frozen=True, slots=True)
class ListKind:
    """A register: its name, its columns, the column it can be narrowed by."""

    key: str
    title: str
    unit: str
    columns: tuple[ListColumn, ...]
    facet: str = ""
    names_body: bool = False
    names_region: bool = False

    def place(self, key: str) -> int:
        """Return the place of a column; KeyError for an unknown one."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class ListWish:
    """What is asked of a register: words, one value of its facet, the filter, the order."""

    kind: str
    period: Period
    text: str = ""
    facet: str = ""
    body: str = ""
    region: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row: its id, the code it is known by, its cells in the order of the columns.

    Days are day numbers; `subject` is the code of the enterprise or body it is about.
    """

    id: int
    code: str
    subject: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The ids of the rows wanted, in order, how many the register has, its facet with counts."""

    wish: ListWish
    ids: tuple[int, ...] = ()
    total: int = 0
    facets: tuple[tuple[str, int], ...] = ()
    connected: frozenset[int] = frozenset()
    """Items with an entry in the period (M16.items)."""
    in_use: frozenset[int] = frozenset()
    """Items of the catalogue that are still in use."""
