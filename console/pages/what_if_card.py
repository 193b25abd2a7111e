"""The what-if on the page 联合比例: the share before and after, and each body's, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from console.context import AppContext
from console.pages.planning_columns import PARTS
from console.pages.raise_tiles import raise_tiles
from console.pages.tile_parts import FigureStrip
from console.planning_tables import METHOD
from console.what_if import WhatIf
from data.rows.matching import BodyPart
from widgets.card import Card
from widgets.column import Column
from widgets.records_table import PagedModel, TableView
from widgets.theme import current_theme

ROWS = 5
COLUMNS: tuple[Column[BodyPart], ...] = PARTS


class WhatIfCard(Card):
    """Four figures and a line for each body that changes; hidden while nothing is tried out."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__("假设", holds_table=True)
        self.strip = FigureStrip(
            ctx, lambda _: ctx.messages.about("怎么算的", METHOD), are_short=True
        )
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("role", "cell")
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.model: PagedModel[BodyPart] = PagedModel(COLUMNS)
        self.table: TableView[BodyPart] = TableView(self.model)
        self.table.setAccessibleName("假设下各单位的联合比例")
        self.add(self.strip)
        self.add(self.sentence)
        self.add(self.table, 1)
        self.hide()

    def show_what_if(self, found: WhatIf | None) -> None:
        """Show what follows from merges somebody tries out, or hide."""
        self.setVisible(found is not None)
        if found is None:
            return
        self.set_note(f"{found.sheet.year}年年底推算，口径 {found.sheet.reading}")
        self.strip.show_figures(raise_tiles(found.sheet))
        self.sentence.setText(found.sentence)
        bodies = found.sheet.bodies
        self.model.set_rows(bodies)
        theme = current_theme()
        self.table.setFixedHeight(theme.dense_row_height * (min(ROWS, len(bodies)) + 1) + 12)
        self.table.setVisible(bool(bodies))
