"""A table model that reads its rows page by page, so that a million rows cost nothing to show."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from widgets.column import Column

R = TypeVar("R")
Fetch = Callable[[int, int], Sequence[R]]
Index = QModelIndex | QPersistentModelIndex

PAGE_ROWS = 200
KEPT_PAGES = 24
STATUS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
NUMBER_ROLE = int(Qt.ItemDataRole.UserRole) + 2

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_HORIZONTAL = Qt.Orientation.Horizontal
_ROOT = QModelIndex()


class PagedModel(QAbstractTableModel, Generic[R]):
    """Rows of one kind under described columns, fetched in pages of 200 and kept for a while."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        count: int = 0,
        fetch: Fetch[R] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._count = count
        self._fetch: Fetch[R] = fetch or _nothing
        self._pages: OrderedDict[int, Sequence[R]] = OrderedDict()
        self._sorted: tuple[int, bool] | None = None

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """Return the described columns."""
        return self._columns

    @property
    def sorted_by(self) -> tuple[int, bool] | None:
        """Return the column the rows are ordered by and whether downwards."""
        return self._sorted

    def set_source(self, count: int, fetch: Fetch[R]) -> None:
        """Show other rows: how many there are, and how to get a stretch of them."""
        self.beginResetModel()
        self._pages.clear()
        self._count, self._fetch = count, fetch
        self.endResetModel()

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show rows that are at hand."""
        kept = list(rows)
        self.set_source(len(kept), lambda first, n: kept[first : first + n])

    def set_sorted_by(self, column: int | None, is_descending: bool = False) -> None:
        """Remember what the query ordered by, for the arrow in the header."""
        self._sorted = None if column is None else (column, is_descending)
        self.headerDataChanged.emit(_HORIZONTAL, 0, max(0, len(self._columns) - 1))

    def row(self, number: int) -> R:
        """Return a row, fetching its page if need be."""
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page)
        if rows is None:
            first = page * PAGE_ROWS
            rows = self._fetch(first, min(PAGE_ROWS, self._count - first))
            self._pages[page] = rows
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[place]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows the source has."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns are described."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Look up what a cell shows."""
        if role == _ALIGN:
            return self._columns[index.column()].alignment
        if role not in (_DISPLAY, _TIP, STATUS_ROLE, NUMBER_ROLE) or not index.isValid():
            return None
        row = self.row(index.row())
        column = self._columns[index.column()]
        if role == STATUS_ROLE:
            return column.status(row) if column.status else None
        if role == NUMBER_ROLE:
            return column.number(row)
        if role == _TIP and column.tip:
            return column.tip(row)
        return column.shown(row)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> object:
        """Look up a column's heading."""
        if orientation != _HORIZONTAL or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == _DISPLAY:
            arrow = ""
            if self._sorted and self._sorted[0] == section:
                arrow = " ↓" if self._sorted[1] else " ↑"
            return column.heading + arrow
        if role == _ALIGN:
            return column.alignment
        return column.heading if role == _TIP else None


def _nothing(first: int, n: int) -> Sequence[R]:
    return ()
