"""What a chart shows that has nothing to show."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from widgets.theme import current_theme

NOTHING = "没有数据：放宽筛选条件，或换一个期间"


def paint_nothing(painter: QPainter, box: QRectF) -> None:
    """Say in the middle of a chart that there is no data, and what to do."""
    theme = current_theme()
    painter.setFont(theme.font("note"))
    painter.setPen(QColor(theme.quiet))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box, flags, NOTHING)
