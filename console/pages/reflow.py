"""Parts side by side, or one below the other where the type is too large for that."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from widgets.theme import current_theme

GAP = 12


def column(parts: Sequence[tuple[QWidget, int]]) -> QWidget:
    """Return parts below each other as one part, each with its stretch."""
    whole = QWidget()
    line = QVBoxLayout(whole)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GAP)
    for part, stretch in parts:
        line.addWidget(part, stretch)
    return whole


class Reflow(QWidget):
    """Lays its parts out in a row from a width on that grows with the type, else in a column."""

    def __init__(self, parts: Sequence[tuple[QWidget, int]], narrow: int) -> None:
        super().__init__()
        self._parts = tuple(part for part, _ in parts)
        self._narrow = narrow
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(GAP)
        for part, stretch in parts:
            self._line.addWidget(part, stretch)

    @property
    def is_stacked(self) -> bool:
        """Return whether the parts stand one below the other."""
        return self._line.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part: the others may stand below it.

        On a tab that is not on show it has no width of its own yet and asks for no more height.
        """
        sizes = [part.minimumSizeHint() for part in self._parts if not part.isHidden()]
        heights = [max(part.minimumHeight(), size.height())
                   for part, size in zip(self._shown(), sizes, strict=True)]  # fmt: skip
        width = max((size.width() for size in sizes), default=0)
        if self.is_stacked and self.isVisible():
            return QSize(width, sum(heights) + GAP * max(0, len(heights) - 1))
        return QSize(width, max(heights, default=0))

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the height of what is below each other, now that it is seen."""
        super().showEvent(event)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the direction for the new width."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        is_narrow = self.width() < current_theme().px(self._narrow)
        wanted = directions.TopToBottom if is_narrow else directions.LeftToRight
        if wanted != self._line.direction():
            self._line.setDirection(wanted)
            self.updateGeometry()
