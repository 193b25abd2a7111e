"""层级间联动: which level repeated which, whose results were reused, and every case."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QPushButton

from console.context import AppContext
from console.export import ExportColumn, TableExport
from console.history import Origin
from console.loading.levels import Levels, case_origin, read_levels
from console.loading.tiles import TileFigures
from console.operations.base import ReadOp
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.level_columns import CASES, EXPORTED, SYSTEMS, short_pair
from console.pages.notes import export_notes
from console.pages.reflow import Reflow
from console.pages.tile_parts import FigureStrip
from data.rows.level_cases import ALL_SYSTEMS, LevelCase, SystemLine
from widgets.card import Card
from widgets.chart_card import ChartCard
from widgets.charts import TrendChart, TrendData, TrendSeries
from widgets.formats import thousands
from widgets.heatmap import HeatCell, HeatData, Heatmap, HeatRow
from widgets.list_table import ListTable
from widgets.theme import current_theme

NARROW = 1000
FIRST_THEN = "先查 → 后查，起"
KINDS = (("", "重复和采用"), ("repeated", "只看重复"), ("reused", "只看已采用"))


class LevelsPage(Page):
    """Tiles, 条线 by pairs of levels, 条线 by shares, months, and the cases."""

    name = "levels"
    title = "层级间联动"
    obeys = ("period", "region", "body")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._data: Levels | None = None
        self._system, self._pair, self._wanted = "", "", ""
        self.strip = FigureStrip(ctx, self._explain, self._list_repeats)
        self.matrix = Heatmap(has_legend=False)
        self.systems: ListTable[SystemLine] = ListTable(SYSTEMS, "各条线")
        self.trend = ChartCard("走势", TrendChart())
        self.cases: ListTable[LevelCase] = ListTable(CASES, "跨层级重复和采用结果的事例")
        self.kind = QComboBox()
        self._card = Card("事例", holds_table=True)
        self._whole, self._finding, self._records = (
            QPushButton(text) for text in ("全部事例", "看预警", "看检查记录")
        )
        self._matrix_card = Card("谁重复了谁", FIRST_THEN)
        self._systems_card = Card("各条线", "回车看事例", holds_table=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        theme = current_theme()
        for key, text in KINDS:
            self.kind.addItem(text, key)
        self.kind.setAccessibleName("事例种类")
        self._card.add_beside_title(self.kind)
        for button in (self._whole, self._finding, self._records):
            button.setProperty("quiet", True)
            self._card.add_to_head(button)
        self._matrix_card.add(self.matrix, 1)
        self._systems_card.add(self.systems, 1)
        nothing = "本期在当前筛选下，没有一级查过、另一级又查。"
        self.cases.set_empty_state("没有跨层级的事例", nothing)
        self.systems.set_empty_state("没有事例", "")
        self._card.add(self.cases, 1)
        cards: list[tuple[Card, int]] = [
            (self._matrix_card, 10), (self._systems_card, 10), (self.trend, 11),
        ]  # fmt: skip
        for card, _ in cards:
            card.setMinimumHeight(theme.px(206))
        self._card.setMinimumHeight(theme.px(200))
        self.body.addWidget(self.strip)
        self.body.addWidget(Reflow(cards, NARROW), 2)
        self.body.addWidget(self._card, 3)

    def _connect(self) -> None:
        self.matrix.cell_activated.connect(self._narrow_to_cell)
        self.matrix.cell_opened.connect(lambda *_: self._open_listed())
        self.matrix.cell_current.connect(self.stats_shown)
        self.systems.row_activated.connect(self._narrow_to_system)
        self.trend.chart.column_activated.connect(self._open_month)
        self.kind.activated.connect(lambda _: self._list())
        self.cases.row_activated.connect(self._open_case)
        self.cases.current_row_changed.connect(self._offer_finding)
        self.cases.selection_stats.connect(lambda text: self.tell_stats(self.cases, text))
        self._whole.clicked.connect(lambda: self.narrow("", ""))
        self._finding.clicked.connect(self._open_finding)
        self._records.clicked.connect(self._open_listed)

    @property
    def levels(self) -> Levels | None:
        """Return what is shown."""
        return self._data

    def load(self) -> None:
        """Read the repeats, and everything with M15 beside them."""
        self._data = None
        self._read("levels", with_reused=False)
        self._read("levels-whole", with_reused=True)

    def _read(self, topic: str, with_reused: bool) -> None:
        state, today = self.ctx.filter, self.ctx.today
        ReadOp(
            self.ctx, lambda session: read_levels(session, state, today, with_reused), self._show,
            topic=topic, failed=self.load_failed,
        ).run()  # fmt: skip

    def narrow(self, system: str, pair: str, kind: str = "") -> None:
        """List the cases of a 条线, a pair of levels and a kind; empty texts take all."""
        self._system, self._pair = system, pair
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self._list()

    def selection(self) -> tuple[object, ...]:
        """Return what is listed, and the case the keyboard is on."""
        case = self.cases.current_row()
        kind = str(self.kind.currentData())
        return self._system, self._pair, kind, case.key if case else ""

    def restore(self, selection: tuple[object, ...]) -> None:
        """List the same again, once the figures stand."""
        known = tuple(str(one) for one in selection) if len(selection) == 4 else ("", "", "", "")
        self._system, self._pair, kind, self._wanted = known
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the cases listed as a table."""
        if self._data is None:
            return None
        rows, name = self.cases.rows, "层级间联动事例"
        cells = [tuple(get(row) for _, _, get in EXPORTED) for row in rows]
        columns = [ExportColumn(heading, width) for heading, width, _ in EXPORTED]
        also = (self._narrowed(),) if self._narrowed() else ()
        notes = export_notes(self.ctx, len(cells), dimensions=self.obeys, also=also)
        return name, lambda task: TableExport(name, columns, cells, len(cells), notes)

    def plain_table(self) -> PlainTable | None:
        """Return the months where the keyboard is in them, else the pairs of levels."""
        if self.trend.chart.hasFocus():
            return self.trend.as_table()
        return self.matrix.as_table()

    def _show(self, data: Levels) -> None:
        if self._data is not None and self._data.is_whole:
            return  # the whole came first
        kept = "" if self._data is None else self.selection()[-1]
        self._data = data
        self.strip.show_figures(data.tiles)
        self.matrix.show_data(matrix_of(data))
        self._matrix_card.set_note(FIRST_THEN if data.lines else "没有跨层级重复")
        self.systems.show_rows(data.systems)
        self.trend.chart.show_data(trend_of(data))
        self.trend.renew()
        self._list()
        sought = self._wanted or kept
        self.cases.select(next((one for one in data.cases if one.key == sought), None))
        if data.is_whole:
            self._wanted = ""
            self.finish()

    def _list(self) -> None:
        if self._data is None:
            return
        kind = str(self.kind.currentData())
        chosen = self._data.chosen(self._system, self._pair, kind)
        self.cases.show_rows(chosen)
        if chosen and self.cases.current_row() is None:
            self.cases.select_row(0)
        words = self._narrowed()
        count = f"{thousands(len(chosen))} 起"
        self._card.set_note(f"{words} · {count}" if words else count)
        self._whole.setVisible(bool(words))
        self._records.setVisible(bool(chosen))
        self._offer_finding(self.cases.current_row() if chosen else None)

    def _narrowed(self) -> str:
        """Say what the page narrows to beside the filter of all pages."""
        kind = self.kind.currentText() if self.kind.currentData() else ""
        return " · ".join(part for part in (self._system, self._pair, kind) if part)

    def _narrow_to_cell(self, system: str, pair: str) -> None:
        # The matrix counts repeats: so does the list it narrows to.
        self.narrow("" if system == ALL_SYSTEMS else system, pair, "repeated")

    def _narrow_to_system(self, row: object) -> None:
        if isinstance(row, SystemLine):
            self.narrow(row.system, "")
            self.cases.setFocus()

    def _list_repeats(self, figures: TileFigures) -> bool:
        """List what a tile of repeats counts, without leaving the page."""
        if figures.measure != "R5":
            return False
        self.narrow("", "", "repeated")
        self.cases.setFocus()
        return True

    def _offer_finding(self, row: object) -> None:
        self._finding.setVisible(isinstance(row, LevelCase) and bool(row.finding))

    def _explain(self, measure: str) -> None:
        self.ctx.command_asked.emit(f"explain:{measure}")

    def _open_month(self, month: str) -> None:
        if self._data is None:
            return
        found = self._data.of_month(month)
        title = f"跨层级重复 · {month[:4]}年{int(month[5:])}月 · {len(found)} 起"
        if found:
            self.ctx.go("records", case_origin(found, title))
        else:
            self.ctx.messages.info("该月不在所选期间，或没有跨层级重复")

    def _open_case(self, row: object) -> None:
        if isinstance(row, LevelCase):
            title = f"{row.enterprise.name} · {row.item.name}"
            self.ctx.go("records", case_origin((row,), title))

    def _open_listed(self) -> None:
        if self._data is not None and self.cases.rows:
            words = self._narrowed() or "层级间联动"
            title = f"{words} · {self._data.period.title} · {thousands(len(self.cases.rows))} 起"
            self.ctx.go("records", case_origin(self.cases.rows, title))

    def _open_finding(self) -> None:
        row = self.cases.current_row()
        if row is not None and row.finding:
            self.ctx.go("findings", Origin("跨层级重复", 1, "起", "", "R5", finding=row.finding))


def matrix_of(data: Levels) -> HeatData:
    """Return 条线 by pairs of levels as the coloured table takes it."""
    columns = tuple((pair, short_pair(pair)) for pair in data.pairs)
    rows = tuple(
        HeatRow(
            line.system, line.system,
            tuple(
                HeatCell(float(line.counts.get(pair, 0)),
                         tip=f"{line.system} {pair}：{line.counts.get(pair, 0)} 起")
                for pair in data.pairs
            ),
            float(line.total),
        )
        for line in data.lines
    )  # fmt: skip
    made = HeatData(rows, columns, "起", title="谁重复了谁", flag_meaning="")
    most = max((cell.value or 0 for row in rows[1:] for cell in row.cells if cell), default=1)
    return replace(made, top=float(max(1, most)))


def trend_of(data: Levels) -> TrendData:
    """Return repeats by month, and the results reused in the months of the period."""
    columns = tuple((month, f"{month[2:4]}.{int(month[5:])}") for month, _ in data.months)
    inside = set(data.period_months)
    series = (
        TrendSeries("跨层级重复", tuple(value.value for _, value in data.months)),
        TrendSeries(
            "采用已有结果",
            tuple(
                float(data.reused.get(month, 0)) if month in inside else None
                for month, _ in data.months
            ),
        ),
    )
    return TrendData(columns, series, "跨层级重复走势", "起")
