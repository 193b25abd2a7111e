"""A text to read and copy that scrolls in the room it is given, whatever its length."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QPlainTextEdit


class ReadingBox(QPlainTextEdit):
    """Plain text without a frame; it asks for some lines of height, however long it is."""

    def __init__(self, name: str, lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setStyleSheet("QPlainTextEdit { border: none; padding: 0; }")
        self.document().setDocumentMargin(0)

    def minimumSizeHint(self) -> QSize:
        """Return a width of some characters and the height of the lines asked for."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("字") * 8, metrics.lineSpacing() * self._lines + 4)

    def sizeHint(self) -> QSize:
        """Return the same: more room is given by its place."""
        return self.minimumSizeHint()
