"""The meeting briefing (联席会议简报) of a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from data.rows.briefing import (
    BriefingRows,
    DimensionRow,
    FigureRow,
    HeatTable,
    OverRow,
    PeerGroup,
)
from reports import styles, words
from reports.breaking import Para, Span
from reports.briefing_tables import (
    figure_table,
    findings_table,
    over_table,
    overview_table,
    rank_table,
    share_table,
    unranked_lines,
)
from reports.charts import MONTHS_A_CHART, HeatMap, share_chart
from reports.fonts import Role
from reports.masthead import Masthead
from reports.report import ROOM_BELOW, Report

MEETING = "无锡市优化完善企业监管检查方式协调推进联席会议"
TOPIC = "优化完善企业监管检查方式工作情况"
ROWS_IN_TEXT = 15
RANKS_IN_TEXT = 40
"""More ranked bodies than these: only the first group stays in the text."""
ROOM_FOR_ROWS = 240.0
WITH_BASIS = "有依据"


class Briefing(Report):
    """A briefing made of rows; everything it says is in them."""

    def __init__(self, rows: BriefingRows) -> None:
        super().__init__(rows.as_of, rows.sample, rows.made_on)
        self._rows = rows
        self._section = 0
        self.title = f"{rows.period.title}{TOPIC}"
        self.subject = f"联席会议简报　{rows.period.title}"

    @property
    def running_head(self) -> str:
        """Return what stands at the top of each page after the first."""
        return self.subject

    def story(self) -> Iterator[Flowable]:
        """Yield title block, summary, six dimensions, charts, lists and notes."""
        self._section = 0
        yield from self._front()
        for dimension in self._rows.dimensions:
            yield from self._dimension(dimension)
        yield from self._joint()
        yield from self._heat()
        yield from self._ranking()
        yield from self._over()
        yield from self._findings()
        yield from self._annexes()

    def _next(self, name: str, room: float = ROOM_BELOW) -> list[Flowable]:
        self._section += 1
        return self.heading(f"{words.numeral(self._section)}、{name}", room=room)

    def _front(self) -> Iterator[Flowable]:
        rows = self._rows
        yield self.bookmark("摘要")
        yield Masthead(MEETING, "联席会议简报", rows.issuer, words.day(rows.made_on))
        yield Para(rows.period.title, replace(styles.TITLE, after=0.0))
        yield Para(TOPIC, replace(styles.TITLE, before=0.0))
        text = "".join(f"{sentence}。" for sentence in summary(rows))
        yield Para([Span("摘要：", Role.HEI), Span(text)], styles.BODY)
        if rows.dimensions:
            yield overview_table(rows.dimensions, "六项跟踪指标一览")
        yield Para(
            f"注：数据截至{words.day(rows.as_of)}；统计口径为{rows.basis.rstrip('。')}。"
            "同比、环比：比例为个百分点，数量为%。带*的和标明“参考”的目标不作为通报依据。",
            styles.NOTE,
        )

    def _text(self, text: str) -> Para:
        return Para(text, styles.BODY)

    def _dimension(self, dimension: DimensionRow) -> Iterator[Flowable]:
        yield from self._next(dimension.name)
        lead = dimension.lead or lead_of(dimension.figures)
        if lead:
            yield self._text(lead)
        if dimension.unavailable:
            yield self._text(f"{dimension.unavailable.rstrip('。')}。")
        if dimension.figures:
            yield figure_table(dimension.figures, f"{dimension.name}指标")

    def _joint(self) -> Iterator[Flowable]:
        joint = self._rows.joint
        yield from self._next("联合检查比例走势和目标缺口")
        if not joint.shares:
            yield self._text("本期没有可以计算联合检查比例的检查任务。")
            return
        yield self._text(gap_sentence(self._rows))
        yield CondPageBreak(220)
        yield Para("各月联合检查比例走势", replace(styles.CAPTION, before=8.0))
        yield share_chart(joint.shares)
        yield share_table(joint.shares, "各月联合检查比例（括号内为联合任务/分母任务）")
        yield Para(
            "注：M1 以全部检查任务为分母，按25%的目标考核全市；M1b 以双随机任务为分母，"
            "M1c 为全部联合任务占全部任务的比例，两项没有规定数值，不与25%比较。",
            styles.NOTE,
        )

    def _heat(self) -> Iterator[Flowable]:
        rows = self._rows
        yield from self._next("检查频次分布", ROOM_FOR_ROWS)
        yield from self.heading("（一）各地区各月", 1, ROOM_BELOW + 29)
        yield from self._maps(rows.regions, 0, len(rows.regions.rows))
        yield from self.heading("（二）各单位各月", 1)
        count = len(rows.bodies.rows)
        if count > ROWS_IN_TEXT:
            yield self._text(
                f"本期共{count}个单位有检查记录或应报数据，检查次数居前的{ROWS_IN_TEXT}个单位如下，"
                f"其余{count - ROWS_IN_TEXT}个单位见附1。"
            )
        yield from self._maps(self._by_total(), 0, ROWS_IN_TEXT)

    def _by_total(self) -> HeatTable:
        table = self._rows.bodies
        ordered = sorted(table.rows, key=lambda row: (-(row.total or 0), row.code))
        return replace(table, rows=tuple(ordered))

    def _maps(self, table: HeatTable, first: int, last: int) -> Iterator[Flowable]:
        chosen = table.rows[first:last]
        if not chosen or not table.months:
            yield self._text("本期没有检查记录。")
            return
        count = len(table.months)
        for start in range(0, count, MONTHS_A_CHART):
            months = range(start, min(start + MONTHS_A_CHART, count))
            caption = f"{table.of}×月检查次数（{table_months(table, start)}）"
            yield HeatMap(table, chosen, months, caption)

    def _ranking(self) -> Iterator[Flowable]:
        ranking = self._rows.ranking
        yield from self._next("单位排名")
        if not any(group.rows for group in ranking.groups):
            yield self._text("本期没有参加排名的单位。")
            return
        by = next((c.name for c in ranking.columns if c.id == ranking.by), ranking.by)
        yield self._text(
            f"{'、'.join(group.name for group in ranking.groups)}分组比较，按{by}由高到低排列。"
            "比例旁为95%置信区间（威尔逊法），样本小的区间宽，名次仅供分析参考。"
            "样本不足、数据不全的不排名次，另列于后。"
        )
        if ranking.note:
            yield self._text(ranking.note)
        for number, group in enumerate(self._groups_in_text(), 1):
            yield from self.heading(f"（{words.numeral(number)}）{group.name}", 1, ROOM_FOR_ROWS)
            yield from self._group(group)
        rest = self._groups_in_annex()
        if rest:
            names = "、".join(group.name for group in rest)
            yield self._text(f"{names}排名见附{1 + self._has_more_bodies()}。")

    def _groups_in_text(self) -> tuple[PeerGroup, ...]:
        groups = self._rows.ranking.groups
        many = sum(len(group.rows) for group in groups) > RANKS_IN_TEXT
        return groups[:1] if many else groups

    def _groups_in_annex(self) -> tuple[PeerGroup, ...]:
        return self._rows.ranking.groups[len(self._groups_in_text()) :]

    def _has_more_bodies(self) -> bool:
        return len(self._rows.bodies.rows) > ROWS_IN_TEXT

    def _group(self, group: PeerGroup) -> Iterator[Flowable]:
        columns = self._rows.ranking.columns
        ranked = [row for row in group.rows if row.place is not None]
        others = [row for row in group.rows if row.place is None]
        if ranked:
            yield rank_table(columns, ranked, f"{group.name}排名")
        else:
            yield self._text(f"{group.name}没有达到排名条件的单位。")
        if others:
            caption = f"{group.name}未排名（{len(others)}个）"
            yield Para(caption, replace(styles.CAPTION, before=4.0))
            for line in unranked_lines(columns, others):
                yield Para(line, styles.NOTE)

    def _over(self) -> Iterator[Flowable]:
        rows = self._rows
        without = [row for row in rows.over if row.basis != WITH_BASIS]
        with_basis = [row for row in rows.over if row.basis == WITH_BASIS]
        yield from self._next("超频次受检企业")
        if not rows.over:
            yield self._text("本期没有受检次数超过规定上限的企业。")
            return
        total = rows.over_total if rows.over_total is not None else len(rows.over)
        shown = f"，本简报列出{words.count(len(rows.over))}条" if total > len(rows.over) else ""
        yield self._text(
            f"规定为原则上同一企业同一月内、同一企业同一事项全年接受检查均不超过3次。"
            f"本期超出规定次数的情形共{words.count(total)}条{shown}，"
            f"其中无依据或部分有依据{words.count(len(without))}条，"
            f"有依据{words.count(len(with_basis))}条。依据须经市司法局核验后认定。"
        )
        yield from self._over_list("（一）无依据或部分有依据", without)
        yield from self._over_list("（二）有依据", with_basis)

    def _over_list(self, name: str, rows: Sequence[OverRow]) -> Iterator[Flowable]:
        yield from self.heading(name, 1, ROOM_FOR_ROWS if rows else ROOM_BELOW)
        if not rows:
            yield self._text("无。")
            return
        for rule, title in (("R1", "月超频次（R1）"), ("R3", "同事项超频次（R3）")):
            chosen = [row for row in rows if row.rule == rule]
            if chosen:
                yield over_table(chosen, f"{title}：{words.count(len(chosen))}条")
        rest = [row for row in rows if row.rule not in ("R1", "R3")]
        if rest:
            yield over_table(rest, f"其他：{words.count(len(rest))}条")

    def _findings(self) -> Iterator[Flowable]:
        yield from self._next("预警情况")
        found = self._rows.findings
        total = sum(sum(row.counts.values()) for row in found)
        if not total:
            yield self._text("本期没有预警。")
        else:
            yield self._text(
                f"本期各项规则共形成预警{words.count(total)}条。“红”“橙”“黄”为不同级别，"
                "“提示”不作为发文依据；所列均为系统比对结果，尚待核实的以核实结论为准。"
            )
        if found:
            yield findings_table(found, "各规则预警数量")

    def _annexes(self) -> Iterator[Flowable]:
        table = self._by_total()
        number = 1
        if self._has_more_bodies():
            yield PageBreak()
            yield from self._annex(number, "各单位各月检查次数（续）")
            yield from self._maps(table, ROWS_IN_TEXT, len(table.rows))
            number += 1
        rest = self._groups_in_annex()
        if rest:
            yield PageBreak()
            yield from self._annex(number, f"{'、'.join(group.name for group in rest)}排名")
            for group in rest:
                yield from self._group(group)
            number += 1
        if number == 1:
            yield PageBreak()
        yield from self._annex(number, "口径说明：每个数字如何计算")
        if not self._rows.definitions:
            yield Para("无。", styles.SMALL)
        for definition in self._rows.definitions:
            spans = [Span(f"{definition.id}　{definition.name}　", Role.HEI)]
            spans.append(Span(f"{definition.text.rstrip('。')}。"))
            target = definition.target
            if target is not None:
                goal = words.target_value(target, definition.share)
                spans.append(Span(f"目标{goal}（{target.force.label}）。"))
            spans.append(Span(f"来源：{definition.source}。", color=styles.SECOND))
            yield Para(spans, replace(styles.SMALL, after=2))
        yield from self._annex(number + 1, "数据说明和版本")
        yield from self._versions()

    def _annex(self, number: int, name: str) -> list[Flowable]:
        text = f"附{number}　{name}"
        style = replace(styles.LEVEL_1, indent=0.0, before=8.0)
        return [CondPageBreak(130), self.bookmark(text), Para(text, style)]

    def _versions(self) -> Iterator[Flowable]:
        rows = self._rows
        notes = [f"{number}. {note}" for number, note in enumerate(rows.quality, 1)]
        for note in notes or ["本期没有需要说明的数据质量问题。"]:
            yield Para(note, styles.SMALL)
        pairs = (
            ("规则集版本", "；".join(rows.rulesets) or words.ABSENT),
            ("统计期间", f"{words.day(rows.period.first)}至{words.day(rows.period.last)}"),
            ("统计口径", rows.basis),
            ("数据截至", words.day(rows.as_of)),
            ("生成日期", words.day(rows.made_on)),
            ("数据快照", f"SHA-256：{rows.snapshot or rows.fingerprint()}"),
        )
        for name, text in pairs:
            spans = [Span(f"{name}：", Role.HEI), Span(text)]
            yield Para(spans, replace(styles.SMALL, align="left"))
        if rows.sample:
            yield Para("本文件所载均为演示数据，不反映任何单位和企业的真实情况。", styles.SMALL)


def table_months(table: HeatTable, first: int) -> str:
    """Say which months a chart shows: 2026年1—9月."""
    months = table.months[first : first + MONTHS_A_CHART]
    if not months:
        return words.ABSENT
    start, end = words.month(months[0]), words.month(months[-1])
    if months[0][:4] == months[-1][:4] and len(months) > 1:
        return f"{start.removesuffix('月')}—{words.month(months[-1], with_year=False)}"
    return start if start == end else f"{start}—{end}"


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


def summary(rows: BriefingRows) -> Iterator[str]:
    """Yield the key sentences of a briefing, without full stops."""
    volume = find(rows, "M9") or find(rows, "M17")
    if volume is not None and volume.id == "M9":
        yield f"{rows.period.title}，全市{words.sentence(volume)}"
    else:
        yield f"{rows.period.title}，全市推进情况如下"
    share = find(rows, "M1")
    if share is not None:
        yield words.statement(share)
        if rows.joint.gap_new:
            yield gap_words(rows.joint.gap_new, rows.joint.gap_merge)
    code = find(rows, "M3")
    if code is not None:
        yield words.statement(code)
    total = rows.over_total if rows.over_total is not None else len(rows.over)
    without = sum(row.basis != WITH_BASIS for row in rows.over)
    if not total:
        yield "没有企业受检次数超过规定上限"
    elif total > len(rows.over):
        yield f"企业受检超出规定次数的情形{words.count(total)}条"
    else:
        tail = f"，其中无依据或部分有依据{words.count(without)}条" if without else "，均提出依据"
        yield f"企业受检超出规定次数的情形{words.count(total)}条{tail}"


def gap_words(new: int, merge: int | None) -> str:
    """Say what closes the gap to 25 %."""
    other = "" if merge is None else f"，或将{words.count(merge)}对单独任务合并为联合任务"
    return f"达到25%还需新增双随机联合任务{words.count(new)}个{other}"


def gap_sentence(rows: BriefingRows) -> str:
    """Word the joint section: the shares, then the gap."""
    joint = rows.joint
    parts = [words.statement(share.figure, detailed=True) for share in joint.shares]
    text = "；".join(parts) + "。"
    if joint.gap_new:
        return f"{text}{gap_words(joint.gap_new, joint.gap_merge)}。"
    if joint.gap_new == 0:
        return f"{text}已达到25%的目标，没有缺口。"
    return text
