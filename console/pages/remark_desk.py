"""Notes on cells and bodies: their menu on a heat, the form of one, the list of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.drafts import DraftKeeper
from console.loading.heat import month_words
from console.messages import open_dialog
from console.operations.remarks import delete_note, read_notes, write_note
from data.rows.notes import BODY, LONGEST, NoteRow
from data.rows.period import day_of
from widgets.dialogs import name_buttons
from widgets.heatmap import HeatmapView
from widgets.records_table import Column, PagedModel, TableView
from widgets.theme import current_theme

R = TypeVar("R")
COLUMNS: tuple[Column[NoteRow], ...] = (
    Column("对象", lambda row: row.place, width=170, share=1),
    Column("注", lambda row: row.text, width=280, share=3, tip=lambda row: row.text),
    Column("日期", lambda row: day_of(row.day).isoformat(), width=92),
    Column("填写人", lambda row: row.actor, width=80),
)


class RemarkMenu(QObject):
    """The context menu of a heat: see the records, write a note on cell or row, see the notes."""

    def __init__(
        self, ctx: AppContext, view: HeatmapView, by: str, open_cell: Callable[[str, str], None]
    ) -> None:
        super().__init__(view)
        self._ctx, self._view, self._subject, self._open = ctx, view, by, open_cell
        for part in (view, view.verticalHeader()):
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._of_cell)
        view.verticalHeader().customContextMenuRequested.connect(self._of_row)

    def _of_cell(self, place: QPoint) -> None:
        index = self._view.indexAt(place)
        if index.isValid():
            self._view.setCurrentIndex(index)
            menu = self.menu(*self._view.current_keys())
            menu.popup(self._view.viewport().mapToGlobal(place))

    def _of_row(self, place: QPoint) -> None:
        header = self._view.verticalHeader()
        row = header.logicalIndexAt(place)
        if 0 <= row < len(self._view.data.rows):
            self.menu(self._view.data.rows[row].key, "").popup(header.mapToGlobal(place))

    def menu(self, code: str, month: str) -> QMenu:
        """Return the menu of a cell, or of a whole row without a month."""
        menu = QMenu(self._view)
        name = next((row.name for row in self._view.data.rows if row.key == code), code)
        menu.addAction("看检查记录", lambda: self._open(code, month))
        menu.addSeparator()
        if month:
            where = f"{name} {month_words(month)}"
            menu.addAction("为此格加注…", lambda: self.write(where, code, month))
        menu.addAction(f"为“{name}”加注…", lambda: self.write(name, code, ""))
        menu.addAction("看全部注…", lambda: self._ctx.command_asked.emit("notes"))
        return menu

    def write(self, where: str, code: str, month: str) -> NoteDialog | None:
        """Open the form of a note."""
        return ask_note(self._ctx, self._view.window(), (self._subject, code, month), where)


def remark_on_rows(
    ctx: AppContext, table: TableView[R], body_of: Callable[[R], tuple[str, str]]
) -> None:
    """Give the rows of a table, each a body by code and name, a menu that writes a note."""

    def offer(place: QPoint) -> None:
        row = table.current_row()
        if row is None:
            return
        code, name = body_of(row)
        menu = QMenu(table)
        menu.addAction(
            f"为“{name}”加注…", lambda: ask_note(ctx, table.window(), (BODY, code, ""), name)
        )
        menu.addAction("看全部注…", lambda: ctx.command_asked.emit("notes"))
        menu.popup(table.viewport().mapToGlobal(place))

    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    table.customContextMenuRequested.connect(offer)


def ask_note(
    ctx: AppContext, parent: QWidget, on: tuple[str, str, str], where: str
) -> NoteDialog | None:
    """Open the form of a note on a subject, its code and a month or none."""
    if ctx.past_day is not None:
        ctx.messages.error("不能加注", "现在看的是过去的数据，请先点“返回现在”。")
        return None

    def write(text: str) -> None:
        write_note(
            ctx, *on, text, lambda _: ctx.messages.info(f"已为{where}加注，印入简报")
        ).run()

    dialog = NoteDialog(where, f"note:{':'.join(on)}", write, parent)
    open_dialog(dialog)
    return dialog


class NoteDialog(QDialog):
    """One long text; Ctrl+Enter takes it, what is typed outlives a crash."""

    def __init__(
        self, where: str, key: str, confirm: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"加注 · {where}")
        self._confirm = confirm
        self.field = QPlainTextEdit()
        self.field.setAccessibleName("注的内容")
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(current_theme().space(110))
        note = QLabel("印在本期简报的频次表之后，如：本月集中开展危化品专项治理。")
        note.setProperty("role", "note")
        note.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        name_buttons(self.buttons)
        self.buttons.accepted.connect(self.take)
        self.buttons.rejected.connect(self.reject)
        self.field.textChanged.connect(self._judge)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(10)
        for part in (note, self.field, self.buttons):
            whole.addWidget(part)
        self.setMinimumWidth(current_theme().space(460))
        self.drafts = DraftKeeper(self.field, self, key, f"{where}的注")
        self._judge()

    @property
    def text(self) -> str:
        """Return what was typed."""
        return self.field.toPlainText().strip()

    def take(self) -> None:
        """Write the note and close."""
        if self.text:
            self._confirm(self.text)
            self.accept()

    def _judge(self) -> None:
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(0 < len(self.text) <= LONGEST)


class NotesDialog(QDialog):
    """All notes; one that is wrong is deleted."""

    def __init__(self, ctx: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle("注")
        self._ctx = ctx
        self._model: PagedModel[NoteRow] = PagedModel(COLUMNS, parent=self)
        self.table: TableView[NoteRow] = TableView(self._model)
        self.table.setAccessibleName("注")
        self.table.set_empty_state("还没有注", "在频次热力的单元格或单位名称上单击右键，选“加注”。")
        self.remove = QPushButton("删除")
        self.remove.clicked.connect(self.delete)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.remove)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.addWidget(self.table, 1)
        whole.addLayout(line)
        self.resize(current_theme().space(680), current_theme().space(360))
        self.load()

    def load(self) -> None:
        """Read the notes again."""
        read_notes(self._ctx, self._show).run()

    def _show(self, rows: list[NoteRow]) -> None:
        self._model.set_rows(rows)
        self.table.select_row(0)
        self.remove.setEnabled(bool(rows) and self._ctx.past_day is None)

    def delete(self) -> None:
        """Delete the note chosen."""
        row = self.table.current_row() if self._model.rowCount() else None
        if row is not None:
            delete_note(self._ctx, row.id, lambda _: self.load()).run()
