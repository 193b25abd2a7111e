"""The side panel: one record or finding with all its fields, following the row of the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from widgets.card import Card
from widgets.theme import current_theme

WIDTH = 276


class DetailPanel(Card):
    """A card of names and values that can be selected and copied."""

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(title)
        self._hint = hint
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add(self._area, 1)
        self.setFixedWidth(current_theme().space(WIDTH))
        self.show_pairs("", ())

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(current_theme().space(WIDTH))

    def show_pairs(self, headline: str, pairs: Sequence[tuple[str, str]]) -> None:
        """Show a headline and its fields; empty ones are left out."""
        inner = QWidget()
        inner.setStyleSheet(f"background: {current_theme().card};")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        grid.addWidget(_text(headline or self._hint, "" if headline else "note"), 0, 0, 1, 2)
        shown = [(name, value) for name, value in pairs if value]
        for row, (name, value) in enumerate(shown, start=1):
            label = QLabel(name)
            label.setProperty("role", "note")
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(value, "value"), row, 1)
        grid.setRowStretch(len(shown) + 1, 1)
        self._area.setWidget(inner)


def _text(value: str, role: str) -> QLabel:
    label = QLabel(value)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    # A long code must not hold the panel wide; the height follows the width given.
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
