"""联合比例: M1 against 25 %, month by month, the gap in tasks, and who does how much together."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout

from console.context import AppContext
from console.export import CellValue, ExportColumn, TableExport
from console.history import Origin
from console.loading.joint import (
    RANKED,
    Joint,
    Later,
    outlook_tile,
    read_joint,
    read_later,
)
from console.loading.ranks import RankLine
from console.loading.tiles import TileSpec, waiting_tile
from console.operations.base import ReadOp
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.notes import export_notes
from console.pages.rank_card import CHOICES, RankCard
from console.pages.reflow import Reflow, column
from console.pages.tile_parts import FigureStrip
from console.pages.what_if_card import WhatIfCard
from console.what_if import shown_what_if
from data.rows.outlook import Outlook
from data.rows.readings import LITERAL, READINGS
from widgets.chart_card import ChartCard
from widgets.charts import Bar, BarChart, BarData, TrendChart, TrendData, TrendSeries
from widgets.formats import percent, thousands
from widgets.theme import current_theme

PROJECTION = "projection"
NARROW = 1060
WAITING = TileSpec(PROJECTION, "年底推算（参考）", "")
COLUMNS = (
    ("类别", 14), ("名次", 8), ("名次变化", 10), ("单位或地区", 28), ("联合检查比例", 14),
    ("联合任务", 10), ("全部任务", 10), ("95%区间下限", 14), ("95%区间上限", 14),
    ("未排名原因", 14),
)  # fmt: skip
SHARES = ("联合检查比例", "95%区间下限", "95%区间上限")
TREND = "{}走势"


class JointPage(Page):
    """Five tiles, the sentence of the gap, three charts."""

    name = "joint"
    title = "联合比例"
    obeys = ("period", "region", "body")
    shows_what_if = True

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._data: Joint | None = None
        self._later: Later | None = None
        self._missing = 0
        self._wanted: tuple[object, ...] = ()
        self.strip = FigureStrip(ctx, self._explain)
        self._sentence, self._projected = QLabel(), QLabel()
        self.trend = ChartCard(TREND.format(LITERAL.title), TrendChart(), can_explain=True)
        self.kinds = ChartCard("怎样一起查", BarChart())
        self.ranks = RankCard("联合检查比例（M1c）")
        self.what_if = WhatIfCard(ctx)
        self._build()

    def _build(self) -> None:
        self._sentence.setProperty("role", "cell")
        self._projected.setProperty("role", "note")
        said = QVBoxLayout()
        said.setSpacing(1)
        for label in (self._sentence, self._projected):
            label.setWordWrap(True)
            said.addWidget(label)
        self.trend.chart.column_activated.connect(self._open_month)
        self.trend.explain_requested.connect(self._explain_trend)
        self.kinds.chart.bar_activated.connect(self._open_kind)
        self.ranks.line_opened.connect(self._open_line)
        self.ranks.explain_requested.connect(lambda: self._explain(RANKED))
        self.trend.setMinimumHeight(current_theme().px(220))
        self.kinds.setMinimumHeight(current_theme().px(170))
        self.ranks.setMinimumHeight(current_theme().px(300))
        left = column([(self.trend, 1), (self.kinds, 0)])
        self.body.addWidget(self.what_if)
        self.body.addWidget(self.strip)
        self.body.addLayout(said)
        self.body.addWidget(Reflow([(left, 1), (self.ranks, 1)], NARROW), 1)

    @property
    def joint(self) -> Joint | None:
        """Return what is shown."""
        return self._data

    @property
    def later(self) -> Later | None:
        """Return the kinds and the projection on show."""
        return self._later

    def load(self) -> None:
        """Read the figures, and what needs the records themselves beside them."""
        state, today = self.ctx.filter, self.ctx.today
        self._later, self._missing = None, 2
        self.what_if.show_what_if(shown_what_if(self.ctx))
        ReadOp(
            self.ctx, lambda session: read_joint(session, state, today), self._show,
            topic="joint", failed=self.load_failed,
        ).run()  # fmt: skip
        ReadOp(
            self.ctx, lambda session: read_later(session, state, today), self._show_later,
            topic="joint-later", failed=self.load_failed,
        ).run()  # fmt: skip

    def selection(self) -> tuple[object, ...]:
        """Return whose bars are shown, and which bar the keyboard is on."""
        return self.ranks.choice, self.ranks.chart.current_key()

    def restore(self, selection: tuple[object, ...]) -> None:
        """Show the same bars again, once the figures stand."""
        self._wanted = selection

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the shares of all bodies and regions as a table."""
        data = self._data
        if data is None:
            return None
        rows = [
            _exported(CHOICES.get(peer, ""), line)
            for peer in CHOICES
            for line in data.ranks.get(peer, ())
        ]
        columns = [
            ExportColumn(heading, width, heading in SHARES) for heading, width in COLUMNS
        ]
        notes = export_notes(self.ctx, len(rows), dimensions=self.obeys, also=(data.sentence,))
        name = "联合检查比例"
        return name, lambda task: TableExport(name, columns, rows, len(rows), notes)

    def plain_table(self) -> PlainTable | None:
        """Return the chart the keyboard is in as a table, else the bars."""
        for card in (self.trend, self.kinds):
            if card.chart.hasFocus():
                return card.as_table()
        return self.ranks.as_table()

    def _show(self, data: Joint) -> None:
        self._data = data
        self._show_tiles()
        self._sentence.setText(data.sentence)
        self.trend.set_title(TREND.format(data.reading.title))
        self.trend.chart.show_data(trend_of(data))
        self.trend.renew()
        if self._wanted and str(self._wanted[0]) in CHOICES:
            self.ranks.choice = str(self._wanted[0])
        state = self.ctx.filter
        self.ranks.show_ranks(data.ranks, data.city, (state.body, state.region))
        if len(self._wanted) == 2:
            self.ranks.chart.set_current(str(self._wanted[1]))
        elif state.body is not None:
            self.ranks.seek(state.body)
        self._wanted = ()
        self._one_more()

    def _show_later(self, later: Later) -> None:
        self._later = later
        self._show_tiles()
        self._projected.setText(outlook_words(later.outlook))
        self.kinds.chart.show_data(kinds_of(later))
        self.kinds.renew()
        self.kinds.set_note("占全部任务 · 后两类不计入联合比例")
        self._one_more()

    def _show_tiles(self) -> None:
        data, later = self._data, self._later
        if data is None:
            return
        last = waiting_tile(WAITING)
        if later is not None:
            last = outlook_tile(later.outlook, data.target)
        self.strip.show_figures((*data.tiles, last))

    def _one_more(self) -> None:
        self._missing -= 1
        if self._missing <= 0:
            self.finish()

    def _explain_trend(self) -> None:
        self._explain((self._data.reading if self._data is not None else LITERAL).id)

    def _explain(self, measure: str) -> None:
        if measure != PROJECTION:
            self.ctx.command_asked.emit(f"explain:{measure}")
            return
        outlook = self._later.outlook if self._later is not None else None
        if outlook is None:
            self.ctx.messages.info("年底推算只对全市作，请先清除地区、单位筛选")
            return
        joint = READINGS[outlook.reading].joint
        parts = "\n".join(
            f"{one.name}：{thousands(one.tasks)} 个，其中{joint} {thousands(one.joint)} 个"
            for one in outlook.parts
        )
        kept = f"至今落实率：{thousands(outlook.kept)} / {thousands(outlook.promised)} 个任务"
        title = f"{outlook.year}年底推算（参考）· 从 {outlook.as_of.isoformat()} 起"
        self.ctx.messages.about(title, f"{outlook.method}\n\n{parts}\n{kept}")

    def _open_month(self, month: str) -> None:
        data = self._data
        if data is not None:
            months = [point.month for point in data.months]
            self._go(data.month_origin(months.index(month)))

    def _open_kind(self, measure: str) -> None:
        if self._later is not None:
            measures = [kind.measure for kind in self._later.kinds]
            self._go(self._later.kind_origin(measures.index(measure)))

    def _open_line(self, line: object) -> None:
        if self._data is not None and isinstance(line, RankLine):
            self._go(self._data.rank_origin(line))

    def _go(self, origin: Origin) -> None:
        if origin.count:
            self.ctx.go("records", origin)
        else:
            self.ctx.messages.info(f"{origin.title}：没有检查记录")


def outlook_words(outlook: Outlook | None) -> str:
    """Return in one line how the projection is made; all of it stands behind ⓘ."""
    if outlook is not None and outlook.value is None:
        return ""
    if outlook is None:
        return "年底推算只对全市作，清除地区、单位筛选后显示。"
    if outlook.is_over:
        return f"{outlook.year}年已结束，年底数即全年实际数。"
    return (
        f"年底推算 {percent(outlook.value)}（参考，不作考核和通报）：至今任务，"
        "加上已备案未到期的计划按自身进度、其他任务按日均数推至年底，计划为联合的按联合计；"
        f"按至今落实率（{thousands(outlook.kept)} / {thousands(outlook.promised)}）"
        f"为 {percent(outlook.low)}。"
    )


def trend_of(data: Joint) -> TrendData:
    """Return the share by month and cumulated, in percent, with the target."""
    def percents(values: list[float | None]) -> tuple[float | None, ...]:
        return tuple(None if value is None else value * 100 for value in values)

    columns = tuple((point.month, f"{int(point.month[5:])}月") for point in data.months)
    series = (
        TrendSeries("1月起累计", percents([point.cumulated.value for point in data.months])),
        TrendSeries("当月", percents([point.own.value for point in data.months])),
    )
    return TrendData(columns, series, data.reading.name, "%", data.target * 100,
                     f"目标 {data.target:.0%}", 1)  # fmt: skip


def kinds_of(later: Later) -> BarData:
    """Return the kinds of tasks as bars."""
    bars = tuple(
        Bar(kind.measure, kind.name, kind.value.value,
            f"{thousands(kind.value.numerator)} 个 · {percent(kind.value.value)}")
        for kind in later.kinds
    )  # fmt: skip
    return BarData(bars, "怎样一起查", "")


def _exported(peer: str, line: RankLine) -> tuple[CellValue, ...]:
    return (
        peer, line.rank, line.moved, line.name, line.value, line.numerator, line.denominator,
        line.low, line.high, line.unranked,
    )  # fmt: skip
