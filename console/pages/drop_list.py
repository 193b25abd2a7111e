"""A list of files that takes what is dragged onto it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from widgets.theme import current_theme

_PATH = int(Qt.ItemDataRole.UserRole)


class DropList(QListWidget):
    """Files and folders in the order they came; Delete removes one."""

    changed = Signal()

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._hint = hint
        self.setAcceptDrops(True)
        self.setAccessibleName("待导入的文件")
        self.setAccessibleDescription(hint)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Return the files listed."""
        return tuple(Path(str(self.item(n).data(_PATH))) for n in range(self.count()))

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files that are not listed yet."""
        known = set(self.paths)
        for path in paths:
            if path not in known:
                item = QListWidgetItem(path.name + ("/" if path.is_dir() else ""))
                item.setData(_PATH, str(path))
                item.setToolTip(str(path))
                self.addItem(item)
        self.changed.emit()

    def clear_paths(self) -> None:
        """Forget all files."""
        if self.count():
            self.clear()
            self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files only."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take files anywhere on the list."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files dropped."""
        urls = event.mimeData().urls()
        self.add_paths([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the file under the keyboard on Delete."""
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.takeItem(self.currentRow())
            self.changed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show what to do while nothing is listed."""
        super().paintEvent(event)
        if self.count():
            return
        theme = current_theme()
        painter = QPainter(self.viewport())
        box: QRect = self.viewport().rect().adjusted(1, 1, -2, -2)
        painter.setPen(QPen(QColor(theme.line_strong), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(theme.quiet))
        painter.setFont(theme.font("cell"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._hint)
        painter.end()
