"""The tables of a briefing."""

from __future__ import annotations

from collections.abc import Sequence

from data.rows.briefing import (
    DimensionRow,
    FigureRow,
    FindingSummary,
    OverRow,
    RankCell,
    RankColumn,
    RankRow,
    ShareRow,
)
from data.rows.enums import Force, Severity
from reports import styles, words
from reports.breaking import BREAK, Span
from reports.tables import Cell, Column, Table

_END = Span(BREAK)
_FIGURES = (
    Column("指标", 100),
    Column("数值", 57, "right"),
    Column("分子/分母", 71, "right"),
    Column("目标及效力", 84.5),
    Column("同比", 47.4, "right"),
    Column("环比", 47.4, "right"),
    Column("未提供", 34.5, "right"),
)
_OVER = (
    Column("企业", 122),
    Column("地区", 42),
    Column("时段", 56),
    Column("次数/超出", 36, "right"),
    Column("检查单位", 112),
    Column("依据", 42),
    Column("级别", 32),
)
_OVER_ITEM = (
    Column("企业", 124),
    Column("地区", 37),
    Column("时段", 40),
    Column("事项", 71),
    Column("次数/超出", 33, "right"),
    Column("检查单位", 68),
    Column("依据", 38),
    Column("级别", 31),
)


def lamp(word: str) -> list[Span]:
    """Return a status as shape and word in its colour; 无 and empty say nothing."""
    shape, color = styles.LAMPS.get(word, styles.LAMPS["无"])
    return [] if word in ("", "无") else [Span(f"{shape}{word}", color=color)]


def _second(text: str) -> list[Span]:
    return [_END, Span(text, color=styles.SECOND)] if text else []


def figure_table(figures: Sequence[FigureRow], caption: str) -> Table:
    """Lay out the figures of one dimension."""
    return Table(_FIGURES, [_figure_row(figure) for figure in figures], caption)


_OVERVIEW = (
    Column("跟踪维度", 69),
    Column("主要指标", 153),
    Column("本期", 43, "right"),
    Column("状态", 30),
    Column("目标", 49),
    Column("同比", 49, "right"),
    Column("环比", 49, "right"),
)


def main_figure(dimension: DimensionRow) -> FigureRow | None:
    """Return the figure that stands for a dimension: the first whose target binds, else the first.

    A figure without a value in the period stands for nothing while another one has a value.
    """
    known = [f for f in dimension.figures if f.value is not None] or list(dimension.figures)
    bound = (f for f in known if f.target and f.target.force is Force.BINDING)
    return next(bound, next(iter(known), None))


def overview_table(dimensions: Sequence[DimensionRow], caption: str) -> Table:
    """Lay out the dimensions, one line each, with the figure that stands for it."""
    return Table(_OVERVIEW, [_overview_row(dimension) for dimension in dimensions], caption)


def _overview_row(dimension: DimensionRow) -> list[Cell]:
    figure = main_figure(dimension)
    if figure is None:
        return [dimension.name, *[words.ABSENT] * (len(_OVERVIEW) - 1)]
    goal = words.ABSENT
    if figure.target is not None:
        note = "*" if figure.target.force is Force.HINT else ""
        goal = words.target_value(figure.target, figure.share) + note
    changes = (words.short_change(one, figure.share).removesuffix("个百分点")
               for one in (figure.yoy, figure.mom))
    return [dimension.name, figure.name, words.value(figure),
            lamp(figure.status) or words.ABSENT, goal, *changes]


def _change(difference: float | None, share: bool) -> Cell:
    text = words.short_change(difference, share)
    number = text.removesuffix("个百分点")
    return text if number == text else [Span(number), *_second("个百分点")]


def _figure_row(figure: FigureRow) -> list[Cell]:
    status = lamp(figure.status)
    target: Cell = words.ABSENT
    if figure.target is not None:
        goal = words.target_value(figure.target, figure.share)
        target = [Span(goal), *_second(words.target_note(figure))]
    return [
        [Span(figure.name), *_second(figure.id)],
        [Span(words.value(figure)), *([_END, *status] if status else [])],
        words.fraction(figure.numerator, figure.denominator),
        target,
        _change(figure.yoy, figure.share),
        _change(figure.mom, figure.share),
        words.count(figure.unknown),
    ]


def share_table(shares: Sequence[ShareRow], caption: str) -> Table:
    """Lay out the joint shares month by month: value over numerator and denominator."""
    columns = [Column("月份", 60)]
    columns += [Column(f"{s.figure.id} {s.figure.name}", 120, "right") for s in shares]
    rows: list[list[Cell]] = []
    for place, point in enumerate(shares[0].trend):
        cells: list[Cell] = [words.month(point.month)]
        for share in shares:
            same = share.trend[place] if place < len(share.trend) else None
            if same is None or same.value is None:
                cells.append(words.ABSENT)
            else:
                detail = words.fraction(same.numerator, same.denominator)
                percent = words.percent(same.value)
                cells.append([Span(percent), Span(f"（{detail}）", color=styles.SECOND)])
        rows.append(cells)
    return Table(columns, rows, caption)


def _rank_cell(column: RankColumn, cell: RankCell, wide: bool) -> Cell:
    if cell.value is None:
        return words.ABSENT
    if not column.share:
        return words.count(cell.value)
    spans = [Span(words.percent(cell.value))]
    if cell.low is None or cell.high is None:
        return spans
    span = f"{words.percent(cell.low)[:-1]}–{words.percent(cell.high)[:-1]}"
    return [*spans, Span(f" {span}", color=styles.SECOND)] if wide else spans + _second(span)


def _is_wide(columns: Sequence[RankColumn]) -> bool:
    """Whether there is room for the intervals beside the rates."""
    return sum(97 if column.share else 52 for column in columns) <= 250


def _rank_columns(columns: Sequence[RankColumn], first: Column, last: Column) -> list[Column]:
    wide = _is_wide(columns)
    middle = []
    for column in columns:
        unit = "" if column.unit in column.name else f"（{column.unit}）"
        if column.share:
            middle.append(Column(column.name, 97 if wide else 66, "right"))
        else:
            middle.append(Column(column.name + unit, 48, "right"))
    return [first, Column("单位", 124), *middle, last]


def _rank_cells(columns: Sequence[RankColumn], row: RankRow) -> list[Cell]:
    wide = _is_wide(columns)
    return [_rank_cell(c, cell, wide) for c, cell in zip(columns, row.cells, strict=True)]


def rank_table(columns: Sequence[RankColumn], rows: Sequence[RankRow], caption: str) -> Table:
    """Lay out the ranked bodies in the order of their places."""
    heads = _rank_columns(columns, Column("名次", 30, "center"), Column("名次变化", 46, "right"))
    ordered = sorted(rows, key=lambda row: (row.place or 0, row.code))
    body: list[list[Cell]] = [
        [str(row.place), row.name, *_rank_cells(columns, row), words.place_change(row.place_change)]
        for row in ordered
    ]
    return Table(heads, body, caption)


def _reason(word: str | None) -> str:
    """Return why a body has no place: 未排名（样本不足） says 样本不足 under 未排名."""
    return (word or "未排名").removeprefix("未排名（").removesuffix("）")


def unranked_lines(columns: Sequence[RankColumn], rows: Sequence[RankRow]) -> list[str]:
    """List the bodies without a place, a line for each reason, with the column that counts."""
    counted = next((place for place, column in enumerate(columns) if not column.share), None)
    lines: dict[str, list[str]] = {}
    for row in rows:
        name = row.name
        if counted is not None and row.cells[counted].value is not None:
            name += f"{words.count(row.cells[counted].value)}{columns[counted].unit}"
        lines.setdefault(_reason(row.unranked), []).append(name)
    return [f"{reason}：{'、'.join(names)}。" for reason, names in lines.items()]


def over_table(rows: Sequence[OverRow], caption: str) -> Table:
    """Lay out enterprises past a cap, with the item where the cap is one of items."""
    with_item = any(row.item for row in rows)
    columns = _OVER_ITEM if with_item else _OVER
    return Table(columns, [_over_row(row, with_item) for row in rows], caption)


def _over_row(row: OverRow, with_item: bool) -> list[Cell]:
    severity = lamp(row.severity.label) or [Span(row.severity.label)]
    item: list[Cell] = [row.item or words.ABSENT] if with_item else []
    return [
        [Span(row.enterprise), *_second(row.code)],
        row.region,
        words.month(row.period),
        *item,
        f"{words.count(row.count)}/{words.count(row.beyond)}",
        "、".join(row.bodies) or words.ABSENT,
        row.basis,
        severity,
    ]


_SEVERITIES = (Severity.RED, Severity.ORANGE, Severity.YELLOW, Severity.HINT)


def findings_table(rows: Sequence[FindingSummary], caption: str) -> Table:
    """Lay out the findings of each rule by severity, with source and force."""
    columns = [Column("规则", 98), Column("依据", 166), Column("效力", 32)]
    columns += [Column(severity.label, 27, "right") for severity in _SEVERITIES]
    columns.append(Column("合计", 38, "right"))
    body: list[list[Cell]] = []
    for row in rows:
        trial = "（试算）" if row.trial else ""
        force = row.rule.force
        color = styles.SECOND if force is Force.HINT else styles.TEXT
        body.append(
            [
                f"{row.rule.id} {row.rule.name}{trial}",
                row.rule.source,
                [Span(force.label, color=color)],
                *(words.count(row.counts.get(severity, 0)) for severity in _SEVERITIES),
                words.count(sum(row.counts.values())),
            ]
        )
    return Table(columns, body, caption)
