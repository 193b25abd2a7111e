"""The history of imports, and one batch told whole: what it brought, changed, and carries."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from console.context import AppContext
from console.operations import imports
from console.operations.imports import Told
from console.pages.import_columns import CHANGES, HISTORY, kind_title, local_time
from data.rows.batches import BatchStory, Resting
from data.rows.changes import FieldChange
from data.rows.issues import BatchRow
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView
from widgets.status import Status, StatusLabel


class HistoryCard(Card):
    """All batches, newest first."""

    def __init__(self) -> None:
        super().__init__("导入历史", holds_table=True)
        self._model: PagedModel[BatchRow] = PagedModel(HISTORY)
        self.table: TableView[BatchRow] = TableView(self._model)
        self.table.setAccessibleName("导入历史")
        self.table.set_empty_state("还没有导入过文件", "")
        self.add(self.table, 1)

    def show_rows(self, rows: list[BatchRow]) -> None:
        """List the batches; the one chosen stays chosen."""
        now = self.table.current_row()
        self._model.set_rows(rows)
        self.set_note(f"{thousands(len(rows))} 批" if rows else "")
        numbers = [row.id for row in rows]
        if rows:
            place = numbers.index(now.id) if now is not None and now.id in numbers else 0
            self.table.select_row(place)


class BatchCard(Card):
    """One batch: its counts, what it changed field by field, what rests on it, its undoing."""

    told = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__("批次详情", holds_table=True)
        self._ctx = ctx
        self._row: BatchRow | None = None
        self._changes: PagedModel[FieldChange] = PagedModel(CHANGES)
        self.changes: TableView[FieldChange] = TableView(self._changes)
        self._about, self._rests, self._lamp = QLabel(), QLabel(), StatusLabel()
        self.undo = QPushButton("撤销本批(&Z)")
        self._build()
        self.show_batch(None)

    def _build(self) -> None:
        self.changes.setAccessibleName("本批更正的内容")
        self.changes.set_empty_state("没有更正已有数据", "")
        for label in (self._about, self._rests):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._about.setProperty("role", "cell")
        self._rests.setProperty("role", "cell")
        about, foot = QHBoxLayout(), QHBoxLayout()
        about.addWidget(self._about, 1)
        self.add_line(about)
        self.add(self.changes, 1)
        foot.setSpacing(8)
        foot.addWidget(self._lamp, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._rests, 1)
        foot.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add_line(foot)
        self.undo.clicked.connect(self._ask)

    def show_batch(self, row: BatchRow | None) -> None:
        """Show a batch; what it changed is read beside the window."""
        self._row = row
        self.set_title(f"批次 {row.id}" if row else "批次详情")
        self.set_note(row.file if row else "")
        self._about.setText(_about(row) if row else "在左侧选一批，查看它带来和更正了什么。")
        self._rests.setText("")
        self._lamp.hide()
        self.undo.setEnabled(False)
        self._changes.set_rows([])
        if row is not None:
            imports.read_batch(self._ctx, row.id, self._show_told, self.told.emit).run()

    def _show_told(self, told: Told) -> None:
        story, resting = told
        row = self._row
        if row is not None and story.batch.id == row.id:
            self._fill(row, story, resting)
        self.told.emit()

    def _fill(self, row: BatchRow, story: BatchStory, resting: tuple[Resting, ...]) -> None:
        self._about.setText(_about(row) + _brought(story))
        self._changes.set_rows(story.changed.changes)
        self.changes.set_empty_state("没有更正已有数据", _empty_words(row))
        self._lamp.setVisible(not row.undone)
        self.undo.setEnabled(not row.undone and not resting)
        if row.undone:
            self._rests.setText("本批已撤销。")
        elif resting:
            self._lamp.set_status(Status.YELLOW, "不能撤销")
            self._rests.setText(_rests(resting))
        else:
            self._lamp.set_status(Status.GREEN, "可撤销")
            self._rests.setText("没有后续数据依靠本批。")

    def _ask(self) -> None:
        row = self._row
        if row is not None:
            self._ctx.messages.ask(
                "撤销批次", f"将取回“{row.file}”导入的全部 {thousands(row.taken)} 行。", "撤销",
                lambda: self.take_back(row.id),
            )  # fmt: skip

    def take_back(self, batch: int) -> None:
        """Take a batch back as a whole."""
        imports.take_back(
            self._ctx, batch,
            lambda n: self._ctx.messages.info(f"已撤销，取回 {thousands(n)} 行"),
        ).run()  # fmt: skip


def _about(row: BatchRow) -> str:
    return (
        f"{kind_title(row.kind)} · {local_time(row.at)} · {row.actor}\n"
        f"共 {thousands(row.rows)} 行：导入 {thousands(row.taken)}，"
        f"未变 {thousands(row.unchanged)}，重复 {thousands(row.skipped)}，"
        f"退回 {thousands(row.rejected)}；警告 {thousands(row.warnings)} 处。"
    )


def _brought(story: BatchStory) -> str:
    made = [f"{one.table} {thousands(one.created)}" for one in story.counts if one.created]
    updated = [f"{one.table} {thousands(one.updated)}" for one in story.counts if one.updated]
    told = f"\n新建：{'，'.join(made)}。" if made else ""
    if updated:
        told += f"\n更正：{'，'.join(updated)} 条，共 {thousands(story.changed.count)} 处。"
    return told + (f"\n对照方案：{story.profile}。" if story.profile else "")


def _empty_words(row: BatchRow) -> str:
    return "" if row.undone else "本批只新增。"


def _rests(resting: tuple[Resting, ...]) -> str:
    return "；".join(one.text for one in resting[:4]) + ("等" if len(resting) > 4 else "") + "。"
