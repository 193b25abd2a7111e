"""The first columns of a table, laid over it so that they stay while the rest scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from widgets.column import Column
from widgets.hairlines import HairlineDelegate


class FrozenPart(QTableView):
    """A second view of the same model and selection that shows the frozen columns only."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("frozenPart")
        prepare(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The visible form is the main table's; a screen reader should meet each cell once.
        self.setAccessibleName("冻结列")

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Leave scrolling to the table below."""


class FrozenColumns:
    """The frozen columns of a table; their part is made when the table is first wider than it has
    room, which most never are."""

    def __init__(
        self, table: QTableView, columns: Sequence[Column[Any]],
        serve: Callable[[QTableView], None], take_width: Callable[[int, int, int], None],
    ) -> None:  # fmt: skip
        self._table = table
        self._columns = tuple(place for place, column in enumerate(columns) if column.frozen)
        self._serve, self._take_width = serve, take_width
        self._part: FrozenPart | None = None

    def part(self) -> FrozenPart:
        """Return the part laid over the table."""
        if self._part is None:
            self._part = self._made()
        return self._part

    def _made(self) -> FrozenPart:
        table, part = self._table, FrozenPart(self._table)
        model = table.model()
        part.setModel(model)
        part.setSelectionModel(table.selectionModel())
        self._serve(part)
        part.horizontalHeader().sectionResized.connect(self._take_width)
        bar, own = table.verticalScrollBar(), part.verticalScrollBar()
        bar.valueChanged.connect(own.setValue)
        own.valueChanged.connect(bar.setValue)
        for place in range(model.columnCount()):
            part.setColumnHidden(place, table.isColumnHidden(place) or place not in self._columns)
        set_row_height(part, table.verticalHeader().defaultSectionSize())
        own.setValue(bar.value())
        return part

    def place(self, shown: Sequence[int], is_empty: bool) -> None:
        """Lay the part over the table where its columns need more room than there is."""
        frozen = [place for place in shown if place in self._columns]
        width = sum(self._table.columnWidth(place) for place in frozen)
        total = sum(self._table.columnWidth(place) for place in shown)
        room = self._table.viewport().width()
        is_needed = bool(frozen) and width < room < total and not is_empty
        if self._part is None and not is_needed:
            return
        part, header = self.part(), self._table.horizontalHeader().height()
        part.setVisible(is_needed)
        for place in frozen:
            part.setColumnWidth(place, self._table.columnWidth(place))
        part.horizontalHeader().setFixedHeight(max(1, header))
        part.setGeometry(0, 0, width + 1, self._table.viewport().height() + header)
        part.raise_()

    def show_column(self, place: int, is_shown: bool) -> None:
        """Show or hide a column, if it is one of the frozen."""
        if self._part is not None:
            self._part.setColumnHidden(place, not (is_shown and place in self._columns))

    def set_row_height(self, height: int) -> None:
        """Follow the type size of the table."""
        if self._part is not None:
            set_row_height(self._part, height)

    def update_header(self) -> None:
        """Paint the headings again."""
        if self._part is not None:
            self._part.horizontalHeader().update()

    def reach(self) -> int:
        """Return how many pixels of the table lie under the part."""
        return self._part.width() if self._part is not None and self._part.isVisible() else 0


def prepare(view: QTableView) -> None:
    """Give a table the quiet look: hairlines, fixed rows, no grid, no row numbers."""
    view.setItemDelegate(HairlineDelegate(view))
    view.setShowGrid(False)
    view.setAlternatingRowColors(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setFrameShape(QTableView.Shape.NoFrame)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(True)
    header.setSortIndicatorShown(False)
    header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)


def set_row_height(view: QTableView, height: int) -> None:
    """Give all rows of a table one height in pixels."""
    rows = view.verticalHeader()
    rows.setMinimumSectionSize(1)
    rows.setDefaultSectionSize(height)
