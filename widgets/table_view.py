"""The table of records: frozen first columns, column chooser, copying, statistics, empty state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMetaMethod,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from widgets.arranging import Order, with_column
from widgets.clipboard import copy_table
from widgets.column_chooser import column_menu
from widgets.column_fit import Width, extras_that_fit, widths_for
from widgets.empty import EmptyState
from widgets.frozen_part import FrozenColumns, prepare, set_row_height
from widgets.header_menu import ColumnDeeds, ColumnState, header_menu
from widgets.paged_model import PagedModel
from widgets.selection import CELLS_COUNTED, ROWS_COPIED, block, cell_count, statistics
from widgets.table_layout import Layout, described, placed
from widgets.theme import Theme, current_theme

R = TypeVar("R")
ROWS_AT_LEAST = 4


class TableView(QTableView, Generic[R]):
    """A table of described columns; what is opened, sorted or selected is told by signals."""

    row_activated = Signal(object)
    sort_requested = Signal(int, bool)
    order_requested = Signal(object)
    """Several columns, of rows that are not at hand."""
    filters_changed = Signal(object)
    """Texts by column, of rows that are not at hand."""
    selection_stats = Signal(str)
    copied = Signal(int)
    current_row_changed = Signal(object)

    def __init__(self, model: PagedModel[R], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.narrowable: frozenset[int] = frozenset()
        """The columns that can be narrowed where the rows are not at hand."""
        self._chosen: dict[int, bool] = {}
        self._dragged: dict[int, int] = {}
        self._is_fitting = False
        self._theme: Theme | None = None
        # Most tables never need these two: each is made when it is first seen.
        self._frozen = FrozenColumns(self, model.columns, self._serve, self._take_width)
        self._empty: EmptyState | None = None
        self._empty_texts = ("没有记录", "放宽筛选条件，或换一个期间。")
        prepare(self)
        self.setTabKeyNavigation(False)
        self._numbers = frozenset(i for i, c in enumerate(model.columns) if c.is_number)
        self.setModel(model)
        self._connect()
        self.reset_columns()
        self._apply_theme()
        self._show_emptiness()

    def _connect(self) -> None:
        self._serve(self)
        self.horizontalHeader().sectionResized.connect(self._follow_width)
        chosen = self.selectionModel()
        chosen.selectionChanged.connect(self._count_selection)
        chosen.currentRowChanged.connect(self._tell_current)
        self._rows.modelReset.connect(self._show_emptiness)
        self._rows.headerDataChanged.connect(self._show_marks)

    def _serve(self, view: QTableView) -> None:
        header = view.horizontalHeader()
        header.sectionClicked.connect(self._ask_for_order)
        header.customContextMenuRequested.connect(self._offer_menu)
        view.doubleClicked.connect(self._open)

    # -- columns ---------------------------------------------------------------------------

    def reset_columns(self) -> None:
        """Show the columns and widths that their descriptions ask for."""
        self._is_fitting = True
        for place, column in enumerate(self._rows.columns):
            self._put_column(place, column.visible)
        self._is_fitting = False
        self._chosen.clear()
        self._dragged.clear()
        shares = any(column.share for column in self._rows.columns)
        self.horizontalHeader().setStretchLastSection(not shares)
        self.fit_columns()

    def set_column_shown(self, place: int, is_shown: bool) -> None:
        """Show or hide one column, whatever room there is."""
        self._chosen[place] = is_shown
        self._is_fitting = True
        self._put_column(place, is_shown)
        self._is_fitting = False
        self.fit_columns()

    def fit_columns(self) -> None:
        """Share the room among the columns; those drawn by hand keep their width."""
        columns = self._rows.columns
        room = self.viewport().width()
        if self._is_fitting or room < 2:
            return
        self._is_fitting = True
        wanted = {place: self._width(place) for place in range(len(columns))}
        extras = [p for p, c in enumerate(columns) if c.roomy and c.visible
                  and p not in self._chosen]  # fmt: skip
        fixed = [p for p in self.shown_columns() if p not in extras]
        needed = sum(wanted[p].wanted for p in fixed)
        count = extras_that_fit(needed, [wanted[p].wanted for p in extras], room)
        for number, place in enumerate(extras):
            self._put_column(place, number < count)
        shown = self.shown_columns()
        for place, width in zip(shown, widths_for([wanted[p] for p in shown], room), strict=True):
            self.setColumnWidth(place, width)
        self._is_fitting = False
        self._frozen.place(self.shown_columns(), self._is_empty())

    def _width(self, place: int) -> Width:
        if place in self._dragged:
            return Width(self._dragged[place], self._dragged[place])
        theme, column = current_theme(), self._rows.columns[place]
        marked = str(self._rows.headerData(place, Qt.Orientation.Horizontal))
        words = max(f"{column.heading} ↓", marked, key=len)
        heading = theme.metrics("cell").horizontalAdvance(words) + 18
        wide = max(theme.px(column.width), heading)
        least = max(theme.px(column.least), heading) if column.least else wide
        return Width(wide, min(least, wide), column.share)

    def _put_column(self, place: int, is_shown: bool) -> None:
        self.setColumnHidden(place, not is_shown)
        self._frozen.show_column(place, is_shown)

    def shown_columns(self) -> list[int]:
        """Return the places of the columns on show, in their order on the screen."""
        header = self.horizontalHeader()
        places = (header.logicalIndex(v) for v in range(header.count()))
        return [place for place in places if not self.isColumnHidden(place)]

    def titles_shown(self) -> tuple[str, ...]:
        """Return the titles of the columns on show, in their order on the screen."""
        return tuple(self._rows.columns[place].title for place in self.shown_columns())

    def columns_menu(self) -> QMenu:
        """Return the column chooser."""
        columns = self._rows.columns
        titles = [column.heading for column in columns]
        shown = [not self.isColumnHidden(place) for place in range(len(columns))]
        return column_menu(self, titles, shown, self.set_column_shown, self.reset_columns)

    def layout_state(self) -> Layout:
        """Return columns, widths, order and narrowing, to be set again later."""
        titles, model = [column.title for column in self._rows.columns], self._rows
        return described(titles, self._chosen, self._dragged, model.order, model.filters)

    def set_layout_state(self, layout: Mapping[str, Any]) -> None:
        """Set up the table as it was; columns that are not there any more are left out."""
        titles = [column.title for column in self._rows.columns]
        shown, widths, order, filters = placed(titles, layout)
        self.reset_columns()
        self._dragged = dict(widths)
        for place, is_shown in shown.items():
            self.set_column_shown(place, is_shown)
        self.fit_columns()
        if filters != dict(self._rows.filters):
            self.narrow(filters)
        if order and order != self._rows.order:
            self.request_order(order)

    # -- narrowing and order ---------------------------------------------------------------

    def header_menu(self, place: int) -> QMenu:
        """Return the menu of a column."""
        column, filters = self._rows.columns[place], self._rows.filters
        state = ColumnState(
            column.heading, filters.get(place, ""), self.can_narrow(place), column.sortable,
            len(filters),
        )  # fmt: skip
        deeds = ColumnDeeds(
            lambda text: self.narrow({**self._rows.filters, place: text}),
            lambda: self.narrow({}),
            lambda is_descending: self.request_order(((place, is_descending),)),
            lambda: self.request_order(with_column(self._rows.order, place)),
        )
        return header_menu(self, state, deeds, self.columns_menu())

    def can_narrow(self, place: int) -> bool:
        """Return whether a column can be narrowed."""
        return self._rows.is_at_hand or place in self.narrowable

    def narrow(self, filters: dict[int, str]) -> None:
        """Narrow columns by what was typed; an empty text frees one."""
        wanted = {place: text for place, text in filters.items() if text.strip()}
        kept = self.current_row() if self._rows.is_at_hand else None
        self._rows.narrow_by(wanted)
        if self._rows.is_at_hand:
            self._find_again(kept)
        else:
            self.filters_changed.emit(wanted)

    def request_order(self, order: Order) -> None:
        """Order by one column as the page does it, by several here or by the page's query."""
        heard = self.isSignalConnected(QMetaMethod.fromSignal(self.sort_requested))
        if len(order) == 1 and heard:
            self.sort_requested.emit(*order[0])
        elif self._rows.is_at_hand:
            kept = self.current_row()
            self._rows.order_by(order)
            self._find_again(kept)
        else:
            self.order_requested.emit(order)

    def _find_again(self, kept: R | None) -> None:
        shown = self._rows.rows_shown
        if shown:
            self.select_shown(shown.index(kept) if kept is not None and kept in shown else 0)

    def _offer_menu(self, place: QPoint) -> None:
        header = self.horizontalHeader()
        column = header.logicalIndexAt(place)
        menu = self.header_menu(column) if column >= 0 else self.columns_menu()
        menu.popup(header.mapToGlobal(place))

    def _show_marks(self) -> None:
        self._frozen.update_header()
        self.fit_columns()

    def _offer_here(self) -> None:
        place = max(0, self.currentIndex().column())
        header = self.horizontalHeader()
        corner = QPoint(header.sectionViewportPosition(place), header.height())
        self.header_menu(place).popup(header.mapToGlobal(corner))

    def _ask_for_order(self, place: int) -> None:
        if not self._rows.columns[place].sortable:
            return
        now = self._rows.order
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.request_order(with_column(now, place))
        else:
            self.request_order(((place, bool(now) and now[0] == (place, False)),))

    # -- frozen columns --------------------------------------------------------------------

    def _follow_width(self, place: int, old: int, new: int) -> None:
        if self._is_fitting or not new:
            return
        header = self.horizontalHeader()
        if not (header.stretchLastSection() and place == self.shown_columns()[-1]):
            self._dragged[place] = new
        self._frozen.place(self.shown_columns(), self._is_empty())

    def _take_width(self, place: int, old: int, new: int) -> None:
        if self._rows.columns[place].frozen and self.columnWidth(place) != new > 0:
            self.setColumnWidth(place, new)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, also from under the frozen columns."""
        super().scrollTo(index, hint)
        if not index.isValid() or self._rows.columns[index.column()].frozen:
            return
        hidden = self._frozen.reach() - self.visualRect(index).left()
        if hidden > 0:
            across = self.horizontalScrollBar()
            across.setValue(across.value() - hidden)

    # -- rows ------------------------------------------------------------------------------

    def current_row(self) -> R | None:
        """Return the row the keyboard is on."""
        index = self.currentIndex()
        return self._rows.row(index.row()) if index.isValid() else None

    def select_row(self, number: int) -> None:
        """Put the keyboard on the row given as that number; on the first where it is left out."""
        place = self._rows.place_of(number)
        if place is not None or self._rows.rowCount():
            self.select_shown(place or 0)

    def narrowed_words(self) -> tuple[str, ...]:
        """Return what narrows the columns, in words, for exports."""
        columns = self._rows.columns
        return tuple(f"{columns[place].title} {text}" for place, text in self._rows.filters.items())

    def select_shown(self, number: int) -> None:
        """Put the keyboard on a row by its place on the screen and bring it into sight."""
        index = self._rows.index(number, self.shown_columns()[0])
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def set_empty_state(self, headline: str, sentence: str) -> None:
        """Say what stands there when no row is left, and what to do next."""
        self._empty_texts = (headline, sentence)
        if self._empty is not None:
            self._empty.set_texts(headline, sentence)

    @property
    def empty_state(self) -> EmptyState:
        """Return the part shown in place of rows."""
        if self._empty is None:
            self._empty = EmptyState(*self._empty_texts, parent=self)
            self._empty.setVisible(self._is_empty())
            self._empty.cover(self)
        return self._empty

    def copy_selection(self) -> int:
        """Copy the selection with its headings as text and table; return the rows copied."""
        chosen = block(self.selectionModel(), self.shown_columns(), self._numbers, ROWS_COPIED)
        if chosen.rows:
            copy_table(chosen.header, chosen.rows, chosen.texts)
            self.copied.emit(len(chosen.rows))
        return len(chosen.rows)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_activated.emit(self._rows.row(index.row()))

    def _tell_current(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid():
            self.current_row_changed.emit(self._rows.row(now.row()))

    def _count_selection(self, *_: object) -> None:
        selection = self.selectionModel().selection()
        small = cell_count(selection) <= CELLS_COUNTED
        self.selection_stats.emit(statistics(selection, self._numbers if small else frozenset()))

    def _is_empty(self) -> bool:
        return self._rows.rowCount() == 0

    def _show_emptiness(self) -> None:
        if self._empty is not None or (self._is_empty() and self.isVisible()):
            self.empty_state.setVisible(self._is_empty())
        self.setAccessibleDescription(f"{self._rows.rowCount():,} 行，回车看详情")
        self.selection_stats.emit("")
        self._frozen.place(self.shown_columns(), self._is_empty())

    def minimumSizeHint(self) -> QSize:
        """Return a size at which some rows can be read."""
        return QSize(current_theme().px(200), current_theme().row_height * ROWS_AT_LEAST)

    # -- what Qt calls ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C, open on Enter, else move as tables do."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._offer_here()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Say what to do next where there is no row to show."""
        super().showEvent(event)
        if self._is_empty():
            self.empty_state.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frozen part and the empty state in place."""
        super().resizeEvent(event)
        self.fit_columns()
        if self._empty is not None:
            self._empty.cover(self)

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_empty_texts"):
            self._apply_theme()

    def _apply_theme(self) -> None:
        theme = current_theme()
        if theme is self._theme:
            # A table is told of its style at every step of being put into a page.
            return
        self._theme = theme
        set_row_height(self, theme.row_height)
        self._frozen.set_row_height(theme.row_height)
        self.horizontalHeader().setFixedHeight(theme.row_height)
        self.fit_columns()
