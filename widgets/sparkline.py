"""A small line of the last periods with the target as a dashed line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme import current_theme


def runs(values: Sequence[float | None]) -> list[list[int]]:
    """Return the places of unbroken stretches: a missing value is a gap, not a zero."""
    found: list[list[int]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append(place)
    return [run for run in found if run]


class Sparkline(QWidget):
    """Draws up to some dozen values; it takes no clicks of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float | None, ...] = ()
        self._target: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_values(self, values: Sequence[float | None], target: float | None = None) -> None:
        """Show a series and its target."""
        self._values, self._target = tuple(values), target
        self.update()

    def sizeHint(self) -> QSize:
        """Return a low, wide strip."""
        theme = current_theme()
        return QSize(theme.px(120), theme.px(29))

    def place_of(self, place: int, value: float) -> QPointF:
        """Return where a value is drawn."""
        box = QRectF(self.rect()).adjusted(2, 4, -2, -4)
        known = [v for v in (*self._values, self._target) if v is not None]
        low, high = min(known), max(known)
        share = 0.5 if high == low else (value - low) / (high - low)
        step = box.width() / max(1, len(self._values) - 1)
        return QPointF(box.left() + place * step, box.bottom() - share * box.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint target, then line."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._target is not None:
            height = round(self.place_of(0, self._target).y()) + 0.5
            pen = QPen(QColor(theme.none), 1)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(0, height), QPointF(self.width(), height))
        colour = QColor(theme.ink)
        for run in runs(self._values):
            points = [self.place_of(place, self._values[place] or 0.0) for place in run]
            painter.setPen(QPen(colour, 1.6, j=Qt.PenJoinStyle.RoundJoin))
            if len(points) > 1:
                painter.drawPolyline(points)
            else:
                painter.setBrush(colour)
                painter.drawEllipse(points[0], 1.2, 1.2)
        if self._values and self._values[-1] is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(self.place_of(len(self._values) - 1, self._values[-1]), 2.2, 2.2)
        painter.end()
