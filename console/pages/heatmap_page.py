"""频次热力: bodies, places, trades or enterprises by month; a cell shows its records below.

The last choice is of filed plans: into which months their visits could fall.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton

from console.context import AppContext
from console.loading.heat import ENTERPRISE, MEASURE, OF_REGISTERS, OWN_DRILL, PLANNED, Heat
from console.loading.heat_enterprises import read_any_heat
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
from console.what_if import shown_what_if
from widgets.card import Card
from widgets.heatmap import Heatmap, HeatmapView
from widgets.later import Parts
from widgets.theme import current_theme

NOTE = "单元格 = 入企检查{unit}数 · 单击或回车看记录 · Alt+T 看表 · {count}"
COUNTED = {"visits": "一次联合检查计 1 次", "records": "每条检查事项记录计 1 条"}
PLAN_NOTE = "可能落入当月的已备案计划数（按计划时间）；红框：各计划均摊到月后当月超 3 次"
TITLES = {
    "region": "地区 × 月", "body": "单位 × 月", "industry": "行业 × 月", "town": "镇街 × 月",
    ENTERPRISE: "企业 × 月", PLANNED: "企业 × 计划时间",
}  # fmt: skip
SHORT = {
    "region": "地区", "body": "单位", "industry": "行业", "town": "镇街", ENTERPRISE: "企业",
    PLANNED: "计划时间",
}  # fmt: skip
NAMES = {"body": "个单位", "industry": "个行业", "town": "个镇街", ENTERPRISE: "户", PLANNED: "户"}
BY = tuple(TITLES)
SEARCH_PAUSE_MS = 250
ROWS_IN_FULL = 10
PREVIEW_LEAST = 170


class HeatmapPage(Page):
    """One heat at a time, with the records of the cell chosen in a card below."""

    name = "heatmap"
    title = "频次热力"
    obeys = ("period", "region", "body", "level", "system", "trigger", "basis")
    shows_what_if = True

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._choice = "region"
        self._heats: dict[str, Heat] = {}
        self._wanted: tuple[object, ...] = ()
        self._card = Card("入企检查频次", can_explain=True)
        self.tables: Parts[str, Heatmap] = Parts(self._make_table)
        self._choices = {by: QPushButton(title) for by, title in SHORT.items()}
        self.search = QLineEdit()
        self.search.setPlaceholderText("找企业名称、代码…")
        self.search.setAccessibleName("找企业")
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.load)
        self.menus: dict[str, RemarkMenu] = {}
        self.preview = HeatPreview(ctx)
        self._build()

    def _build(self) -> None:
        group = QButtonGroup(self)
        for by, button in self._choices.items():
            button.setObjectName("choice")
            button.setCheckable(True)
            button.setToolTip(TITLES[by])
            button.setAccessibleName(TITLES[by])
            button.clicked.connect(lambda _=False, by=by: self.choose(by))
            group.addButton(button)
            self._card.add_beside_title(button)
        self._card.add_beside_title(self.search)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self._card.explain_requested.connect(
            lambda: self.ctx.command_asked.emit(f"explain:{MEASURE}")
        )
        self.preview.opened.connect(lambda origin: self.ctx.go("records", origin))
        self.preview.ready.connect(self._finish_first)
        self.body.addWidget(self._card)
        self.body.addWidget(self.preview)
        self._show_choice()

    def _make_table(self, by: str) -> Heatmap:
        table = Heatmap()
        table.cell_activated.connect(partial(self._preview_cell, by))
        table.cell_opened.connect(partial(self._open_cell, by))
        table.cell_current.connect(partial(self._tell_cell, by))
        if by in OF_REGISTERS:
            self.menus[by] = RemarkMenu(self.ctx, table.view, by, partial(self._open_cell, by))
        self._card.add(table, 1)
        return table

    def load(self) -> None:
        """Count the heat on show under the filter."""
        state, today, by = self.ctx.filter, self.ctx.today, self._choice
        tried = shown_what_if(self.ctx)
        text = self.search.text().strip() if by in OWN_DRILL else ""
        ReadOp(
            self.ctx, lambda session: read_any_heat(session, state, by, today, text, tried),
            self._show, topic="heatmap", failed=self.load_failed,
        ).run()  # fmt: skip

    def reload(self) -> None:
        """Read again; the other heats are counted again when they are chosen."""
        self._heats.clear()
        super().reload()

    def heat(self, by: str) -> Heat:
        """Return a heat read."""
        return self._heats[by]

    def choose(self, by: str) -> None:
        """Show the heat of regions or of bodies, with the records of its present cell."""
        self._choice = by
        self._show_choice()
        if by not in self._heats or (by in OWN_DRILL and self.search.text().strip()):
            self.load()
        else:
            self._show_cell()

    def focus_search(self) -> None:
        """Look for an enterprise."""
        if self._choice not in OWN_DRILL:
            self.choose(ENTERPRISE)
        self.search.setFocus()

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
        shown = self.tables[self._choice]
        for table in self.tables.values():
            table.setVisible(table is shown)
        heat = self._heats.get(self._choice)
        self.search.setVisible(self._choice in OWN_DRILL)
        self.preview.setVisible(self._choice != PLANNED)
        if heat is not None:
            many = f"{len(heat.lines)} {NAMES[heat.by]}" if heat.by in NAMES else ""
            count = " · ".join(part for part in (COUNTED[heat.basis], many) if part)
            note = NOTE.format(unit=heat.unit, count=count)
            told = self._tried_note(heat) or f"{PLAN_NOTE} · {many}"
            self._card.set_note(told if heat.by == PLANNED else note)
        self._share_height()

    def _tried_note(self, heat: Heat) -> str:
        """Return what the cells say while merges are tried out; nothing where none are."""
        if shown_what_if(self.ctx) is None:
            return ""
        if not any(line.after for line in heat.lines):
            return f"假设的合并不涉及已列名单的企业，以下为现状 · {PLAN_NOTE}"
        return f"现状→假设后的计划数，只列假设涉及的企业 {len(heat.lines)} 户；红框为假设后仍超"

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

    def _show(self, heat: Heat) -> None:
        self._heats[heat.by] = heat
        self.tables[heat.by].show_data(heat_data(heat, TITLES[heat.by]))
        if heat.by != self._choice:
            return
        self._show_choice()
        if self._wanted:
            self._view.set_current(str(self._wanted[1]), str(self._wanted[2]))
            self._view.setFocus()
        self._wanted = ()
        # Where nobody has chosen yet, the latest red frame says most.
        cell = telling_cell(heat)
        if not self._view.currentIndex().isValid() and cell is not None:
            self._view.set_current(*cell)
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
        if by == PLANNED:
            self._finish_first()
            return
        origin = cell_origin(heat, row_key, column_key)
        self.preview.show_cell(origin, is_flagged(heat, row_key, column_key))

    def _open_cell(self, by: str, row_key: str, column_key: str) -> None:
        if by in self._heats:
            open_cell(self.ctx, self._heats[by], row_key, column_key)
