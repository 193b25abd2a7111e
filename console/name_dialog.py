"""Asks for a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from widgets.dialogs import name_buttons
from widgets.theme import current_theme


class NameDialog(QDialog):
    """One field; Enter takes the name."""

    chosen = Signal(str)

    def __init__(self, title: str, note: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.field = QLineEdit(name)
        self.field.setAccessibleName("名称")
        self.field.setMaxLength(60)
        self.field.selectAll()
        words = QLabel(note)
        words.setProperty("role", "note")
        words.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        name_buttons(buttons)
        buttons.accepted.connect(self._tell)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        for part in (words, self.field, buttons):
            whole.addWidget(part)
        self.setMinimumWidth(current_theme().space(380))

    def _tell(self) -> None:
        if self.field.text().strip():
            self.chosen.emit(self.field.text().strip())
            self.accept()
