"""All talk to the user: the only module that opens message boxes and file dialogs.

Nothing here blocks: a box is opened and answers through a callback. Without a window, and while
`quiet`, only the signals are sent.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget


class Messages(QObject):
    """Sentences for the user, as signals and, where a window is there, as boxes."""

    info_shown = Signal(str)
    error_shown = Signal(str, str)
    bug_shown = Signal(str)
    question_asked = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window: QWidget | None = None
        self.quiet = False

    def info(self, text: str) -> None:
        """Say that something is done; shown in the status bar."""
        self.info_shown.emit(text)

    def error(self, title: str, text: str) -> None:
        """Say what could not be done and what to do."""
        self.error_shown.emit(title, text)
        if self._may_open():
            box = self._box(QMessageBox.Icon.Warning, title, text)
            box.addButton("确定", QMessageBox.ButtonRole.AcceptRole)
            box.open()

    def bug(self, details: str) -> None:
        """Show a fault of the program with a button that copies the details."""
        self.bug_shown.emit(details)
        if not self._may_open():
            return
        text = "程序遇到未预料的错误，本次操作没有完成，数据没有改动。请复制详情交给维护人员。"
        box = self._box(QMessageBox.Icon.Critical, "程序错误", text)
        box.setDetailedText(details)
        copy = box.addButton("复制", QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        box.addButton("关闭", QMessageBox.ButtonRole.RejectRole)
        box.open()

    def ask(self, title: str, text: str, verb: str, then: Callable[[], None]) -> None:
        """Ask before something that cannot be taken back lightly; `then` runs on the verb."""
        self.question_asked.emit(text)
        if not self._may_open():
            return
        box = self._box(QMessageBox.Icon.Question, title, text)
        yes = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        yes.clicked.connect(lambda: then())
        box.open()

    def about(self, title: str, text: str) -> None:
        """Show a text to read."""
        self.info_shown.emit(title)
        if self._may_open():
            box = self._box(QMessageBox.Icon.NoIcon, title, text)
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.addButton("关闭", QMessageBox.ButtonRole.AcceptRole)
            box.open()

    def save_file(
        self, title: str, name: str, kinds: str, then: Callable[[Path], None]
    ) -> QFileDialog | None:
        """Ask where to save a file; `then` gets the path."""
        dialog = self._files(title, kinds)
        if dialog is None:
            return None
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
        dialog.selectFile(name)
        dialog.filterSelected.connect(lambda kind: _end_with(dialog, kind))
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.open()
        return dialog

    def open_files(
        self, title: str, kinds: str, then: Callable[[list[Path]], None]
    ) -> QFileDialog | None:
        """Ask which files to open; `then` gets their paths."""
        dialog = self._files(title, kinds)
        if dialog is None:
            return None
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
        dialog.open()
        return dialog

    def choose_folder(self, title: str, then: Callable[[Path], None]) -> QFileDialog | None:
        """Ask for a folder; `then` gets its path."""
        dialog = self._files(title, "")
        if dialog is None:
            return None
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.open()
        return dialog

    def _may_open(self) -> bool:
        return self.window is not None and not self.quiet

    def _box(self, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
        box = QMessageBox(icon, title, text, QMessageBox.StandardButton.NoButton, self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return box

    def _files(self, title: str, kinds: str) -> QFileDialog | None:
        if not self._may_open():
            return None
        dialog = QFileDialog(self.window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if kinds:
            dialog.setNameFilter(kinds)
        for label, text in (
            (QFileDialog.DialogLabel.Accept, "确定"), (QFileDialog.DialogLabel.Reject, "取消"),
            (QFileDialog.DialogLabel.FileName, "文件名："),
            (QFileDialog.DialogLabel.FileType, "文件类型："),
            (QFileDialog.DialogLabel.LookIn, "位置："),
        ):  # fmt: skip
            dialog.setLabelText(label, text)
        return dialog


def _end_with(dialog: QFileDialog, kind: str) -> None:
    """Let the file's name end as the kind chosen does."""
    ending = kind.rpartition("*.")[2].rstrip(")")
    chosen = dialog.selectedFiles()
    if ending and chosen:
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(Path(chosen[0]).with_suffix(f".{ending}").name)


def open_dialog(dialog: QDialog) -> None:
    """Open a form of the window without blocking; it goes away when closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
