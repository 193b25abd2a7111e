"""What every export says of itself: filter, way of counting, cut-off, rows, time."""

from __future__ import annotations

from collections.abc import Sequence

from console.context import AppContext
from console.filters import DIMENSIONS, sentence
from console.history import Origin
from data.rows.period import day_of

BASIS_TEXTS = {
    "visits": "按次：一次入企检查计 1 次，部门联合检查不重复计",
    "records": "按条：每个单位每条检查事项记录计 1 条",
}


def cut_off(ctx: AppContext) -> str:
    """Return the last day of the data."""
    last = ctx.registers.state.last_day if ctx.registers else None
    return "无数据" if last is None else day_of(last).isoformat()


def export_notes(
    ctx: AppContext,
    count: int,
    origin: Origin | None = None,
    dimensions: tuple[str, ...] = DIMENSIONS,
    also: Sequence[str] = (),
) -> tuple[tuple[str, str], ...]:
    """Return the lines of the sheet 导出说明; `also` says what the page itself narrows to."""
    basis = origin.basis if origin else ctx.filter.basis
    narrowed = sentence(ctx.filter, dimensions, ctx.names, ctx.today)
    lines = [
        ("筛选", "；".join((origin.title if origin else narrowed, *also))),
        ("口径", BASIS_TEXTS[basis]),
        ("数据截至", cut_off(ctx)),
        ("行数", f"{count:,}"),
        ("规则集", ctx.registers.ruleset if ctx.registers else ""),
        ("导出日期", ctx.today.isoformat()),
        ("导出人", ctx.actor),
    ]
    if ctx.registers and ctx.registers.state.sample:
        lines.append(("提示", "演示数据，不是真实检查记录"))
    return tuple(lines)
