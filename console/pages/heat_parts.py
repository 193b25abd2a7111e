"""From counted heat to the coloured table, and from its cells to the records."""

from __future__ import annotations

from console.context import AppContext
from console.export import ExportColumn, TableExport
from console.history import Origin
from console.loading.heat import (
    ENTERPRISE,
    OWN_DRILL,
    PLANNED,
    Heat,
    HeatLine,
    month_words,
    months_period,
)
from widgets.heatmap import HeatCell, HeatData, HeatRow

FLAG_MEANING = "有企业当月超 3 次"
FLAG_OF_ONE = {ENTERPRISE: "当月超频次", PLANNED: "均摊到月后当月超 3 次"}
HEADS = {
    "body": "单位", "region": "地区", "industry": "行业", "town": "街道（镇）", ENTERPRISE: "企业",
    PLANNED: "企业",
}  # fmt: skip


def heat_data(heat: Heat, title: str) -> HeatData:
    """Return the heat as the coloured table takes it."""
    years = {text[:4] for text in heat.months}
    columns = tuple(
        (text, f"{int(text[5:])}月" if len(years) == 1 else f"{text[2:4]}.{int(text[5:])}")
        for text in heat.months
    )
    rows = tuple(
        HeatRow(
            line.code, line.name,
            _cells(heat, line),
            float(line.total),
        )
        for line in heat.lines
    )  # fmt: skip
    most = max((cell for line in heat.lines for cell in line.cells if cell), default=0)
    # The scale ends at the largest cell, in seven whole steps: the busiest bodies stay apart.
    top = float(max(1, -(-most // 7)) * 7)
    return HeatData(rows, columns, heat.unit, top=top, title=title,
                    flag_meaning=FLAG_OF_ONE.get(heat.by, FLAG_MEANING))


def _cells(heat: Heat, line: HeatLine) -> tuple[HeatCell | None, ...]:
    """Return the cells of a line; of a what-if before → after, coloured by what is after."""
    if not line.after:
        pairs = zip(line.cells, line.flags, strict=True)
        return tuple(None if value is None else HeatCell(float(value), flag)
                     for value, flag in pairs)  # fmt: skip
    found = []
    for month, before, after, flag in zip(
        heat.months, line.cells, line.after, line.flags, strict=True
    ):
        text = "" if before == after else f"{before}→{after}"
        tip = f"{line.name} {month_words(month)}：现状 {before}，假设后 {after} {heat.unit}"
        found.append(HeatCell(float(after), flag, text, tip))
    return tuple(found)


def cell_origin(heat: Heat, row_key: str, column_key: str) -> Origin | None:
    """Return the drill behind a cell or, without a month, behind a row's total."""
    codes = [line.code for line in heat.lines]
    if row_key not in codes:
        return None
    line = codes.index(row_key)
    if heat.by in OWN_DRILL:
        return heat.origins.get((row_key, column_key))
    if column_key:
        return heat.origin(line, heat.months.index(column_key))
    row = heat.lines[line]
    extra = dict(heat.narrowed)
    span = months_period(heat.months)
    return Origin(
        f"{row.name} · {span.title}", row.total, heat.unit, span.text, "M9",
        (heat.by, *extra), (row.code, *extra.values()), "numerator", heat.basis,
    )  # fmt: skip


def is_flagged(heat: Heat, row_key: str, column_key: str) -> bool:
    """Return whether a cell bears the red frame."""
    codes = [line.code for line in heat.lines]
    if row_key not in codes or column_key not in heat.months:
        return False
    return heat.lines[codes.index(row_key)].flags[heat.months.index(column_key)]


def telling_cell(heat: Heat) -> tuple[str, str] | None:
    """Return row and month of the latest red frame; without any, of the latest month's most."""
    found = [
        (flag, month, cell if not flag else 0, -place, line.code)
        for place, line in enumerate(heat.lines)
        for month, cell, flag in zip(heat.months, line.cells, line.flags, strict=True)
        if cell
    ]
    return (max(found)[4], max(found)[1]) if found else None


def open_cell(ctx: AppContext, heat: Heat, row_key: str, column_key: str) -> None:
    """Open exactly the records that a cell counts."""
    origin = cell_origin(heat, row_key, column_key)
    if origin is not None and origin.count:
        ctx.go("plans" if heat.by == PLANNED else "records", origin)
    elif origin is not None:
        ctx.messages.info(f"{origin.title}：没有检查记录")


def heat_export(heat: Heat, title: str, notes: tuple[tuple[str, str], ...]) -> TableExport:
    """Return the heat as a table to save; a month without data stays empty."""
    columns = [
        ExportColumn(HEADS[heat.by], 24),
        *(ExportColumn(month_words(text), 11) for text in heat.months),
        ExportColumn("合计", 10),
    ]
    rows = [(line.name, *line.cells, line.total) for line in heat.lines]
    rows += [
        (f"{line.name}（假设后）", *line.after, "") for line in heat.lines if line.after
    ]
    return TableExport(title, columns, rows, len(rows), notes)
