"""规则: every version of the rules with text, source, force and figures, and who changed what."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
)

from console.context import AppContext
from console.export import CellValue, ExportColumn, TableExport
from console.loading.rules import ChangeRow, RuleRow, Rules, narrow, read_rules_state
from console.messages import open_dialog
from console.operations.base import ReadOp, Task
from console.operations.rules import go_on_rejudging
from console.pages.base import Page, TableMaker
from console.pages.detail import DetailPanel
from console.pages.notes import export_notes
from console.pages.rules_columns import CHANGES, EXPORTED, RULES, rule_pairs
from console.pages.rules_dialog import RuleDialog
from console.pages.table_tools import TableTools
from data.rows.issues import Changes
from data.rows.period import day_number
from data.rows.rulesets import RuleSet
from widgets.actions import add_deed
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView

FORCES = ("有据", "参考", "启用", "停用")


class RulesPage(Page):
    """The rules of a version with a side panel; below, the changes people made."""

    name = "rules"
    title = "规则"
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._state: Rules | None = None
        self._shown: list[RuleRow] = []
        self._wanted, self._wanted_set = "", ""
        self._model: PagedModel[RuleRow] = PagedModel(RULES)
        self.table: TableView[RuleRow] = TableView(self._model)
        self._changes: PagedModel[ChangeRow] = PagedModel(CHANGES)
        self.changes: TableView[ChangeRow] = TableView(self._changes)
        self.version, self.force, self._search = QComboBox(), QComboBox(), QLineEdit()
        self.edit = QPushButton("修改…")
        self.unfinished, self.go_on = QFrame(), QPushButton("继续核对")
        self._card = Card("规则", holds_table=True)
        self._below = Card("修改记录", holds_table=True)
        self._detail = DetailPanel("规则详情", "选中一条看原文、来源、效力和数值。")
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.version.setAccessibleName("规则集版本")
        self.version.setMinimumContentsLength(12)
        self.version.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.version.setMaximumWidth(360)
        adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.version.setSizeAdjustPolicy(adjust)
        self.force.setAccessibleName("效力和状态")
        self.force.addItem("全部规则", "")
        for word in FORCES:
            self.force.addItem(word, word)
        self._search.setPlaceholderText("找规则、原文、来源")
        self._search.setAccessibleName("在规则中查找")
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(130)
        self._search.setMaximumWidth(180)
        line.addWidget(self.version, 3)
        line.addWidget(self.force)
        line.addWidget(self._search, 2)
        line.addStretch(1)
        self.edit.setProperty("primary", True)
        self.edit.setToolTip("改数值、启用或停用；写明生效日期、修改人和理由（F2 或回车）")
        line.addWidget(self.edit)
        TableTools(self, self.table, self._detail).add_to(line)
        self.table.setAccessibleName("规则")
        self.table.set_empty_state("没有规则", "放宽筛选，或换一个规则集版本。")
        self._card.add_line(line)
        self._card.add(self.table, 1)
        self._build_unfinished()
        upper = QHBoxLayout()
        upper.setSpacing(14)
        upper.addWidget(self._card, 1)
        upper.addWidget(self._detail)
        self.body.addLayout(upper, 5)
        self.changes.setAccessibleName("修改记录")
        self.changes.set_empty_state("没有修改过规则", "选中一条规则，点“修改”，改动记在这里。")
        self._below.add(self.changes, 1)
        self.body.addWidget(self._below, 2)

    def _build_unfinished(self) -> None:
        line = QHBoxLayout(self.unfinished)
        line.setContentsMargins(14, 8, 14, 8)
        words = QLabel("◆ 修改规则后的重新核对尚未完成，预警和汇总有一部分仍按原规则。")
        words.setWordWrap(True)
        line.addWidget(words, 1)
        line.addWidget(self.go_on)
        self.unfinished.setObjectName("card")
        self.unfinished.setVisible(False)
        self.body.addWidget(self.unfinished)

    def _connect(self) -> None:
        self.version.activated.connect(lambda _: self._list())
        self.force.activated.connect(lambda _: self._list())
        self._search.textChanged.connect(lambda _: self._list())
        self.table.current_row_changed.connect(self._show_detail)
        self.table.row_activated.connect(lambda _: self.ask())
        self.edit.clicked.connect(self.ask)
        self.go_on.clicked.connect(self.resume)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        add_deed(self.table, "修改…", lambda: self.ask(), "F2")

    # -- reading ---------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[RuleRow, ...]:
        """Return the rules listed."""
        return tuple(self._shown)

    @property
    def chosen_set(self) -> RuleSet | None:
        """Return the version listed."""
        if self._state is None:
            return None
        name = self.version.currentData()
        return next((one for one in self._state.sets if one.name == name), None)

    def load(self) -> None:
        """Read rule book and changes."""
        row = self.table.current_row() if self._shown else None
        self._wanted = self._wanted or (row.text.id if row else "")
        ReadOp(
            self.ctx, read_rules_state, self._show, topic="rules-page", failed=self.load_failed
        ).run()  # fmt: skip

    def shows(self, changes: Changes) -> bool:
        """Return whether findings were judged anew: a change of a rule does that."""
        return changes.findings

    def selection(self) -> tuple[object, ...]:
        """Return the version and the rule the keyboard is on."""
        row = self.table.current_row() if self._shown else None
        return (str(self.version.currentData() or ""), row.text.id if row else "")

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose version and rule again."""
        if len(selection) == 2:
            self._wanted_set, self._wanted = str(selection[0]), str(selection[1])

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self._search.setFocus()

    def _show(self, found: Rules) -> None:
        before = self._state
        self._state = found
        now = found.book.set_for(day_number(self.ctx.today))[0].name
        known = before is not None and before.book.sets == found.book.sets
        kept = self._wanted_set or (str(self.version.currentData() or "") if known else "")
        self._wanted_set = ""
        self.version.clear()
        for one in found.sets:
            mark = "　现行" if one.name == now else ""
            name = one.title if one.change is None else one.name
            text = f"{one.effective.isoformat()}{mark}　{name}"
            self.version.addItem(text, one.name)
        self.version.setCurrentIndex(max(0, self.version.findData(kept or now)))
        self._changes.set_rows(found.changes)
        self._below.set_note(f"{thousands(len(found.changes))} 次" if found.changes else "")
        self.unfinished.setVisible(found.unfinished)
        self._list()
        self.finish()

    def _list(self) -> None:
        one = self.chosen_set
        if self._state is None or one is None:
            return
        row = self.table.current_row() if self._shown else None
        wanted = self._wanted or (row.text.id if row else "")
        self._shown = narrow(
            self._state.rows[one.name], str(self.force.currentData() or ""),
            self._search.text().strip(),
        )  # fmt: skip
        self._model.set_rows(self._shown)
        self._card.set_note(f"{one.name} · {thousands(len(self._shown))} 条")
        self.edit.setEnabled(bool(self._shown) and self.ctx.past_day is None)
        self._detail.show_pairs("", ())
        ids = [row.text.id for row in self._shown]
        if ids:
            self.table.select_row(ids.index(wanted) if wanted in ids else 0)
        self._wanted = ""

    def _show_detail(self, row: object) -> None:
        one = self.chosen_set
        if isinstance(row, RuleRow) and one is not None:
            headline = f"{row.text.id} {row.text.name}"
            self._detail.show_pairs(headline, rule_pairs(row, one))

    # -- what one does here ----------------------------------------------------------------

    def ask(self) -> RuleDialog | None:
        """Open the form of a change for the rule the keyboard is on."""
        row = self.table.current_row() if self._shown else None
        if row is None or self._state is None or not self.edit.isEnabled():
            return None
        dialog = RuleDialog(self.ctx, self._state.book, self._in_force(row), self)
        open_dialog(dialog)
        return dialog

    def _in_force(self, row: RuleRow) -> RuleRow:
        """Return a rule as the version in force today has it: changes begin from there."""
        assert self._state is not None
        now = self._state.book.set_for(day_number(self.ctx.today))[0].name
        same = (one for one in self._state.rows[now] if one.text.id == row.text.id)
        return next(same, row)

    def resume(self) -> None:
        """Go on judging everything anew."""
        go_on_rejudging(
            self.ctx, lambda _: self.ctx.messages.info("已按现行规则重新核对")
        ).run()  # fmt: skip

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the rules listed as a table."""
        one, rows = self.chosen_set, self._model.rows_shown
        if one is None:
            return None
        also = (f"规则集 {one.name}（{one.title}）", *self.table.narrowed_words())
        notes = export_notes(self.ctx, len(rows), None, (), also)

        def make(task: Task) -> TableExport:
            cells: list[tuple[CellValue, ...]] = [
                tuple(get(row) for _, _, get in EXPORTED) for row in rows
            ]
            columns = [ExportColumn(heading, width) for heading, width, _ in EXPORTED]
            return TableExport("规则", columns, cells, len(cells), notes)

        return "规则", make
