"""预警: findings with the rule's text, source and force, and the records they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from console.context import AppContext
from console.export import CellValue, ExportColumn, TableExport
from console.history import Origin
from console.loading.findings import PAGE, Beside, Findings, RuleNote, read_beside, read_findings
from console.operations.base import ReadOp, Task, read_now
from console.pages.base import Page, Step, TableMaker
from console.pages.decide_actions import DecideActions, chosen_state, state_box
from console.pages.detail import DetailPanel
from console.pages.finding_columns import (
    COLUMNS,
    EXPORTED,
    NARROWED,
    SORTS,
    UNREAD,
    finding_pairs,
    is_of_visits,
)
from console.pages.notes import export_notes
from console.pages.table_tools import TableTools
from data.rows.enums import Severity
from data.rows.findings import FindingFilter, FindingRow
from data.rows.period import day_of
from widgets.actions import add_deed
from widgets.arranging import Order
from widgets.card import Card
from widgets.formats import thousands
from widgets.paged_model import Stretch, stretch_around
from widgets.records_table import PagedModel, TableView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TYPING_PAUSE_MS = 300


class FindingsPage(Page):
    """A list of findings narrowed by rule, severity and words, with a side panel."""

    name = "findings"
    title = "预警"
    obeys = ("period", "body")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._found = Findings()
        self._beside = Beside()
        self._wanted = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._model: PagedModel[FindingRow] = PagedModel(COLUMNS)
        self._model.set_sorted_by(0, True)
        self.table: TableView[FindingRow] = TableView(self._model)
        self.table.setAccessibleName("预警")
        self.table.narrowable = NARROWED
        self.table.set_empty_state("没有预警", "本期在当前筛选下没有触发规则的记录。")
        self.rule, self.severity, self._search = QComboBox(), QComboBox(), QLineEdit()
        self._card = Card("预警", holds_table=True)
        self._detail = DetailPanel("预警详情", "选中一条看规则原文、效力和所依据的记录。")
        self._open = QPushButton("看检查记录")
        self.state = state_box()
        self.actions_here = DecideActions(ctx, self, self.table, self._model, self._open_current)
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.severity.addItem("全部程度", None)
        for severity in sorted(Severity, reverse=True):
            self.severity.addItem(severity.label, int(severity))
        self.rule.addItem("全部规则", "")
        self.rule.setMinimumWidth(170)
        self.severity.setMinimumWidth(100)
        self.rule.setAccessibleName("规则")
        self.severity.setAccessibleName("程度")
        self._search.setPlaceholderText("找企业、单位、事项")
        self._search.setClearButtonEnabled(True)
        for widget in (self.rule, self.severity, self.state, self._search):
            line.addWidget(widget)
        line.addStretch(1)
        self._search.setFixedWidth(170)
        for button in (self.actions_here.paper, self.actions_here.back, self.actions_here.decide):
            self._card.add_to_head(button)
        TableTools(self, self.table, self._detail).add_to(line)
        self._card.add_line(line)
        self._card.add(self.table, 1)
        side = QVBoxLayout()
        side.setSpacing(8)
        self._open.setEnabled(False)
        self._detail.body.addWidget(self._open)
        side.addWidget(self._detail, 1)
        whole = QHBoxLayout()
        whole.setSpacing(14)
        whole.addWidget(self._card, 1)
        whole.addLayout(side)
        self.body.addLayout(whole, 1)

    def _connect(self) -> None:
        self.rule.currentIndexChanged.connect(lambda _: self.reload())
        self.severity.currentIndexChanged.connect(lambda _: self.reload())
        self.state.activated.connect(lambda _: self.reload())
        self.actions_here.history_read.connect(self._show_history)
        self._search.textChanged.connect(lambda _: self._pause.start())
        self.table.sort_requested.connect(lambda place, down: self._order_by(((place, down),)))
        self.table.order_requested.connect(self._order_by)
        self.table.filters_changed.connect(lambda _: self._read_again())
        self.table.current_row_changed.connect(self._show_detail)
        self.table.row_activated.connect(self._open_records)
        self.table.selection_stats.connect(lambda text: self.tell_stats(self.table, text))
        self._open.clicked.connect(self._open_current)
        add_deed(
            self.table, "看企业全年", lambda: self._open_year(self.table.current_row()), "F8"
        )

    @property
    def rows(self) -> tuple[FindingRow, ...]:
        """Return the findings listed."""
        return tuple(self._model.row(place) for place in range(self._found.total))

    def load(self) -> None:
        """Count the findings of the period; rows follow page by page."""
        row = self.table.current_row() if self._found.total else None
        self._wanted = self._wanted or (row.key if isinstance(row, FindingRow) else "")
        wanted, key = self._wish(), self._wanted

        def read(session: Session) -> tuple[Findings, Stretch[FindingRow]]:
            found = read_findings(session, wanted, key)
            return found, stretch_around(
                found.total, found.place, lambda first, n: found.rows(session, first, n)
            )

        ReadOp(
            self.ctx, read, lambda got: self._show(*got), topic="findings",
            failed=self.load_failed,
        ).run()  # fmt: skip

    def _wish(self) -> FindingFilter:
        state, model = self.ctx.filter, self._model
        (sort, is_descending), *then = [(SORTS[place], down) for place, down in model.order]
        columns = tuple((SORTS[place], typed) for place, typed in model.filters.items())
        severity = self.severity.currentData()
        state_now, holds = chosen_state(self.state)
        return FindingFilter(
            state.span(self.ctx.today), state.body or "", self._charged(),
            str(self.rule.currentData() or ""),
            next((one for one in Severity if one == severity), None),
            self._search.text().strip(), sort, is_descending, state_now, holds,
            columns, tuple(then), self.origin.findings if self.origin is not None else (),
        )  # fmt: skip

    def selection(self) -> tuple[object, ...]:
        """Return the filters of the page and the finding the keyboard is on."""
        row = self.table.current_row()
        filters = (self.rule.currentData(), self.severity.currentIndex())
        return (*filters, row.key if row else "", self.state.currentIndex())

    def restore(self, selection: tuple[object, ...]) -> None:
        """Set the filters and the row again."""
        if len(selection) == 4:
            self.state.setCurrentIndex(int(str(selection[3])))
            self._set_rule(str(selection[0]))
            self.severity.setCurrentIndex(int(str(selection[1])))
            self._wanted = str(selection[2])
        elif self.origin is not None:
            self._set_rule(self.origin.measure)
            self.severity.setCurrentIndex(0)
            self.state.setCurrentIndex(0)
            self._wanted = self.origin.finding

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self._search.setFocus()

    def last_step(self) -> Step | None:
        """Return the last decision made here."""
        return self.actions_here.last_step()

    def next_step(self) -> Step | None:
        """Return the decision taken back here last."""
        return self.actions_here.next_step()

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the findings listed as a table."""
        found, ctx = self._found, self.ctx
        notes = export_notes(ctx, found.total, None, self.obeys, self._narrowed())

        def make(task: Task) -> TableExport:
            cells: list[tuple[CellValue, ...]] = []
            with ctx.db.reading() as session:
                for first in range(0, found.total, PAGE):
                    task.step(first, found.total, "读取预警")
                    part = found.rows(session, first, min(PAGE, found.total - first))
                    cells.extend(tuple(get(row) for _, _, get in EXPORTED) for row in part)
            columns = [ExportColumn(heading, width) for heading, width, _ in EXPORTED]
            return TableExport("预警", columns, cells, len(cells), notes)

        return "预警", make

    def _narrowed(self) -> tuple[str, ...]:
        """Say what the page narrows to beside the filter of all pages."""
        words, body = self._search.text().strip(), self._charged()
        parts = (
            f"规则 {self.rule.currentText()}" if self.rule.currentData() else "",
            f"程度 {self.severity.currentText()}" if self.severity.currentData() else "",
            f"状态 {self.state.currentText()}" if self.state.currentIndex() else "",
            f"涉及单位 {self.ctx.names.get(body, body)}" if body else "",
            f"查找“{words}”" if words else "",
            f"收件箱“{self.origin.title}”" if self.origin and self.origin.findings else "",
            *self.table.narrowed_words(),
        )
        return tuple(part for part in parts if part)

    def _charged(self) -> str:
        return self.origin.key[0] if self.origin is not None and self.origin.key else ""

    def _set_rule(self, rule: str) -> None:
        place = self.rule.findData(rule)
        if place < 0 and rule:
            # The rules in question are known only after reading; keep the wish until then.
            self.rule.addItem(rule, rule)
            place = self.rule.count() - 1
        self.rule.blockSignals(True)
        self.rule.setCurrentIndex(max(0, place))
        self.rule.blockSignals(False)

    def _show(self, found: Findings, read: Stretch[FindingRow]) -> None:
        self._found = found
        kept = str(self.rule.currentData() or "")
        self.rule.blockSignals(True)
        self.rule.clear()
        self.rule.addItem("全部规则", "")
        for rule, note in found.rules.items():
            self.rule.addItem(f"{rule} {note.name}（{thousands(note.count)}）", rule)
        self.rule.blockSignals(False)
        self._set_rule(kept if kept in found.rules else "")
        if kept and kept not in found.rules:
            self.load()  # a rule without findings narrows to nothing: all are shown instead
            return
        self.ctx.badge_counted.emit("findings", found.open_red)
        self._list(read)
        self.finish()

    def _order_by(self, order: Order) -> None:
        self._model.order_by(order)
        self._read_again()

    def _read_again(self) -> None:
        """Read in another order or narrowed; the keyboard stays on its finding."""
        row = self.table.current_row() if self._found.total else None
        self._wanted = row.key if isinstance(row, FindingRow) else ""
        self.reload()

    def _list(self, read: Stretch[FindingRow]) -> None:
        found, body = self._found, self._charged()
        self._model.set_source(found.total, self._fetch, read)
        whose = f" · {self.ctx.names.get(body, body)}" if body else ""
        whence = self.origin if self.origin is not None and self.origin.findings else None
        told = f" · 只列收件箱“{whence.title}”" if whence is not None else ""
        self._card.set_note(f"{thousands(found.total)} 件{whose}{told}")
        self._detail.show_pairs("", ())
        self._open.setEnabled(bool(found.total))
        self.actions_here.settle()
        if found.total:
            self.table.select_row(found.place or 0)
        self._wanted = ""

    def _fetch(self, first: int, n: int) -> list[FindingRow]:
        found = self._found
        none: list[FindingRow] = []
        rows = read_now(self.ctx, lambda session: found.rows(session, first, n), none)
        return rows + [UNREAD] * (n - len(rows))

    def _show_detail(self, row: object) -> None:
        if isinstance(row, FindingRow):
            note = self._found.rules.get(row.rule, RuleNote(row.rule_name))
            self._beside = self._read_beside(row)
            self._detail.show_pairs(row.sentence, finding_pairs(row, note, "", self._beside.text))
            self._open.setText(f"看检查记录（{thousands(self._beside.visits)} 条）")
            self._open.setEnabled(self._beside.visits > 0)
            self.actions_here.tell_history(row)

    def _read_beside(self, row: FindingRow) -> Beside:
        if is_of_visits(row):
            return Beside(row.count)
        return read_now(self.ctx, lambda session: read_beside(session, row.key), Beside())

    def _show_history(self, key: str, told: str, papers: str) -> None:
        row = self.table.current_row() if self._found.total else None
        if (told or papers) and isinstance(row, FindingRow) and row.key == key:
            note = self._found.rules.get(row.rule, RuleNote(row.rule_name))
            pairs = finding_pairs(row, note, told, self._beside.text, papers)
            self._detail.show_pairs(row.sentence, pairs)

    def _open_year(self, row: object) -> None:
        """Open the year of the enterprise a finding is about; others are told there is none."""
        if not isinstance(row, FindingRow):
            return
        if row.subject_kind not in ("enterprise", "visit"):
            self.ctx.messages.info("这条预警不涉及单个企业")
            return
        year = str(day_of(row.day).year)
        self.ctx.go("enterprise", Origin(row.subject.name, 0, "次", year,
                                         enterprise=row.subject.code))  # fmt: skip

    def _open_current(self) -> None:
        self._open_records(self.table.current_row())

    def _open_records(self, row: object) -> None:
        if isinstance(row, FindingRow) and self._beside.visits:
            title = f"{row.rule} {row.rule_name} · {row.subject.name}"
            self.ctx.go("records", Origin(title, row.count, "次", row.period, finding=row.key))
