"""Asks for a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from widgets.dialogs import answer_buttons, stack


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
        stack(self, words, self.field, answer_buttons(self, self._tell))

    def _tell(self) -> None:
        if self.field.text().strip():
            self.chosen.emit(self.field.text().strip())
            self.accept()
