"""频次热力: bodies or regions by month; a cell shows its records below, again opens them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QPushButton

from console.context import AppContext
from console.loading.heat import MEASURE, Heat, read_heat
from console.operations.base import ReadOp
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.heat_parts import (
    cell_origin,
    heat_data,
    heat_export,
    is_flagged,
    open_cell,
    telling_cell,
)
from console.pages.heat_preview import HeatPreview
from console.pages.notes import export_notes
from console.pages.remark_desk import RemarkMenu
from widgets.card import Card
from widgets.heatmap import Heatmap, HeatmapView
from widgets.theme import current_theme

NOTE = "单元格 = 入企检查{unit}数 · 单击或回车看记录 · Alt+T 看表 · {count}"
COUNTED = {"visits": "一次联合检查计 1 次", "records": "每条检查事项记录计 1 条"}
TITLES = {"region": "地区 × 月", "body": "单位 × 月"}
BY = tuple(TITLES)
ROWS_IN_FULL = 10
PREVIEW_LEAST = 170


class HeatmapPage(Page):
    """One heat at a time, with the records of the cell chosen in a card below."""

    name = "heatmap"
    title = "频次热力"
    obeys = ("period", "region", "body", "level", "system", "trigger", "basis")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._choice = "region"
        self._heats: dict[str, Heat] = {}
        self._wanted: tuple[object, ...] = ()
        self._card = Card("入企检查频次", can_explain=True)
        self.tables = {by: Heatmap() for by in BY}
        self._choices = {by: QPushButton(title) for by, title in TITLES.items()}
        self.menus: dict[str, RemarkMenu] = {}
        self.preview = HeatPreview(ctx)
        self._build()

    def _build(self) -> None:
        group = QButtonGroup(self)
        for by, button in self._choices.items():
            button.setObjectName("choice")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, by=by: self.choose(by))
            group.addButton(button)
            self._card.add_beside_title(button)
        for by in BY:
            table = self.tables[by]
            table.cell_activated.connect(
                lambda row, column, by=by: self._preview_cell(by, row, column)
            )
            table.cell_opened.connect(lambda row, column, by=by: self._open_cell(by, row, column))
            table.cell_current.connect(lambda text, by=by: self._tell_cell(by, text))
            self.menus[by] = RemarkMenu(self.ctx, table.view, by, partial(self._open_cell, by))
            self._card.add(table, 1)
        self._card.explain_requested.connect(
            lambda: self.ctx.command_asked.emit(f"explain:{MEASURE}")
        )
        self.preview.opened.connect(lambda origin: self.ctx.go("records", origin))
        self.preview.ready.connect(self._finish_first)
        self.body.addWidget(self._card)
        self.body.addWidget(self.preview)
        self._show_choice()

    def load(self) -> None:
        """Count both heats under the filter."""
        state, today = self.ctx.filter, self.ctx.today
        ReadOp(
            self.ctx, lambda session: [read_heat(session, state, by, today) for by in BY],
            self._show, topic="heatmap", failed=self.load_failed,
        ).run()  # fmt: skip

    def heat(self, by: str) -> Heat:
        """Return a heat read."""
        return self._heats[by]

    def choose(self, by: str) -> None:
        """Show the heat of regions or of bodies, with the records of its present cell."""
        self._choice = by
        self._show_choice()
        self._show_cell()

    def selection(self) -> tuple[object, ...]:
        """Return which heat is shown, and in which cell the keyboard is."""
        return (self._choice, *self._view.current_keys())

    def restore(self, selection: tuple[object, ...]) -> None:
        """Show the same heat and cell again."""
        if len(selection) == 3:
            self._wanted = selection
            self._choice = str(selection[0])
            self._show_choice()

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the heat on show as a table."""
        heat = self._heats.get(self._choice)
        if heat is None:
            return None
        name = f"频次热力_{TITLES[self._choice].replace(' × ', '按')}"
        notes = export_notes(self.ctx, len(heat.lines), dimensions=self.obeys)
        return name, lambda task: heat_export(heat, name, notes)

    def plain_table(self) -> PlainTable | None:
        """Return the heat on show as a table."""
        return self._view.as_table()

    @property
    def _view(self) -> HeatmapView:
        return self.tables[self._choice].view

    def _show_choice(self) -> None:
        self._choices[self._choice].setChecked(True)
        for by in BY:
            self.tables[by].setVisible(by == self._choice)
        heat = self._heats.get(self._choice)
        if heat is not None:
            many = f"{len(heat.lines)} 个单位" if self._choice == "body" else ""
            count = " · ".join(part for part in (COUNTED[heat.basis], many) if part)
            self._card.set_note(NOTE.format(unit=heat.unit, count=count))
        self._share_height()

    def _share_height(self) -> None:
        """Give a short heat what it needs and the records the rest, a long one the larger part."""
        view, theme = self._view, current_theme()
        # Asked of the theme: the headers know their sizes only once they were shown.
        height = theme.dense_row_height * (len(view.data.rows) + 1) + 2
        is_short = 0 < len(view.data.rows) <= ROWS_IN_FULL
        view.setMinimumHeight(height if is_short and theme.percent <= 125 else 0)
        view.setMaximumHeight(height if is_short else 16_777_215)
        self.preview.setMinimumHeight(theme.px(PREVIEW_LEAST))
        self.body.setStretch(0, 0 if is_short else 3)
        self.body.setStretch(1, 1 if is_short else 2)

    def _show(self, heats: list[Heat]) -> None:
        for heat in heats:
            self._heats[heat.by] = heat
            self.tables[heat.by].show_data(heat_data(heat, TITLES[heat.by]))
        self._show_choice()
        if self._wanted:
            self._view.set_current(str(self._wanted[1]), str(self._wanted[2]))
            self._view.setFocus()
        self._wanted = ()
        for by in BY:
            # Where nobody has chosen yet, the latest red frame says most.
            view, cell = self.tables[by].view, telling_cell(self._heats[by])
            if not view.currentIndex().isValid() and cell is not None:
                view.set_current(*cell)
        self._show_cell()

    def _finish_first(self) -> None:
        if not self.is_loaded:
            self.finish()

    def _tell_cell(self, by: str, text: str) -> None:
        if by == self._choice:
            self.stats_shown.emit(text)

    def _show_cell(self) -> None:
        self.stats_shown.emit(self._view.current_sentence())
        if self._view.currentIndex().isValid():
            self._preview_cell(self._choice, *self._view.current_keys())
        else:
            self.preview.show_cell(None)

    def _preview_cell(self, by: str, row_key: str, column_key: str) -> None:
        heat = self._heats.get(by)
        if heat is None or by != self._choice:
            return
        origin = cell_origin(heat, row_key, column_key)
        self.preview.show_cell(origin, is_flagged(heat, row_key, column_key))

    def _open_cell(self, by: str, row_key: str, column_key: str) -> None:
        if by in self._heats:
            open_cell(self.ctx, self._heats[by], row_key, column_key)
