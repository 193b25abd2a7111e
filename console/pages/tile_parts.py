"""Tiles from figures: what they show, and where a click on one leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from console.context import AppContext
from console.loading.tiles import TileFigures
from widgets.status import Status
from widgets.tile import Tile, TileData, TileStrip


def tile_data(figures: TileFigures) -> TileData:
    """Return a tile's figures as the tile takes them."""
    return TileData(
        figures.name, Status.of(figures.status), figures.word, figures.figure, figures.unit,
        figures.ratio, figures.series, figures.target, figures.change, figures.compared,
        figures.left_out,
    )  # fmt: skip


class FigureStrip(TileStrip):
    """Tiles whose click opens the records of the figure; `explain` is told which measure.

    `own` may show on the page itself what a tile counts, and then returns True.
    """

    def __init__(
        self, ctx: AppContext, explain: Callable[[str], None],
        own: Callable[[TileFigures], bool] | None = None, are_short: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._are_short = are_short
        self._ctx = ctx
        self._explain, self._own = explain, own
        self.figures: tuple[TileFigures, ...] = ()

    def show_figures(self, figures: Sequence[TileFigures]) -> None:
        """Show figures; as many tiles as before stay the same tiles."""
        self.figures = tuple(figures)
        if len(self.tiles) == len(figures):
            for tile, one in zip(self.tiles, figures, strict=True):
                tile.show_data(tile_data(one))
            return
        self.set_tiles([self._tile(place) for place in range(len(figures))])

    def _tile(self, place: int) -> Tile:
        tile = Tile(tile_data(self.figures[place]), is_short=self._are_short)
        tile.activated.connect(lambda: self._open(place))
        tile.explain_requested.connect(lambda: self._explain(self.figures[place].measure))
        return tile

    def _open(self, place: int) -> None:
        figures = self.figures[place]
        if self._own is not None and self._own(figures):
            return
        if figures.origin is None:
            self._explain(figures.measure)
        elif figures.origin.count:
            self._ctx.go("records", figures.origin)
        else:
            self._ctx.messages.info(f"{figures.origin.title}：没有检查记录")
