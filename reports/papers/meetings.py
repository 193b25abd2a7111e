"""会议议程 and 纪要 of the joint meeting, with the period's figures, to be finished by people."""

from __future__ import annotations

from data.rows.circular import CircularRows
from data.rows.meetings import AgendaRow, MeetingSheet, Presence
from data.rows.papers import Issuer, PaperKind
from reports import words
from reports.content import (
    Block,
    Column,
    Document,
    Head,
    Heading,
    Imprint,
    Lines,
    Names,
    Paragraph,
    TableBlock,
)
from reports.papers.briefing import lead_of
from reports.papers.circular import COPIES, Terms
from reports.papers.circular_parts import problem_sentences
from reports.papers.facts import joined, stated
from reports.papers.origin import origin_of
from reports.papers.summaries import advice
from reports.templates import Templates

OFFICES = ("市发展改革委", "市司法局", "市市场监管局", "市数据局")
"""The office of the joint meeting: one lead and three (seed, 1+3+N+8)."""
BLANK = "________________"
ROOM = "（请填写）"


def agenda(rows: CircularRows, issuer: Issuer, templates: Templates, terms: Terms) -> Document:
    """Return 会议议程: time and place to fill in, who speaks on what, the period's papers."""
    period = rows.period.title
    items: tuple[tuple[str, str], ...] = (
        (f"通报{period}平台使用度、检查计划、检查频次、联合检查比例、“亮码”入企、层级间联动情况",
         "市司法局"),
        (f"通报{period}问题核实和整改情况（{words.count(len(rows.problems))}条）", "市司法局"),
        ("“双随机、一公开”联合监管推进情况", "市市场监管局"),
        ("监管平台功能和数据归集情况", "市数据局"),
        (f"审议《{period}情况通报》（送审稿）", "市发展改革委"),
        ("研究部署下一阶段重点工作", "市发展改革委"),
    )  # fmt: skip
    meeting = rows.meeting
    columns = (Column("序号", 32, "center"), Column("议题", 260), Column("汇报单位", 90),
               Column("时间", 60, "center"))  # fmt: skip
    if meeting is not None and meeting.agenda:
        items = tuple((_titled(one), one.presenter or ROOM) for one in meeting.agenda)
    table = tuple((f"{n}", text, who, "　　分钟") for n, (text, who) in enumerate(items, 1))
    lines = Lines(_when_and_where(meeting))
    blocks: tuple[Block, ...] = (lines, TableBlock(columns, table, "会议议题", name="会议议题"))
    return Document(
        PaperKind.AGENDA, f"{_name(meeting, period)}议程", issuer, rows.made_on, blocks,
        stage=terms.stage, provenance=origin_of(PaperKind.AGENDA, rows), subject="会议议程",
    )  # fmt: skip


def minutes(rows: CircularRows, issuer: Issuer, templates: Templates, terms: Terms) -> Document:
    """Return 纪要: what was reported, what was asked for; who was there is to be filled in."""
    meeting = rows.meeting
    blocks: list[Block] = [
        Paragraph(f"{_opening(meeting)}召开{_name(meeting, '')}，听取{rows.period.title}工作情况"
                  "汇报，研究部署下一阶段工作。现纪要如下："),
        Heading("一、会议听取的情况"),
    ]  # fmt: skip
    for dimension in rows.dimensions:
        first = next((one for one in dimension.figures if one.value is not None), None)
        sentence = dimension.lead or lead_of(dimension.figures)
        told = sentence if first is None else stated(first, sentence)
        blocks.append(Paragraph(joined(f"{dimension.name}：", told)))
    blocks.append(Heading("二、会议指出的问题"))
    blocks += [Paragraph(text) for text in problem_sentences(rows.problems)] or [
        Paragraph("本期未发现需要指出的突出问题。")
    ]
    blocks.append(Heading("三、会议议定的事项"))
    blocks += _settled(rows)
    blocks += _present(meeting)
    return Document(
        PaperKind.MINUTES, "", issuer, rows.made_on, tuple(blocks), Head(number=terms.number),
        imprint=Imprint(COPIES, issuer.printed_by or issuer.names[0], rows.made_on),
        stage=terms.stage, disclosure=terms.disclosure, approved=terms.approved,
        public=terms.public, provenance=origin_of(PaperKind.MINUTES, rows),
        subject=f"纪要　{rows.period.title}",
    )  # fmt: skip


def _name(meeting: MeetingSheet | None, period: str) -> str:
    if meeting is not None:
        return meeting.meeting.title
    return f"联席会议{period}工作例会" if period else "联席会议"


def _titled(one: AgendaRow) -> str:
    return f"{one.title}（{one.paper}）" if one.paper else one.title


def _when_and_where(meeting: MeetingSheet | None) -> tuple[tuple[str, str], ...]:
    if meeting is None:
        return (("时间", BLANK), ("地点", BLANK), ("主持人", BLANK),
                ("参加单位", "联席会议各成员单位"))  # fmt: skip
    about = meeting.meeting
    bodies = dict.fromkeys(
        one.body.name for one in meeting.attendance if one.presence is not Presence.EXCUSED
    )
    return (
        ("时间", " ".join(filter(None, (words.day(about.day), about.clock)))),
        ("地点", about.place or BLANK), ("主持人", about.host or BLANK),
        ("参加单位", "、".join(bodies) or "联席会议各成员单位"),
    )  # fmt: skip


def _opening(meeting: MeetingSheet | None) -> str:
    if meeting is None:
        return "　　月　　日，　　　　　主持"
    about = meeting.meeting
    where = f"在{about.place}" if about.place else ""
    return f"{about.day.month}月{about.day.day}日，{about.host or ROOM}{where}主持"


def _settled(rows: CircularRows) -> list[Block]:
    """Return what the meeting settled, else what the figures advise, to be finished by people."""
    if rows.meeting is None or not rows.meeting.decisions:
        advised = enumerate(advice(rows), 1)
        return [Paragraph(f"{n}.{text}（责任单位：{ROOM}）") for n, text in advised]
    found: list[Block] = []
    for n, one in enumerate(rows.meeting.decisions, 1):
        due = f"，完成期限：{words.day(one.due)}" if one.due else ""
        who = one.body.name if one.body else ROOM
        found.append(Paragraph(f"{n}.{one.content.rstrip('。')}（责任单位：{who}{due}）。"))
    return found


def _present(meeting: MeetingSheet | None) -> list[Block]:
    if meeting is None or not meeting.attendance:
        return [Names("出席", tuple(f"{ROOM}（{office}）" for office in OFFICES)),
                Names("请假", (ROOM,)), Names("列席", (ROOM,))]  # fmt: skip
    found: list[Block] = []
    for kind in Presence:
        people = [one for one in meeting.attendance if one.presence is kind]
        names = tuple(f"{one.person or ROOM}（{one.body.name}）" for one in people)
        if names:
            found.append(Names(kind.label, names))
    return found
