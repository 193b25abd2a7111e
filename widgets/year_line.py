"""A year on a line: twelve months, a mark for every visit on its day, what lies ahead below."""

from __future__ import annotations

from calendar import isleap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.status import Status, paint_status
from widgets.theme import Theme, current_theme

MARK, GAP, HEAD, LOW, ROW = 13, 2, 22, 3, 21
STACKED, LEAST, WINDOWS = 10, 3, 3
"""So many marks stand on each other at most and at least have room, so many rows of plans."""


@dataclass(frozen=True, slots=True)
class YearMark:
    """A visit: its day, its lamp (None: nothing held against it), what a reader hears."""

    key: int
    day: date
    status: Status | None
    spoken: str
    is_solid: bool = True
    """A visit that does not count is drawn as a ring."""


@dataclass(frozen=True, slots=True)
class YearWindow:
    """A span of days in which a visit is still planned."""

    first: date
    last: date
    text: str


@dataclass(frozen=True, slots=True)
class YearLineData:
    """What the line shows; `framed` months by number (1–12) with the words for their frame."""

    year: int
    marks: tuple[YearMark, ...] = ()
    framed: Mapping[int, str] | None = None
    windows: tuple[YearWindow, ...] = ()
    checks: tuple[tuple[date, str], ...] = ()
    today: date | None = None


class YearLine(QWidget):
    """Left and right lead from visit to visit; Enter and a double click open the one chosen."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = YearLineData(date.today().year)
        self._places: dict[int, QRectF] = {}
        self._levels = LEAST
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("全年入企检查")

    @property
    def current(self) -> int | None:
        """Return the key of the visit the keyboard is on."""
        return self._data.marks[self._current].key if self._current >= 0 else None

    @property
    def marks(self) -> tuple[YearMark, ...]:
        """Return the visits on the line."""
        return self._data.marks

    def show_data(self, data: YearLineData) -> None:
        """Show another year; the visit chosen stays where it is there too."""
        kept = self.current
        self._data, self._current = data, -1
        self._place_marks()
        self.choose(kept)
        self.updateGeometry()
        self.update()

    def choose(self, key: int | None) -> None:
        """Put the ring on a visit without telling anybody."""
        keys = [mark.key for mark in self._data.marks]
        self._current = keys.index(key) if key in keys else -1
        self.setAccessibleDescription(self.summary)
        self.update()

    @property
    def summary(self) -> str:
        """Return in a sentence what the line shows and where the keyboard is."""
        framed = self._data.framed or {}
        over = "，".join(f"{month}月{words}" for month, words in sorted(framed.items()))
        whole = f"{self._data.year}年共 {len(self._data.marks)} 次。{over}{'。' if over else ''}"
        here = self._data.marks[self._current].spoken if self._current >= 0 else "左右键逐次查看。"
        return whole + here

    def as_table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the visits as a table, a row each."""
        rows = tuple(
            (mark.day.isoformat(), mark.status.value if mark.status else "无预警", mark.spoken)
            for mark in self._data.marks
        )
        return ("日期", "程度", "检查"), rows

    def place_of(self, key: int) -> QRectF:
        """Return where a visit's mark is drawn."""
        return self._places[key]

    # -- where things stand ----------------------------------------------------------------

    def _x(self, day: date, at_end: bool = False) -> float:
        days = 366 if isleap(self._data.year) else 365
        passed = (day - date(self._data.year, 1, 1)).days + (1 if at_end else 0)
        return 1 + min(max(passed, 0), days) / days * (self.width() - 2)

    def _month(self, month: int) -> QRectF:
        year = self._data.year
        left = self._x(date(year, month, 1))
        end = date(year, 12, 31) if month == 12 else date(year, month + 1, 1)
        right = self._x(end, month == 12)
        return QRectF(left, 0, right - left, self._floor())

    def _floor(self) -> float:
        theme = current_theme()
        return theme.px(HEAD) + self._levels * theme.px(MARK + GAP) + theme.px(6)

    def _place_marks(self) -> None:
        """Put every mark on its day; those that would touch stand on each other."""
        theme = current_theme()
        side, step = theme.px(MARK), theme.px(MARK + GAP)
        ends: dict[int, float] = defaultdict(lambda: -1e9)
        stood: list[tuple[int, float, int]] = []
        for mark in self._data.marks:
            left = self._x(mark.day) + (self.width() - 2) / 730 - side / 2
            left = min(max(left, 1.0), self.width() - side - 1.0)
            level = next((row for row in range(STACKED) if ends[row] <= left), STACKED - 1)
            ends[level] = left + side + 1
            stood.append((mark.key, left, level))
        self._levels = max((level + 1 for _, _, level in stood), default=LEAST)
        self._levels = max(LEAST, self._levels)
        low = self._floor() - theme.px(4) - side
        self._places = {
            key: QRectF(left, low - level * step, side, side) for key, left, level in stood
        }

    def sizeHint(self) -> QSize:
        """Return the height of the months, the self-checks and the plans below."""
        theme = current_theme()
        rows = (1 if self._data.checks else 0) + min(len(self._data.windows), WINDOWS)
        return QSize(theme.px(600), int(self._floor()) + rows * theme.px(ROW) + theme.px(4))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, and a width at which months can be told apart."""
        return QSize(current_theme().px(360), self.sizeHint().height())

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint months, frames, marks, then what lies below."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("note"))
        self._paint_months(painter, theme)
        for place, mark in enumerate(self._data.marks):
            self._paint_mark(painter, theme, mark, place == self._current)
        self._paint_below(painter, theme)
        painter.end()

    def _paint_months(self, painter: QPainter, theme: Theme) -> None:
        framed = self._data.framed or {}
        low, head = theme.px(LOW), theme.px(HEAD)
        for month in range(1, 13):
            box = self._month(month)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.setBrush(QColor(theme.hatch_ground if month % 2 else theme.card))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(QColor(theme.red if month in framed else theme.second))
            words = f"{month}月 {framed[month]}" if month in framed else f"{month}月"
            text = box.adjusted(low * 2, 0, -low, 0)
            text.setHeight(head)
            fits = painter.fontMetrics().horizontalAdvance(words) <= text.width()
            painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), words if fits
                             else f"{month}月")  # fmt: skip
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for month in framed:
            painter.setPen(QPen(QColor(theme.red), 2))
            painter.drawRect(self._month(month).adjusted(1, 1, -1, -1))
        today = self._data.today
        if today is not None and today.year == self._data.year:
            painter.setPen(QPen(QColor(theme.ink), 1, Qt.PenStyle.DashLine))
            x = self._x(today)
            painter.drawLine(QPointF(x, head), QPointF(x, self._floor()))

    def _paint_mark(
        self, painter: QPainter, theme: Theme, mark: YearMark, is_current: bool
    ) -> None:
        box = self._places[mark.key]
        inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
        if is_current:
            painter.setPen(QPen(QColor(theme.ink if self.hasFocus() else theme.line_strong), 2))
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 4, 4)
        if mark.status is not None:
            paint_status(painter, inner, mark.status)
            return
        painter.setPen(QPen(QColor(theme.ink), 1.4))
        painter.setBrush(QColor(theme.ink) if mark.is_solid else Qt.BrushStyle.NoBrush)
        inset = inner.width() * (0.14 if mark.is_solid else 0.2)
        painter.drawEllipse(inner.adjusted(inset, inset, -inset, -inset))

    def _paint_below(self, painter: QPainter, theme: Theme) -> None:
        top, row = self._floor() + theme.px(2), theme.px(ROW)
        if self._data.checks:
            painter.setPen(QPen(QColor(theme.green), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for day, _ in self._data.checks:
                middle = QPointF(self._x(day), top + row / 2)
                size = theme.px(5)
                painter.drawLine(middle - QPointF(size, 0), middle + QPointF(0, size))
                painter.drawLine(middle + QPointF(0, size), middle + QPointF(size, -size))
            top += row
        shown = self._data.windows[:WINDOWS]
        for place, window in enumerate(shown):
            box = QRectF(self._x(window.first), top + 1, 0, row - 3)
            box.setRight(self._x(window.last, True))
            pen = QPen(QColor(theme.quiet), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            rest = len(self._data.windows) - WINDOWS
            more = f"（另有 {rest} 个计划）" if rest > 0 and place == WINDOWS - 1 else ""
            inside = box.adjusted(theme.px(6), 0, -theme.px(4), 0)
            text = painter.fontMetrics().elidedText(
                window.text + more, Qt.TextElideMode.ElideRight, int(inside.width())
            )
            painter.setPen(QColor(theme.second))
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), text)
            top += row

    # -- keyboard and mouse ----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead from visit to visit; Enter opens."""
        last = len(self._data.marks) - 1
        match event.key():
            case Qt.Key.Key_Left:
                self._go(max(0, self._current - 1))
            case Qt.Key.Key_Right:
                self._go(min(last, self._current + 1))
            case Qt.Key.Key_Home:
                self._go(0)
            case Qt.Key.Key_End:
                self._go(last)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.current is not None:
                self.opened.emit(self.current)
            case _:
                super().keyPressEvent(event)

    def _go(self, place: int) -> None:
        if not self._data.marks:
            return
        self.choose(self._data.marks[max(0, place)].key)
        self.chosen.emit(self.current)

    def _at(self, point: QPointF) -> int | None:
        near = [
            (place.center() - point).manhattanLength()
            if place.adjusted(-2, -2, 2, 2).contains(point) else None
            for place in self._places.values()
        ]  # fmt: skip
        hits = [(far, place) for place, far in enumerate(near) if far is not None]
        return min(hits)[1] if hits else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the visit under the mouse."""
        self.setFocus()
        place = self._at(event.position())
        if place is not None:
            self._go(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the visit under the mouse."""
        place = self._at(event.position())
        if place is not None:
            self.opened.emit(self._data.marks[place].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which visit the mouse is on."""
        place = self._at(event.position())
        text = "" if place is None else self._data.marks[place].spoken
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring in the colour of the keyboard."""
        super().focusInEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the marks where their days are now."""
        self._place_marks()

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place_marks()
            self.updateGeometry()


def legend(marks: Sequence[YearMark]) -> tuple[tuple[Status | None, str], ...]:
    """Return the signs a year uses with their words, gravest first."""
    used = {mark.status for mark in marks}
    order = (Status.RED, Status.ORANGE, Status.YELLOW, Status.NONE)
    words = {Status.RED: "红", Status.ORANGE: "橙", Status.YELLOW: "黄", Status.NONE: "提示"}
    return tuple((status, words[status]) for status in order if status in used)
