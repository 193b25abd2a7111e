"""The tables and charts of a briefing."""

from __future__ import annotations

from collections.abc import Sequence

from data.rows.briefing import (
    DimensionRow,
    FigureRow,
    FindingSummary,
    HeatTable,
    OverRow,
    RankCell,
    RankColumn,
    RankRow,
    ShareRow,
    TaskRow,
)
from data.rows.enums import Force, Severity
from data.rows.measures import Definition
from data.rows.meetings import LATE, DecisionRow, DecisionState
from reports import words
from reports.content import Cell, CellLike, ChartBlock, Column, Point, Series, TableBlock
from reports.papers.facts import count_cell, figure_cell, key_of, lamp_cell, percent_cell

MONTHS_A_CHART = 12
_FIGURES = (
    Column("指标", 112),
    Column("数值", 54, "right"),
    Column("状态", 34, "center"),
    Column("分子/分母", 86, "right"),
    Column("目标及效力", 112),
    Column("同比", 46, "right"),
    Column("环比", 46, "right"),
    Column("未提供", 44, "right"),
)
_OVERVIEW = (
    Column("跟踪维度", 69),
    Column("主要指标", 150),
    Column("本期", 46, "right"),
    Column("状态", 34, "center"),
    Column("目标", 49),
    Column("同比", 49, "right"),
    Column("环比", 49, "right"),
)
_OVER = (
    Column("企业", 122),
    Column("地区", 42),
    Column("时段", 56),
    Column("次数/超出", 40, "right"),
    Column("检查单位", 108),
    Column("依据", 42),
    Column("级别", 34, "center"),
)
_SEVERITIES = (Severity.RED, Severity.ORANGE, Severity.YELLOW, Severity.HINT)


def figure_table(figures: Sequence[FigureRow], caption: str) -> TableBlock:
    """Lay out the figures of one dimension."""
    return TableBlock(_FIGURES, tuple(map(_figure_row, figures)), caption)


def _figure_row(figure: FigureRow) -> tuple[CellLike, ...]:
    target = words.ABSENT
    if figure.target is not None:
        goal = words.target_value(figure.target, figure.share)
        target = "\n".join(part for part in (goal, words.target_note(figure)) if part)
    return (
        f"{figure.name}\n{figure.id}",
        figure_cell(figure),
        lamp_cell(figure.status),
        words.fraction(figure.numerator, figure.denominator),
        target,
        short(figure.yoy, figure.share),
        short(figure.mom, figure.share),
        count_cell(figure.unknown),
    )


def short(difference: float | None, share: bool) -> str:
    """Write a change without its unit, which the note under the overview gives."""
    return words.short_change(difference, share).removesuffix("个百分点")


def main_figure(dimension: DimensionRow) -> FigureRow | None:
    """Return the figure that stands for a dimension: the first whose target binds, else the first.

    A figure without a value in the period stands for nothing while another one has a value.
    """
    known = [f for f in dimension.figures if f.value is not None] or list(dimension.figures)
    bound = (f for f in known if f.target and f.target.force is Force.BINDING)
    return next(bound, next(iter(known), None))


def overview_table(dimensions: Sequence[DimensionRow], caption: str) -> TableBlock:
    """Lay out the dimensions, one line each, with the figure that stands for it."""
    return TableBlock(_OVERVIEW, tuple(map(_overview_row, dimensions)), caption)


def _overview_row(dimension: DimensionRow) -> tuple[CellLike, ...]:
    figure = main_figure(dimension)
    if figure is None:
        return (dimension.name, *[words.ABSENT] * (len(_OVERVIEW) - 1))
    goal = words.ABSENT
    if figure.target is not None:
        note = "*" if figure.target.force is Force.HINT else ""
        goal = words.target_value(figure.target, figure.share) + note
    changes = (short(one, figure.share) for one in (figure.yoy, figure.mom))
    return (dimension.name, figure.name, figure_cell(figure), lamp_cell(figure.status), goal,
            *changes)  # fmt: skip


def share_table(shares: Sequence[ShareRow], caption: str) -> TableBlock:
    """Lay out the joint shares month by month: value, numerator and denominator."""
    columns = [Column("月份", 60)]
    for share in shares:
        group = f"{share.figure.id} {share.figure.name}"
        columns += [Column("比例", 50, "right", group), Column("联合/全部", 66, "right", group)]
    rows = []
    for place, point in enumerate(shares[0].trend):
        cells: list[CellLike] = [words.month(point.month)]
        for share in shares:
            same = share.trend[place] if place < len(share.trend) else None
            if same is None or same.value is None:
                cells += [words.ABSENT, words.ABSENT]
            else:
                cells += [percent_cell(same.value, key_of(share.figure.id, point.month)),
                          words.fraction(same.numerator, same.denominator)]  # fmt: skip
        rows.append(tuple(cells))
    return TableBlock(tuple(columns), tuple(rows), caption)


def rank_table(columns: Sequence[RankColumn], rows: Sequence[RankRow], caption: str) -> TableBlock:
    """Lay out the ranked bodies in the order of their places, intervals beside the rates."""
    heads = [Column("名次", 30, "center"), Column("单位", 122)]
    for column in columns:
        if column.share:
            heads += [Column("比例", 44, "right", column.name),
                      Column("95%区间（%）", 62, "right", column.name)]  # fmt: skip
        else:
            unit = "" if column.unit in column.name else f"（{column.unit}）"
            heads.append(Column(column.name + unit, 50, "right"))
    heads.append(Column("名次变化", 40, "right"))
    ordered = sorted(rows, key=lambda row: (row.place or 0, row.code))
    return TableBlock(tuple(heads), tuple(_rank_row(columns, row) for row in ordered), caption)


def _rank_row(columns: Sequence[RankColumn], row: RankRow) -> tuple[CellLike, ...]:
    cells: list[CellLike] = [count_cell(row.place), row.name]
    for column, cell in zip(columns, row.cells, strict=True):
        fact = key_of(column.id, row.code)
        if column.share:
            cells += [percent_cell(cell.value, fact), _interval(cell)]
        else:
            cells.append(count_cell(cell.value, fact))
    return (*cells, words.place_change(row.place_change))


def _interval(cell: RankCell) -> str:
    if cell.value is None or cell.low is None or cell.high is None:
        return words.ABSENT
    return f"{words.percent(cell.low)[:-1]}–{words.percent(cell.high)[:-1]}"


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


def over_table(rows: Sequence[OverRow], caption: str) -> TableBlock:
    """Lay out enterprises past a cap, with the item where the cap is one of items."""
    with_item = any(row.item for row in rows)
    columns = (*_OVER[:3], Column("事项", 70), *_OVER[3:]) if with_item else _OVER
    return TableBlock(columns, tuple(_over_row(row, with_item) for row in rows), caption)


def _over_row(row: OverRow, with_item: bool) -> tuple[CellLike, ...]:
    item: tuple[CellLike, ...] = (row.item or words.ABSENT,) if with_item else ()
    severity = row.severity.label
    return (
        f"{row.enterprise}\n{row.code}",
        row.region,
        words.month(row.period),
        *item,
        f"{words.count(row.count)}/{words.count(row.beyond)}",
        "、".join(row.bodies) or words.ABSENT,
        row.basis,
        lamp_cell(severity) if severity in ("红", "橙", "黄") else severity,
    )


def findings_table(rows: Sequence[FindingSummary], caption: str) -> TableBlock:
    """Lay out the findings of each rule by severity, with source, force and their sum."""
    columns = [Column("规则", 112), Column("依据", 150), Column("效力", 34)]
    columns += [Column(severity.label, 32, "right") for severity in _SEVERITIES]
    columns.append(Column("合计", 40, "right"))
    body: list[tuple[CellLike, ...]] = []
    for row in rows:
        trial = "（试算）" if row.trial else ""
        counts = [row.counts.get(severity, 0) for severity in _SEVERITIES]
        body.append(
            (f"{row.rule.id} {row.rule.name}{trial}", row.rule.source, row.rule.force.label,
             *(count_cell(count, f"{row.rule.id}.{severity.label}")
               for count, severity in zip(counts, _SEVERITIES, strict=True)),
             count_cell(sum(counts), f"{row.rule.id}.合计"))
        )  # fmt: skip
    sums = [sum(row.counts.get(severity, 0) for row in rows) for severity in _SEVERITIES]
    total: tuple[CellLike, ...] = ("合计", "", "", *map(count_cell, sums), count_cell(sum(sums)))
    return TableBlock(tuple(columns), (*body, total), caption, total=True)


def tasks_table(
    tasks: Sequence[TaskRow], figures: dict[str, FigureRow], caption: str
) -> TableBlock:
    """Lay out the 15 tasks: who answers, the figures that speak of each, what was reported."""
    columns = (Column("序号", 28, "center"), Column("重点任务", 126), Column("责任单位", 92),
               Column("相关指标", 74), Column("报送进展", 44, "right"),
               Column("状态", 66, "center"), Column("期限", 52, "center"))  # fmt: skip
    rows: list[tuple[CellLike, ...]] = []
    for task in tasks:
        told = [figures[one] for one in task.figures if one in figures]
        said = "\n".join(f"{one.name}{words.value(one)}" for one in told)
        bodies = f"{words.count(task.bodies)}个单位" if task.bodies else words.ABSENT
        if task.problems:
            bodies += f"\n{words.count(task.problems)}个有问题"
        rows.append((str(task.number), task.name, task.lead, said or words.ABSENT, bodies,
                     _task_lamp(task), task.due.isoformat() if task.due else words.ABSENT))
    return TableBlock(columns, tuple(rows), caption, name="重点任务")


def _task_lamp(task: TaskRow) -> CellLike:
    known = task.lamp.status in ("绿", "黄", "红")
    return Cell(task.lamp.word, lamp=task.lamp.status) if known else f"○{task.lamp.word}"


def followed_table(settled: Sequence[DecisionRow], caption: str) -> TableBlock:
    """Lay out what became of the decisions of the meeting before."""
    columns = (Column("序号", 28, "center"), Column("议定事项", 180), Column("责任单位", 84),
               Column("期限", 56, "center"), Column("落实情况", 52, "center"),
               Column("进展", 112))  # fmt: skip
    lamps = {LATE: "红", DecisionState.DONE.label: "绿", DecisionState.OPEN.label: "黄"}
    rows = [
        (str(number), one.content, one.body.name if one.body else words.ABSENT,
         one.due.isoformat() if one.due else words.ABSENT,
         Cell(one.word, lamp=lamps[one.word]), one.note or words.ABSENT)
        for number, one in enumerate(settled, 1)
    ]  # fmt: skip
    return TableBlock(columns, tuple(rows), caption, name="上次议定事项")


def definitions_table(definitions: Sequence[Definition]) -> TableBlock:
    """Lay out how each figure is counted, its target and its source."""
    columns = (Column("编号", 40), Column("指标", 90), Column("如何计算", 200),
               Column("目标", 60), Column("来源", 90))  # fmt: skip
    rows = []
    for one in definitions:
        goal = words.ABSENT
        if one.target is not None:
            goal = f"{words.target_value(one.target, one.share)}（{one.target.force.label}）"
        rows.append((one.id, one.name, one.text, goal, one.source))
    return TableBlock(columns, tuple(rows), "")


def month_heads(months: Sequence[str]) -> list[str]:
    """Return short names of months: 9月, with the year where a year begins: 26/1月."""
    several = len({month[:4] for month in months}) > 1
    heads = []
    for place, month in enumerate(months):
        first = several and (place == 0 or month[:4] != months[place - 1][:4])
        short = words.month(month, with_year=False)
        heads.append(f"{month[2:4]}/{short}" if first else short)
    return heads


def heat_chart(table: HeatTable, first: int, last: int, start: int, caption: str) -> ChartBlock:
    """Draw rows of a heat table over twelve months at most, the row's sum after them."""
    months = table.months[start : start + MONTHS_A_CHART]
    heads = month_heads(months)
    rows = []
    for row in table.rows[first:last]:
        points = [
            Point(head, cell.value, words.count(cell.value), flagged=cell.flagged)
            for head, cell in zip(heads, row.cells[start : start + MONTHS_A_CHART], strict=True)
        ]
        rows.append(Series(row.name, tuple(points), words.count(row.total)))
    return ChartBlock("heat", caption, tuple(rows), share=False, unit="次",
                      goal_text="有企业当月受检超过规定次数")  # fmt: skip


def share_trend(shares: Sequence[ShareRow], caption: str) -> ChartBlock:
    """Draw the joint shares by month against 25 %."""
    heads = month_heads([point.month for point in shares[0].trend])
    series = tuple(
        Series(
            f"{share.figure.id} {share.figure.name}",
            tuple(Point(head, point.value, words.percent(point.value),
                        key_of(share.figure.id, point.month))
                  for head, point in zip(heads, share.trend, strict=False)),
        )
        for share in shares
    )  # fmt: skip
    return ChartBlock("trend", caption, series, 0.25, f"25%目标（仅{shares[0].figure.id}）")


def share_bars(
    columns: Sequence[RankColumn], rows: Sequence[RankRow], caption: str
) -> ChartBlock | None:
    """Draw the joint share of bodies against 25 %; None where it is no column."""
    place = next((n for n, column in enumerate(columns) if column.id == "M1"), None)
    if place is None:
        return None
    points = tuple(
        Point(row.name, row.cells[place].value, words.percent(row.cells[place].value),
              key_of("M1", row.code))
        for row in rows if row.cells[place].value is not None
    )  # fmt: skip
    return ChartBlock("bars", caption, (Series("联合检查比例", points),), 0.25, "25%目标")


def table_months(table: HeatTable, first: int) -> str:
    """Say which months a chart shows: 2026年1—9月."""
    months = table.months[first : first + MONTHS_A_CHART]
    if not months:
        return words.ABSENT
    start, end = words.month(months[0]), words.month(months[-1])
    if months[0][:4] == months[-1][:4] and len(months) > 1:
        return f"{start.removesuffix('月')}—{words.month(months[-1], with_year=False)}"
    return start if start == end else f"{start}—{end}"
