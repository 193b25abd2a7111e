"""监管对象合并: entries that may be one enterprise, merges to split, other names of bodies."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.operations.names import (
    Names,
    accept_alias,
    drop_alias,
    merge_enterprises,
    read_names,
    split_enterprises,
)
from console.pages.tab_part import tab_part
from data.rows.issues import Changes
from data.rows.names import AliasRow, MergeCandidate, MergeRow
from widgets.dialogs import plain_button
from widgets.formats import thousands
from widgets.records_table import Column, PagedModel, TableView

CANDIDATES: tuple[Column[MergeCandidate], ...] = (
    Column(
        "保留", lambda r: r.keep.name, width=150, sortable=False, tip=lambda r: r.keep.name, share=1
    ),
    Column("保留的代码", lambda r: r.keep.code, width=160, sortable=False),
    Column("检查次数", lambda r: r.keep_visits, align="right", width=76, sortable=False),
    Column(
        "并入", lambda r: r.drop.name, width=150, sortable=False, tip=lambda r: r.drop.name, share=1
    ),
    Column("并入的代码", lambda r: r.drop.code, width=160, sortable=False),
    Column("检查次数", lambda r: r.drop_visits, align="right", width=76, sortable=False),
    Column("相同之处", lambda r: r.reason, width=230, sortable=False),
)
MERGES: tuple[Column[MergeRow], ...] = (
    Column("序号", lambda r: r.id, align="right", width=60, sortable=False),
    Column("保留", lambda r: f"{r.kept.name}（{r.kept.code}）", width=250, sortable=False, share=1),
    Column(
        "并入",
        lambda r: f"{r.dropped.name}（{r.dropped.code}）",
        width=250,
        sortable=False,
        share=1,
    ),
    Column("依据", lambda r: r.why, width=180, sortable=False, tip=lambda r: r.why),
    Column("办理", lambda r: r.actor, width=90, sortable=False),
    Column("状态", lambda r: "已拆分" if r.undone else "有效", width=70, sortable=False),
)
ALIASES: tuple[Column[AliasRow], ...] = (
    Column("别名", lambda r: r.name, width=240, sortable=False, share=1),
    Column("单位", lambda r: r.body.name, width=240, sortable=False, share=1),
    Column("单位编码", lambda r: r.body.code, width=140, sortable=False),
    Column("办理", lambda r: r.actor, width=100, sortable=False),
)  # fmt: skip


class NamesDialog(QDialog):
    """The window where people settle who is who."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setWindowTitle("监管对象合并与单位别名")
        self.candidates: PagedModel[MergeCandidate] = PagedModel(CANDIDATES, parent=self)
        self.merges: PagedModel[MergeRow] = PagedModel(MERGES, parent=self)
        self.aliases: PagedModel[AliasRow] = PagedModel(ALIASES, parent=self)
        self.keep, self.drop, self.why = QLineEdit(), QLineEdit(), QLineEdit()
        self.merge, self.swap = plain_button("合并"), plain_button("对调")
        self.split = plain_button("拆分选中的合并")
        self.body, self.name = QLineEdit(), QLineEdit()
        self.add, self.remove = plain_button("添加别名"), plain_button("删除选中的别名")
        self._merge_id: int | None = None
        self._alias = ""
        self._build()
        self.reload()

    def _build(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.addTab(self._candidate_part(), "疑似同一企业")
        self.tabs.addTab(self._merge_part(), "合并记录")
        self.tabs.addTab(self._alias_part(), "单位别名")
        close = plain_button("关闭")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self.tabs, 1)
        whole.addLayout(foot)
        self.resize(1100, 600)
        self._judge()

    def _candidate_part(self) -> QWidget:
        view: TableView[MergeCandidate] = TableView(self.candidates)
        view.setAccessibleName("疑似同一企业")
        view.current_row_changed.connect(self._take_candidate)
        form = QFormLayout()
        form.addRow("保留", self.keep)
        form.addRow("并入", self.drop)
        form.addRow("依据", self.why)
        self.keep.setPlaceholderText("代码，或唯一的名称")
        self.drop.setPlaceholderText("代码，或唯一的名称；合并后该代码和名称仍可查到保留的企业")
        self.merge.setProperty("primary", True)
        for line in (self.keep, self.drop, self.why):
            line.textChanged.connect(self._judge)
        self.swap.clicked.connect(self._swap)
        self.merge.clicked.connect(self._ask_to_merge)
        return tab_part(
            "程序只提示，不自行合并。选中一行或填写两个代码，写明依据后合并；合并可以原样拆分。",
            view, form, self.swap, self.merge,
        )  # fmt: skip

    def _merge_part(self) -> QWidget:
        view: TableView[MergeRow] = TableView(self.merges)
        view.setAccessibleName("合并记录")
        view.current_row_changed.connect(self._take_merge)
        self.split.clicked.connect(self._ask_to_split)
        return tab_part("拆分后检查记录、计划对象、预警回到合并前的企业。", view, None, self.split)

    def _alias_part(self) -> QWidget:
        view: TableView[AliasRow] = TableView(self.aliases)
        view.setAccessibleName("单位别名")
        view.current_row_changed.connect(self._take_alias)
        form = QFormLayout()
        form.addRow("单位", self.body)
        form.addRow("别名", self.name)
        for line in (self.body, self.name):
            line.textChanged.connect(self._judge)
        self.add.clicked.connect(self._add_alias)
        self.remove.clicked.connect(self._remove_alias)
        return tab_part(
            "报送表中写别名的，按该单位收取。单位表再次导入不影响别名。",
            view, form, self.remove, self.add,
        )  # fmt: skip

    def reload(self) -> None:
        """Read everything anew."""
        read_names(self._ctx, self._show).run()

    def _show(self, names: Names) -> None:
        self.candidates.set_rows(names.candidates)
        self.merges.set_rows(names.merges)
        self.aliases.set_rows(names.aliases)
        self.tabs.setTabText(0, f"疑似同一企业（{thousands(len(names.candidates))}）")
        self._merge_id, self._alias = None, ""
        self._judge()

    def _take_candidate(self, row: object) -> None:
        if isinstance(row, MergeCandidate):
            self.keep.setText(row.keep.code)
            self.drop.setText(row.drop.code)
            self.why.setText(row.reason)

    def _take_merge(self, row: object) -> None:
        is_open = isinstance(row, MergeRow) and not row.undone
        self._merge_id = row.id if isinstance(row, MergeRow) and is_open else None
        self._judge()

    def _take_alias(self, row: object) -> None:
        self._alias = row.name if isinstance(row, AliasRow) else ""
        self._judge()

    def _judge(self) -> None:
        """Offer only what can be done now."""
        lines = (self.keep, self.drop, self.why)
        self.merge.setEnabled(all(line.text().strip() for line in lines))
        self.swap.setEnabled(bool(self.keep.text() or self.drop.text()))
        self.split.setEnabled(self._merge_id is not None)
        self.add.setEnabled(all(line.text().strip() for line in (self.body, self.name)))
        self.remove.setEnabled(bool(self._alias))

    def _swap(self) -> None:
        keep, drop = self.keep.text(), self.drop.text()
        self.keep.setText(drop)
        self.drop.setText(keep)

    def _ask_to_merge(self) -> None:
        keep, drop = self.keep.text().strip(), self.drop.text().strip()
        why = self.why.text().strip()
        self._ctx.messages.ask(
            "合并监管对象",
            f"把“{drop}”并入“{keep}”？检查记录、计划对象随之转到保留的企业，预警重新核对。"
            "此后可以拆分。",
            "合并",
            lambda: self._run_merge(keep, drop, why),
        )

    def _run_merge(self, keep: str, drop: str, why: str) -> None:
        merge_enterprises(self._ctx, keep, drop, why, self._merged).run()

    def _merged(self, changes: Changes) -> None:
        for line in (self.keep, self.drop, self.why):
            line.clear()
        self._done("已合并")

    def _ask_to_split(self) -> None:
        number = self._merge_id
        if number is not None:
            self._ctx.messages.ask(
                "拆分合并",
                f"拆分第 {number} 次合并？两家企业恢复到合并以前。",
                "拆分",
                lambda: self._run_split(number),
            )

    def _run_split(self, number: int) -> None:
        split_enterprises(self._ctx, number, lambda changes: self._done("已拆分")).run()

    def _add_alias(self) -> None:
        body, name = self.body.text().strip(), self.name.text().strip()
        accept_alias(self._ctx, body, name, self._added).run()

    def _added(self, changes: Changes) -> None:
        self.name.clear()
        self._done("已添加别名")

    def _remove_alias(self) -> None:
        drop_alias(self._ctx, self._alias, lambda changes: self._done("已删除别名")).run()

    def _done(self, text: str) -> None:
        self._ctx.messages.info(text)
        self.reload()
