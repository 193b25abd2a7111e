"""One among its peers: a strip with a stroke for each, the own one large, its interval shaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.formats import percent
from widgets.theme import Theme, current_theme

NEAR = 4


@dataclass(frozen=True, slots=True)
class PeerMark:
    """A peer with its share; who is not ranked is drawn short."""

    name: str
    value: float
    is_ranked: bool = True


class PeerStrip(QWidget):
    """Shares from the least to the most of the peers, from left to right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peers: tuple[PeerMark, ...] = ()
        self._own: float | None = None
        self._interval: tuple[float, float] | None = None
        self._target: float | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_peers(
        self, peers: Sequence[PeerMark], own: float | None,
        interval: tuple[float, float] | None = None, target: float | None = None,
    ) -> None:  # fmt: skip
        """Show the peers, the own value with its interval, and the target."""
        self._peers, self._own = tuple(peers), own
        self._interval, self._target = interval, target
        self.setAccessibleName("在同类单位中的位置")
        self.setAccessibleDescription(self.summary)
        self.update()

    @property
    def summary(self) -> str:
        """Return in a sentence where the own value stands."""
        if self._own is None or not self._peers:
            return "没有可比的数据"
        values = sorted(peer.value for peer in self._peers)
        middle = values[len(values) // 2]
        return (
            f"本单位 {percent(self._own)}，同类 {len(values)} 个单位在 {percent(values[0])} 至 "
            f"{percent(values[-1])} 之间，中位数 {percent(middle)}"
        )

    def place_of(self, value: float) -> float:
        """Return how far right a value is drawn."""
        known = [peer.value for peer in self._peers]
        known += [one for one in (self._own, self._target) if one is not None]
        low, high = min(known, default=0.0), max(known, default=1.0)
        share = 0.5 if high <= low else (min(max(value, low), high) - low) / (high - low)
        edge = current_theme().px(7)
        return edge + share * (self.width() - 2 * edge)

    def sizeHint(self) -> QSize:
        """Return a low, wide strip."""
        theme = current_theme()
        return QSize(theme.px(180), theme.px(30))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which strokes can be told apart."""
        theme = current_theme()
        return QSize(theme.space(70), theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint interval, line, peers, target, then the own value."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        if not self._peers:
            painter.setFont(theme.font("note"))
            painter.setPen(QColor(theme.quiet))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "没有可比的数据")
            painter.end()
            return
        if self._interval is not None:
            left, right = (self.place_of(one) for one in self._interval)
            painter.fillRect(QRectF(left, middle - 9, max(2.0, right - left), 18),
                             QColor(theme.selected))  # fmt: skip
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        self._paint_peers(painter, theme, middle)
        painter.end()

    def _paint_peers(self, painter: QPainter, theme: Theme, middle: float) -> None:
        for peer in self._peers:
            x, reach = self.place_of(peer.value), 7 if peer.is_ranked else 3
            painter.setPen(QPen(QColor(theme.quiet), 1.2))
            painter.drawLine(QPointF(x, middle - reach), QPointF(x, middle + reach))
        if self._target is not None:
            x = self.place_of(self._target)
            painter.setPen(QPen(QColor(theme.green), 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, 1), QPointF(x, self.height() - 1))
        if self._own is not None:
            x, size = self.place_of(self._own), theme.px(5)
            painter.setPen(QPen(QColor(theme.card), 1.4))
            painter.setBrush(QColor(theme.ink))
            painter.drawEllipse(QPointF(x, middle), size, size)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the peers under the mouse."""
        x = event.position().x()
        near = [peer for peer in self._peers if abs(self.place_of(peer.value) - x) <= NEAR]
        lines = [f"{peer.name} {percent(peer.value)}" for peer in near[:8]]
        if len(near) > len(lines):
            lines.append(f"等 {len(near)} 个单位")
        QToolTip.showText(event.globalPosition().toPoint(), "\n".join(lines) or self.summary, self)
