"""Long texts kept while they are typed, so that a crash takes no more than the last second."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.folders import draft_folder
from widgets.records_table import Column, PagedModel, TableView
from widgets.theme import current_theme

PAUSE_MS = 1000
SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text not yet taken: its key, what it is of in words, the text, when it was typed."""

    key: str
    what: str
    text: str
    at: str


def _path(key: str) -> Path:
    return draft_folder() / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}{SUFFIX}"


def save_draft(key: str, what: str, text: str) -> None:
    """Keep a text; an empty one is forgotten."""
    if not text.strip():
        remove_draft(key)
        return
    at = datetime.now().isoformat(timespec="seconds")
    path = _path(key)
    part = path.with_suffix(".part")
    # Written without a sync: it must outlive this program, and typing must not wait for the disk.
    part.write_text(json.dumps(asdict(Draft(key, what, text, at)), ensure_ascii=False), "utf-8")
    os.replace(part, path)


def remove_draft(key: str) -> None:
    """Forget a text that was taken or given up."""
    _path(key).unlink(missing_ok=True)


def find_draft(key: str) -> Draft | None:
    """Return the text kept under a key."""
    return _read(_path(key))


def list_drafts() -> list[Draft]:
    """Return all texts kept, the latest first; files that cannot be read are passed over."""
    found = (_read(path) for path in draft_folder().glob(f"*{SUFFIX}"))
    return sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True)


def _read(path: Path) -> Draft | None:
    try:
        content = json.loads(path.read_text("utf-8"))
        return Draft(*(str(content[name]) for name in ("key", "what", "text", "at")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


class DraftKeeper(QObject):
    """Keeps what is typed into a field; a text kept before is put back into it."""

    def __init__(self, field: QPlainTextEdit, dialog: QDialog, key: str, what: str) -> None:
        super().__init__(dialog)
        self._field, self._key, self._what = field, key, what
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.save)
        kept = find_draft(key)
        if kept is not None and kept.text != field.toPlainText():
            field.setPlainText(kept.text)
            field.setToolTip(f"已恢复 {kept.at.replace('T', ' ')} 未提交的文字")
        field.textChanged.connect(self._begin)
        # Taken or given up, either way by the person: nothing is left to offer.
        dialog.finished.connect(self._forget)

    def _begin(self) -> None:
        # The first letter starts the clock, later ones do not put it off.
        if not self._pause.isActive():
            self._pause.start()

    def save(self) -> None:
        """Keep the text as it stands."""
        save_draft(self._key, self._what, self._field.toPlainText())

    def _forget(self) -> None:
        self._pause.stop()
        remove_draft(self._key)


COLUMNS: tuple[Column[Draft], ...] = (
    Column("时间", lambda one: one.at.replace("T", " "), width=140),
    Column("用于", lambda one: one.what, width=160, share=1),
    Column("文字", lambda one: " ".join(one.text.split()), width=260, share=3,
           tip=lambda one: one.text),
)  # fmt: skip


class DraftsDialog(QDialog):
    """The texts that were left behind, to copy or delete; their own forms bring them back."""

    def __init__(self, drafts: list[Draft], window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle("上次未提交的文字")
        self._drafts = drafts
        self._model: PagedModel[Draft] = PagedModel(COLUMNS, parent=self)
        self._model.set_rows(drafts)
        self.table: TableView[Draft] = TableView(self._model)
        self.table.setAccessibleName("未提交的文字")
        self.table.set_empty_state("没有未提交的文字", "可以关闭本窗口。")
        self.copy, self.remove = QPushButton("复制"), QPushButton("删除")
        close = QPushButton("以后再说")
        self.copy.clicked.connect(self._copy)
        self.remove.clicked.connect(self.delete)
        close.clicked.connect(self.reject)
        close.setToolTip("保留；再次打开同一事项的窗口时自动填回")
        line = QHBoxLayout()
        line.addWidget(self.copy)
        line.addWidget(self.remove)
        line.addStretch(1)
        line.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.addWidget(self.table, 1)
        whole.addLayout(line)
        self.resize(current_theme().space(680), current_theme().space(320))
        self.table.select_row(0)

    def _copy(self) -> None:
        one = self.table.current_row()
        if one is not None:
            QGuiApplication.clipboard().setText(one.text)

    def delete(self) -> None:
        """Forget the text chosen."""
        one = self.table.current_row()
        if one is None:
            return
        remove_draft(one.key)
        self._drafts = [other for other in self._drafts if other.key != one.key]
        self._model.set_rows(self._drafts)
        self.table.select_row(0)
        for button in (self.copy, self.remove):
            button.setEnabled(bool(self._drafts))
