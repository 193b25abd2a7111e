"""A widget as a picture of twice its size on the screen, with all it can scroll to.

Pictures are for white paper: under the dark theme they are drawn in the colours of the light one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QTableView, QWidget

from widgets.stylesheet import style_sheet
from widgets.theme import current_theme, light_in_force

SCALE = 2
LONGEST = 12_000


def picture_of(widget: QWidget, scale: float = SCALE) -> QImage:
    """Return a widget as an image; a heat longer than its window is drawn whole."""
    with _as_on_paper(widget):
        size = widget.size()
        whole = QSize(size.width(), min(LONGEST, size.height() + _hidden_height(widget)))
        image = QImage(whole * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(QColor(current_theme().card))
        if whole != size:
            widget.resize(whole)
        painter = QPainter(image)
        # The ground is the paper's, not the window's.
        widget.render(painter, QPoint(0, 0), renderFlags=QWidget.RenderFlag.DrawChildren)
        painter.end()
        if whole != size:
            widget.resize(size)
    return image


@contextmanager
def _as_on_paper(widget: QWidget) -> Iterator[None]:
    """Dress a widget in the light theme for as long as it is drawn; the screen sees none of it."""
    if current_theme().mode == "light":
        yield
        return
    own = widget.styleSheet()
    try:
        with light_in_force() as theme:
            widget.setStyleSheet(style_sheet(theme))
            yield
    finally:
        widget.setStyleSheet(own)


def _hidden_height(widget: QWidget) -> int:
    views = [one for one in (widget, *widget.findChildren(QTableView)) if one.isVisible()]
    bars = [one.verticalScrollBar() for one in views if isinstance(one, QTableView)]
    return max((bar.maximum() for bar in bars), default=0)
