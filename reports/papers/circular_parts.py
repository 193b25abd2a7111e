"""What a circular and the notices say of bodies and problems: sentences and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from data.rows.circular import BodyFigures, Indicator, ProblemRow
from data.rows.enums import FindingState, Severity
from reports import words
from reports.content import CellLike, Column, TableBlock
from reports.papers.facts import count_cell, key_of, lamp_cell, percent_cell
from reports.papers.masking import mask_code, mask_name, mask_text

NAMED = 8
"""So many bodies are named in a sentence, the others counted."""
BEST = {
    "平台使用度": "M13", "检查计划制订": "M10", "联合检查比例": "M1c", "“亮码”入企": "M3",
    "层级间联动": "M15",
}  # fmt: skip
"""By which figure bodies do well in a dimension."""
_HEADS = (
    ("M9", "检查户次", "企业检查频次"), ("M6.bare", "月超频次占比", "企业检查频次"),
    ("M14", "发现问题率", "企业检查频次"), ("M10", "计划检查率", "检查计划"),
    ("M12", "计划完成率", "检查计划"), ("M1c", "联合检查比例", "联合检查"),
    ("M3", "亮码率", "亮码"), ("M13", "录入及时率", "平台使用"), ("M20", "数据质量分", "平台使用"),
    ("M15", "结果互认率", "层级联动"),
)  # fmt: skip


def named(pairs: Sequence[tuple[str, int]], unit: str = "条") -> str:
    """Name bodies with their counts, most first: 市应急局（3条）、……等12个单位."""
    shown = "、".join(f"{name}（{count}{unit}）" for name, count in pairs[:NAMED])
    return f"{shown}等{len(pairs)}个单位" if len(pairs) > NAMED else shown


def problem_sentences(problems: Sequence[ProblemRow]) -> Iterator[str]:
    """Yield a sentence for each rule: how many, how many verified, which bodies."""
    rules = list(dict.fromkeys((row.rule, row.rule_name) for row in problems))
    for rule, name in rules:
        chosen = [row for row in problems if row.rule == rule]
        bodies = Counter(body.name for row in chosen for body in row.bodies)
        true = sum(row.state is FindingState.TRUE for row in chosen)
        checked = f"（经核实属实{true}条）" if true else ""
        ordered = sorted(bodies.items(), key=lambda pair: (-pair[1], pair[0]))
        who = f"，涉及{named(ordered)}" if ordered else ""
        yield f"{name}{words.count(len(chosen))}条{checked}{who}。"


def praise(bodies: Sequence[BodyFigures], dimension: str) -> str:
    """Name the departments that do best in a dimension, empty where too few can be compared."""
    measure = BEST.get(dimension)
    if measure is None:
        return ""
    pairs = [(body, body.of(measure)) for body in bodies if body.ranked]
    ranked = [(body, one) for body, one in pairs
              if one is not None and one.value is not None and not one.unranked]  # fmt: skip
    if len(ranked) < 3:
        return ""
    ranked.sort(key=lambda pair: (-(pair[1].value or 0.0), pair[0].code))
    edge = ranked[2][1].value or 0.0
    best = [pair for pair in ranked if (pair[1].value or 0.0) >= edge]
    if len(best) > NAMED or not edge:
        return ""
    told = "、".join(f"{body.name}（{words.percent(one.value)}）" for body, one in best)
    return f"{ranked[0][1].name}居前的有{told}。"


def figures_table(bodies: Sequence[BodyFigures]) -> TableBlock:
    """Lay out twelve columns: each body with its figures and its problems."""
    columns = [Column("单位", 108)]
    columns += [Column(title, 50, "right", group) for _, title, group in _HEADS]
    columns.append(Column("问题（红/橙/黄）", 64, "center"))
    rows = tuple(_figures_row(body) for body in bodies)
    return TableBlock(tuple(columns), rows, name="六项指标一览")


def _figures_row(body: BodyFigures) -> tuple[CellLike, ...]:
    cells = [_cell(body, body.of(measure)) for measure, _, _ in _HEADS]
    counts = (body.counts.get(one, 0) for one in (Severity.RED, Severity.ORANGE, Severity.YELLOW))
    return (body.name, *cells, "/".join(map(str, counts)))


def _cell(body: BodyFigures, one: Indicator | None) -> CellLike:
    if one is None or one.value is None:
        return words.ABSENT
    key = key_of(one.id, body.code)
    return percent_cell(one.value, key) if one.share else count_cell(one.value, key)


def enterprise_of(problem: ProblemRow, public: bool) -> str:
    """Return the enterprise of a problem, masked in a public copy; a dash for a plan or body."""
    if not problem.of_enterprise:
        return words.ABSENT
    if public:
        return f"{mask_name(problem.subject.name)}\n{mask_code(problem.subject.code)}"
    return f"{problem.subject.name}\n{problem.subject.code}"


def sentence_of(problem: ProblemRow, public: bool) -> str:
    """Return a problem's sentence, enterprises masked in a public copy."""
    if not public or not problem.of_enterprise:
        return problem.sentence
    return mask_text(problem.sentence, {problem.subject.name: mask_name(problem.subject.name)})


def problems_table(problems: Sequence[ProblemRow], public: bool) -> TableBlock:
    """Lay out the problems by name: body, what, enterprise, period, count, basis, level, state."""
    columns = (
        Column("序号", 26, "center"), Column("单位", 92), Column("问题", 84),
        Column("企业", 130), Column("时段", 52), Column("次数", 30, "right"),
        Column("依据", 42), Column("级别", 34, "center"), Column("状态", 42, "center"),
    )  # fmt: skip
    rows = tuple(_problem_row(number, row, public) for number, row in enumerate(problems, 1))
    return TableBlock(columns, rows, name="问题清单")


def _problem_row(number: int, row: ProblemRow, public: bool) -> tuple[CellLike, ...]:
    what = f"{row.rule_name}（{row.rule}）"
    if row.item:
        what += f"\n{row.item}"
    return (
        count_cell(number), "、".join(body.name for body in row.bodies) or words.ABSENT, what,
        enterprise_of(row, public), words.month(row.period), count_cell(row.count), row.basis,
        lamp_cell(row.severity.label), row.state.label,
    )  # fmt: skip


def feedback_table(rows: int = 6) -> TableBlock:
    """Lay out 整改反馈表 as a form to fill in."""
    columns = (
        Column("序号", 30, "center"), Column("问题", 110), Column("核实情况", 90),
        Column("整改措施", 110), Column("责任人", 50), Column("完成时限", 56),
        Column("异议及依据", 90),
    )  # fmt: skip
    empty = tuple((str(number), *["\n\n"] * 6) for number in range(1, rows + 1))
    return TableBlock(columns, empty, name="整改反馈表")


def check_table(body: BodyFigures) -> TableBlock:
    """Lay out the figures a body is asked to confirm, with room for its word on each."""
    columns = (
        Column("指标", 104), Column("编号", 46), Column("数值", 48, "right"),
        Column("分子/分母", 60, "right"), Column("参加排名", 56), Column("意见", 128),
    )  # fmt: skip
    rows = tuple(
        (one.name, one.id, _cell(body, one), words.fraction(one.numerator, one.denominator),
         one.unranked or "参加", "□无异议 □有异议：")
        for one in body.indicators
    )  # fmt: skip
    return TableBlock(columns, rows, "一、指标数据", name="指标数据")


def confirm_table(problems: Sequence[ProblemRow]) -> TableBlock:
    """Lay out the findings a body is asked to confirm, with room for its word on each."""
    columns = (
        Column("序号", 28, "center"), Column("情况", 240), Column("级别", 36, "center"),
        Column("意见", 120),
    )  # fmt: skip
    rows = tuple(
        (count_cell(number), row.sentence, lamp_cell(row.severity.label), "□属实　□有异议：")
        for number, row in enumerate(problems, 1)
    )
    return TableBlock(columns, rows, "二、系统比对情况", name="比对情况")

