"""A widget as a picture of twice its size on the screen, with all it can scroll to."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QTableView, QWidget

from widgets.theme import current_theme

SCALE = 2
LONGEST = 12_000


def picture_of(widget: QWidget, scale: float = SCALE) -> QImage:
    """Return a widget as an image; a heat longer than its window is drawn whole."""
    size = widget.size()
    whole = QSize(size.width(), min(LONGEST, size.height() + _hidden_height(widget)))
    image = QImage(whole * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(current_theme().card))
    if whole != size:
        widget.resize(whole)
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    if whole != size:
        widget.resize(size)
    return image


def _hidden_height(widget: QWidget) -> int:
    views = [one for one in (widget, *widget.findChildren(QTableView)) if one.isVisible()]
    bars = [one.verticalScrollBar() for one in views if isinstance(one, QTableView)]
    return max((bar.maximum() for bar in bars), default=0)
