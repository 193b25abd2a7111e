"""Where an import begins: a field to drop files on, with buttons for those who do not drag."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from widgets.theme import current_theme


class DropZone(QFrame):
    """A dashed field; what is dropped on the page around it arrives there too."""

    files_asked = Signal()
    folder_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choose, self.choose_folder = QPushButton("导入文件(&I)"), QPushButton("导入文件夹(&D)")
        self.choose.setProperty("primary", True)
        self.choose.setToolTip("Ctrl+I")
        words = QLabel("把文件或文件夹拖到本页")
        note = QLabel("先识别、检查，确认后才写入；随时可整批撤销")
        note.setProperty("role", "note")
        note.setWordWrap(True)
        for label in (words, note):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        line.addWidget(self.choose)
        line.addWidget(self.choose_folder)
        line.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(8)
        whole.addStretch(1)
        whole.addWidget(words)
        whole.addWidget(note)
        whole.addSpacing(4)
        whole.addLayout(line)
        whole.addStretch(1)
        self.setAccessibleName("导入文件")
        self.choose.clicked.connect(self.files_asked)
        self.choose_folder.clicked.connect(self.folder_asked)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().line_strong), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)
        painter.end()


def dropped(mime: QMimeData) -> list[Path]:
    """Return the files and folders somebody drags or drops."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
