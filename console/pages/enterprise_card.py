"""The head of an enterprise's page: its name, its facts in columns, the counts of the year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.pages.reflow import Reflow
from widgets.card import Card
from widgets.elided_label import ElidedLabel
from widgets.formats import ABSENT
from widgets.theme import current_theme

SHARES = (4, 3, 3)
COLUMNS = len(SHARES)
CODE = "0" * 19
NARROW = 900


class Figure(QWidget):
    """A number with words below it."""

    def __init__(self) -> None:
        super().__init__()
        self.figure, self.words = QLabel(), QLabel()
        self.figure.setProperty("role", "title")
        self.words.setProperty("role", "note")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addWidget(self.figure)
        lines.addWidget(self.words)
        lines.addStretch(1)

    def show_figure(self, figure: str, words: str, note: str = "", is_red: bool = False) -> None:
        """Show a number; one that should not be there is red."""
        self.figure.setText(figure)
        self.figure.setStyleSheet(f"color: {current_theme().red};" if is_red else "")
        self.words.setText(words)
        self.setToolTip(note or words)
        self.setAccessibleName(f"{words} {figure}")


class EnterpriseHead(Card):
    """Facts on the left, figures on the right; what does not fit is in the tip."""

    def __init__(self, figures: int) -> None:
        super().__init__("企业")
        self.figures = tuple(Figure() for _ in range(figures))
        self._names: list[QLabel] = []
        self._values: list[ElidedLabel] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        # The first column holds the code of 18 signs, which is never cut.
        for column, share in enumerate(SHARES):
            self._grid.setColumnStretch(2 * column + 1, share)
        facts, numbers = QWidget(), QWidget()
        self._grid.setContentsMargins(0, 0, 0, 0)
        facts.setLayout(self._grid)
        line = QHBoxLayout(numbers)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(24)
        for one in self.figures:
            line.addWidget(one)
        self.add(Reflow(((facts, 1), (numbers, 0)), NARROW))

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show facts from left to right; the unknown ones are dashes."""
        code = current_theme().metrics("cell").horizontalAdvance(CODE)
        self._grid.setColumnMinimumWidth(1, code)
        while len(self._names) < len(pairs):
            self._add_pair()
        for place, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            shown = place < len(pairs)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(pairs[place][0])
                value.setText(pairs[place][1] or ABSENT)
                value.setAccessibleName(f"{pairs[place][0]} {pairs[place][1] or '未提供'}")

    def _add_pair(self) -> None:
        row, column = divmod(len(self._names), COLUMNS)
        name, value = QLabel(), ElidedLabel()
        name.setProperty("role", "note")
        value.setProperty("role", "cell")
        self._grid.addWidget(name, row, 2 * column)
        self._grid.addWidget(value, row, 2 * column + 1)
        self._names.append(name)
        self._values.append(value)

    def changeEvent(self, event: QEvent) -> None:
        """Take over the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "figures"):
            for one in self.figures:
                if one.figure.styleSheet():
                    one.figure.setStyleSheet(f"color: {current_theme().red};")
