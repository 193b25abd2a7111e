"""A text to read and copy that scrolls in the room it is given, whatever its length."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QPlainTextEdit


class ReadingBox(QPlainTextEdit):
    """Plain text without a frame; unlike a label it asks for no height of its own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setStyleSheet("QPlainTextEdit { border: none; padding: 0; }")
        self.document().setDocumentMargin(0)
        self.setMinimumHeight(1)
