"""Paints a heatmap's cells: level colour, red frame, hatching, the figure."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.heat_model import CELL_ROLE, IS_TOTAL_ROLE, HeatCell
from widgets.heat_scale import HeatScale
from widgets.theme import current_theme

RADIUS = 3.0


def paint_hatching(painter: QPainter, box: QRectF) -> None:
    """Paint the diagonal hatching that means "no data"."""
    theme = current_theme()
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(box, RADIUS, RADIUS)
    painter.fillPath(path, QColor(theme.hatch_ground))
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(QColor(theme.hatch), 3))
    step, place = 9.0, box.left() - box.height()
    while place < box.right():
        painter.drawLine(QPointF(place, box.top()), QPointF(place + box.height(), box.bottom()))
        place += step
    painter.restore()


def paint_flag(painter: QPainter, box: QRectF) -> None:
    """Paint the red frame of a cell past a limit, 2 px wide at 100 %."""
    width = current_theme().space(2)
    half = width / 2
    painter.setPen(QPen(QColor(current_theme().red), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), 2, 2)


class HeatDelegate(QStyledItemDelegate):
    """Colours a table's cells by the levels of a scale."""

    def __init__(self, scale: HeatScale, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale = scale

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        box = QRectF(rect).adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = index.data(CELL_ROLE)
        if index.data(IS_TOTAL_ROLE):
            painter.setPen(QColor(current_theme().text))
        elif isinstance(cell, HeatCell) and cell.value is not None:
            self._paint_level(painter, box, cell.value)
            if cell.flagged:
                paint_flag(painter, box)
            painter.setPen(self.scale.text_colour(cell.value))
        else:
            paint_hatching(painter, box)
            painter.setPen(QColor(current_theme().quiet))
        painter.setFont(current_theme().font("cell"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(index.data() or ""))
        self._paint_choice(painter, box, state)
        painter.restore()

    def _paint_level(self, painter: QPainter, box: QRectF, value: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.scale.colour(value))
        if value == 0:
            painter.setPen(QPen(QColor(current_theme().line), 1))
            box = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, RADIUS, RADIUS)

    def _paint_choice(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        theme = current_theme()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state & QStyle.StateFlag.State_HasFocus:
            # A light ring inside the dark one is seen on every level of the ramp.
            painter.setPen(QPen(QColor(theme.card), 1.5))
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
            painter.setPen(QPen(QColor(theme.text), 2))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        elif state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(theme.ink), 1.5))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
