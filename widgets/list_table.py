"""A table of rows that are at hand, sorted by a click on a header; missing values stand last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from widgets.column import Column
from widgets.paged_model import PagedModel
from widgets.table_view import TableView

R = TypeVar("R")


class ListTable(TableView[R]):
    """Keeps its rows, their order and, over both, the row the keyboard is on."""

    def __init__(
        self, columns: Sequence[Column[R]], name: str, parent: QWidget | None = None
    ) -> None:
        self._list: PagedModel[R] = PagedModel(columns)
        super().__init__(self._list, parent)
        self._list.setParent(self)
        self._given: tuple[R, ...] = ()
        self._shown: list[R] = []
        self.setAccessibleName(name)
        self.sort_requested.connect(self.sort_by)

    @property
    def rows(self) -> tuple[R, ...]:
        """Return the rows in the order shown."""
        return tuple(self._shown)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show other rows, in their own order until a column is chosen."""
        self._given = tuple(rows)
        self._order()

    def sort_by(self, place: int, is_descending: bool) -> None:
        """Sort by a column."""
        self._list.set_sorted_by(place, is_descending)
        self._order()

    def select(self, row: R | None) -> bool:
        """Put the keyboard on a row and return whether it is there."""
        if row is None or row not in self._shown:
            return False
        self.select_row(self._shown.index(row))
        return True

    def as_table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return header and rows as they are read."""
        columns = self._list.columns
        rows = (tuple(column.shown(row) for column in columns) for row in self._shown)
        return tuple(column.heading for column in columns), tuple(rows)

    def _order(self) -> None:
        current = self.current_row() if self._shown else None
        rows, order = list(self._given), self._list.sorted_by
        if order is not None:
            get = self._list.columns[order[0]].get
            told = [row for row in rows if get(row) not in (None, "")]
            # What a column gets is of one kind that can be compared.
            told.sort(key=get, reverse=order[1])  # type: ignore[arg-type]
            rows = told + [row for row in rows if get(row) in (None, "")]
        self._shown = rows
        self._list.set_rows(rows)
        self.select(current)
