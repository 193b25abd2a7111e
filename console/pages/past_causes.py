"""Why a number is not the same on two days: one line a cause, with file, body and records."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.context import AppContext
from data.rows.past import Cause, Compared, DifferenceRow
from data.rows.past_words import WITHOUT_BATCH, change_words, number_words
from widgets.records_table import Column, PagedModel, TableView


def _where(cause: Cause) -> str:
    return cause.file or WITHOUT_BATCH.get(cause.kind, "")


def _records(cause: Cause) -> str:
    return "、".join(cause.records)


CAUSES: tuple[Column[Cause], ...] = (
    Column("原因", lambda r: r.kind.value, width=104, sortable=False),
    Column("单位", lambda r: r.body.name if r.body else "", width=130, sortable=False),
    Column("批次", lambda r: r.batch, align="right", width=56, sortable=False),
    Column("文件", _where, width=190, sortable=False, share=1, tip=_where),
    Column("涉及入企", lambda r: r.visits, align="right", width=78, sortable=False),
    Column("分子增", lambda r: r.added, align="right", width=60, sortable=False),
    Column("分子减", lambda r: r.removed, align="right", width=60, sortable=False),
    Column("分母增", lambda r: r.added_below, align="right", width=60, sortable=False),
    Column("分母减", lambda r: r.removed_below, align="right", width=60, sortable=False),
    Column("记录", _records, width=120, sortable=False, share=1, tip=_records),
)
NOT_COUNTED = "这个数不是记录的计数，下面只列出变动的记录。"


class CausesDialog(QDialog):
    """The causes of one difference; the rows can be copied."""

    def __init__(
        self,
        ctx: AppContext,
        found: Compared,
        row: DifferenceRow,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"{row.id} {row.name} · 变化的原因")
        self.model: PagedModel[Cause] = PagedModel(CAUSES, parent=self)
        self.model.set_rows(row.causes)
        self.view: TableView[Cause] = TableView(self.model)
        self.view.setAccessibleName("变化的原因")
        self.view.set_empty_state("没有列出的原因", "这一行两天相同，或它的来源不是检查记录。")
        said = QLabel(_sentence(found, row))
        said.setProperty("role", "note")
        said.setWordWrap(True)
        copy, close = QPushButton("复制"), QPushButton("关闭")
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy_all)
        close.clicked.connect(self.reject)
        self._ctx = ctx
        foot = QHBoxLayout()
        foot.addWidget(copy)
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(said)
        whole.addWidget(self.view, 1)
        whole.addLayout(foot)
        self.resize(1060, 440)

    def copy_all(self) -> int:
        """Copy all causes as a table; return how many."""
        self.view.selectAll()
        count = self.view.copy_selection()
        self._ctx.messages.info(f"已复制 {count} 行")
        return count


def _sentence(found: Compared, row: DifferenceRow) -> str:
    where = f"{row.group}，" if row.group else ""
    text = (
        f"{found.period.title}，{where}{found.first} 为 {number_words(row.then, row.share)}，"
        f"{found.second} 为 {number_words(row.now, row.share)}，"
        f"变化 {change_words(row.change, row.share)}。"
    )
    return text if row.explained else text + NOT_COUNTED
