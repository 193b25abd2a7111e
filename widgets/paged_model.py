"""A table model that reads its rows page by page, so that a million rows cost nothing to show."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from widgets.arranging import Order, places
from widgets.column import Column

R = TypeVar("R")
Fetch = Callable[[int, int], Sequence[R]]
Index = QModelIndex | QPersistentModelIndex

PAGE_ROWS = 100
KEPT_PAGES = 48
STATUS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
NUMBER_ROLE = int(Qt.ItemDataRole.UserRole) + 2

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_HORIZONTAL = Qt.Orientation.Horizontal
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Stretch(Generic[R]):
    """Rows read beside the window, from a place on."""

    first: int
    rows: Sequence[R]


def stretch_around(count: int, place: int | None, fetch: Fetch[R]) -> Stretch[R]:
    """Read the page a place stands on, so that the table shows it without reading itself."""
    first = (place or 0) // PAGE_ROWS * PAGE_ROWS
    n = min(PAGE_ROWS, count - first)
    return Stretch(first, fetch(first, n) if n > 0 else ())


class PagedModel(QAbstractTableModel, Generic[R]):
    """Rows of one kind under described columns, fetched in pages and kept for a while."""

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
        self._order: Order = ()
        self._filters: dict[int, str] = {}
        self._kept: list[R] | None = None
        self._places: list[int] = []
        self._orders_itself = False

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """Return the described columns."""
        return self._columns

    @property
    def sorted_by(self) -> tuple[int, bool] | None:
        """Return the column the rows are ordered by and whether downwards."""
        return self._order[0] if self._order else None

    @property
    def order(self) -> Order:
        """Return all columns the rows are ordered by, the weightiest first."""
        return self._order

    @property
    def filters(self) -> Mapping[int, str]:
        """Return what narrows each column."""
        return self._filters

    @property
    def is_at_hand(self) -> bool:
        """Return whether the rows are at hand, so that they are narrowed and ordered here."""
        return self._kept is not None

    @property
    def rows_shown(self) -> list[R]:
        """Return the rows at hand as they are shown, narrowed and ordered."""
        return [] if self._kept is None else [self._kept[place] for place in self._places]

    def place_of(self, number: int) -> int | None:
        """Return where the row given as number `number` is shown, None where it is not."""
        if self._kept is None:
            return number if number < self._count else None
        return self._places.index(number) if number in self._places else None

    def set_source(
        self, count: int, fetch: Fetch[R], read: Stretch[R] | None = None
    ) -> None:  # fmt: skip
        """Show other rows: how many, how to get a stretch of them, and what was read already."""
        self._kept = None
        self._take(count, fetch, read)

    def _take(self, count: int, fetch: Fetch[R], read: Stretch[R] | None = None) -> None:
        self.beginResetModel()
        self._pages.clear()
        self._count, self._fetch = count, fetch
        if read is not None and len(read.rows) == min(PAGE_ROWS, count - read.first):
            self._pages[read.first // PAGE_ROWS] = read.rows
        self.endResetModel()

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show rows that are at hand."""
        self._kept = list(rows)
        self._arrange()

    def _arrange(self) -> None:
        kept = self._kept
        if kept is None:
            return
        order = self._order if self._orders_itself else ()
        self._places = shown = places(kept, self._columns, self._filters, order)
        self._take(len(shown), lambda first, n: [kept[p] for p in shown[first : first + n]])

    def set_sorted_by(self, column: int | None, is_descending: bool = False) -> None:
        """Remember what the query ordered by, for the arrow in the header."""
        self._orders_itself = False
        self._order = () if column is None else ((column, is_descending),)
        self._tell_headings()

    def order_by(self, order: Order) -> None:
        """Order by several columns; rows at hand are put in that order here."""
        self._order, self._orders_itself = order, True
        self._tell_headings()
        self._arrange()

    def narrow_by(self, filters: Mapping[int, str]) -> None:
        """Narrow columns; rows at hand are narrowed here."""
        self._filters = {place: text for place, text in filters.items() if text.strip()}
        self._tell_headings()
        self._arrange()

    def _tell_headings(self) -> None:
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
            return column.heading + self._mark(section)
        if role == _ALIGN:
            return column.alignment
        return column.heading if role == _TIP else None

    def _mark(self, section: int) -> str:
        """Return the signs behind a heading: narrowed, and the place in the order."""
        mark = " ▽" if section in self._filters else ""
        for number, (column, is_descending) in enumerate(self._order, start=1):
            if column == section:
                mark += " ↓" if is_descending else " ↑"
                mark += str(number) if len(self._order) > 1 else ""
        return mark


def _nothing(first: int, n: int) -> Sequence[R]:
    return ()
