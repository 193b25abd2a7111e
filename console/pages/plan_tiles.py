"""The four figures above the plans: the click leads to the tasks or plans each counts."""

from __future__ import annotations

from console.context import AppContext
from console.loading.tiles import TileFigures
from console.pages.tile_parts import FigureStrip

OF_TASKS = ("M10",)


class PlanTiles(FigureStrip):
    """M10, M11.filed, M11.complete and M12: the tasks behind M10, the plans behind the others."""

    def __init__(self, ctx: AppContext) -> None:
        def explain(measure: str) -> None:
            ctx.command_asked.emit(f"explain:{measure}")

        def open_plans(figures: TileFigures) -> bool:
            if figures.measure in OF_TASKS or figures.origin is None:
                return False
            ctx.go("plans", figures.origin)
            return True

        super().__init__(ctx, explain, open_plans)
