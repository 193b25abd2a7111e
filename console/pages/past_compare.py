"""两日对比: what a period's numbers were on two days, and why they are not the same."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.export import ExportColumn, TableExport, file_name
from console.messages import open_dialog
from console.operations.base import Task
from console.operations.documents import save_table
from console.operations.past import Looking, compare_days
from console.pages.past_causes import CausesDialog
from console.pages.past_day import DayField
from data.rows.past import Compared, DifferenceRow
from data.rows.past_words import change_words, number_words, summary_words
from widgets.records_table import Column, PagedModel, TableView

if TYPE_CHECKING:
    from data.store.database import Database

GROUPINGS = (("全市", ""), ("按单位", "body"), ("按地区", "region"), ("按月", "month"))
COLUMNS: tuple[Column[DifferenceRow], ...] = (
    Column("编号", lambda r: r.id, width=112, sortable=False),
    Column("指标或规则", lambda r: r.name, width=190, sortable=False, share=1,
           tip=lambda r: r.name),
    Column("分组", lambda r: r.group, width=120, sortable=False, tip=lambda r: r.group),
    Column("较早一天", lambda r: number_words(r.then, r.share), align="right", width=158,
           sortable=False),
    Column("较晚一天", lambda r: number_words(r.now, r.share), align="right", width=158,
           sortable=False),
    Column("变化", lambda r: change_words(r.change, r.share), align="right", width=116,
           sortable=False),
    Column("原因", lambda r: summary_words(r.causes), width=230, sortable=False, share=1,
           tip=lambda r: summary_words(r.causes)),
)  # fmt: skip
GROUP = 2
"""The place of the column that only a grouped comparison shows."""
EXPORTED = (
    *(
        ExportColumn(name, width)
        for name, width in (("编号", 10), ("指标或规则", 24), ("分组", 20))
    ),
    *(ExportColumn(f"较早一天{name}") for name in ("", "分子", "分母")),
    *(ExportColumn(f"较晚一天{name}") for name in ("", "分子", "分母")),
    *(ExportColumn(name, width) for name, width in (("变化", 14), ("原因", 60))),
)


class CompareDialog(QDialog):
    """Two days, a table of differences, the causes of each on a double click."""

    compared = Signal()

    def __init__(
        self, ctx: AppContext, looking: Looking, db: Database, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ctx, self._looking, self._db = ctx, looking, db
        self.setWindowTitle("两日对比")
        first = ctx.past_day or ctx.today - timedelta(days=30)
        self.first, self.second = DayField(first, "较早一天"), DayField(ctx.today, "较晚一天")
        self.by, self.all = QComboBox(), QCheckBox("没有变化的也列出")
        self.run, self.save, self._close = (
            QPushButton("对比"), QPushButton("导出"), QPushButton("关闭"),
        )  # fmt: skip
        self.model: PagedModel[DifferenceRow] = PagedModel(COLUMNS, parent=self)
        self.view: TableView[DifferenceRow] = TableView(self.model)
        self._said = QLabel()
        self.found: Compared | None = None
        self._build()
        self._connect()
        self._judge()

    def _build(self) -> None:
        for text, key in GROUPINGS:
            self.by.addItem(text, key)
        self.by.setAccessibleName("分组")
        line = QHBoxLayout()
        line.setSpacing(8)
        for part in (
            QLabel("从"), self.first, QLabel("到"), self.second, self.by, self.run,
        ):  # fmt: skip
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.all)
        self.run.setProperty("primary", True)
        self.run.setDefault(True)
        self._said.setProperty("role", "note")
        self._said.setWordWrap(True)
        self.view.setAccessibleName("两日对比")
        self.view.set_empty_state("尚未对比", "选好两个日期，点“对比”。")
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self._close)
        for button in (self.save, self._close):
            button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(line)
        whole.addWidget(self._said)
        whole.addWidget(self.view, 1)
        whole.addLayout(foot)
        self.resize(1120, 600)

    def _connect(self) -> None:
        self.first.textChanged.connect(self._judge)
        self.second.textChanged.connect(self._judge)
        self.run.clicked.connect(self.start)
        self.all.toggled.connect(self._fill)
        self.save.clicked.connect(self._save)
        self._close.clicked.connect(self.reject)
        self.view.row_activated.connect(self.open_causes)

    def _judge(self) -> None:
        """Say what will be compared, or what is wrong with the days."""
        first, second = self.first.day, self.second.day
        ready = first is not None and second is not None and first < second
        span = self._ctx.filter.span(self._ctx.today)
        if first is None or second is None:
            self._said.setText("日期应写作 2026-03-15")
        elif not ready:
            self._said.setText("较早的一天写在前面")
        else:
            self._said.setText(f"{span.title}的各项数字，两天结束时各是多少；双击一行看原因。")
        self.run.setEnabled(ready)
        self.save.setEnabled(self.found is not None)

    def start(self) -> None:
        """Compare beside the window."""
        from data.records.past_difference import Asked

        first, second = self.first.day, self.second.day
        if first is None or second is None or first >= second:
            return
        by = str(self.by.currentData())
        state = self._ctx.filter
        span = state.span(self._ctx.today)
        asked = Asked(span, first, second, (), (by,) if by else (), state.basis)
        self.run.setEnabled(False)
        compare_days(
            self._ctx, self._looking, self._db, asked, self._show, lambda _: self._judge()
        ).run()

    def _show(self, found: Compared) -> None:
        self.found = found
        self._fill()
        self._judge()
        notes = "".join(found.notes)
        count = len(found.changed)
        head = f"{found.period.title}：{count} 项不同，双击一行看原因。" if count else "没有变化。"
        self._said.setText(f"{head}{notes}")
        self.compared.emit()

    def _fill(self) -> None:
        if self.found is None:
            return
        rows = self.found.rows if self.all.isChecked() else self.found.changed
        self.view.set_empty_state("没有变化", "两天之间，这段期间的各项数字都没有变。")
        self.view.set_column_shown(GROUP, bool(self.found.by))
        self.model.set_rows(rows)

    def open_causes(self, row: object) -> CausesDialog | None:
        """Open the list of the causes of a row."""
        if not isinstance(row, DifferenceRow) or self.found is None:
            return None
        dialog = CausesDialog(self._ctx, self.found, row, self)
        open_dialog(dialog)
        return dialog

    def _save(self) -> None:
        if self.found is None:
            return
        ctx, table = self._ctx, exported(self.found)
        name = f"两日对比_{self.found.first:%Y%m%d}_{self.found.second:%Y%m%d}"

        def write(path: Path) -> None:
            said = partial(_tell_saved, ctx)
            save_table(ctx, lambda _: table, path, said).run()

        kinds = "工作簿 (*.xlsx);;文本 (*.csv)"
        ctx.messages.save_file("导出", file_name(name, ctx.today), kinds, write)


def _tell_saved(ctx: AppContext, path: Path) -> None:
    ctx.messages.info(f"已导出 {path.name}")


def exported(found: Compared, _: Task | None = None) -> TableExport:
    """Return the comparison as a table to save."""
    rows = [
        (
            row.id, row.name, row.group,
            row.then.value, row.then.numerator, row.then.denominator,
            row.now.value, row.now.numerator, row.now.denominator,
            row.change, summary_words(row.causes),
        )
        for row in found.rows
    ]  # fmt: skip
    notes = [
        ("期间", found.period.title),
        ("两个日期", f"{found.first} 与 {found.second}（当日结束时的数据）"),
        ("比例", "比例写作小数，不是百分数"),
        *(("说明", note) for note in found.notes),
    ]
    return TableExport("两日对比", EXPORTED, rows, len(rows), notes)
