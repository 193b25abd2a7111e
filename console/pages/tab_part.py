"""The tabs of a dialog that works on a table: words, table, form and buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


def tab_part(
    words: str, view: QWidget | None, form: QFormLayout | None, *buttons: QPushButton
) -> QWidget:
    """Return a tab: what it is for, its table, its form and its buttons."""
    part = QWidget()
    note = QLabel(words)
    note.setWordWrap(True)
    note.setProperty("role", "note")
    line = QHBoxLayout()
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    whole = QVBoxLayout(part)
    whole.setSpacing(10)
    whole.addWidget(note)
    if view is not None:
        whole.addWidget(view, 1)
    if form is not None:
        form.setHorizontalSpacing(16)
        whole.addLayout(form)
    whole.addLayout(line)
    if view is None:
        whole.addStretch(1)
    return part
