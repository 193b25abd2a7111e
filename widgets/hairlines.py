"""The delegate of quiet tables: a hairline under each row, a lamp at the start of its cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from widgets.paged_model import STATUS_ROLE
from widgets.status import Status, paint_status
from widgets.theme import Theme, current_theme

PADDING = 8
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = Qt.TextElideMode.ElideRight


class HairlineDelegate(QStyledItemDelegate):
    """Paints text, lamp and hairline; no zebra, no grid."""

    first_column = 0
    """The column where the hairline begins, under the first letter."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        theme = current_theme()
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(theme.selected))
        painter.setPen(QPen(QColor(theme.line), 1))
        start = PADDING if index.column() == self.first_column else 0
        painter.drawLine(box.left() + start, box.bottom(), box.right(), box.bottom())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.ink), 1))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        self._paint_words(painter, box, index, theme)
        painter.restore()

    def _paint_words(
        self,
        painter: QPainter,
        box: QRect,
        index: QModelIndex | QPersistentModelIndex,
        theme: Theme,
    ) -> None:
        text = str(index.data(_DISPLAY) or "")
        status = index.data(STATUS_ROLE)
        inside = box.adjusted(PADDING, 0, -PADDING, 0)
        painter.setFont(theme.font("cell"))
        metrics = theme.metrics("cell")
        colour = QColor(theme.text)
        if isinstance(status, Status):
            size = metrics.ascent() * 0.88
            top = inside.top() + (inside.height() - size) / 2
            paint_status(painter, QRectF(inside.left(), top, size, size), status)
            inside.setLeft(round(inside.left() + size + 5))
            colour = QColor(theme.second) if status is Status.NONE else status.colour()
        painter.setPen(colour)
        align = index.data(_ALIGN)
        flags = align if isinstance(align, Qt.AlignmentFlag) else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, flags, metrics.elidedText(text, _RIGHT, inside.width()))
