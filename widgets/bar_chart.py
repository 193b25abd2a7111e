"""Ranked horizontal bars with a target line and the value behind each bar."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.formats import thousands
from widgets.nothing import paint_nothing
from widgets.status import Status, paint_status
from widgets.theme import Theme, current_theme

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; a value of None is "no data"."""

    key: str
    name: str
    value: float | None
    text: str = ""
    status: Status | None = None
    tip: str = ""
    lead: str = ""
    """What stands before the name: a place."""
    low: float | None = None
    high: float | None = None
    """Between these the value lies with 95 %."""
    is_marked: bool = False
    """Stands out: the one that a filter names."""

    @property
    def interval(self) -> str:
        """Return the interval in words, empty where there is none."""
        if self.low is None or self.high is None:
            return ""
        return f"{self.low * 100:.1f}%—{self.high * 100:.1f}%"

    @property
    def shown(self) -> str:
        """Return the value in words."""
        return "无数据" if self.value is None else self.text or thousands(self.value)


@dataclass(frozen=True, slots=True)
class BarData:
    """All bars from first to last place."""

    bars: tuple[Bar, ...] = ()
    title: str = ""
    unit: str = ""
    target: float | None = None
    target_text: str = ""
    top: float | None = None
    """Where the scale ends; without it at the largest value."""

    @property
    def summary(self) -> str:
        """Return the chart as one sentence."""
        said = f"{self.title or '排名'}，{len(self.bars)} 条"
        if self.bars:
            first, last = self.bars[0], self.bars[-1]
            said += f"，首位{first.name} {first.shown}，末位{last.name} {last.shown}"
        return f"{said}，{self.target_text}。" if self.target_text else f"{said}。"


class BarChart(QWidget):
    """Bars under each other; click or Enter opens what a bar counts."""

    bar_activated = Signal(str)
    bar_reached = Signal(QRectF)

    def __init__(self, data: BarData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data or BarData()
        self._current = 0
        self._layout: tuple[tuple[int, Theme], tuple[float, float, float]] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_data(self._data)

    @property
    def data(self) -> BarData:
        """Return the bars shown."""
        return self._data

    def show_data(self, data: BarData) -> None:
        """Show other bars."""
        self._data, self._layout = data, None
        self._current = min(self._current, max(0, len(data.bars) - 1))
        self.setAccessibleName(data.title or "条形图")
        self.setAccessibleDescription(data.summary)
        self.updateGeometry()
        self.update()

    def as_table(self) -> Table:
        """Return the chart as header and rows."""
        value = f"数值（{self._data.unit}）" if self._data.unit else "数值"
        bars = self._data.bars
        columns: list[tuple[str, list[str]]] = [
            ("名次", [b.lead for b in bars]), ("名称", [b.name for b in bars]),
            (value, [b.shown for b in bars]), ("95%区间", [b.interval for b in bars]),
            ("状态", [b.status.value if b.status else "" for b in bars]),
        ]  # fmt: skip
        # A column that says nothing of any bar is left out.
        told = [(head, cells) for head, cells in columns if head == value or any(cells)]
        return tuple(head for head, _ in told), tuple(zip(*(c for _, c in told), strict=True))

    def sizeHint(self) -> QSize:
        """Return a size that shows every bar."""
        theme = current_theme()
        head = theme.px(20) if self._data.target is not None else 0
        return QSize(theme.px(360), theme.px(27) * max(1, len(self._data.bars)) + head)

    def minimumSizeHint(self) -> QSize:
        """Return a narrow size that still shows every bar."""
        return QSize(current_theme().px(220), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars, the target over them, and the words over both."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._data.bars:
            paint_nothing(painter, QRectF(self.rect()))
        for place, bar in enumerate(self._data.bars):
            self._paint_bar(painter, place, bar)
        if self._data.target is not None and self._data.bars:
            self._paint_target(painter, self._data.target)
        painter.setFont(current_theme().font("cell"))
        for place, bar in enumerate(self._data.bars):
            self._paint_words(painter, place, bar)
        painter.end()

    def _paint_bar(self, painter: QPainter, place: int, bar: Bar) -> None:
        theme, line = current_theme(), self._line(place)
        is_current = self.hasFocus() and place == self._current
        if is_current:
            painter.setPen(QPen(QColor(theme.ink), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(line.adjusted(0.5, 1.5, -0.5, -1.5), 4, 4)
        if bar.value is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            stands_out = is_current or bar.is_marked
            painter.setBrush(QColor(theme.ink if stands_out else theme.heat[3]))
            box = QRectF(self._field()[0], line.top() + 6, self._width(bar), line.height() - 12)
            painter.drawRoundedRect(box, 2, 2)
            if bar.low is not None and bar.high is not None:
                self._paint_interval(painter, line.center().y(), bar.low, bar.high)

    def _paint_interval(self, painter: QPainter, height: float, low: float, high: float) -> None:
        """Paint a whisker from low to high, a small stroke at both ends."""
        (left, right), top = self._field(), self._top()
        first, last = (left + (right - left) * min(v, top) / top for v in (low, high))
        painter.setPen(QPen(QColor(current_theme().second), 1))
        middle = round(height) + 0.5
        painter.drawLine(QPointF(first, middle), QPointF(last, middle))
        for end in (first, last):
            painter.drawLine(QPointF(end, middle - 3), QPointF(end, middle + 3))

    def _paint_words(self, painter: QPainter, place: int, bar: Bar) -> None:
        theme, line, metrics = current_theme(), self._line(place), painter.fontMetrics()
        left, start = self._field()[0], 2.0
        if bar.status is not None:
            size = metrics.ascent() * 0.85
            paint_status(painter, QRectF(2, line.center().y() - size / 2, size, size), bar.status)
            start = size + 8
        if bar.lead:
            painter.setPen(QColor(theme.quiet))
            box = QRectF(start, line.top(), self._leads(), line.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, bar.lead)
        start += self._leads()
        painter.setPen(QColor(theme.text if bar.is_marked else theme.second))
        names = QRectF(start, line.top(), left - start - 8, line.height())
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, int(names.width()))
        painter.drawText(names, Qt.AlignmentFlag.AlignVCenter, name)
        begin = left + max(self._width(bar), self._reach(bar)) + 6
        wide = metrics.horizontalAdvance(bar.shown)
        box = QRectF(begin, line.top() + 5, wide + 2, line.height() - 10)
        # The target must not run through the figure.
        painter.fillRect(box.adjusted(-3, 0, 1, 0), QColor(theme.card))
        painter.setPen(QColor(theme.text if bar.value is not None else theme.quiet))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, bar.shown)

    def _leads(self) -> float:
        return self._laid_out()[2]

    def _reach(self, bar: Bar) -> float:
        left, right = self._field()
        return 0.0 if bar.high is None else (right - left) * min(bar.high / self._top(), 1.0)

    def _width(self, bar: Bar) -> float:
        left, right = self._field()
        if bar.value is None:
            return 0.0
        return max(1.5, (right - left) * min(bar.value / self._top(), 1.0))

    def _paint_target(self, painter: QPainter, target: float) -> None:
        theme = current_theme()
        left, right = self._field()
        across = round(left + (right - left) * target / self._top()) + 0.5
        pen = QPen(QColor(theme.second), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(across, self._head()), QPointF(across, self.height()))
        painter.setFont(theme.font("note"))
        text = self._data.target_text or f"目标 {target:g}"
        wide = painter.fontMetrics().horizontalAdvance(text)
        begin = min(max(0.0, across - wide / 2), self.width() - wide - 1.0)
        painter.drawText(QRectF(begin, 0, wide + 2, self._head()),
                         Qt.AlignmentFlag.AlignVCenter, text)  # fmt: skip

    def _head(self) -> float:
        return current_theme().px(20) if self._data.target is not None else 0.0

    def _line(self, place: int) -> QRectF:
        count = max(1, len(self._data.bars))
        height = min(current_theme().px(31), (self.height() - self._head()) / count)
        return QRectF(0, self._head() + place * height, self.width(), height)

    def _top(self) -> float:
        if self._data.top is not None:
            return self._data.top
        values = [b.value for b in self._data.bars if b.value is not None]
        return max([*values, self._data.target or 0.0]) or 1.0

    def _field(self) -> tuple[float, float]:
        return self._laid_out()[:2]

    def _laid_out(self) -> tuple[float, float, float]:
        """Return where the bars begin and end, and the room of the leads; all bars are measured
        once for each width and theme, not once for each bar painted."""
        key = (self.width(), current_theme())
        if self._layout is None or self._layout[0] != key:
            self._layout = (key, self._lay_out())
        return self._layout[1]

    def _lay_out(self) -> tuple[float, float, float]:
        metrics, bars = current_theme().metrics("cell"), self._data.bars
        wide = max((metrics.horizontalAdvance(bar.lead) for bar in bars), default=0)
        leads = wide + 8.0 if wide else 0.0
        lamp = metrics.ascent() + 8 if any(bar.status for bar in bars) else 0
        names = max((metrics.horizontalAdvance(bar.name) for bar in bars), default=0)
        left = min(names + lamp + leads + 14, self.width() * 0.45)
        texts = max((metrics.horizontalAdvance(bar.shown) for bar in bars), default=0)
        return left, max(left + 20, self.width() - texts - 12), leads

    def place_at(self, height: float) -> int | None:
        """Return which bar stands at a height."""
        for place in range(len(self._data.bars)):
            line = self._line(place)
            if line.top() <= height < line.bottom():
                return place
        return None

    def _step_to(self, place: int) -> None:
        if self._data.bars:
            self._current = min(max(0, place), len(self._data.bars) - 1)
            bar = self._data.bars[self._current]
            self.setAccessibleDescription(bar.tip or f"{bar.name} {bar.shown}")
            self.bar_reached.emit(self._line(self._current))
            self.update()

    def current_key(self) -> str:
        """Return the key of the bar the keyboard is on, empty without any."""
        return self._data.bars[self._current].key if self._data.bars else ""

    def set_current(self, key: str) -> None:
        """Put the keyboard on a bar, if it is there."""
        keys = [bar.key for bar in self._data.bars]
        if key in keys:
            self._step_to(keys.index(key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step_to(self._current + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._data.bars:
            self.bar_activated.emit(self._data.bars[self._current].key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the bar under the pointer."""
        place = self.place_at(event.position().y())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._step_to(place)
            self.bar_activated.emit(self._data.bars[place].key)
        super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Show the whole name and value of the bar under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.place_at(event.pos().y())
            if place is not None:
                bar = self._data.bars[place]
                QToolTip.showText(event.globalPos(), bar.tip or f"{bar.name} {bar.shown}", self)
                return True
        return super().event(event)
