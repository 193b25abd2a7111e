"""A line of a scorecard: lamp, figure, twelve months, change, place, and the strip of peers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.card import TABLE_INSET, ExplainButton
from widgets.elided_label import ElidedLabel
from widgets.peer_strip import PeerMark, PeerStrip
from widgets.sparkline import Sparkline
from widgets.status import Status, StatusLabel
from widgets.theme import current_theme

WIDTHS = (148, 68, 150, 132, 118, 150)
STRIP, GAP, LEAST = 90, 10, 320
LINE, CHANGE = 3, 4
"""The columns that give way first where room is short, after the strip."""


@dataclass(frozen=True, slots=True)
class ScoreData:
    """What a line shows, in words ready to show."""

    key: str
    dimension: str
    name: str
    lamp: str
    figure: str
    ratio: str
    series: tuple[float | None, ...] = ()
    target: float | None = None
    change: str = ""
    compared: str = ""
    place: str = ""
    interval: str = ""
    peers: tuple[PeerMark, ...] = ()
    own: float | None = None
    bounds: tuple[float, float] | None = None
    can_open: bool = False

    @property
    def summary(self) -> str:
        """Return the line as a sentence."""
        parts = (f"{self.dimension}，{self.name} {self.figure}", self.ratio, self.place,
                 f"区间 {self.interval}", f"{self.compared}{self.change}")  # fmt: skip
        return "，".join(part for part in parts if part)


class ScoreRow(QFrame):
    """Enter or a click opens the records; the sign beside the name explains the figure."""

    opened = Signal(str)
    explain_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scoreRow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._data = ScoreData("", "", "", "无", "", "")
        self._dimension, self._name = ElidedLabel(), ElidedLabel()
        self._lamp, self._figure, self._ratio = StatusLabel(), QLabel(), ElidedLabel()
        self._line, self.strip = Sparkline(), PeerStrip()
        self._change, self._compared = ElidedLabel(), ElidedLabel()
        self._place, self._interval = ElidedLabel(), ElidedLabel()
        self._explain = ExplainButton()
        self._explain.clicked.connect(lambda: self.explain_requested.emit(self._data.key))
        for label in (self._name, self._ratio, self._compared, self._interval):
            label.setProperty("role", "note")
        self._arrange()
        self._apply_theme()

    def _arrange(self) -> None:
        self._layout = line = QHBoxLayout(self)
        line.setContentsMargins(TABLE_INSET, 1, TABLE_INSET, 1)
        line.setSpacing(GAP)
        # What does not fit is left out, so that the row never holds the page wide.
        line.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        name = QHBoxLayout()
        name.setSpacing(2)
        name.addWidget(self._name)
        name.addWidget(self._explain)
        name.addStretch(1)
        self._columns = [
            _column(self._dimension, name), _column(self._lamp), _column(self._figure, self._ratio),
            _column(self._line), _column(self._change, self._compared),
            _column(self._place, self._interval),
        ]  # fmt: skip
        for column in self._columns:
            line.addWidget(column)
        line.addWidget(self.strip, 1)
        line.addStretch(0)

    def show_data(self, data: ScoreData) -> None:
        """Show other figures."""
        self._data = data
        self._dimension.setText(data.dimension)
        self._name.setText(data.name)
        self._lamp.set_status(Status.of(data.lamp), "无目标" if data.lamp == "无" else "")
        self._figure.setText(data.figure)
        self._ratio.setText(data.ratio)
        self._line.show_values(data.series, data.target)
        self._change.setText(data.change)
        self._compared.setText(data.compared)
        self._place.setText(data.place)
        self._interval.setText(data.interval)
        self.strip.show_peers(data.peers, data.own, data.bounds, data.target)
        self._explain.set_subject(data.name)
        self.setAccessibleName(data.summary)
        self.setAccessibleDescription("回车看检查记录" if data.can_open else "")
        cursor = Qt.CursorShape.PointingHandCursor if data.can_open else Qt.CursorShape.ArrowCursor
        self.setCursor(cursor)

    @property
    def data(self) -> ScoreData:
        """Return what is shown."""
        return self._data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter and Space."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self._data.can_open:
            self.opened.emit(self._data.key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open on a click."""
        if self._data.can_open and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._data.key)

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_columns"):
            self._apply_theme()

    def _apply_theme(self) -> None:
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return a width at which name, lamp, figure and place can be read in part."""
        return QSize(current_theme().px(LEAST), self._layout.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out the strip, the months and the change, in this order, where room is short."""
        theme = current_theme()
        widths = [theme.px(width) for width in WIDTHS]
        room = self.width() - 2 * TABLE_INSET - GAP * len(WIDTHS) - theme.px(STRIP)
        shown = set(range(len(widths)))
        self.strip.setVisible(sum(widths) <= room)
        room += theme.px(STRIP)
        for place in (LINE, CHANGE):
            if sum(widths[one] for one in shown) > room:
                shown.remove(place)
        for place, column in enumerate(self._columns):
            column.setVisible(place in shown)
            column.setFixedWidth(widths[place])


def _column(*parts: QWidget | QHBoxLayout) -> QWidget:
    column = QWidget()
    lines = QVBoxLayout(column)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(1)
    lines.addStretch(1)
    for part in parts:
        if isinstance(part, QWidget):
            lines.addWidget(part)
        else:
            lines.addLayout(part)
    lines.addStretch(1)
    return column
