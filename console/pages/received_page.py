"""报送情况: bodies by kinds, who has sent what for a month, and who is to be reminded."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton

from console.context import AppContext
from console.export import CellValue, TableExport
from console.history import Origin
from console.loading.received import (
    Board,
    counts_words,
    last_over,
    months_of,
    read_asked,
    read_board,
    wanted_of,
)
from console.messages import open_dialog
from console.operations.base import ReadOp, Task
from console.operations.received import save_original
from console.pages.base import Page, TableMaker
from console.pages.notes import export_notes
from console.pages.received_columns import (
    FIRST,
    PARTS,
    board_columns,
    cell_of,
    export_columns,
    export_row,
    sort_key,
)
from console.pages.received_dialog import AskedDialog
from console.pages.remark_desk import remark_on_rows
from console.pages.table_tools import TableTools
from data.rows.issues import Changes
from data.rows.kinds import KINDS
from data.rows.period import Period
from data.rows.received import BatchPart, Expectation, ReceivedBody
from widgets.card import Card
from widgets.elided_label import ElidedLabel
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView

SHOWN = ("plans", "targets", "tasks", "visits", "codes", "usage")
VISITS = "visits"
WHOLE = "整个期间"


class ReceivedPage(Page):
    """A table of bodies with a lamp a kind; below, the batches of the body the keyboard is on."""

    name = "received"
    title = "报送情况"
    obeys = ("period", "region", "body", "level", "system")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._board: Board | None = None
        self._shown: list[ReceivedBody] = []
        self._sort = (0, False)
        self._wanted = ""
        self._kinds = self._all_kinds()
        self._model: PagedModel[ReceivedBody] = PagedModel(board_columns(self._kinds, SHOWN))
        self._model.set_sorted_by(*self._sort)
        self.table: TableView[ReceivedBody] = TableView(self._model)
        self._parts: PagedModel[BatchPart] = PagedModel(PARTS)
        self.batches: TableView[BatchPart] = TableView(self._parts)
        self.month, self.only_missing = QComboBox(), QCheckBox("只看缺报")
        self._counts = ElidedLabel()
        self.remind, self.ask = QPushButton("复制催报名单"), QPushButton("报送要求")
        self.open_records = QPushButton("看检查记录")
        self.save = QPushButton("另存原文件")
        self._card = Card("报送情况", holds_table=True)
        self._below = Card("报送批次", holds_table=True)
        self._build()
        self._connect()

    @staticmethod
    def _all_kinds() -> tuple[str, ...]:
        from data.intake.received import sendable

        return sendable()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.month.setAccessibleName("月份")
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._counts.setProperty("role", "second")
        line.addWidget(self.month)
        line.addWidget(self.only_missing)
        line.addSpacing(8)
        line.addWidget(self._counts, 1)
        for button in (self.remind, self.ask):
            button.setProperty("quiet", True)
            line.addWidget(button)
        TableTools(self, self.table, self._below).add_to(line)
        self.table.setAccessibleName("各单位报送情况")
        self.table.set_empty_state(
            "没有单位", "当前筛选下没有应报送的单位，放宽筛选或先导入单位表。"
        )
        self._card.add_line(line)
        self._card.add(self.table, 1)
        self.body.addWidget(self._card, 3)
        self._build_below()

    def _build_below(self) -> None:
        self.batches.setAccessibleName("所选单位的报送批次")
        self.batches.set_empty_state("没有报送", "该单位在本期没有导入过文件。")
        self._below.add(self.batches, 1)
        for button in (self.open_records, self.save):
            button.setProperty("quiet", True)
            self._below.add_to_head(button)
        self.save.setToolTip("存出该批次报送时的原文件，一字不改")
        self.body.addWidget(self._below, 2)

    def _connect(self) -> None:
        self.month.activated.connect(lambda _: self.reload())
        self.only_missing.toggled.connect(lambda _: self._order())
        self.remind.clicked.connect(self.copy_reminders)
        self.ask.clicked.connect(self._ask)
        self.save.clicked.connect(self._ask_path)
        self.open_records.clicked.connect(lambda: self._drill(self.table.current_row()))
        self.table.sort_requested.connect(self._sort_by)
        remark_on_rows(self.ctx, self.table, lambda row: (row.code, row.name))
        self.table.current_row_changed.connect(self._show_batches)
        self.table.row_activated.connect(self._open_row)
        self.batches.current_row_changed.connect(lambda _: self._settle())
        self.table.selection_stats.connect(lambda text: self.tell_stats(self.table, text))
        self.table.copied.connect(
            lambda count: self.ctx.messages.info(f"已复制 {thousands(count)} 行")
        )

    # -- reading ---------------------------------------------------------------------------

    @property
    def period(self) -> Period:
        """Return the month chosen, or the whole period of the filter."""
        month = self.month.currentData()
        if not month:
            return self.ctx.filter.span(self.ctx.today)
        return Period.parse(str(month), self.ctx.today)

    @property
    def rows(self) -> tuple[ReceivedBody, ...]:
        """Return the bodies listed."""
        return tuple(self._shown)

    def load(self) -> None:
        """Read the board of the month."""
        self._offer_months()
        regions = dict(self.ctx.registers.regions) if self.ctx.registers else {}
        wanted, today = wanted_of(self.ctx.filter, self.period, regions), self.ctx.today
        ReadOp(
            self.ctx, lambda session: read_board(session, wanted, today), self._show,
            topic="received", failed=self.load_failed,
        ).run()  # fmt: skip

    def shows(self, changes: Changes) -> bool:
        """Return whether a batch or a body came or went."""
        return changes.batches or changes.registers

    def selection(self) -> tuple[object, ...]:
        """Return the month, the narrowing and the body the keyboard is on."""
        row = self.table.current_row()
        month = str(self.month.currentData() or "")
        return (month, self.only_missing.isChecked(), row.code if row else "")

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose month, narrowing and body again."""
        if len(selection) == 3:
            self._offer_months()
            self.month.setCurrentIndex(max(0, self.month.findData(str(selection[0]))))
            self.only_missing.setChecked(bool(selection[1]))
            self._wanted = str(selection[2])

    def _offer_months(self) -> None:
        """Offer the months of the filter's period; a choice that still fits stays."""
        span = self.ctx.filter.span(self.ctx.today)
        months = months_of(span, self.ctx.today)
        offered = tuple(str(self.month.itemData(place)) for place in range(self.month.count()))
        if offered == ("", *months):
            return
        kept = self.month.currentData()
        self.month.clear()
        self.month.addItem(WHOLE, "")
        for month in months:
            self.month.addItem(month, month)
        wish = kept if kept in months else last_over(span, self.ctx.today)
        self.month.setCurrentIndex(max(0, self.month.findData(wish)))

    def _show(self, board: Board) -> None:
        self._board = board
        asked = board.received.asked
        for kind in (*asked.monthly, *asked.yearly):
            self.table.set_column_shown(FIRST + self._kinds.index(kind), True)
        self._counts.setText(counts_words(board.received))
        self._card.set_title(f"{board.received.title}报送情况")
        self._card.set_note(board.asked)
        self.remind.setEnabled(bool(board.reminders))
        self._order()
        self.finish()

    # -- the table -------------------------------------------------------------------------

    def _sort_by(self, place: int, is_descending: bool) -> None:
        self._sort = (place, is_descending)
        self._model.set_sorted_by(place, is_descending)
        self._order()

    def _order(self) -> None:
        if self._board is None:
            return
        received = self._board.received
        bodies = received.missing if self.only_missing.isChecked() else received.bodies
        place, is_descending = self._sort
        if (place, is_descending) == (0, False):
            self._shown = list(bodies)
        else:
            key = sort_key(place, self._kinds)
            self._shown = sorted(bodies, key=key, reverse=is_descending)
        row = self.table.current_row()
        wanted = self._wanted or (row.code if row else "")
        self._model.set_rows(self._shown)
        codes = [body.code for body in self._shown]
        if codes:
            self.table.select_row(codes.index(wanted) if wanted in codes else 0)
        else:
            self._show_batches(None)
        self._wanted = ""

    def _show_batches(self, row: object) -> None:
        body = row if isinstance(row, ReceivedBody) else None
        parts = body.batches if body is not None else ()
        self._parts.set_rows(parts)
        self._below.set_title(f"{body.name}的报送批次" if body is not None else "报送批次")
        self._below.set_note(f"{thousands(len(parts))} 批" if parts else "")
        if parts:
            self.batches.select_row(0)
        self._settle()

    def _settle(self) -> None:
        body = self.table.current_row() if self._shown else None
        sent = cell_of(body, VISITS) if body is not None else None
        self.open_records.setEnabled(sent is not None and sent.rows > 0)
        self.save.setEnabled(self._parts.rowCount() > 0 and self.batches.current_row() is not None)

    # -- what one does here ----------------------------------------------------------------

    def _open_row(self, row: object) -> None:
        """Open the records behind a cell of visits; elsewhere the batches below have the answer."""
        place = self.table.currentIndex().column() - FIRST
        is_kind = 0 <= place < len(self._kinds)
        if is_kind and self._kinds[place] != VISITS:
            self._below.show()
            self.batches.setFocus()
        else:
            self._drill(row)

    def _drill(self, row: object) -> None:
        sent = cell_of(row, VISITS) if isinstance(row, ReceivedBody) else None
        if not isinstance(row, ReceivedBody) or sent is None or not sent.rows:
            return
        origin = Origin(
            f"{row.name} · {self.period.title}检查记录", sent.rows, "行（报送）", self.period.text,
            measure="M9", by=("body",), key=(row.code,), basis="records",
        )  # fmt: skip
        self.ctx.go("records", origin)

    def copy_reminders(self) -> None:
        """Put a line for each body with what it lacks on the clipboard."""
        if self._board is None or not self._board.reminders:
            return
        received = self._board.received
        head = f"{received.title}报送情况：缺报 {len(self._board.reminders)} 个单位"
        lines = (f"{head}（{self._board.asked}）", *self._board.reminders)
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.ctx.messages.info(f"已复制 {thousands(len(self._board.reminders))} 个单位的催报名单")

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the board listed as a table."""
        if self._board is None:
            return None
        rows, kinds = self._model.rows_shown, self._board.received.kinds
        also = (
            f"月份 {self.period.title}",
            *(("只看缺报",) if self.only_missing.isChecked() else ()),
            *self.table.narrowed_words(),
        )
        notes = (
            *export_notes(self.ctx, len(rows), None, self.obeys, also),
            ("报送要求", self._board.asked),
        )

        def make(task: Task) -> TableExport:
            cells: list[tuple[CellValue, ...]] = [export_row(row, kinds) for row in rows]
            return TableExport("报送情况", export_columns(kinds), cells, len(cells), notes)

        return "报送情况", make

    def _ask(self) -> None:
        ReadOp(self.ctx, read_asked, self._open_asked, topic="received-asked").run()

    def _open_asked(self, found: tuple[Expectation, tuple[str, ...]]) -> None:
        asked, kinds = found
        open_dialog(AskedDialog(self.ctx, asked, kinds, self))

    def _ask_path(self) -> None:
        part = self.batches.current_row()
        if part is not None:
            kind = KINDS[part.kind].title
            self.ctx.messages.save_file(
                f"另存{kind}原文件", part.file, "全部文件 (*)",
                lambda path: self.save_file(part.batch, path),
            )  # fmt: skip

    def save_file(self, batch: int, path: Path) -> None:
        """Save the file a batch came by."""
        save_original(
            self.ctx, batch, path,
            lambda saved: self.ctx.messages.info(f"已存原文件 {saved.name}"),
        ).run()  # fmt: skip
