"""The line of steps above the wizard: which are done, which is under way, which come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme import current_theme

GAP = 22


class StepBar(QWidget):
    """Numbered steps in a row; where there is little room only the present one has its name."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._place = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_place(0)

    def set_place(self, place: int) -> None:
        """Show which step is under way."""
        self._place = place
        self.setAccessibleName(f"第 {place + 1} 步，共 {len(self._titles)} 步")
        self.setAccessibleDescription(self._titles[place])
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line of text with its circle."""
        return QSize(current_theme().px(300), current_theme().px(30))

    def minimumSizeHint(self) -> QSize:
        """Return room for the numbers and one name."""
        theme = current_theme()
        return QSize(theme.px(200), theme.px(30))

    def _widths(self, with_names: bool) -> list[int]:
        theme = current_theme()
        metrics, circle = theme.metrics("cell"), theme.px(22)
        return [
            circle + (metrics.horizontalAdvance(title) + 8
                      if with_names or place == self._place else 0)
            for place, title in enumerate(self._titles)
        ]  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps from left to right."""
        widths = self._widths(True)
        if sum(widths) + GAP * (len(widths) - 1) > self.width():
            widths = self._widths(False)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for place, width in enumerate(widths):
            self._paint_step(painter, place, QRect(left, 0, width, self.height()))
            left += width
            if place + 1 < len(widths):
                painter.setPen(QPen(QColor(current_theme().line_strong), 1))
                middle = self.height() / 2
                painter.drawLine(QPointF(left + 6, middle), QPointF(left + GAP - 6, middle))
            left += GAP
        painter.end()

    def _paint_step(self, painter: QPainter, place: int, box: QRect) -> None:
        theme = current_theme()
        size = theme.px(22)
        circle = QRectF(box.left() + 0.5, (box.height() - size) / 2, size - 1, size - 1)
        is_now, is_past = place == self._place, place < self._place
        ink, quiet = QColor(theme.ink), QColor(theme.quiet)
        painter.setPen(QPen(ink if is_now or is_past else QColor(theme.line_strong), 1))
        painter.setBrush(ink if is_now else QColor(theme.card))
        painter.drawEllipse(circle)
        painter.setFont(theme.font("note"))
        painter.setPen(QColor(theme.on_ink) if is_now else ink if is_past else quiet)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, "✓" if is_past else str(place + 1))
        if box.width() > size:
            painter.setFont(theme.font("cell"))
            painter.setPen(QColor(theme.text) if is_now or is_past else quiet)
            words = box.adjusted(size + 8, 0, 4, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._titles[place])
