"""A month as a table of weeks from Monday: days with their marks, for keyboard and mouse."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
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
LEAST_DAY = 46
"""How high a day must be for its number and a line below."""
LEAST_NUMBER = 32
"""How high a day must be for its number alone."""
DAY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MARK_ROLE = DAY_ROLE + 1
WEEK_ROLE = MARK_ROLE + 1
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
    note: str = ""
    """A few words beside the number, where there is no sign."""
    spoken: str = ""


class MonthView(QTableWidget):
    """Six weeks of seven days; the day the keyboard is on is told by `day_chosen`."""

    day_chosen = Signal(object)
    week_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, has_weeks: bool = False) -> None:
        super().__init__(WEEKS, len(WEEKDAYS) + has_weeks, parent)
        self._has_weeks = has_weeks
        self.setHorizontalHeaderLabels([*WEEKDAYS, "本周"] if has_weeks else list(WEEKDAYS))
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
        self._fit()
        self.currentItemChanged.connect(self._tell_chosen)
        self._places: dict[date, tuple[int, int]] = {}

    def _fit(self) -> None:
        theme = current_theme()
        day = theme.px(LEAST_DAY if self._has_weeks else LEAST_NUMBER)
        self.setMinimumSize(theme.space(430), day * WEEKS + theme.row_height)

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_has_weeks"):
            self._fit()

    @property
    def current_day(self) -> date | None:
        """Return the day the keyboard is on."""
        return _day_of(self.currentItem())

    def show_month(
        self,
        year: int,
        month: int,
        marks: Mapping[date, DayMark],
        weeks: Mapping[date, DayMark] | None = None,
    ) -> None:
        """Show a month; the keyboard stays on its day if the month has it.

        `weeks` are marks of whole weeks by their Monday, for the column at the right.
        """
        kept = self.current_day
        self.blockSignals(True)
        self.clearContents()
        self._places = {}
        shown = Calendar().monthdatescalendar(year, month)
        for row, week in enumerate(shown):
            for column, day in enumerate(week):
                if day.month == month:
                    self._place(row, column, day, marks.get(day, DayMark()))
                else:
                    self.setItem(row, column, _blank())
            if self._has_weeks:
                self._place_week(row, week[0], (weeks or {}).get(week[0], DayMark()))
        for row in range(WEEKS):
            self.setRowHidden(row, row >= len(shown))
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

    def choose_week(self, monday: date) -> None:
        """Put the keyboard on a week of the month shown."""
        for row in range(self.rowCount() if self._has_weeks else 0):
            item = self.item(row, len(WEEKDAYS))
            if item is not None and item.data(WEEK_ROLE) == monday:
                self.setCurrentItem(item)

    def _place(self, row: int, column: int, day: date, mark: DayMark) -> None:
        item = _marked(str(day.day), mark)
        item.setData(DAY_ROLE, day)
        self.setItem(row, column, item)
        self._places[day] = (row, column)

    def _place_week(self, row: int, monday: date, mark: DayMark) -> None:
        item = _marked("", mark)
        item.setData(WEEK_ROLE, monday)
        self.setItem(row, len(WEEKDAYS), item)

    def _tell_chosen(self, item: QTableWidgetItem | None) -> None:
        day = _day_of(item)
        if day is not None:
            self.day_chosen.emit(day)
            return
        monday = item.data(WEEK_ROLE) if item is not None else None
        if isinstance(monday, date):
            self.week_chosen.emit(monday)


def _day_of(item: QTableWidgetItem | None) -> date | None:
    day = item.data(DAY_ROLE) if item is not None else None
    return day if isinstance(day, date) else None


def _marked(text: str, mark: DayMark) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setData(MARK_ROLE, mark)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, mark.spoken)
    item.setToolTip(mark.spoken)
    return item


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
        painter.setPen(QColor(theme.second))
        if mark.name:
            bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            name = metrics.elidedText(
                mark.name, Qt.TextElideMode.ElideRight, int(inner.width())
            )  # fmt: skip
            painter.drawText(inner, int(bottom), name)
        if mark.note and not mark.sign:
            beside = inner.adjusted(theme.px(20), theme.px(1), 0, 0)
            corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            note = metrics.elidedText(
                mark.note, Qt.TextElideMode.ElideRight, int(beside.width())
            )  # fmt: skip
            painter.drawText(beside, int(corner), note)
