"""总览: the six tracked dimensions, the heat of bodies, what needs doing, what changed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.history import Origin
from console.loading.overview import ChangeLine, Overview, read_overview, read_usage
from console.loading.tiles import TileFigures
from console.loading.todo import Todo, TodoLine, read_todo
from console.operations.base import ReadOp
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.heat_parts import heat_data, heat_export, open_cell
from console.pages.notes import export_notes
from console.pages.reflow import Reflow, column
from console.pages.remark_desk import RemarkMenu
from console.pages.tile_parts import tile_data
from data.rows.issues import Changes
from widgets.card import Card
from widgets.formats import thousands
from widgets.heatmap import Heatmap
from widgets.status import Status
from widgets.theme import current_theme
from widgets.tile import Tile, TileStrip
from widgets.todo_list import TodoItem, TodoList

PAGE_OF = {"M1": "joint", "M3": "codes", "R5": "levels"}
"""The page of a tracked dimension, where it has one of its own."""
SIDE_LEAST, NARROW = 300, 640
"""The least width beside the heat, and the width below which that part stands under it."""
HEAT_NOTE = "单位 × 月，入企检查{unit}数；红框：当月有企业超 3 次；斜纹：无数据"


class OverviewPage(Page):
    """The first page."""

    name = "overview"
    title = "总览"
    obeys = ("period", "region", "body", "system", "basis")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._data: Overview | None = None
        self._todo: dict[str, TodoLine] = {}
        self._missing = 0
        self._usage: dict[str, TileFigures] = {}
        self._wanted: tuple[object, ...] = ()
        self.strip = TileStrip()
        self.heatmap = Heatmap(has_legend=False)
        self.heatmap.cell_activated.connect(self._open_cell)
        self.heatmap.cell_current.connect(self.stats_shown)
        self.menu = RemarkMenu(ctx, self.heatmap.view, "body", self._open_cell)
        self.todo = TodoList()
        self.todo.activated.connect(self._open_todo)
        self._heat_card = Card("各单位检查频次")
        self._todo_card = Card("本期需要办的事", action="全部")
        self._todo_card.action_clicked.connect(lambda: ctx.go("findings"))
        self._changes_card = Card("较上月变化")
        self._changes = QGridLayout()
        self._build()

    def _build(self) -> None:
        theme = current_theme()
        self._heat_card.add(self.heatmap, 1)
        self._todo_card.add(self.todo, 1)
        self._changes.setVerticalSpacing(5)
        self._changes.setHorizontalSpacing(10)
        self._changes_card.body.addLayout(self._changes)
        side = column(((self._todo_card, 1), (self._changes_card, 0)))
        side.setMinimumWidth(theme.space(SIDE_LEAST))
        self._heat_card.setMinimumHeight(theme.px(360))
        self._todo_card.setMinimumHeight(theme.px(200))
        inner = QWidget()
        inner.setObjectName("page")
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(14)
        whole.addWidget(self.strip)
        whole.addWidget(Reflow(((self._heat_card, 7), (side, 3)), NARROW), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(area)

    @property
    def overview(self) -> Overview | None:
        """Return what is shown."""
        return self._data

    def load(self) -> None:
        """Read tiles and heat, and what needs doing beside them."""
        state, today, actor = self.ctx.filter, self.ctx.today, self.ctx.actor
        self._usage = {}
        self._missing = 3
        ReadOp(
            self.ctx, lambda session: read_overview(session, state, today), self._show,
            topic="overview", failed=self.load_failed,
        ).run()  # fmt: skip
        ReadOp(
            self.ctx, lambda session: read_usage(session, state, today), self._keep_usage,
            topic="usage", failed=self.load_failed,
        ).run()  # fmt: skip
        ReadOp(
            self.ctx,
            lambda session: read_todo(session, state.span(today), state.body, today, actor),
            self._show_todo, topic="todo", failed=self.load_failed,
        ).run()  # fmt: skip

    def selection(self) -> tuple[object, ...]:
        """Return the cell the keyboard is on."""
        return self.heatmap.view.current_keys()

    def restore(self, selection: tuple[object, ...]) -> None:
        """Put the keyboard on a cell again, once the heat stands."""
        self._wanted = selection

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the heat of bodies as a table."""
        data = self._data
        if data is None:
            return None
        notes = export_notes(self.ctx, len(data.heat.lines), dimensions=self.obeys)
        return "各单位检查频次", lambda task: heat_export(data.heat, "各单位检查频次", notes)

    def plain_table(self) -> PlainTable | None:
        """Return the heat as a table."""
        return self.heatmap.view.as_table()

    def _show(self, data: Overview) -> None:
        self._data = data
        if len(self.strip.tiles) == len(data.tiles):
            for tile, figures in zip(self.strip.tiles, data.tiles, strict=True):
                tile.show_data(tile_data(figures))
        else:
            self.strip.set_tiles([self._tile(place, f) for place, f in enumerate(data.tiles)])
        self._heat_card.set_note(HEAT_NOTE.format(unit=data.heat.unit))
        self.heatmap.show_data(heat_data(data.heat, "各单位检查频次"))
        if len(self._wanted) == 2:
            self.heatmap.view.set_current(str(self._wanted[0]), str(self._wanted[1]))
        self._wanted = ()
        self._show_changes(data.changes)
        self._fill_usage()
        self._one_more()

    def _keep_usage(self, found: dict[str, TileFigures]) -> None:
        self._usage = found
        self._fill_usage()
        self._one_more()

    def _fill_usage(self) -> None:
        """Put the late figures into their tiles, whichever of the two reads came first."""
        if self._data is None or not self._usage:
            return
        tiles = tuple(self._usage.get(one.measure, one) for one in self._data.tiles)
        self._data = replace(self._data, tiles=tiles)
        for tile, figures in zip(self.strip.tiles, tiles, strict=True):
            tile.show_data(tile_data(figures))

    def _tile(self, place: int, figures: TileFigures) -> Tile:
        tile = Tile(tile_data(figures))
        tile.activated.connect(lambda: self._open_tile(place))
        tile.explain_requested.connect(lambda: self._explain(place))
        return tile

    def _show_changes(self, lines: tuple[ChangeLine, ...]) -> None:
        while (item := self._changes.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._changes_card.setVisible(bool(lines))
        for row, line in enumerate(lines):
            for place, (text, role) in enumerate(
                ((line.name, "cell"), (line.figure, ""), (line.change, "note"))
            ):
                label = QLabel(text)
                if role:
                    label.setProperty("role", role)
                side = Qt.AlignmentFlag.AlignLeft if not place else Qt.AlignmentFlag.AlignRight
                self._changes.addWidget(label, row, place, side)
        if self._data is not None and lines:
            self._changes_card.set_note(self._data.month_words)
        self._changes.setColumnStretch(0, 1)

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched figures or what needs doing."""
        return super().shows(changes) or changes.notices

    def _show_todo(self, found: Todo) -> None:
        self._todo = {f"{n}": line for n, line in enumerate(found.lines)}
        self.todo.show_items(
            [TodoItem(key, Status.of(line.status), line.title, line.note)
             for key, line in self._todo.items()]
        )  # fmt: skip
        self._todo_card.set_note(f"红色 {thousands(found.red)} 件")
        self.ctx.badge_counted.emit("findings", found.red)
        self.ctx.badge_counted.emit("notices", found.pressing)
        self._one_more()

    def _one_more(self) -> None:
        self._missing -= 1
        if self._missing <= 0:
            self.finish()

    def _open_cell(self, row_key: str, column_key: str) -> None:
        if self._data is not None:
            open_cell(self.ctx, self._data.heat, row_key, column_key)

    def _open_tile(self, place: int) -> None:
        if self._data is None:
            return
        figures = self._data.tiles[place]
        if figures.measure in PAGE_OF:
            self.ctx.go(PAGE_OF[figures.measure])
        elif figures.origin is not None:
            self.ctx.go("records", figures.origin)

    def _explain(self, place: int) -> None:
        if self._data is not None:
            figures = self._data.tiles[place]
            self.ctx.command_asked.emit(f"explain:{figures.measure}")

    def _open_todo(self, key: str) -> None:
        line = self._todo[key]
        origin = Origin(
            line.title, line.count, "件", "", line.rule, ("body",) if line.body else (),
            (line.body,) if line.body else (), finding=line.key, notice=line.notice,
        )  # fmt: skip
        self.ctx.go(line.page, origin)
