"""The side panel: one record or finding with all its fields, following the row of the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from widgets.card import Card
from widgets.status import Status
from widgets.theme import current_theme

WIDTH = 276


class DetailPanel(Card):
    """A card of names and values that can be selected and copied."""

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(title)
        self._hint = hint
        self._fields: list[tuple[QLabel, QLabel]] = []
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self._headline = _text()
        self._grid.addWidget(self._headline, 0, 0, 1, 2)
        self._grid.setRowStretch(1, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inner)
        self._inner.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
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
        self._headline.setText(headline or self._hint)
        _give(self._headline, "role", "" if headline else "note")
        shown = [(name, value) for name, value in pairs if value]
        while len(self._fields) < len(shown):
            self._add_field()
        for place, (label, field) in enumerate(self._fields):
            name, value = shown[place] if place < len(shown) else ("", "")
            label.setText(name)
            field.setText(value)
            _give(field, "lamp", Status.leading(value))
            for part in (label, field):
                part.setVisible(bool(name or value))
        self._area.verticalScrollBar().setValue(0)

    def _add_field(self) -> None:
        """Add a line of name and value; lines stay for the next record."""
        label, field = QLabel(), _text()
        label.setProperty("role", "note")
        field.setProperty("role", "value")
        row = len(self._fields) + 1
        self._grid.setRowStretch(row, 0)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)
        self._grid.setRowStretch(row + 1, 1)
        self._fields.append((label, field))


def _give(label: QLabel, name: str, value: str) -> None:
    """Style a label by a property; a style sheet looks at properties only when told to."""
    if (label.property(name) or "") != value:
        label.setProperty(name, value)
        label.style().unpolish(label)
        label.style().polish(label)


def _text() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    # A long code must not hold the panel wide; the height follows the width given.
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
