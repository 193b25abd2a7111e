"""核对: the right of reply before naming; what bodies were asked, what they answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from console.context import AppContext
from console.loading.ladder import Checks, read_checks
from console.messages import open_dialog
from console.operations.base import ReadOp
from console.operations.ladder import Answers, send_checks, settle_checks
from console.pages.base import TableMaker
from console.pages.notice_columns import BODIES, ITEMS, ITEMS_EXPORTED
from console.pages.notice_dialog import Confirm, DeedDialog
from console.pages.notice_forms import SEND, SETTLE, DeedForm
from console.pages.notice_part import Part
from console.pages.reflow import Reflow
from data.rows.notices import CheckedBody, CheckItem
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView

if TYPE_CHECKING:
    from data.oversight.notices.confirming import Settled

NARROW = 880


class ChecksPart(Part):
    """Bodies at the left, the items of the one the keyboard is on at the right."""

    name = "checks"
    title = "核对"

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._checks = Checks()
        self._wanted = ""
        self._bodies: PagedModel[CheckedBody] = PagedModel(BODIES)
        self.bodies: TableView[CheckedBody] = TableView(self._bodies)
        self._items: PagedModel[CheckItem] = PagedModel(ITEMS)
        self.items: TableView[CheckItem] = TableView(self._items)
        self.send, self.take_in = QPushButton("送核对…"), QPushButton("导入核对单")
        self.settle, self.result = QPushButton("收回认定…"), QLabel()
        self._card = Card("核对单", holds_table=True)
        self._beside = Card("核对内容", holds_table=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.send.setProperty("primary", True)
        line.addStretch(1)
        for button in (self.take_in, self.settle, self.send):
            line.addWidget(button)
        self.result.setProperty("role", "note")
        self.result.setWordWrap(True)
        self.result.hide()
        under = QHBoxLayout()
        under.addWidget(self.result, 1)
        self.bodies.setAccessibleName("送核对的单位")
        self.bodies.set_empty_state(
            "本期还没有送核对", "点“送核对”，选一个文件夹，每个有问题的单位生成一个核对工作簿。"
        )
        self._card.add_line(line)
        self._card.add_line(under)
        self._card.add(self.bodies, 1)
        self.items.setAccessibleName("所选单位的核对内容")
        self.items.set_empty_state("没有核对内容", "在左侧选择一个单位。")
        self._beside.add(self.items, 1)
        self.whole.addWidget(Reflow([(self._card, 1), (self._beside, 1)], NARROW), 1)

    def _connect(self) -> None:
        self.send.clicked.connect(lambda: self.ask_send())
        self.settle.clicked.connect(lambda: self.ask_settle())
        self.take_in.clicked.connect(lambda: self.ctx.go("import"))
        self.bodies.current_row_changed.connect(self._choose)
        self.items.selection_stats.connect(self.stats_shown)
        self.take_in.setToolTip("单位填好的核对工作簿从“数据导入”收回，再点“收回认定”")

    @property
    def rows(self) -> tuple[CheckedBody, ...]:
        """Return the bodies listed."""
        return self._checks.bodies

    def load(self) -> None:
        """Read the 核对单 of the period."""
        period, body, today = self.period, self.ctx.filter.body or "", self.ctx.today
        ReadOp(
            self.ctx, lambda session: read_checks(session, period, body, today), self._show,
            topic="checks", failed=self.load_failed,
        ).run()  # fmt: skip

    def selection(self) -> tuple[object, ...]:
        """Return the body the keyboard is on."""
        row = self.bodies.current_row() if self.rows else None
        return (row.body.code if row else "",)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose the body again."""
        self._wanted = str(selection[0]) if selection else ""

    def _show(self, checks: Checks) -> None:
        wanted = self._wanted or str(self.selection()[0])
        self._checks, self._wanted = checks, ""
        self._bodies.set_rows(checks.bodies)
        sent = f"{thousands(len(checks.bodies))} 个单位 · {thousands(len(checks.items))} 项"
        self._card.set_note(self.period.title + (f" · {sent}" if checks.items else ""))
        self.settle.setEnabled(self.may_write and bool(checks.items))
        self.send.setEnabled(self.may_write)
        codes = [one.body.code for one in checks.bodies]
        if codes:
            self.bodies.select_row(codes.index(wanted) if wanted in codes else 0)
        else:
            self._choose(None)
        self.loaded.emit()

    def _choose(self, row: object) -> None:
        code = row.body.code if isinstance(row, CheckedBody) else ""
        self._items.set_rows(self._checks.of_body(code))
        self._beside.set_title(row.body.name if isinstance(row, CheckedBody) else "核对内容")

    # -- what one does here ----------------------------------------------------------------

    def _ask(self, form: DeedForm, then: Confirm) -> DeedDialog:
        dialog = DeedDialog(self.ctx, form, [self.period.title], then, self)
        dialog.bodies.setText(self.ctx.names.get(self.ctx.filter.body or "", ""))
        open_dialog(dialog)
        return dialog

    def _tell(self, text: str) -> None:
        self.result.setText(text)
        self.result.show()

    def ask_send(self) -> DeedDialog:
        """Ask whom to send 核对单, then for the folder of the workbooks."""
        return self._ask(SEND, self._choose_folder)

    def _choose_folder(self, told: Answers, form: DeedDialog) -> None:
        form.done_well()
        self.ctx.messages.choose_folder(
            "核对工作簿的存放位置", lambda folder: self.send_into(folder, told)
        )

    def send_into(self, folder: Path, told: Answers) -> None:
        """Send 核对单 and write the workbooks into a folder."""

        def done(counts: tuple[int, int, int]) -> None:
            self._tell(
                f"新送核对 {thousands(counts[0])} 项，共 {thousands(counts[1])} 项，"
                f"{thousands(counts[2])} 个工作簿在“{folder}”"
            )

        send_checks(self.ctx, self.period, told.bodies, told, folder, done, self.load_failed).run()

    def ask_settle(self) -> DeedDialog:
        """Ask who settles what came back."""
        return self._ask(SETTLE, self._settle)

    def _settle(self, told: Answers, form: DeedDialog) -> None:
        from_one = told.bodies[0] if told.bodies else ""

        def done(found: Settled) -> None:
            from console.operations.check_sheets import settled_words

            form.done_well()
            self._tell(settled_words(found))

        settle_checks(self.ctx, self.period, from_one, told, done, form.refuse).run()

    def export(self) -> tuple[str, TableMaker] | None:
        """Return every item of the period as a table."""
        return self.exported("核对单", ITEMS_EXPORTED, self._checks.items)
