"""The four figures above the plans: the click leads to the tasks or plans each counts."""

from __future__ import annotations

from console.context import AppContext
from console.loading.tiles import TileFigures
from console.pages.overview_page import tile_data
from widgets.tile import Tile, TileStrip

OF_TASKS = ("M10",)


class PlanTiles(TileStrip):
    """M10, M11.filed, M11.complete and M12."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._figures: tuple[TileFigures, ...] = ()

    def show_figures(self, figures: tuple[TileFigures, ...]) -> None:
        """Show other figures."""
        self._figures = figures
        if len(self.tiles) == len(figures):
            for tile, one in zip(self.tiles, figures, strict=True):
                tile.show_data(tile_data(one))
        else:
            self.set_tiles([self._tile(place, one) for place, one in enumerate(figures)])

    def _tile(self, place: int, figures: TileFigures) -> Tile:
        tile = Tile(tile_data(figures))
        tile.activated.connect(lambda: self._open(place))
        tile.explain_requested.connect(
            lambda: self._ctx.command_asked.emit(f"explain:{figures.measure}")
        )
        return tile

    def _open(self, place: int) -> None:
        """Open the tasks behind M10, the plans behind the others."""
        figures = self._figures[place]
        if figures.origin is not None:
            self._ctx.go("records" if figures.measure in OF_TASKS else "plans", figures.origin)
