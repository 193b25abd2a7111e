"""事后核查: samples drawn by lot, the visits drawn, and what a check on paper found of each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton

from console.context import AppContext
from console.export import CellValue, ExportColumn, TableExport
from console.history import Origin
from console.loading.audits import read_drawn, read_samples
from console.messages import open_dialog
from console.operations.audits import (
    Found,
    Lot,
    draw_audit,
    drop_audit,
    enter_audit,
    save_audit_form,
)
from console.operations.base import ReadOp, Task
from console.pages.audit_columns import DRAWN, EXPORTED, SAMPLES
from console.pages.audit_dialogs import DrawDialog, ResultDialog
from console.pages.base import Page, TableMaker
from console.pages.notes import export_notes
from data.rows.decisions import DrawnRow, SampleRow
from data.rows.issues import Changes
from data.rows.period import day_of
from widgets.actions import add_deed
from widgets.card import Card
from widgets.elided_label import ElidedLabel
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView


class AuditPage(Page):
    """Samples above, the visits of the one the keyboard is on below."""

    name = "audits"
    title = "事后核查"
    obeys = ("period",)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._listed: tuple[SampleRow, ...] = ()
        self._drawn: tuple[DrawnRow, ...] = ()
        self._shown: list[DrawnRow] = []
        self._wanted, self._report = 0, 0
        self._samples: PagedModel[SampleRow] = PagedModel(SAMPLES)
        self.samples: TableView[SampleRow] = TableView(self._samples)
        self._visits: PagedModel[DrawnRow] = PagedModel(DRAWN)
        self.visits: TableView[DrawnRow] = TableView(self._visits)
        self.draw, self.drop = QPushButton("抽样…"), QPushButton("撤销样本…")
        self.form, self.enter = QPushButton("导出核查表…"), QPushButton("录入结果…")
        self.take_in, self.records = QPushButton("导入核查表"), QPushButton("看检查记录")
        self.waiting, self._method = QCheckBox("只看未核查"), ElidedLabel()
        self._card = Card("核查样本", holds_table=True)
        self._below = Card("抽取的检查", holds_table=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._method.setProperty("role", "second")
        line.addWidget(self._method, 1)
        self.draw.setProperty("primary", True)
        for button in (self.draw, self.drop):
            line.addWidget(button)
        self.samples.setAccessibleName("核查样本")
        self.samples.set_empty_state(
            "还没有核查样本", "点“抽样”，从本期检查记录中按单位分层抽取，只核查书面记录。"
        )
        self._card.add_line(line)
        self._card.add(self.samples, 1)
        self.body.addWidget(self._card, 2)
        under = QHBoxLayout()
        under.setSpacing(8)
        under.addWidget(self.waiting)
        under.addStretch(1)
        for button in (self.enter, self.form, self.take_in, self.records):
            under.addWidget(button)
        self.visits.setAccessibleName("抽取的检查")
        self.visits.set_empty_state("没有抽取的检查", "在上方选择一个样本，或先抽样。")
        self._below.add_line(under)
        self._below.add(self.visits, 1)
        self.body.addWidget(self._below, 3)

    def _connect(self) -> None:
        self.draw.clicked.connect(self.ask_draw)
        self.drop.clicked.connect(self._ask_drop)
        self.form.clicked.connect(self._ask_path)
        self.enter.clicked.connect(self.ask_result)
        self.take_in.clicked.connect(lambda: self.ctx.go("import"))
        self.records.clicked.connect(self._open_records)
        self.waiting.toggled.connect(lambda _: self._list_visits())
        self.samples.current_row_changed.connect(self._choose)
        self.visits.row_activated.connect(lambda _: self.ask_result())
        self.visits.current_row_changed.connect(lambda _: self._settle())
        self.visits.selection_stats.connect(lambda text: self.tell_stats(self.visits, text))
        self.visits.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for text, keys, slot in (
            ("录入结果…", "F2", self.ask_result), ("看检查记录", "F3", self._open_records),
        ):  # fmt: skip
            add_deed(self.visits, text, slot, keys)
        self.enter.setToolTip("录入或更正所选检查的核查结果（F2 或回车）")
        self.form.setToolTip("导出带检查编号、检查单位的核查表，填好后在“数据导入”收回")

    # -- reading ---------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[DrawnRow, ...]:
        """Return the visits listed."""
        return tuple(self._shown)

    @property
    def sample(self) -> SampleRow | None:
        """Return the sample the keyboard is on."""
        return self.samples.current_row() if self._listed else None

    def load(self) -> None:
        """Read the samples."""
        now, row = self.sample, self.visits.current_row() if self._shown else None
        self._wanted = self._wanted or (now.id if now else 0)
        self._report = self._report or (row.report if row else 0)
        ReadOp(
            self.ctx, read_samples, self._show, topic="audits", failed=self.load_failed
        ).run()  # fmt: skip

    def selection(self) -> tuple[object, ...]:
        """Return sample and visit the keyboard is on."""
        row = self.visits.current_row() if self._shown else None
        return (self.sample.id if self.sample else 0, row.report if row else 0)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose sample and visit again."""
        if len(selection) == 2:
            self._wanted, self._report = (int(str(one)) for one in selection)

    def _show(self, samples: tuple[SampleRow, ...]) -> None:
        self._listed = samples
        self._samples.set_rows(samples)
        self._card.set_note(f"{thousands(len(samples))} 个样本" if samples else "")
        ids = [one.id for one in samples]
        if ids:
            self.samples.select_row(ids.index(self._wanted) if self._wanted in ids else 0)
        else:
            self._choose(None)
            self.finish()
        self._wanted = 0

    def _choose(self, row: object) -> None:
        if not isinstance(row, SampleRow):
            self._method.setText("从检查记录中抽取，核查书面材料，不进入企业。")
            self._put_drawn(0, ())
            return
        self._method.setText(row.method)
        number = row.id
        ReadOp(
            self.ctx, lambda session: read_drawn(session, number),
            lambda drawn: self._put_drawn(number, drawn), topic="audit-drawn",
            failed=self.load_failed,
        ).run()  # fmt: skip

    def _put_drawn(self, sample: int, drawn: tuple[DrawnRow, ...]) -> None:
        self._drawn = drawn
        self._below.set_title(f"样本 {sample} 抽取的检查" if sample else "抽取的检查")
        self._list_visits()
        if sample:
            self.finish()

    def _list_visits(self) -> None:
        only = self.waiting.isChecked()
        self._shown = [row for row in self._drawn if row.result is None or not only]
        self._visits.set_rows(self._shown)
        left = sum(row.result is None for row in self._drawn)
        note = f"{thousands(len(self._shown))} 次 · 未核查 {thousands(left)} 次"
        self._below.set_note(note if self._drawn else "")
        reports = [row.report for row in self._shown]
        if reports:
            self.visits.select_row(reports.index(self._report) if self._report in reports else 0)
        self._report = 0
        self._settle()

    def _settle(self) -> None:
        has_row = bool(self._shown)
        for button in (self.enter, self.records):
            button.setEnabled(has_row)
        sample = self.sample
        self.form.setEnabled(bool(self._drawn))
        self.drop.setEnabled(sample is not None and not sample.done)

    # -- what one does here ----------------------------------------------------------------

    def ask_draw(self) -> DrawDialog:
        """Open the form of a sample."""
        dialog = DrawDialog(self.ctx, self.draw_lot, self)
        open_dialog(dialog)
        return dialog

    def draw_lot(self, lot: Lot) -> None:
        """Draw a sample and show it."""
        draw_audit(self.ctx, lot, self._drew).run()

    def _drew(self, number: int) -> None:
        self._wanted = number
        self.ctx.messages.info(f"已抽取样本 {number}")
        self.reload()

    def ask_result(self) -> ResultDialog | None:
        """Open the form of a result for the visit the keyboard is on."""
        row = self.visits.current_row() if self._shown else None
        if row is None:
            return None
        dialog = ResultDialog(self.ctx, row, self.enter_found, self)
        open_dialog(dialog)
        return dialog

    def enter_found(self, found: Found) -> None:
        """Enter a result; the next visit without one is chosen."""
        here = [row.report for row in self._shown]
        after = self._shown[here.index(found.report) + 1 :] if found.report in here else []
        following = next((row.report for row in after if row.result is None), found.report)

        def done(changes: Changes) -> None:
            self._report = following
            self.ctx.messages.info("已录入核查结果")

        enter_audit(self.ctx, found, done).run()

    def _ask_drop(self) -> None:
        sample = self.sample
        if sample is not None:
            self.ctx.messages.ask(
                "撤销样本",
                f"撤销样本 {sample.id}？其中 {sample.size:,} 次检查可以重新抽取。",
                "撤销",
                lambda: self.drop_sample(sample.id),
            )

    def drop_sample(self, number: int) -> None:
        """Take a sample back."""
        drop_audit(
            self.ctx, number, lambda _: self.ctx.messages.info(f"已撤销样本 {number}")
        ).run()  # fmt: skip

    def _ask_path(self) -> None:
        sample = self.sample
        if sample is not None:
            name = f"事后核查_样本{sample.id}_{self.ctx.today:%Y%m%d}.xlsx"
            self.ctx.messages.save_file(
                "导出核查表", name, "工作簿 (*.xlsx)", lambda path: self.save_form(sample.id, path)
            )

    def save_form(self, sample: int, path: Path) -> None:
        """Write the form of a sample."""

        def done(counts: tuple[int, int]) -> None:
            left = f"，另有 {counts[1]:,} 次没有检查编号，请逐条录入" if counts[1] else ""
            self.ctx.messages.info(f"已导出 {path.name}，{counts[0]:,} 次{left}")

        save_audit_form(self.ctx, sample, path, done).run()

    def _open_records(self) -> None:
        row = self.visits.current_row() if self._shown else None
        if row is not None:
            period = day_of(row.day).isoformat()
            origin = Origin(
                f"{row.enterprise.name} 的检查记录", 0, "次", period,
                enterprise=row.enterprise.code,
            )  # fmt: skip
            self.ctx.go("records", origin)

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the visits listed as a table."""
        sample, rows = self.sample, self._visits.rows_shown
        if sample is None:
            return None
        notes = (
            *export_notes(self.ctx, len(rows), None, (), (f"样本 {sample.id}",)),
            ("抽样方法", sample.method),
        )

        def make(task: Task) -> TableExport:
            cells: list[tuple[CellValue, ...]] = [
                tuple(get(row) for _, _, get in EXPORTED) for row in rows
            ]
            columns = [ExportColumn(heading, width) for heading, width, _ in EXPORTED]
            return TableExport("事后核查", columns, cells, len(cells), notes)

        return "事后核查", make
