"""Lines by month with the target as a dashed line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
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
from widgets.sparkline import runs
from widgets.theme import current_theme

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]

# Lines differ by dash as well as by shade, so that grey print and any eye tell them apart.
_DASHES: tuple[list[float], ...] = ([], [7, 3], [2, 2], [7, 3, 2, 3])


@dataclass(frozen=True, slots=True)
class TrendSeries:
    """One line; a value of None is a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class TrendData:
    """Lines over the same columns; `decimals` is how the values are written."""

    columns: tuple[tuple[str, str], ...] = ()
    series: tuple[TrendSeries, ...] = ()
    title: str = ""
    unit: str = ""
    target: float | None = None
    target_text: str = ""
    decimals: int = 0

    def written(self, value: float | None) -> str:
        """Write a value as this chart does."""
        if value is None:
            return "无数据"
        return f"{value:,.{self.decimals}f}" if self.decimals else thousands(value)

    @property
    def summary(self) -> str:
        """Return the chart as one sentence."""
        parts = []
        for line in self.series:
            known = [i for i, value in enumerate(line.values) if value is not None]
            if known:
                last = known[-1]
                said = f"{self.columns[last][1]} {self.written(line.values[last])}{self.unit}"
                parts.append(f"{line.name} {said}")
        return f"{self.title or '走势'}：{'，'.join(parts) or '无数据'}。"


class TrendChart(QWidget):
    """Lines by month; arrows move over the months, click or Enter opens one."""

    column_activated = Signal(str)

    def __init__(self, data: TrendData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data or TrendData()
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_data(self._data)

    @property
    def data(self) -> TrendData:
        """Return the lines shown."""
        return self._data

    def show_data(self, data: TrendData) -> None:
        """Show other lines."""
        self._data, self._current = data, -1
        self.setAccessibleName(data.title or "走势图")
        self.setAccessibleDescription(data.summary)
        self.update()

    def as_table(self) -> Table:
        """Return the chart as header and rows."""
        header = ("月份", *(line.name for line in self._data.series))
        rows = (
            (label, *(self._data.written(line.values[place]) for line in self._data.series))
            for place, (_, label) in enumerate(self._data.columns)
        )
        return header, tuple(rows)

    def sizeHint(self) -> QSize:
        """Return a wide size."""
        return QSize(current_theme().px(420), current_theme().px(200))

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which the labels can be read."""
        return QSize(current_theme().px(240), current_theme().px(130))

    # -- places ----------------------------------------------------------------------------

    def _range(self) -> tuple[float, float, float]:
        known = [v for line in self._data.series for v in line.values if v is not None]
        known += [self._data.target] if self._data.target is not None else []
        low, high = min([0.0, *known]), max(known, default=1.0)
        high = high if high > 0 else low + 1.0  # nothing but zeros is no reason for a tiny scale
        # Counts are marked at whole figures.
        is_count = self._data.decimals == 0
        rough = max((high - low) / 4, 1.0) if is_count else (high - low) / 4
        size = 10.0 ** math.floor(math.log10(rough))
        steps = [n * size for n in (1, 2, 2.5, 5, 10)]
        step = next(s for s in steps if s >= rough and (not is_count or s == int(s)))
        return math.floor(low / step) * step, math.ceil(high / step) * step, step

    def _field(self, metrics: QFontMetrics) -> QRectF:
        low, high, step = self._range()
        wide = max(metrics.horizontalAdvance(f"{value:,.10g}") for value in (low, high, low + step))
        top = metrics.height() + 10 if len(self._data.series) > 1 or self._data.unit else 8
        return QRectF(self.rect()).adjusted(wide + 10, top, -14, -metrics.height() - 8)

    def _point(self, field: QRectF, place: int, value: float) -> QPointF:
        low, high, _ = self._range()
        across = field.left() + field.width() * (place + 0.5) / max(1, len(self._data.columns))
        return QPointF(across, field.bottom() - field.height() * (value - low) / (high - low))

    def place_at(self, across: float) -> int | None:
        """Return which column stands at a place from the left."""
        field = self._field(current_theme().metrics("note"))
        count = len(self._data.columns)
        if not count or not field.left() <= across <= field.right():
            return None
        return min(count - 1, int((across - field.left()) / field.width() * count))

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint scale, target, lines and names."""
        painter = QPainter(self)
        if not self._data.columns:
            paint_nothing(painter, QRectF(self.rect()))
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(current_theme().font("note"))
        field = self._field(painter.fontMetrics())
        self._paint_scale(painter, field)
        self._paint_target(painter, field)
        for number in range(len(self._data.series)):
            self._paint_line(painter, field, number)
        self._paint_names(painter, field)
        painter.end()

    def _paint_scale(self, painter: QPainter, field: QRectF) -> None:
        theme, metrics = current_theme(), painter.fontMetrics()
        low, high, step = self._range()
        if self.hasFocus() and self._current >= 0:
            across = self._point(field, self._current, low).x()
            half = field.width() / len(self._data.columns) / 2
            painter.fillRect(QRectF(across - half, field.top(), 2 * half, field.height()),
                             QColor(theme.selected))  # fmt: skip
        for number in range(round((high - low) / step) + 1):
            value = low + number * step
            height = round(self._point(field, 0, value).y()) + 0.5
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(field.left(), height), QPointF(field.right(), height))
            painter.setPen(QColor(theme.quiet))
            box = QRectF(0, height - metrics.height(), field.left() - 6, 2 * metrics.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, f"{value:,.10g}")
        wide = max(metrics.horizontalAdvance(label) for _, label in self._data.columns) + 8
        every = max(1, math.ceil(wide * len(self._data.columns) / max(1.0, field.width())))
        for place, (_, label) in enumerate(self._data.columns):
            if place % every == 0:
                across = self._point(field, place, low).x()
                box = QRectF(across - wide, field.bottom() + 5, 2 * wide, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, label)

    def _paint_target(self, painter: QPainter, field: QRectF) -> None:
        target = self._data.target
        if target is None:
            return
        height = round(self._point(field, 0, target).y()) + 0.5
        pen = QPen(QColor(current_theme().second), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(field.left(), height), QPointF(field.right(), height))
        text = self._data.target_text or f"目标 {self._data.written(target)}{self._data.unit}"
        wide = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(QPointF(field.right() - wide, height - 4), text)

    def _paint_line(self, painter: QPainter, field: QRectF, number: int) -> None:
        values = self._data.series[number].values
        painter.setPen(self._pen(number))
        for run in runs(values):
            points = [self._point(field, place, values[place] or 0.0) for place in run]
            painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._pen(number).color())
        for place, value in enumerate(values):
            if value is not None:
                painter.drawEllipse(self._point(field, place, value), 2.2, 2.2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_names(self, painter: QPainter, field: QRectF) -> None:
        theme, metrics = current_theme(), painter.fontMetrics()
        painter.setPen(QColor(theme.quiet))
        if self._data.unit:
            painter.drawText(QPointF(0, metrics.ascent()), self._data.unit)
        if len(self._data.series) < 2:
            return
        right = field.right()
        for number in reversed(range(len(self._data.series))):
            name = self._data.series[number].name
            right -= metrics.horizontalAdvance(name)
            painter.setPen(QColor(theme.second))
            painter.drawText(QPointF(right, metrics.ascent()), name)
            painter.setPen(self._pen(number))
            height = metrics.ascent() - metrics.xHeight() / 2
            painter.drawLine(QPointF(right - 26, height), QPointF(right - 6, height))
            right -= 40

    def _pen(self, number: int) -> QPen:
        theme = current_theme()
        shades = (theme.ink, theme.heat[3], theme.quiet, theme.second)
        pen = QPen(QColor(shades[number % 4]), 1.8, j=Qt.PenJoinStyle.RoundJoin)
        if _DASHES[number % 4]:
            pen.setDashPattern(_DASHES[number % 4])
        return pen

    # -- keyboard and pointer --------------------------------------------------------------

    def _words(self, place: int) -> str:
        lines = (
            f"{line.name} {self._data.written(line.values[place])}{self._data.unit}"
            for line in self._data.series
        )
        return "\n".join((self._data.columns[place][1], *lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        key, last = event.key(), len(self._data.columns) - 1
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and last >= 0:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._current = min(max(0, self._current + step), last)
            self.setAccessibleDescription(self._words(self._current).replace("\n", "，"))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._current <= last:
            self.column_activated.emit(self._data.columns[self._current][0])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the month under the pointer."""
        place = self.place_at(event.position().x())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = place
            self.column_activated.emit(self._data.columns[place][0])
            self.update()
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show the values of the month under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.place_at(event.pos().x())
            if place is not None:
                QToolTip.showText(event.globalPos(), self._words(place), self)
                return True
        return super().event(event)
