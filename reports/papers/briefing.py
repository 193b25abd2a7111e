"""The meeting briefing (联席会议简报) of a period, from its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from data.rows.briefing import (
    BriefingRows,
    DimensionRow,
    FigureRow,
    HeatTable,
    OverRow,
    PeerGroup,
)
from data.rows.meetings import DecisionState
from data.rows.papers import Issuer, PaperKind, Stage
from reports import words
from reports.content import (
    Annex,
    Block,
    Document,
    Face,
    Head,
    Heading,
    Imprint,
    Note,
    Paragraph,
    Run,
    Text,
)
from reports.papers.briefing_gap import gap_sentence, missing
from reports.papers.briefing_tables import (
    MONTHS_A_CHART,
    definitions_table,
    figure_table,
    findings_table,
    followed_table,
    heat_chart,
    over_table,
    overview_table,
    rank_table,
    share_bars,
    share_table,
    share_trend,
    table_months,
    tasks_table,
    unranked_lines,
)
from reports.papers.facts import joined, stated
from reports.papers.origin import origin_of
from reports.papers.timetables import timetable_blocks

MEETING = "无锡市优化完善企业监管检查方式协调推进联席会议"
TOPIC = "优化完善企业监管检查方式工作情况"
REPORTED_TO = ("市委办公室", "市政府办公室", "联席会议召集人")
ROWS_IN_TEXT = 15
RANKS_IN_TEXT = 40
"""More ranked bodies than these: only the first group stays in the text."""
WITH_BASIS = "有依据"


def briefing(rows: BriefingRows, issuer: Issuer, issue: str = "",
             stage: Stage = Stage.FINAL) -> Document:  # fmt: skip
    """Return the briefing of a period; everything it says is in its rows."""
    return _Briefing(rows).document(issuer, issue, stage)


class _Briefing:
    """A briefing being put together; sections are numbered as they come."""

    def __init__(self, rows: BriefingRows) -> None:
        self._rows = rows
        self._section = 0
        self._annexes = tuple(_annexes(rows))

    def document(self, issuer: Issuer, issue: str, stage: Stage) -> Document:
        """Return the whole document."""
        rows = self._rows
        return Document(
            PaperKind.BRIEFING, f"{rows.period.title}\n{TOPIC}", issuer, rows.made_on,
            tuple(self._blocks()), Head(issue=issue), annexes=self._annexes,
            imprint=Imprint(printed_by=issuer.names[0], printed_on=rows.made_on,
                            main=REPORTED_TO),
            stage=stage, subject=f"联席会议简报　{rows.period.title}",
            provenance=origin_of(PaperKind.BRIEFING, rows, snapshot=rows.snapshot),
        )  # fmt: skip

    def _blocks(self) -> Iterator[Block]:
        yield from self._front()
        for dimension in self._rows.dimensions:
            yield from self._dimension(dimension)
        yield from self._joint()
        yield from self._planned()
        yield from self._heat()
        yield from self._notes()
        yield from self._ranking()
        yield from self._over()
        yield from self._findings()
        yield from self._followed()
        yield from self._tasks()

    def _next(self, name: str) -> Heading:
        self._section += 1
        return Heading(f"{words.numeral(self._section)}、{name}")

    def _front(self) -> Iterator[Block]:
        rows = self._rows
        yield Paragraph(joined((Run("摘要：", Face.HEI),), *summary(rows)))
        if rows.dimensions:
            yield overview_table(rows.dimensions, "六项跟踪指标一览")
        yield Note(
            f"注：数据截至{words.day(rows.as_of)}；统计口径为{rows.basis.rstrip('。')}。"
            "同比、环比：比例为个百分点，数量为%。带*的和标明“参考”的目标不作为通报依据。"
        )

    def _dimension(self, dimension: DimensionRow) -> Iterator[Block]:
        yield self._next(dimension.name)
        lead = dimension.lead or lead_of(dimension.figures)
        if lead or dimension.beside:
            yield Paragraph(lead + dimension.beside)
        if dimension.unavailable:
            yield Paragraph(f"{dimension.unavailable.rstrip('。')}。")
        if dimension.figures:
            yield figure_table(dimension.figures, f"{dimension.name}指标")

    def _joint(self) -> Iterator[Block]:
        joint = self._rows.joint
        yield self._next("联合检查比例走势和目标缺口")
        if not joint.shares:
            yield Paragraph("本期没有可以计算联合检查比例的检查任务。")
            return
        yield Paragraph(gap_sentence(self._rows))
        yield share_trend(joint.shares, "各月联合检查比例走势")
        yield share_table(joint.shares, "各月联合检查比例")
        yield Note(
            "注：M1 以全部检查任务为分母，按25%的目标考核全市；M1b 以双随机任务为分母，"
            "M1c 为全部联合任务占全部任务的比例，两项没有规定数值，不与25%比较。"
        )

    def _planned(self) -> Iterator[Block]:
        kept = self._rows.timetable
        if kept is not None:
            yield self._next("检查计划统筹安排")
            yield from timetable_blocks(kept)

    def _heat(self) -> Iterator[Block]:
        rows = self._rows
        yield self._next("检查频次分布")
        yield Heading("（一）各地区各月", 2)
        yield from _maps(rows.regions, 0, len(rows.regions.rows))
        yield Heading("（二）各单位各月", 2)
        count = len(rows.bodies.rows)
        if count > ROWS_IN_TEXT:
            yield Paragraph(
                f"本期共{count}个单位有检查记录或应报数据，检查次数居前的{ROWS_IN_TEXT}个单位如下，"
                f"其余{count - ROWS_IN_TEXT}个单位见附件{self._number_of(MORE_BODIES)}。"
            )
        yield from _maps(by_total(rows), 0, ROWS_IN_TEXT)

    def _notes(self) -> Iterator[Block]:
        """Yield what people noted, numbered where there are several."""
        notes = self._rows.notes
        for number, text in enumerate(notes, start=1):
            yield Note(f"注{number if len(notes) > 1 else ''}：{text}")

    def _number_of(self, title: str) -> int:
        return next(n for n, annex in enumerate(self._annexes, 1) if annex.title == title)

    def _ranking(self) -> Iterator[Block]:
        ranking = self._rows.ranking
        yield self._next("单位排名")
        if not any(group.rows for group in ranking.groups):
            yield Paragraph("本期没有参加排名的单位。")
            return
        by = next((c.name for c in ranking.columns if c.id == ranking.by), ranking.by)
        yield Paragraph(
            f"{'、'.join(group.name for group in ranking.groups)}分组比较，按{by}由高到低排列。"
            "比例旁为95%置信区间（威尔逊法），样本小的区间宽，名次仅供分析参考。"
            "样本不足、数据不全的不排名次，另列于后。"
        )
        if ranking.note:
            yield Paragraph(ranking.note)
        for number, group in enumerate(groups_in_text(self._rows), 1):
            yield Heading(f"（{words.numeral(number)}）{group.name}", 2)
            yield from _group(self._rows, group)
        rest = groups_in_annex(self._rows)
        if rest:
            names = "、".join(group.name for group in rest)
            yield Paragraph(f"{names}排名见附件{self._number_of(rank_title(rest))}。")

    def _over(self) -> Iterator[Block]:
        rows = self._rows
        without = [row for row in rows.over if row.basis != WITH_BASIS]
        with_basis = [row for row in rows.over if row.basis == WITH_BASIS]
        yield self._next("超频次受检企业")
        if not rows.over:
            yield Paragraph("本期没有受检次数超过规定上限的企业。")
            return
        total = rows.over_total if rows.over_total is not None else len(rows.over)
        shown = f"，本简报列出{words.count(len(rows.over))}条" if total > len(rows.over) else ""
        yield Paragraph(
            f"规定为{rows.caps}。"
            f"本期超出规定次数的情形共{words.count(total)}条{shown}，"
            f"其中无依据或部分有依据{words.count(len(without))}条，"
            f"有依据{words.count(len(with_basis))}条。依据须经市司法局核验后认定。"
        )
        yield from _over_list("（一）无依据或部分有依据", without)
        yield from _over_list("（二）有依据", with_basis)

    def _findings(self) -> Iterator[Block]:
        yield self._next("预警情况")
        found = self._rows.findings
        total = sum(sum(row.counts.values()) for row in found)
        if not total:
            yield Paragraph("本期没有预警。")
        else:
            yield Paragraph(
                f"本期各项规则共形成预警{words.count(total)}条。“红”“橙”“黄”为不同级别，"
                "“提示”不作为发文依据；所列均为系统比对结果，尚待核实的以核实结论为准。"
            )
        if found:
            yield findings_table(found, "各规则预警数量")

    def _followed(self) -> Iterator[Block]:
        before = self._rows.followed
        if before is None or not before.decisions:
            return
        settled, meeting = before.decisions, before.meeting
        done = sum(one.state is DecisionState.DONE for one in settled)
        late = f"，逾期{words.count(meeting.late)}项" if meeting.late else ""
        yield self._next("上次会议议定事项落实情况")
        yield Paragraph(
            f"{words.day(meeting.day)}召开的{meeting.title}议定事项{words.count(len(settled))}项，"
            f"已完成{words.count(done)}项，进行中{words.count(len(settled) - done)}项{late}。"
        )
        yield followed_table(settled, "上次会议议定事项落实情况")

    def _tasks(self) -> Iterator[Block]:
        tasks = self._rows.tasks
        if not tasks:
            return
        yield self._next("重点任务推进情况")
        told = sum(1 for task in tasks if task.bodies)
        yield Paragraph(
            f"重点任务共{words.count(len(tasks))}项，其中{words.count(told)}项有单位报送进展。"
            if told else f"重点任务共{words.count(len(tasks))}项，尚无单位报送进展。"
        )
        known = {one.id: one for dimension in self._rows.dimensions for one in dimension.figures}
        yield tasks_table(tasks, known, "重点任务分工和推进情况")


MORE_BODIES = "各单位各月检查次数（续）"


def rank_title(groups: Sequence[PeerGroup]) -> str:
    """Return the title of the annex with the groups that found no room in the text."""
    return f"{'、'.join(group.name for group in groups)}排名"


def by_total(rows: BriefingRows) -> HeatTable:
    """Return the bodies' heat table, most visits first."""
    table = rows.bodies
    ordered = sorted(table.rows, key=lambda row: (-(row.total or 0), row.code))
    return replace(table, rows=tuple(ordered))


def groups_in_text(rows: BriefingRows) -> tuple[PeerGroup, ...]:
    """Return the peer groups whose ranking stands in the text."""
    groups = rows.ranking.groups
    many = sum(len(group.rows) for group in groups) > RANKS_IN_TEXT
    return groups[:1] if many else groups


def groups_in_annex(rows: BriefingRows) -> tuple[PeerGroup, ...]:
    """Return the peer groups whose ranking stands in an annex."""
    return rows.ranking.groups[len(groups_in_text(rows)) :]


def _maps(table: HeatTable, first: int, last: int) -> Iterator[Block]:
    if not table.rows[first:last] or not table.months:
        yield Paragraph("本期没有检查记录。")
        return
    for start in range(0, len(table.months), MONTHS_A_CHART):
        caption = f"{table.of}×月检查次数（{table_months(table, start)}）"
        yield heat_chart(table, first, last, start, caption)


def _group(rows: BriefingRows, group: PeerGroup) -> Iterator[Block]:
    columns = rows.ranking.columns
    ranked = [row for row in group.rows if row.place is not None]
    others = [row for row in group.rows if row.place is None]
    if ranked:
        bars = share_bars(columns, ranked[:ROWS_IN_TEXT], f"{group.name}联合检查比例")
        if bars is not None:
            yield bars
        yield rank_table(columns, ranked, f"{group.name}排名")
    else:
        yield Paragraph(f"{group.name}没有达到排名条件的单位。")
    if others:
        lines = "".join(unranked_lines(columns, others))
        yield Note(f"{group.name}未排名（{len(others)}个）：{lines}")


def _over_list(name: str, rows: Sequence[OverRow]) -> Iterator[Block]:
    yield Heading(name, 2)
    if not rows:
        yield Paragraph("无。")
        return
    for rule, title in (("R1", "月超频次（R1）"), ("R3", "同事项超频次（R3）")):
        chosen = [row for row in rows if row.rule == rule]
        if chosen:
            yield over_table(chosen, f"{title}：{words.count(len(chosen))}条")
    rest = [row for row in rows if row.rule not in ("R1", "R3")]
    if rest:
        yield over_table(rest, f"其他：{words.count(len(rest))}条")


def _annexes(rows: BriefingRows) -> Iterator[Annex]:
    table = by_total(rows)
    if len(table.rows) > ROWS_IN_TEXT:
        yield Annex(MORE_BODIES, tuple(_maps(table, ROWS_IN_TEXT, len(table.rows))))
    rest = groups_in_annex(rows)
    if rest:
        blocks = [block for group in rest for block in _group(rows, group)]
        yield Annex(rank_title(rest), tuple(blocks))
    if rows.definitions:
        yield Annex("口径说明", (definitions_table(rows.definitions),))
    notes = rows.quality or ("本期没有需要说明的数据质量问题。",)
    blocks = [Paragraph(f"{number}.{note}") for number, note in enumerate(notes, 1)]
    yield Annex("数据说明", tuple(blocks))


def lead_of(figures: Sequence[FigureRow]) -> str:
    """Word a dimension from its figures: those with a value first, at most three."""
    known = [figure for figure in figures if figure.value is not None]
    if not known:
        return "本期暂无数据。"
    return "；".join(words.sentence(figure) for figure in known[:3]) + "。"


def find(rows: BriefingRows, name: str) -> FigureRow | None:
    """Return the figure of that id from the dimensions or the joint shares."""
    figures = [figure for dimension in rows.dimensions for figure in dimension.figures]
    figures += [share.figure for share in rows.joint.shares]
    return next((f for f in figures if f.id == name and f.value is not None), None)


def summary(rows: BriefingRows) -> Iterator[Text]:
    """Yield the key sentences of a briefing."""
    for figure, sentence in _sentences(rows):
        yield f"{sentence}。" if figure is None else stated(figure, f"{sentence}。")


def _sentences(rows: BriefingRows) -> Iterator[tuple[FigureRow | None, str]]:
    volume = find(rows, "M9") or find(rows, "M17")
    if volume is not None and volume.id == "M9":
        yield volume, f"{rows.period.title}，全市{words.sentence(volume)}"
    else:
        yield None, f"{rows.period.title}，全市推进情况如下"
    share = find(rows, "M1")
    if share is not None:
        yield share, words.statement(share)
        if rows.joint.gap_new:
            yield None, missing(rows.joint)
    code = find(rows, "M3")
    if code is not None:
        yield code, words.statement(code)
    total = rows.over_total if rows.over_total is not None else len(rows.over)
    without = sum(row.basis != WITH_BASIS for row in rows.over)
    if not total:
        yield None, "没有企业受检次数超过规定上限"
    elif total > len(rows.over):
        yield None, f"企业受检超出规定次数的情形{words.count(total)}条"
    else:
        tail = f"，其中无依据或部分有依据{words.count(without)}条" if without else "，均提出依据"
        yield None, f"企业受检超出规定次数的情形{words.count(total)}条{tail}"
