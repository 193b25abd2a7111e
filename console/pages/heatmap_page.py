"""频次热力: bodies and regions by month; a click or Enter opens exactly the records of the cell."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton

from console.context import AppContext
from console.loading.heat import Heat, read_heat
from console.operations.base import ReadOp
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.heat_parts import heat_data, heat_export, open_cell
from console.pages.notes import export_notes
from widgets.card import Card
from widgets.heatmap import Heatmap
from widgets.theme import current_theme

NOTE = "单元格 = 入企检查{unit}数 · 回车或单击看记录 · Alt+T 看表 · 一次联合检查计 1 次"
BOTH = "both"
TITLES = {"region": "地区 × 月", "body": "单位 × 月"}
BY = tuple(TITLES)


class HeatmapPage(Page):
    """The heat of regions above the heat of bodies, or one of them alone."""

    name = "heatmap"
    title = "频次热力"
    obeys = ("period", "region", "body", "level", "trigger", "basis")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._choice = BOTH
        self._heats: dict[str, Heat] = {}
        self._wanted: tuple[object, ...] = ()
        self._cards = {by: Card(title) for by, title in TITLES.items()}
        self.tables = {"region": Heatmap(has_legend=False), "body": Heatmap()}
        self._choices = {BOTH: QPushButton("全部")}
        self._choices.update((by, QPushButton(title)) for by, title in TITLES.items())
        self._build()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        group = QButtonGroup(self)
        for choice, button in self._choices.items():
            button.setObjectName("choice")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, choice=choice: self._set_choice(choice))
            group.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        self.body.addLayout(line)
        for by in BY:
            table = self.tables[by]
            table.cell_activated.connect(
                lambda row, column, by=by: self._open_cell(by, row, column)
            )
            table.cell_current.connect(self.stats_shown)
            self._cards[by].add(table, 1)
            self.body.addWidget(self._cards[by], int(by == "body"))
        self._set_choice(BOTH)

    def load(self) -> None:
        """Count both heats under the filter."""
        state, today = self.ctx.filter, self.ctx.today
        ReadOp(
            self.ctx, lambda session: [read_heat(session, state, by, today) for by in BY],
            self._show, topic="heatmap", failed=self.load_failed,
        ).run()  # fmt: skip

    def heat(self, by: str) -> Heat:
        """Return a heat shown."""
        return self._heats[by]

    def selection(self) -> tuple[object, ...]:
        """Return what is shown, and in which heat and cell the keyboard is."""
        by = next((by for by in BY if self.tables[by].view.hasFocus()), self._last_used())
        return (self._choice, by, *self.tables[by].view.current_keys())

    def restore(self, selection: tuple[object, ...]) -> None:
        """Show the same heat and cell again."""
        if len(selection) == 4:
            self._wanted = selection
            self._set_choice(str(selection[0]))

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the heat on show as a table; of both, that of bodies."""
        by = "region" if self._choice == "region" else "body"
        heat = self._heats.get(by)
        if heat is None:
            return None
        name = f"频次热力_{TITLES[by].replace(' × ', '按')}"
        notes = export_notes(self.ctx, len(heat.lines), dimensions=self.obeys)
        return name, lambda task: heat_export(heat, name, notes)

    def plain_table(self) -> PlainTable | None:
        """Return the heat on show as a table; of both, the one with the keyboard."""
        return self.tables[self._last_used()].view.as_table()

    def _last_used(self) -> str:
        if self._choice in BY:
            return self._choice
        return next((by for by in BY if self.tables[by].view.current_keys()[0]), "region")

    def _set_choice(self, choice: str) -> None:
        self._choice = choice
        self._choices[choice].setChecked(True)
        for by in BY:
            self._cards[by].setVisible(choice in (BOTH, by))
        self._fit_region()

    def _fit_region(self) -> None:
        view = self.tables["region"].view
        is_alone = self._choice == "region"
        theme = current_theme()
        rows = len(view.data.rows) or 8
        # Asked of the theme: the headers know their sizes only once they were shown.
        height = theme.dense_row_height * (rows + 1) + 2
        view.setMinimumHeight(0 if is_alone else height)
        view.setMaximumHeight(16_777_215 if is_alone else height)

    def _show(self, heats: list[Heat]) -> None:
        for heat in heats:
            self._heats[heat.by] = heat
            self._cards[heat.by].set_note(NOTE.format(unit=heat.unit) if heat.by == "region" else
                                          f"{len(heat.lines)} 个单位，按合计由多到少")  # fmt: skip
            self.tables[heat.by].show_data(heat_data(heat, TITLES[heat.by]))
        self._fit_region()
        if self._wanted:
            _, by, row, column = (str(part) for part in self._wanted)
            self.tables[by].view.set_current(row, column)
            self.tables[by].view.setFocus()
        self._wanted = ()
        self.finish()

    def _open_cell(self, by: str, row_key: str, column_key: str) -> None:
        if by in self._heats:
            open_cell(self.ctx, self._heats[by], row_key, column_key)
