"""The sign of the program: a small heat on ink blue, one cell framed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

INK, PAPER, RED = "#1F4E79", "#FFFFFF", "#FF8A80"
SIZES = (16, 24, 32, 48, 64, 128, 256)
DEPTHS = ((0.35, 0.6, 0.9), (0.55, 0.95, 0.7), (0.9, 0.7, 0.4))
FRAMED = (1, 1)


def window_icon() -> QIcon:
    """Return the icon in every size a desktop asks for."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(draw(size))
    return icon


def draw(size: int) -> QPixmap:
    """Return the icon at one size in pixels."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(INK))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.2, size * 0.2)
    edge, gap = size * 0.2, size * 0.045
    side = (size - 2 * edge - 2 * gap) / 3
    for row, line in enumerate(DEPTHS):
        for column, depth in enumerate(line):
            colour = QColor(PAPER)
            colour.setAlphaF(depth)
            painter.setBrush(colour)
            painter.setPen(Qt.PenStyle.NoPen)
            if (row, column) == FRAMED:
                painter.setPen(QPen(QColor(RED), max(1.0, size * 0.045)))
            left, top = edge + column * (side + gap), edge + row * (side + gap)
            painter.drawRoundedRect(QRectF(left, top, side, side), size * 0.03, size * 0.03)
    painter.end()
    return picture
