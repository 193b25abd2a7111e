"""建议: which papers the period and the clocks call for; those ticked are opened as drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from console.context import AppContext
from console.loading.ladder import read_charged
from console.messages import open_dialog
from console.operations.base import ReadOp
from console.operations.ladder import Answers, open_proposals, propose
from console.pages.base import TableMaker
from console.pages.choosing import selected_rows
from console.pages.notice_columns import step_columns, whom
from console.pages.notice_dialog import DeedDialog
from console.pages.notice_findings import ChargedTable
from console.pages.notice_forms import PLAIN
from console.pages.notice_part import Part
from console.pages.reflow import Reflow
from widgets.actions import add_deed
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView

if TYPE_CHECKING:
    from data.oversight.notices.ladder import Step

NARROW = 980
TICKED, UNTICKED = "√", "□"


class ProposalsPart(Part):
    """A table of proposals with a tick before each."""

    name = "proposals"
    title = "建议"

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._found: list[Step] = []
        self._period = self.period
        self._ticked: set[int] = set()
        self._columns = step_columns(self._mark)
        self._model: PagedModel[Step] = PagedModel(self._columns)
        self.table: TableView[Step] = TableView(self._model)
        self.draft, self.every = QPushButton("拟稿…"), QPushButton("全选")
        self._card = Card("建议开具的文件", holds_table=True)
        self.findings, self._beside = ChargedTable(ctx), Card("所依据的预警", holds_table=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        told = QLabel("空格或单击“选”列勾选；已有办件写明的预警不再建议，到期未反馈的建议升级。")
        told.setProperty("role", "note")
        told.setWordWrap(True)
        line.addWidget(told, 1)
        self.every.setProperty("quiet", True)
        self.draft.setProperty("primary", True)
        line.addWidget(self.every)
        line.addWidget(self.draft)
        self.table.setAccessibleName("建议开具的文件")
        self.table.set_empty_state(
            "没有需要开具的文件", "本期没有达到提醒、督办条件的单位；红色预警先在“预警”页核实。"
        )
        self._card.add_line(line)
        self._card.add(self.table, 1)
        self._beside.add(self.findings, 1)
        self.whole.addWidget(Reflow([(self._card, 5), (self._beside, 3)], NARROW), 1)

    def _connect(self) -> None:
        self.draft.clicked.connect(lambda: self.ask())
        self.every.clicked.connect(self.tick_all)
        self.table.clicked.connect(self._clicked)
        self.table.current_row_changed.connect(lambda _: self._show_findings())
        self.table.row_activated.connect(lambda _: self.ask())
        add_deed(self.table, "勾选", lambda: self.tick(self._selected()), Qt.Key.Key_Space)

    @property
    def rows(self) -> tuple[Step, ...]:
        """Return the proposals listed."""
        return tuple(self._found)

    @property
    def chosen(self) -> list[Step]:
        """Return the proposals ticked."""
        return [one for one in self._found if id(one) in self._ticked]

    def load(self) -> None:
        """Find out what the period calls for; that may take a while."""
        self._card.set_note("正在核对…")
        self._period = self.period
        self._list([])
        propose(self.ctx, self._period, self._show, self.load_failed).run()

    def load_failed(self, error: BaseException) -> None:
        """Show that nothing could be proposed."""
        self._card.set_note("")
        super().load_failed(error)

    def _show(self, found: list[Step]) -> None:
        code = self.ctx.filter.body
        self._list([one for one in found
                    if not code or (one.body is not None and one.body.code == code)])  # fmt: skip
        self._card.set_note(f"{self._period.title} · {thousands(len(self._found))} 件")
        self.loaded.emit()

    def _list(self, found: list[Step]) -> None:
        self._found = found
        self._ticked.clear()
        self._model.set_rows(found)
        self.findings.show_findings(())
        if found:
            self.table.select_row(0)
        self._settle()

    def _show_findings(self) -> None:
        row = self.table.current_row() if self._found else None
        keys, period = row.keys if row else (), self._period.text
        ReadOp(
            self.ctx, lambda session: read_charged(session, keys),
            lambda found: self.findings.show_findings(found, period), topic="notice-charged",
        ).run()  # fmt: skip

    def _mark(self, one: Step) -> str:
        return TICKED if id(one) in self._ticked else UNTICKED

    def _selected(self) -> list[Step]:
        return selected_rows(self.table, self._model) if self._found else []

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.tick([self._model.row(index.row())])

    def tick(self, steps: list[Step]) -> None:
        """Tick proposals, or take the ticks away where all have one."""
        places = {id(one) for one in steps}
        self._ticked = self._ticked - places if places <= self._ticked else self._ticked | places
        self.table.viewport().update()
        self._settle()

    def tick_all(self) -> None:
        """Tick every proposal, or none."""
        self.tick(self._found)

    def _settle(self) -> None:
        count = len(self._ticked)
        self.draft.setText(f"拟稿（{count}）…" if count else "拟稿…")
        self.draft.setEnabled(self.may_write and bool(self._found))
        self.every.setEnabled(bool(self._found))

    def ask(self) -> DeedDialog | None:
        """Ask who drafts the proposals ticked, else those selected."""
        steps = self.chosen or self._selected()
        if not steps or not self.may_write:
            return None
        lines = [f"第{one.number}步　{one.kind.label}　{whom(one.body)}" for one in steps]

        def confirm(told: Answers, form: DeedDialog) -> None:
            def done(ids: list[int]) -> None:
                form.done_well()
                self.ctx.messages.info(f"已立项 {len(ids)} 件，可在“办件”中送审、签发")
                self.paper_asked.emit(ids[0])

            open_proposals(self.ctx, self._period, steps, told, done, form.refuse).run()

        dialog = DeedDialog(self.ctx, PLAIN, lines, confirm, self)
        open_dialog(dialog)
        return dialog

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the proposals as a table."""
        return self.exported("建议开具的文件", self._columns[1:], self.rows)
