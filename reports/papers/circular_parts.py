"""What a circular and the notices say of bodies and problems: sentences and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from data.rows.briefing import DimensionRow
from data.rows.circular import BodyFigures, Indicator, ProblemRow
from data.rows.enums import FindingState, Severity
from reports import words
from reports.content import CellLike, Column, Fact, Run, TableBlock, Text, said
from reports.papers.facts import count_cell, figure_cell, key_of, lamp_cell, percent_cell
from reports.papers.masking import mask_code, mask_name, mask_text

NAMED = 8
"""So many bodies are named in a sentence, the others counted."""
FINES = "M17.fines"
"""A hint of another authority's: no paper that names speaks of it (RULES.md, force)."""
PLACES = 3
"""So many places at either end are told."""
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
    """Yield a sentence for each rule: how many, how many verified, which bodies.

    Nobody is named for what still waits for a decision: a basis not yet judged, an objection.
    """
    rules = list(dict.fromkeys((row.rule, row.rule_name) for row in problems))
    for rule, name in rules:
        chosen = [row for row in problems if row.rule == rule]
        charged = [row for row in chosen if not _waits(row)]
        bodies = Counter(body.name for row in charged for body in row.bodies)
        true = sum(row.state is FindingState.TRUE for row in chosen)
        checked = f"（经核实属实{true}条）" if true else ""
        if true == len(chosen):
            checked = "（均经核实属实）" if true > 1 else "（经核实属实）"
        ordered = sorted(bodies.items(), key=lambda pair: (-pair[1], pair[0]))
        who = f"，涉及{named(ordered)}" if ordered else ""
        left = len(chosen) - len(charged)
        waiting = f"，其中{words.count(left)}条依据或异议尚待核定" if left else ""
        yield f"{name}{words.count(len(chosen))}条{checked}{waiting}{who}。"


def _waits(row: ProblemRow) -> bool:
    return row.severity is Severity.ORANGE or row.state is FindingState.DISPUTED


def praise(bodies: Sequence[BodyFigures], dimension: DimensionRow, annex: int = 0) -> Text:
    """Name the bodies that do best among their peers and no worse than the city.

    Empty where too few can be compared.
    """
    return _ends(bodies, dimension, annex, best=True)


def lagging(bodies: Sequence[BodyFigures], dimension: DimensionRow, annex: int = 0) -> Text:
    """Name the bodies that fall behind their peers and the city, with their figures."""
    return _ends(bodies, dimension, annex, best=False)


def _ends(bodies: Sequence[BodyFigures], dimension: DimensionRow, annex: int, best: bool) -> Text:
    measure = BEST.get(dimension.name, "")
    city = next((one.value for one in dimension.figures if one.id == measure), None)
    runs: list[Run] = []
    for peers in dict.fromkeys(body.peers for body in bodies):
        own = [body for body in bodies if body.peers == peers]
        chosen = _end_of(own, measure, city, best)
        if not chosen:
            continue
        word = "居前" if best else "靠后"
        runs.append(Run(f"{peers}中，{chosen[0][1].name}{word}的有"))
        for number, (body, one) in enumerate(chosen):
            key = key_of(one.id, body.code)
            fact = Fact(key, words.percent(one.value), one.value, annex)
            runs += [Run(f"{'、' if number else ''}{body.name}（"), said(fact), Run("）")]
        runs.append(Run("。"))
    return tuple(runs) or ""


def _end_of(
    bodies: Sequence[BodyFigures], measure: str, city: float | None, best: bool
) -> list[tuple[BodyFigures, Indicator]]:
    """Return the first three of a group with ties, or its last three where it has six or more.

    Only bodies with a sufficient sample and sufficient data are compared (RULES.md, ranking).
    """
    pairs = [(body, body.of(measure)) for body in bodies if body.ranked]
    ranked = [(one.value, body, one) for body, one in pairs
              if one is not None and one.value is not None and not one.unranked]  # fmt: skip
    if len(ranked) < (PLACES if best else 2 * PLACES):
        return []
    ranked.sort(key=lambda row: (-row[0] if best else row[0], row[1].code))
    edge, middle = ranked[PLACES - 1][0], ranked[len(ranked) // 2][0]
    mark = middle if city is None else city
    if best:
        chosen = [row for row in ranked if row[0] >= max(edge, mark) and row[0] > 0]
    else:
        chosen = [row for row in ranked if row[0] <= edge and row[0] < min(middle, mark)]
    return [] if len(chosen) > NAMED else [(body, one) for _, body, one in chosen]


def city_table(dimensions: Sequence[DimensionRow]) -> TableBlock:
    """Lay out the city's figures of the six dimensions with what they are made of."""
    columns = (
        Column("方面", 90), Column("指标", 150), Column("数值", 70, "right"),
        Column("分子/分母", 80, "right"), Column("未提供", 50, "right"),
        Column("同比", 90, "right"), Column("环比", 90, "right"),
    )  # fmt: skip
    rows = tuple(
        (dimension.name, one.name, figure_cell(one),
         words.fraction(one.numerator, one.denominator) if one.share else words.ABSENT,
         count_cell(one.unknown),
         words.short_change(one.yoy, one.share), words.short_change(one.mom, one.share))
        for dimension in dimensions for one in dimension.figures if one.id != FINES
    )  # fmt: skip
    return TableBlock(columns, rows, "全市指标", name="全市指标")


def figures_table(bodies: Sequence[BodyFigures]) -> TableBlock:
    """Lay out twelve columns: each body with its figures and its problems."""
    columns = [Column("单位", 108)]
    columns += [Column(title, 50, "right", group) for _, title, group in _HEADS]
    columns.append(Column("红/橙/黄", 64, "center", "问题数"))
    rows = tuple(_figures_row(body) for body in bodies)
    return TableBlock(tuple(columns), rows, "各单位指标", name="六项指标一览")


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
        Column("指标", 100), Column("编号", 76), Column("数值", 48, "right"),
        Column("分子/分母", 56, "right"), Column("参加排名", 62), Column("意见", 100),
    )  # fmt: skip
    rows = tuple(
        (one.name, one.id, _cell(body, one),
         words.ABSENT if one.value is None else words.fraction(one.numerator, one.denominator),
         one.unranked or "参加", "□无异议\n□有异议：")
        for one in body.indicators
    )  # fmt: skip
    return TableBlock(columns, rows, "一、指标数据", name="指标数据")


def confirm_table(problems: Sequence[ProblemRow]) -> TableBlock:
    """Lay out the findings a body is asked to confirm, with room for its word on each."""
    columns = (
        Column("序号", 34, "center"), Column("情况", 220), Column("记录数", 46, "right"),
        Column("级别", 40, "center"), Column("意见", 104),
    )  # fmt: skip
    rows = tuple(
        (count_cell(number), row.sentence, count_cell(row.count), lamp_cell(row.severity.label),
         "□属实\n□有异议：")
        for number, row in enumerate(problems, 1)
    )
    return TableBlock(columns, rows, "二、系统比对情况", name="比对情况")

