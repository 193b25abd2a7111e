"""The tile of a measure: name and lamp, figure, its parts in words, trend, change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from widgets.card import ExplainButton
from widgets.sparkline import Sparkline
from widgets.status import Status, StatusLabel
from widgets.theme import Role, current_theme


@dataclass(frozen=True, slots=True)
class TileData:
    """What a tile shows, ready to read."""

    name: str
    status: Status
    status_word: str
    figure: str
    unit: str
    detail: str
    trend: tuple[float | None, ...] = ()
    target: float | None = None
    change: str = ""
    change_label: str = "较上期"
    note: str = ""
    """What is said in the tip only."""

    @property
    def summary(self) -> str:
        """Return the tile as one sentence."""
        parts = [f"{self.name} {self.figure}{self.unit}"]
        if self.status_word:
            parts.append(f"{self.status.value}（{self.status_word}）")
        if self.detail:
            parts.append(self.detail)
        if self.change:
            parts.append(f"{self.change_label}{self.change}")
        if self.note:
            parts.append(self.note)
        return "，".join(parts) + "。"


class Tile(QFrame):
    """One measure; click, Enter or Space opens its records, I explains it.

    A short one has no line and no change, and no lamp without a word.
    """

    activated = Signal()
    explain_requested = Signal()

    def __init__(
        self, data: TileData, parent: QWidget | None = None, is_short: bool = False
    ) -> None:
        super().__init__(parent)
        self._is_short = is_short
        self.setObjectName("tile")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name, self._figure, self._unit = _label("cell"), _label("figure"), _label("cell")
        self._detail, self._change = _label("note"), _label("note")
        self._change_label = _label("note")
        self._lamp, self._line = StatusLabel(), Sparkline()
        self._explain = ExplainButton()
        self._explain.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._explain.clicked.connect(self.explain_requested)
        self._arrange()
        for part in (self._line, self._change_label, self._change):
            part.setVisible(not is_short)
        self.show_data(data)
        self._apply_theme()

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 11, 14, 11)
        whole.setSpacing(2)
        whole.addLayout(_row(self._name, None, self._lamp))
        figure = _row(self._figure, self._unit, None, self._explain)
        figure.setAlignment(self._unit, Qt.AlignmentFlag.AlignBottom)
        whole.addLayout(figure)
        whole.addWidget(self._detail)
        whole.addWidget(self._line)
        whole.addLayout(_row(self._change_label, None, self._change))

    @property
    def data(self) -> TileData:
        """Return what is shown."""
        return self._data

    def show_data(self, data: TileData) -> None:
        """Show other figures."""
        self._data = data
        self._name.setText(data.name)
        self._explain.set_subject(data.name)
        self._lamp.set_status(data.status, data.status_word)
        self._lamp.setVisible(not self._is_short or bool(data.status_word))
        self._figure.setText(data.figure)
        self._unit.setText(data.unit)
        self._line.show_values(data.trend, data.target)
        self._change_label.setText(data.change_label if data.change else "")
        self._change.setText(data.change)
        self.setToolTip(data.summary)
        self.setAccessibleName(data.name)
        self.setAccessibleDescription(data.summary)
        self._fit_detail()

    def sizeHint(self) -> QSize:
        """Return a hint whose width does not depend on the words."""
        return QSize(current_theme().px(150), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which name and lamp stand side by side."""
        theme = current_theme()
        name = theme.metrics("cell").horizontalAdvance(self._data.name)
        lamp = self._lamp.sizeHint().width()
        wide = name + lamp + 44
        return QSize(wide, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter or Space, explain on I."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit()
        elif event.key() == Qt.Key.Key_I:
            self.explain_requested.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open on a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.activated.emit()
        super().mouseReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the new width; the whole is in the tip."""
        super().resizeEvent(event)
        self._fit_detail()

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_data"):
            self._apply_theme()
            self.updateGeometry()

    def _apply_theme(self) -> None:
        theme = current_theme()
        # The font's own line is half as high again as its digits; the tile needs less.
        self._figure.setFixedHeight(theme.px(38))
        self._unit.setContentsMargins(0, 0, 0, theme.px(5))
        self._fit_detail()

    def _fit_detail(self) -> None:
        metrics = current_theme().metrics("note")
        room = max(20, self.width() - 30)
        fitting = metrics.elidedText(self._data.detail, Qt.TextElideMode.ElideRight, room)
        self._detail.setText(fitting)


class TileStrip(QWidget):
    """Tiles side by side; in a narrow window they stand in two or three rows."""

    def __init__(self, tiles: Sequence[Tile] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[Tile] = []
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_tiles(tiles)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Return the tiles from left to right."""
        return tuple(self._tiles)

    def set_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show other tiles."""
        for old in self._tiles:
            self._grid.removeWidget(old)
            old.deleteLater()
        self._tiles, self._across = list(tiles), 0
        for tile in self._tiles:
            tile.setParent(self)
            tile.show()
        self._flow()

    def columns_for(self, width: int) -> int:
        """Return how many tiles stand in a row of a width."""
        count = len(self._tiles)
        if not count:
            return 1
        need = max(tile.minimumSizeHint().width() for tile in self._tiles)
        fitting = max(1, (width + 12) // (need + 12))
        if fitting >= count:
            return count
        # Rows of equal length look calmer than a full row with a rest.
        rows = -(-count // fitting)
        return int(-(-count // rows))

    def minimumSizeHint(self) -> QSize:
        """Return a width of one tile, so that the strip can always flow."""
        need = max((tile.minimumSizeHint().width() for tile in self._tiles), default=0)
        return QSize(need, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Flow the tiles anew."""
        super().resizeEvent(event)
        self._flow()

    def changeEvent(self, event: QEvent) -> None:
        """Flow the tiles anew at the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_grid"):
            self._flow()

    def _flow(self) -> None:
        across = self.columns_for(self.width())
        if across == self._across:
            return
        self._across = across
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, place // across, place % across)
            self._grid.setColumnStretch(place % across, 1)


def _label(role: Role) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    # Wide words must not hold the window wide.
    label.setMinimumWidth(1)
    return label


def _row(*parts: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
