"""Status as colour, shape and word together, so that no one of them carries it alone."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme import Role, Theme, current_theme


class Status(Enum):
    """The five lamps; the value is the word in the rules."""

    GREEN = "绿"
    YELLOW = "黄"
    ORANGE = "橙"
    RED = "红"
    NONE = "无"

    @property
    def shape(self) -> str:
        """Return the sign that stands for the lamp in text."""
        return {"绿": "●", "黄": "▲", "橙": "◆", "红": "■", "无": "○"}[self.value]

    def colour(self, theme: Theme | None = None) -> QColor:
        """Return the lamp's colour in a theme."""
        t = theme or current_theme()
        colours = {"绿": t.green, "黄": t.yellow, "橙": t.orange, "红": t.red, "无": t.none}
        return QColor(colours[self.value])

    @staticmethod
    def of(word: str | None) -> Status:
        """Return the lamp of a word; every word that is no lamp, such as 提示, has none."""
        return next((status for status in Status if status.value == word), Status.NONE)

    @staticmethod
    def leading(text: str) -> str:
        """Return the word of the lamp whose sign a text begins with, else nothing."""
        return next((one.value for one in Status if text.startswith(f"{one.shape} ")), "")


def paint_status(painter: QPainter, box: QRectF, status: Status) -> None:
    """Paint a lamp's shape in its colour, centred in a box."""
    size = min(box.width(), box.height())
    square = QRectF(0, 0, size, size)
    square.moveCenter(box.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(status.colour()))
    if status is Status.GREEN:
        painter.drawEllipse(square)
    elif status is Status.YELLOW:
        low, top = square.bottom() - size * 0.06, square.top() + size * 0.04
        points = ((square.left(), low), (square.right(), low), (square.center().x(), top))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    elif status is Status.ORANGE:
        painter.drawPolygon(_diamond(square))
    elif status is Status.RED:
        inset = size * 0.06
        painter.drawRect(square.adjusted(inset, inset, -inset, -inset))
    else:
        width = max(1.4, size / 8)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(status.colour(), width))
        painter.drawEllipse(square.adjusted(width, width, -width, -width))
    painter.restore()


def _diamond(box: QRectF) -> QPolygonF:
    middle = box.center()
    return QPolygonF(
        [
            QPointF(middle.x(), box.top()),
            QPointF(box.right(), middle.y()),
            QPointF(middle.x(), box.bottom()),
            QPointF(box.left(), middle.y()),
        ]
    )


class StatusLabel(QWidget):
    """A lamp with its word in the lamp's colour."""

    def __init__(
        self,
        status: Status = Status.NONE,
        word: str = "",
        role: Role = "cell",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._status = status
        self._word = word
        self._role: Role = role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(status, word)

    @property
    def status(self) -> Status:
        """Return the lamp shown."""
        return self._status

    @property
    def word(self) -> str:
        """Return the word shown; without one of its own it is the lamp's."""
        return self._word or self._status.value

    def set_status(self, status: Status, word: str = "") -> None:
        """Show a lamp and its word."""
        self._status, self._word = status, word
        self.setAccessibleName(f"状态：{status.value}，{self.word}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of lamp, gap and word."""
        metrics = current_theme().metrics(self._role)
        return QSize(metrics.height() + metrics.horizontalAdvance(self.word), metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Return the same size: a lamp is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lamp, then the word."""
        theme = current_theme()
        metrics = theme.metrics(self._role)
        size = metrics.ascent() * 0.9
        painter = QPainter(self)
        paint_status(painter, QRectF(0, (self.height() - size) / 2, size, size), self._status)
        painter.setFont(theme.font(self._role))
        colour = QColor(theme.second) if self._status is Status.NONE else self._status.colour()
        painter.setPen(colour)
        left = metrics.height() - 2
        painter.drawText(self.rect().adjusted(left, 0, 4, 0), Qt.AlignmentFlag.AlignVCenter,
                         self.word)  # fmt: skip
        painter.end()
