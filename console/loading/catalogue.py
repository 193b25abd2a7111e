"""The registers as lists for the page and the command line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState
from data.rows.catalogue import Listed, ListKind, ListRow, ListWish
from data.rows.period import day_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE = 500


def kinds() -> tuple[ListKind, ...]:
    """Return the registers in the order of the tabs."""
    from data.records.catalogue import KINDS

    return tuple(KINDS.values())


def wish_of(
    state: FilterState, today: date, kind: ListKind, text: str, facet: str, sort: str = "",
    is_descending: bool = False,
) -> ListWish:  # fmt: skip
    """Return what a page asks of a register under the filter."""
    return ListWish(
        kind.key, state.span(today), text, facet, state.body or "", state.region or "", sort,
        is_descending,
    )  # fmt: skip


def read_list(session: Session, wish: ListWish) -> Listed:
    """Read the ids of the rows wanted; rows follow page by page."""
    from data.records.catalogue import list_ids

    return list_ids(session, wish)


def read_stretch(session: Session, listed: Listed, first: int, n: int) -> list[ListRow]:
    """Read `n` rows from place `first` on."""
    from data.records.catalogue import list_rows

    return list_rows(session, listed, first, n)


def read_item_visits(session: Session, code: str) -> int:
    """Read how many visits checked an item."""
    from data.records.catalogue import item_visits

    return item_visits(session, code)


def texts(kind: ListKind, row: ListRow) -> tuple[str, ...]:
    """Return the cells of a row as they are shown: days as dates, nothing as an empty text."""
    return tuple(
        "" if cell is None
        else day_of(int(cell)).isoformat() if column.is_day
        else str(cell)
        for column, cell in zip(kind.columns, row.cells, strict=True)
    )  # fmt: skip
