"""亮码入企: from the code needed to the enterprise's rating, who shows it late, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QPushButton

from console.context import AppContext
from console.export import ExportColumn, TableExport
from console.history import Origin
from console.loading.codes import (
    TREND,
    BodyCodes,
    CodeLists,
    Codes,
    late_origin,
    read_code_lists,
    read_codes,
)
from console.operations.base import ReadOp
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.code_columns import BODIES, BODIES_EXPORTED, LATE, LATE_EXPORTED
from console.pages.notes import export_notes
from console.pages.reflow import Reflow, column
from console.pages.tile_parts import FigureStrip
from data.rows.code_lists import LateCode
from widgets.card import Card
from widgets.chart_card import ChartCard
from widgets.charts import Bar, BarChart, BarData, TrendChart, TrendData, TrendSeries
from widgets.formats import percent, thousands
from widgets.list_table import ListTable
from widgets.status import Status
from widgets.theme import current_theme

NARROW = 1000
LISTS = {"bodies": "各单位", "late": "补码清单"}


class CodesPage(Page):
    """Six tiles, the steps of a code, the months, bodies or 补码, and the reasons."""

    name = "codes"
    title = "亮码入企"
    obeys = ("period", "region", "body")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._data: Codes | None = None
        self._lists: CodeLists | None = None
        self._missing = 0
        self._wanted: tuple[object, ...] = ()
        self._choice, self._reason = "bodies", ""
        self.strip = FigureStrip(ctx, self._explain)
        self.steps = ChartCard("从需亮码到评价", BarChart())
        self.trend = ChartCard("走势", TrendChart())
        self.reasons = ChartCard("补码原因", BarChart())
        self.bodies: ListTable[BodyCodes] = ListTable(BODIES, "各单位亮码情况")
        self.late: ListTable[LateCode] = ListTable(LATE, "补码清单")
        self._card = Card("明细", holds_table=True)
        self._all = QPushButton("看检查记录")
        self._whole = QPushButton("全部原因")
        self._choices = {key: QPushButton(text) for key, text in LISTS.items()}
        self._build()
        self._connect()

    def _build(self) -> None:
        group = QButtonGroup(self)
        for key, button in self._choices.items():
            button.setObjectName("choice")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self.choose(key))
            group.addButton(button)
            self._card.add_beside_title(button)
        for button in (self._whole, self._all):
            button.setProperty("quiet", True)
            self._card.add_to_head(button)
        self.bodies.set_empty_state("没有需亮码的检查", "放宽筛选条件，或换一个期间。")
        self.late.set_empty_state("没有补码", "本期在当前筛选下没有事后补亮的码。")
        for table in (self.bodies, self.late):
            self._card.add(table, 1)
        theme = current_theme()
        self.trend.setMinimumHeight(theme.px(200))
        for card in (self.steps, self.reasons):
            card.setMinimumHeight(theme.px(196))
        self._card.setMinimumHeight(theme.px(196))
        left = column([(self.steps, 0), (self.trend, 1)])
        right = column([(self._card, 1), (self.reasons, 0)])
        self.body.addWidget(self.strip)
        self.body.addWidget(Reflow([(left, 9), (right, 11)], NARROW), 1)
        self._show_choice()

    def _connect(self) -> None:
        self.steps.chart.bar_activated.connect(self._open_step)
        self.trend.chart.column_activated.connect(self._open_month)
        self.reasons.chart.bar_activated.connect(self.narrow)
        self.bodies.row_activated.connect(self._open_body)
        self.late.row_activated.connect(self._open_late)
        self._all.clicked.connect(self._open_list)
        self._whole.clicked.connect(lambda: self.narrow(""))
        for table in (self.bodies, self.late):
            table.selection_stats.connect(lambda text, table=table: self.tell_stats(table, text))

    @property
    def codes(self) -> Codes | None:
        """Return the shares on show."""
        return self._data

    @property
    def lists(self) -> CodeLists | None:
        """Return the steps and 补码 read."""
        return self._lists

    def load(self) -> None:
        """Read the shares, and what needs the records themselves beside them."""
        state, today = self.ctx.filter, self.ctx.today
        self._missing = 2
        ReadOp(
            self.ctx, lambda session: read_codes(session, state, today), self._show,
            topic="codes", failed=self.load_failed,
        ).run()  # fmt: skip
        ReadOp(
            self.ctx, lambda session: read_code_lists(session, state, today), self._show_lists,
            topic="code-lists", failed=self.load_failed,
        ).run()  # fmt: skip

    def choose(self, key: str) -> None:
        """Show the bodies or the 补码."""
        self._choice = key
        self._show_choice()

    def narrow(self, reason: str) -> None:
        """List the 补码 of one reason; of all where it is empty."""
        self._reason = reason
        self._choice = "late"
        self._list_late()
        self._show_choice()
        self.late.setFocus()

    def selection(self) -> tuple[object, ...]:
        """Return which list is shown, of which reason, and the row the keyboard is on."""
        body, late = self.bodies.current_row(), self.late.current_row()
        return (
            self._choice, self._reason, body.code if body else "", late.visit if late else 0,
        )  # fmt: skip

    def restore(self, selection: tuple[object, ...]) -> None:
        """Show the same list and row again, once the figures stand."""
        self._wanted = selection
        if len(selection) == 4:
            self._choice, self._reason = str(selection[0]), str(selection[1])
        else:
            self._reason = ""

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the list on show as a table."""
        if self._data is None or self._lists is None:
            return None
        if self._choice == "late":
            name, also = "补码清单", (f"原因 {self._reason}",) if self._reason else ()
            heads = [(heading, width) for heading, width, _ in LATE_EXPORTED]
            cells = [tuple(get(row) for _, _, get in LATE_EXPORTED) for row in self.late.rows]
        else:
            name, also = "各单位亮码情况", ()
            heads = [(heading, width) for heading, width, _ in BODIES_EXPORTED]
            cells = [tuple(get(row) for _, _, get in BODIES_EXPORTED) for row in self.bodies.rows]
        columns = [ExportColumn(heading, width, heading.endswith("率")) for heading, width in heads]
        notes = export_notes(self.ctx, len(cells), dimensions=self.obeys, also=also)
        return name, lambda task: TableExport(name, columns, cells, len(cells), notes)

    def plain_table(self) -> PlainTable | None:
        """Return the chart the keyboard is in as a table, else the steps."""
        for card in (self.trend, self.reasons):
            if card.chart.hasFocus():
                return card.as_table()
        return self.steps.as_table()

    def _show(self, data: Codes) -> None:
        self._data = data
        self.strip.show_figures(data.tiles)
        self.trend.chart.show_data(trend_of(data))
        self.trend.renew()
        self.bodies.show_rows(data.bodies)
        if len(self._wanted) == 4:
            self.bodies.select(
                next((row for row in data.bodies if row.code == self._wanted[2]), None)
            )
        self._show_choice()
        self._one_more()

    def _show_lists(self, lists: CodeLists) -> None:
        self._lists = lists
        self.steps.chart.show_data(steps_of(lists))
        self.steps.set_note(
            f"另有 {thousands(lists.unknown)} 次未提供亮码情况" if lists.unknown else ""
        )
        self.steps.renew()
        self.reasons.chart.show_data(reasons_of(lists))
        self.reasons.set_note("单击看清单 · 多个单位原因不同的各计一次")
        self.reasons.renew()
        self._list_late()
        if len(self._wanted) == 4:
            self.late.select(
                next((row for row in lists.late if row.visit == self._wanted[3]), None)
            )
        self._show_choice()
        self._one_more()

    def _one_more(self) -> None:
        self._missing -= 1
        if self._missing <= 0:
            self._wanted = ()
            self.finish()

    def _list_late(self) -> None:
        if self._lists is not None:
            self.late.show_rows(self._lists.given(self._reason))

    def _show_choice(self) -> None:
        is_late = self._choice == "late"
        self._choices[self._choice].setChecked(True)
        self.late.setVisible(is_late)
        self.bodies.setVisible(not is_late)
        self._all.setVisible(is_late and bool(self.late.rows))
        self._whole.setVisible(is_late and bool(self._reason))
        if is_late:
            past = sum(row.overdue for row in self.late.rows)
            whose = f"{self._reason} " if self._reason else ""
            self._card.set_note(f"{whose}{thousands(len(self.late.rows))} 次，逾期 {past} 次")
        else:
            self._card.set_note(f"{len(self.bodies.rows)} 个单位 · 回车看需亮码的检查")

    def _explain(self, measure: str) -> None:
        self.ctx.command_asked.emit(f"explain:{measure}")

    def _open_step(self, key: str) -> None:
        if self._lists is not None:
            self._go(self._lists.steps[int(key)].origin)

    def _open_month(self, month: str) -> None:
        if self._data is not None:
            self._go(self._data.month_origin(month))

    def _open_body(self, row: object) -> None:
        if self._data is not None and isinstance(row, BodyCodes):
            self._go(self._data.body_origin(row))

    def _open_late(self, row: object) -> None:
        if isinstance(row, LateCode):
            self._go(late_origin((row,), f"{row.enterprise.name} · 补码"))

    def _open_list(self) -> None:
        if self._data is not None:
            whose = f"（{self._reason}）" if self._reason else ""
            title = f"补码{whose} · {self._data.period.title}"
            self._go(late_origin(self.late.rows, title))

    def _go(self, origin: Origin) -> None:
        if origin.count:
            self.ctx.go("records", origin)
        else:
            self.ctx.messages.info(f"{origin.title}：没有检查记录")


def trend_of(data: Codes) -> TrendData:
    """Return the shares by month in percent."""
    months = tuple(month for month, _ in data.series.get("M3", ()))
    columns = tuple((month, f"{month[2:4]}.{int(month[5:])}") for month in months)
    lines = []
    for measure, name in TREND:
        values = {month: value.value for month, value in data.series.get(measure, ())}
        known = (values.get(month) for month in months)
        lines.append(
            TrendSeries(name, tuple(None if one is None else one * 100 for one in known))
        )
    return TrendData(columns, tuple(lines), "亮码、扫码、评价走势", "%", decimals=1)


def steps_of(lists: CodeLists) -> BarData:
    """Return the steps as bars, each with its share of the step before."""
    bars = tuple(
        Bar(f"{place}", step.name, float(step.count),
            thousands(step.count) + ("" if step.share is None else f" · {percent(step.share)}"),
            tip=f"{step.name} {thousands(step.count)} 次"
            + ("" if step.share is None else f"，为上一步的 {percent(step.share)}"))
        for place, step in enumerate(lists.steps)
    )  # fmt: skip
    return BarData(bars, "从需亮码到评价（次 · 占上一步）", "次")


def reasons_of(lists: CodeLists) -> BarData:
    """Return the reasons as bars; one given past the limit is marked."""
    bars = tuple(
        Bar(one.reason, one.reason, float(one.count),
            f"{thousands(one.count)} 次" + (f"，逾期 {one.overdue}" if one.overdue else ""),
            Status.ORANGE if one.overdue else Status.YELLOW)
        for one in lists.reasons
    )  # fmt: skip
    return BarData(bars, "补码原因", "次")
