"""Rows at hand, narrowed column by column and ordered by several columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from data.rows.column_filters import fits, read_wish
from widgets.column import Column

R = TypeVar("R")
Order = tuple[tuple[int, bool], ...]
"""Columns with whether they go downwards, the weightiest first."""

_Key = tuple[int, float, str]
_LAST: _Key = (2, 0.0, "")


def places(
    rows: Sequence[R], columns: Sequence[Column[R]], filters: Mapping[int, str], order: Order
) -> list[int]:
    """Return the places of the rows wanted, in the order wanted."""
    found = list(range(len(rows)))
    for column, typed in filters.items():
        one, wish = columns[column], read_wish(typed)
        found = [n for n in found if fits(one.shown(rows[n]), one.number(rows[n]), wish)]
    for column, is_descending in reversed(order):
        keys = {n: sort_key(columns[column], rows[n]) for n in found}
        # Cells without a value stay last in both directions.
        empty = [n for n in found if keys[n] == _LAST]
        filled = sorted((n for n in found if keys[n] != _LAST), key=keys.__getitem__,
                        reverse=is_descending)  # fmt: skip
        found = filled + empty
    return found


def sort_key(column: Column[R], row: R) -> _Key:
    """Return what a cell is ordered by: its number or day, else its text."""
    value = column.get(row)
    if value is None or value in ("", ()):
        return _LAST
    if isinstance(value, date):
        return (0, float(value.toordinal()), "")
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0.0, column.shown(row))


def with_column(order: Order, place: int) -> Order:
    """Return an order with one more column at its end; one that is in it turns round."""
    if any(column == place for column, _ in order):
        return tuple((one, not down if one == place else down) for one, down in order)
    return (*order, (place, False))
