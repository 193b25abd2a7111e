"""The mark of sample data: faint words across the page, and a badge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from widgets.theme import current_theme


class WatermarkOverlay(QWidget):
    """Lies over another widget, follows its size and lets every click through."""

    def __init__(self, over: QWidget, text: str = "演示数据") -> None:
        super().__init__(over)
        self._text = text
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(text)
        self._over = over
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.raise_()

    @property
    def text(self) -> str:
        """Return the words shown."""
        return self._text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the widget below and stay on top of its parts."""
        if watched is self._over:
            if event.type() == QEvent.Type.Resize:
                self.setGeometry(self._over.rect())
            elif event.type() in (QEvent.Type.ChildAdded, QEvent.Type.LayoutRequest):
                self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words slantwise, so faint that figures stay readable."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(theme.font("figure"))
        colour = QColor(theme.second)
        colour.setAlpha(17 if theme.mode == "light" else 26)
        painter.setPen(colour)
        step_x, step_y = theme.px(340), theme.px(220)
        for row, top in enumerate(range(step_y // 2, self.height() + step_y, step_y)):
            for left in range(-(row % 2) * step_x // 2, self.width() + step_x, step_x):
                painter.save()
                painter.translate(QPointF(left + step_x / 3, top))
                painter.rotate(-22)
                painter.drawText(QPointF(0, 0), self._text)
                painter.restore()
        painter.end()


class WatermarkBadge(QLabel):
    """The words in a small frame, for a corner or a heading."""

    def __init__(self, text: str = "演示数据", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName("watermark")
        self.setProperty("role", "quiet")
        self.setToolTip("示例城市的虚构数据，不得用于通报")
