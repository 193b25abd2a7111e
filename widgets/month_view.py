"""A month as a table of weeks from Monday: days with their marks, for keyboard and mouse."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from widgets.theme import Theme, current_theme

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
WEEKS, FIRST_OF_WEEKEND = 6, 5
DAY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MARK_ROLE = DAY_ROLE + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class DayMark:
    """What a day shows beside its number: a sign in one character, a name, what a reader hears."""

    sign: str = ""
    name: str = ""
    is_day_off: bool = False
    is_changed: bool = False
    is_unknown: bool = False
    """Nothing is known of the day: it is hatched."""
    spoken: str = ""


class MonthView(QTableWidget):
    """Six weeks of seven days; the day the keyboard is on is told by `day_chosen`."""

    day_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WEEKS, len(WEEKDAYS), parent)
        self.setHorizontalHeaderLabels(list(WEEKDAYS))
        self.setItemDelegate(_DayDelegate(self))
        self.setAccessibleName("月历")
        self.setShowGrid(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
            header.setMinimumSectionSize(1)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        theme = current_theme()
        self.setMinimumSize(theme.space(430), theme.space(180))
        self.currentItemChanged.connect(self._tell_chosen)
        self._places: dict[date, tuple[int, int]] = {}

    @property
    def current_day(self) -> date | None:
        """Return the day the keyboard is on."""
        return _day_of(self.currentItem())

    def show_month(self, year: int, month: int, marks: Mapping[date, DayMark]) -> None:
        """Show a month; the keyboard stays on its day if the month has it."""
        kept = self.current_day
        self.blockSignals(True)
        self.clearContents()
        self._places = {}
        weeks = Calendar().monthdatescalendar(year, month)
        for row, week in enumerate(weeks):
            for column, day in enumerate(week):
                if day.month == month:
                    self._place(row, column, day, marks.get(day, DayMark()))
                else:
                    self.setItem(row, column, _blank())
        for row in range(WEEKS):
            self.setRowHidden(row, row >= len(weeks))
        self.blockSignals(False)
        if kept in self._places:
            self.choose(kept)

    def choose(self, day: date) -> None:
        """Put the keyboard on a day of the month shown."""
        if day in self._places:
            self.setCurrentCell(*self._places[day])

    def mark_of(self, day: date) -> DayMark:
        """Return what a day of the month shown shows."""
        mark = self.model().index(*self._places[day]).data(MARK_ROLE)
        return mark if isinstance(mark, DayMark) else DayMark()

    def _place(self, row: int, column: int, day: date, mark: DayMark) -> None:
        item = QTableWidgetItem(str(day.day))
        item.setData(DAY_ROLE, day)
        item.setData(MARK_ROLE, mark)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, mark.spoken)
        item.setToolTip(mark.spoken)
        self.setItem(row, column, item)
        self._places[day] = (row, column)

    def _tell_chosen(self, item: QTableWidgetItem | None) -> None:
        day = _day_of(item)
        if day is not None:
            self.day_chosen.emit(day)


def _day_of(item: QTableWidgetItem | None) -> date | None:
    day = item.data(DAY_ROLE) if item is not None else None
    return day if isinstance(day, date) else None


def _blank() -> QTableWidgetItem:
    item = QTableWidgetItem("")
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


class _DayDelegate(QStyledItemDelegate):
    """Paints a day: number, sign in a small frame, name below; a bar on the left if changed."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one day."""
        mark, theme = index.data(MARK_ROLE), current_theme()
        if not isinstance(mark, DayMark):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(rect).adjusted(2.5, 2.5, -2.5, -2.5)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        edge = QColor(theme.ink if chosen else theme.line)
        painter.setPen(QPen(edge, 1.5 if chosen else 1))
        ground = theme.selected if chosen else theme.hatch_ground if mark.is_day_off else theme.card
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(frame, 6, 6)
        if mark.is_unknown:
            painter.setBrush(QBrush(QColor(theme.hatch), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(frame, 6, 6)
        self._paint_texts(painter, frame, index, mark, theme)
        if mark.is_changed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ink))
            painter.drawRoundedRect(
                QRectF(frame.left() + 1, frame.top() + 6, 3, frame.height() - 12), 1.5, 1.5
            )
        painter.restore()

    def _paint_texts(
        self, painter: QPainter, frame: QRectF, index: Index, mark: DayMark, theme: Theme
    ) -> None:
        inner = frame.adjusted(theme.px(9), theme.px(5), -theme.px(7), -theme.px(4))
        painter.setFont(theme.font("body"))
        painter.setPen(QColor(theme.second if mark.is_day_off or mark.is_unknown else theme.text))
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(inner, int(top), str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.setFont(theme.font("note"))
        metrics = painter.fontMetrics()
        if mark.sign:
            side = metrics.height() + theme.px(2)
            box = QRectF(inner.right() - side, inner.top(), side, side)
            colour = QColor(theme.ink if mark.is_day_off else theme.orange)
            painter.setPen(QPen(colour, 1))
            painter.setBrush(QColor(theme.chip) if mark.is_day_off else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), mark.sign)
        if mark.name:
            painter.setPen(QColor(theme.second))
            bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            name = metrics.elidedText(
                mark.name, Qt.TextElideMode.ElideRight, int(inner.width())
            )  # fmt: skip
            painter.drawText(inner, int(bottom), name)
