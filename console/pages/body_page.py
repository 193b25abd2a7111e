"""单位: one body among its peers, the six tracked dimensions, and everything that concerns it."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton

from console.context import AppContext
from console.export import CellValue, TableExport
from console.history import Origin
from console.loading.body import (
    BodyCard,
    ScoreLine,
    read_body,
    read_lines,
    read_others,
    read_papers,
)
from console.operations.base import ReadOp, Task
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.body_columns import SCORE_COLUMNS, score_cells, score_data, waiting_data
from console.pages.body_tabs import BodyTabs
from console.pages.notes import export_notes
from data.rows.issues import Changes
from data.rows.notices import NoticeRow
from data.rows.scorecards import Score
from widgets.card import Card
from widgets.elided_label import ElidedLabel
from widgets.formats import thousands
from widgets.score_row import ScoreRow

Papers = tuple[NoticeRow, ...]


class BodyPage(Page):
    """The body is that of the filter, else the one a row led here from, else the one chosen."""

    name = "body"
    title = "单位"
    obeys = ("period", "body", "basis")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        from data.oversight.scorecard import LEADS, QUICK, SLOW

        self.found: BodyCard | None = None
        self._order, self._quick, self._slow = tuple(LEADS), QUICK, SLOW
        self._dimensions = LEADS
        self._lines: dict[str, ScoreLine] = {}
        self._asked: set[int] = set()
        self._local = ""
        self.choice, self._facts = QComboBox(), ElidedLabel()
        self._records = QPushButton("看检查记录")
        self._card = Card("六项跟踪内容", holds_table=True)
        self.rows = {measure: ScoreRow() for measure in self._order}
        self.tabs = BodyTabs(ctx, QUICK)
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        self.choice.setAccessibleName("单位")
        self.choice.setMinimumWidth(200)
        self.choice.setMaximumWidth(320)
        self.choice.setMaxVisibleItems(24)
        self._facts.setProperty("role", "second")
        line.addWidget(self.choice)
        line.addWidget(self._facts, 1)
        line.addWidget(self._records)
        self.body.addLayout(line)
        self._card.body.setSpacing(0)
        for measure in self._order:
            self._card.add(self.rows[measure])
        self.body.addWidget(self._card)
        below = Card(holds_table=True)
        below.add(self.tabs, 1)
        self.body.addWidget(below, 1)

    def _connect(self) -> None:
        self.choice.activated.connect(self._choose)
        self._records.clicked.connect(lambda: self._drill("M9"))
        for row in self.rows.values():
            row.opened.connect(self._drill)
            row.explain_requested.connect(
                lambda measure: self.ctx.command_asked.emit(f"explain:{measure}@{self.code}")
            )
        self.tabs.rule_opened.connect(self._open_rule)

    # -- reading ---------------------------------------------------------------------------

    @property
    def code(self) -> str:
        """Return the code of the body on show."""
        led = self.origin.key[0] if self.origin is not None and self.origin.key else ""
        return led or self.ctx.filter.body or self._local or self._first()

    def _first(self) -> str:
        bodies = self.ctx.registers.bodies if self.ctx.registers else ()
        return next((body.code for body in bodies if body.inspects), "")

    def load(self) -> None:
        """Read what stands at once; slower figures follow."""
        self._offer_bodies()
        code, today = self.code, self.ctx.today
        period, basis = self.ctx.filter.span(today), self.ctx.filter.basis
        if not code:
            self.finish()
            return
        ReadOp(
            self.ctx, lambda session: read_body(session, code, period, basis, today), self._show,
            topic="body", failed=self.load_failed,
        ).run()  # fmt: skip

    def shows(self, changes: Changes) -> bool:
        """Return whether anything of a body was touched."""
        return super().shows(changes) or changes.batches

    def selection(self) -> tuple[object, ...]:
        """Return the body chosen here and the tab on show."""
        return (self._local, self.tabs.currentIndex())

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose body and tab again."""
        if len(selection) == 2:
            self._local = str(selection[0])
            self.tabs.setCurrentIndex(int(str(selection[1])))

    def focus_search(self) -> None:
        """Put the keyboard into the chooser."""
        self.choice.setFocus()

    def _offer_bodies(self) -> None:
        bodies = self.ctx.registers.bodies if self.ctx.registers else ()
        listed = [body for body in bodies if body.inspects or body.code == self.code]
        self.choice.clear()
        for body in listed:
            self.choice.addItem(body.name, body.code)
        self.choice.setCurrentIndex(self.choice.findData(self.code))

    def _choose(self, _: int) -> None:
        """Take the body chosen: into the filter where that names one, else for this page."""
        code = str(self.choice.currentData())
        if self.ctx.filter.body:
            self.ctx.set_filter(self.ctx.filter.with_value("body", code))
        elif self.origin is not None:
            self.ctx.go("body", Origin(code, 0, "个", "", key=(code,)))
        else:
            self._local = code
            self.reload()

    # -- showing ---------------------------------------------------------------------------

    def _show(self, found: BodyCard) -> None:
        self.found = found
        body, file = found.body, found.file
        place = f"{body.region} · " if body.region else ""
        contacts = "、".join(f"{one[0]} {one[2]}".strip() for one in file.contacts) or "未填"
        self._facts.setText(
            f"{place}{body.level} · 条线 {body.system or '本单位'} · 有效执法人员 "
            f"{file.officers:,} 人 · 联络员 {contacts}"
        )
        self._card.set_title(f"{body.name} · {found.period.title}")
        self._card.set_note("短线为同级各单位，圆点为本单位，阴影为95%区间 · 回车看记录")
        self._lines = {line.score.measure: line for line in found.lines}
        for measure in self._order:
            line = self._lines.get(measure)
            self.rows[measure].show_data(
                score_data(line, found.compared) if line is not None
                else waiting_data(self._waiting(measure), self.ctx.is_large)
            )  # fmt: skip
        self._asked = set()
        self._records.setText("看检查记录")
        self._records.setEnabled(False)
        self.tabs.show_card(found)
        self.finish()
        self._read_rest(found, 0)

    def _waiting(self, measure: str) -> ScoreLine:
        from console.loading.body import measure_name

        return ScoreLine(Score(
            self._dimensions[measure], measure, measure_name(measure), None, 0, None, 0, None,
            "无", False,
        ))  # fmt: skip

    def _read_rest(self, found: BodyCard, step: int) -> None:
        """Read the slower parts one after the other, so that other pages keep their workers."""
        if found is not self.found:
            return
        ctx, body, period = self.ctx, found.body, found.period
        basis, today = ctx.filter.basis, ctx.today
        if step == 0:
            ReadOp(
                ctx, lambda session: (
                    read_papers(session, body.code, today, ctx.actor),
                    read_others(session, body.code, period, basis, ctx.is_large),
                ),
                lambda parts: self._take_others(found, *parts), topic="body-rest",
            ).run()  # fmt: skip
        elif step <= len(self._slow) and not (ctx.is_large and step not in self._asked):
            measure = self._slow[step - 1]
            ReadOp(
                ctx,
                lambda session: read_lines(session, body, period, basis, today, (measure,)),
                lambda lines: self._take_line(found, lines[0], step), topic=f"body-{measure}",
            ).run()  # fmt: skip

    def _take_others(self, found: BodyCard, papers: Papers, others: dict[str, str]) -> None:
        if found is self.found:
            self.tabs.show_rest(papers, others)
            self._records.setText(f"看检查记录（{thousands(self.tabs.visits)} 次）")
            self._records.setEnabled(self.tabs.visits > 0)
            self._read_rest(found, 1)

    def _take_line(self, found: BodyCard, line: ScoreLine, step: int) -> None:
        if found is self.found:
            self._lines[line.score.measure] = line
            self.rows[line.score.measure].show_data(score_data(line, found.compared))
            self._read_rest(found, step + 1)

    # -- ways on ---------------------------------------------------------------------------

    def _drill(self, measure: str) -> None:
        """Open the records behind a figure of the body."""
        found, line = self.found, self._lines.get(measure)
        if found is None:
            return
        if line is None and measure in self._slow:
            self._ask(found, measure)
            return
        count = line.score.numerator if line is not None else self.tabs.visits
        name = line.score.name if line is not None else "入企检查"
        if count:
            self.ctx.go("records", Origin(
                f"{found.body.name} · {name} · {found.period.title}", count, "条",
                found.period.text, measure, ("body",), (found.body.code,), "numerator",
                self.ctx.filter.basis,
            ))  # fmt: skip

    def _ask(self, found: BodyCard, measure: str) -> None:
        """Read a figure of a long ledger that was left until somebody asked."""
        step = self._slow.index(measure) + 1
        if step not in self._asked:
            self._asked.add(step)
            self.rows[measure].show_data(waiting_data(self._waiting(measure), False))
            self._read_rest(found, step)

    def _open_rule(self, rule: str, count: int) -> None:
        found = self.found
        if found is not None:
            title = f"{rule} · {found.body.name}"
            self.ctx.go("findings", Origin(title, count, "件", found.period.text, measure=rule,
                                           key=(found.body.code,)))  # fmt: skip

    def plain_table(self) -> PlainTable | None:
        """Return the six dimensions as a table."""
        rows = tuple(
            (data.dimension, data.name, data.figure, data.ratio, data.place, data.interval,
             f"{data.compared} {data.change}".strip())
            for data in (row.data for row in self.rows.values())
        )  # fmt: skip
        header = ("跟踪内容", "指标", "数值", "分子 / 分母", "名次", "区间", "变化")
        return header, rows

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the scores as a table."""
        found = self.found
        if found is None:
            return None
        lines = [self._lines[one] for one in self._order if one in self._lines]
        notes = export_notes(
            self.ctx, len(lines), None, self.obeys, (f"单位 {found.body.name}",)
        )

        def make(task: Task) -> TableExport:
            cells: list[tuple[CellValue, ...]] = [score_cells(line) for line in lines]
            return TableExport("单位画像", SCORE_COLUMNS, cells, len(cells), notes)

        return f"单位画像_{found.body.name}", make
