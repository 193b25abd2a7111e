"""依据核验: the claimed bases of a period, for 市司法局 to accept or refuse."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton

from console.context import AppContext
from console.export import CellValue, ExportColumn, TableExport
from console.history import Origin
from console.loading.basis import Claims, narrow, read_claims, read_verdicts
from console.messages import open_dialog
from console.operations.base import ReadOp, Task
from console.operations.deciding import judge_bases
from console.pages.base import Page, TableMaker
from console.pages.basis_columns import COLUMNS, EXPORTED, SORTS, claim_line, claim_pairs
from console.pages.choosing import selected_rows
from console.pages.decide_dialog import Choice, DecideDialog
from console.pages.detail import DetailPanel
from console.pages.notes import export_notes
from console.pages.table_tools import TableTools
from data.rows.decisions import ClaimRow, VerdictRow
from data.rows.enums import Claim
from data.rows.issues import Changes
from widgets.actions import add_deed
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView

STATES = (Claim.OPEN, Claim.ACCEPTED, Claim.REFUSED)
CHOICES = {
    Claim.ACCEPTED: Choice("认可", "超出部分的依据全部认可后，相应预警按“依据认可”不成立。"),
    Claim.REFUSED: Choice("不认可", "相应预警转为红色，计入该单位。", True),
    Claim.OPEN: Choice("改回待核验", "撤回此前的核验，相应预警重新按待核验判定。", True),
}  # fmt: skip
VERDICTS = tuple(CHOICES)


class BasisPage(Page):
    """A queue of claimed bases with a side panel; several are judged at once."""

    name = "basis"
    title = "依据核验"
    obeys = ("period", "body")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._found = Claims()
        self._shown: list[ClaimRow] = []
        self._sort: tuple[int, bool] | None = None
        self._wanted = 0
        self._model: PagedModel[ClaimRow] = PagedModel(COLUMNS)
        self.table: TableView[ClaimRow] = TableView(self._model)
        self.state, self._search = QComboBox(), QLineEdit()
        self.accept, self.refuse = QPushButton("认可…"), QPushButton("不认可…")
        self.reopen, self._open = QPushButton("改回待核验…"), QPushButton("看关联预警")
        self._card = Card("超频次依据", holds_table=True)
        self._detail = DetailPanel("依据详情", "选中一条看依据全文、缺项和关联预警。")
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.state.setAccessibleName("核验状态")
        self.state.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for state in STATES:
            self.state.addItem(state.label, int(state))
        self.state.addItem("全部", None)
        self._search.setPlaceholderText("找企业、单位、依据")
        self._search.setAccessibleName("在清单中查找")
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(200)
        line.addWidget(self.state)
        line.addWidget(self._search)
        line.addStretch(1)
        self.accept.setProperty("primary", True)
        for button in (self.accept, self.refuse, self.reopen):
            button.setEnabled(False)
            line.addWidget(button)
        TableTools(self, self.table, self._detail).add_to(line)
        self.table.setAccessibleName("超频次依据清单")
        self.table.set_empty_state(
            "没有待核验的依据", "本期没有这一状态的超频次依据；可换一个状态或期间。"
        )
        self._card.add_line(line)
        self._card.add(self.table, 1)
        self._open.setEnabled(False)
        self._detail.body.addWidget(self._open)
        whole = QHBoxLayout()
        whole.setSpacing(14)
        whole.addWidget(self._card, 1)
        whole.addWidget(self._detail)
        self.body.addLayout(whole, 1)

    def _connect(self) -> None:
        self.state.activated.connect(lambda _: self.reload())
        self._search.textChanged.connect(lambda _: self._order())
        self.table.sort_requested.connect(self._sort_by)
        self.table.current_row_changed.connect(self._show_detail)
        self.table.row_activated.connect(lambda _: self.ask(Claim.ACCEPTED))
        self.table.selection_stats.connect(self._settle)
        self._open.clicked.connect(self._drill)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for button, verdict, keys in (
            (self.accept, Claim.ACCEPTED, "F2"), (self.refuse, Claim.REFUSED, "F3"),
            (self.reopen, Claim.OPEN, "F4"),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, one=verdict: self.ask(one))
            button.setToolTip(f"{CHOICES[verdict].note}（{keys}）")
            add_deed(self.table, button.text(), partial(self.ask, verdict), keys)

    @property
    def rows(self) -> tuple[ClaimRow, ...]:
        """Return the claims listed."""
        return tuple(self._shown)

    @property
    def chosen_state(self) -> Claim | None:
        """Return the state listed, None for all."""
        value = self.state.currentData()
        return None if value is None else Claim.at(int(value))

    def load(self) -> None:
        """Read the claims of the period."""
        row = self.table.current_row() if self._shown else None
        self._wanted = self._wanted or (row.report if row else 0)
        span, body, state = self.ctx.filter.span(self.ctx.today), self.ctx.filter.body, None
        state = self.chosen_state
        ReadOp(
            self.ctx, lambda session: read_claims(session, span, state, body), self._show,
            topic="basis", failed=self.load_failed,
        ).run()  # fmt: skip

    def selection(self) -> tuple[object, ...]:
        """Return the state listed and the claim the keyboard is on."""
        row = self.table.current_row() if self._shown else None
        return (self.state.currentIndex(), row.report if row else 0)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Set state and row again."""
        if len(selection) == 2:
            self.state.setCurrentIndex(int(str(selection[0])))
            self._wanted = int(str(selection[1]))

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self._search.setFocus()

    def _show(self, found: Claims) -> None:
        self._found = found
        for place, state in enumerate((*STATES, None)):
            word = "全部" if state is None else state.label
            self.state.setItemText(place, f"{word}（{thousands(found.count(state))}）")
        self._order()
        self.finish()

    def _sort_by(self, place: int, is_descending: bool) -> None:
        self._sort = (place, is_descending)
        self._model.set_sorted_by(place, is_descending)
        self._order()

    def _order(self) -> None:
        self._shown = narrow(self._found.rows, self._search.text().strip())
        if self._sort is not None:
            self._shown.sort(key=SORTS[self._sort[0]], reverse=self._sort[1])
        self._model.set_rows(self._shown)
        whole = self._found.count(self.chosen_state)
        first = f"，先列 {thousands(len(self._found.rows))} 份" if whole > len(
            self._found.rows) else ""  # fmt: skip
        self._card.set_note(f"{thousands(len(self._shown))} 份{first}")
        self._detail.show_pairs("", ())
        reports = [row.report for row in self._shown]
        if reports:
            self.table.select_row(reports.index(self._wanted) if self._wanted in reports else 0)
        self._wanted = 0
        self._settle("")

    def _settle(self, text: str) -> None:
        """Offer only verdicts that the selection can be given."""
        self.tell_stats(self.table, text)
        rows = selected_rows(self.table, self._model) if self._shown else []
        for button, verdict in (
            (self.accept, Claim.ACCEPTED), (self.refuse, Claim.REFUSED), (self.reopen, Claim.OPEN),
        ):  # fmt: skip
            button.setEnabled(any(row.claim is not verdict for row in rows))

    def _show_detail(self, row: object) -> None:
        if not isinstance(row, ClaimRow):
            return
        self._put_detail(row, ())
        self._open.setEnabled(bool(row.findings))
        report = row.report
        ReadOp(
            self.ctx, lambda session: read_verdicts(session, report),
            lambda told: self._put_detail(row, told), topic="basis-history",
        ).run()  # fmt: skip

    def _put_detail(self, row: ClaimRow, told: tuple[VerdictRow, ...]) -> None:
        current = self.table.current_row() if self._shown else None
        if current is not None and current.report == row.report:
            self._detail.show_pairs(row.enterprise.name, claim_pairs(row, told))

    # -- judging ---------------------------------------------------------------------------

    def ask(self, verdict: Claim) -> DecideDialog | None:
        """Ask for the reason of a verdict on the selected claims."""
        rows = [one for one in selected_rows(self.table, self._model) if one.claim is not verdict]
        if not rows or not self._shown:
            return None
        dialog = DecideDialog(
            "依据核验", "份检查报告的依据", [claim_line(row) for row in rows],
            [CHOICES[one] for one in VERDICTS],
            lambda place, reason: self._judge(rows, VERDICTS[place], reason),
            self, VERDICTS.index(verdict),
        )  # fmt: skip
        open_dialog(dialog)
        return dialog

    def _judge(self, rows: list[ClaimRow], verdict: Claim, reason: str) -> None:
        seen = {row.report: row.claim for row in rows if row.claim is not verdict}
        judge_bases(self.ctx, seen, verdict, reason, self._judged).run()

    def _judged(self, changes: Changes) -> None:
        self.ctx.messages.info(f"已核验 {thousands(changes.count)} 份检查报告的依据")

    def _drill(self) -> None:
        row = self.table.current_row() if self._shown else None
        if row is not None and row.findings:
            key = row.findings[0]
            period = self.ctx.filter.span(self.ctx.today).text
            origin = Origin(key, 1, "件", period, measure=key.partition(":")[0], finding=key)
            self.ctx.go("findings", origin)

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the claims listed as a table."""
        rows = self._model.rows_shown
        also = (f"核验状态 {self.state.currentText()}", *self.table.narrowed_words())
        notes = export_notes(self.ctx, len(rows), None, self.obeys, also)

        def make(task: Task) -> TableExport:
            cells: list[tuple[CellValue, ...]] = [
                tuple(get(row) for _, _, get in EXPORTED) for row in rows
            ]
            columns = [ExportColumn(heading, width) for heading, width, _ in EXPORTED]
            return TableExport("依据核验", columns, cells, len(cells), notes)

        return "依据核验", make
