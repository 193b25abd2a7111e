"""联合检查函: to the body that leads accepted merges, which plans go together, whom and when."""

from __future__ import annotations

from collections.abc import Iterator

from data.rows.joint_letters import JointLetterRows, LetterMerge
from data.rows.papers import Issuer, PaperKind
from reports import words
from reports.content import (
    Annex,
    Block,
    CellLike,
    Column,
    Document,
    Head,
    Imprint,
    Paragraph,
    TableBlock,
    Text,
    said,
)
from reports.papers.circular import Terms, contact_note
from reports.papers.facts import count_cell, count_fact, joined
from reports.papers.origin import origin_of
from reports.templates import Templates

MERGES, OBJECTS, SAVES = "joint.merges", "joint.objects", "joint.saves"
IN_TEXT = 6
"""More merges than these stand in the annex alone."""


def joint_letter(
    rows: JointLetterRows, issuer: Issuer, templates: Templates, terms: Terms
) -> Document:
    """Return the letter to one body that leads."""
    kind = PaperKind.JOINT_LETTER
    values = {"body": rows.lead.name, "period": rows.period.title}
    opening = templates.text(f"{kind.value}.opening", **values)
    closing = templates.text(
        f"{kind.value}.closing", **values, reply_by=reply_words(rows), issuer=issuer.names[0]
    )
    blocks: list[Block] = [Paragraph(opening), *_told(rows), Paragraph(closing)]
    annexes = [Annex("合并计划清单", (_plans_table(rows),), landscape=True)]
    if rows.objects:
        annexes.append(Annex("共同检查对象名单", (_objects_table(rows),)))
    return Document(
        kind, templates.text(f"{kind.value}.title", **values), issuer, rows.made_on, tuple(blocks),
        Head(number=terms.number), (rows.lead.name,), tuple(annexes), contact_note(issuer),
        Imprint(rows.partners, issuer.printed_by or issuer.names[0], rows.made_on), terms.stage,
        terms.disclosure, terms.approved, terms.public, origin_of(kind, rows, rows.lead.name),
        f"{kind.label}　{rows.lead.name}",
    )  # fmt: skip


def reply_words(rows: JointLetterRows) -> str:
    """Say by when an answer is due: a date, or working days where no calendar is published."""
    due = rows.reply.due
    return f"收到本函之日起{rows.reply.days}个工作日内" if due is None else f"{words.day(due)}前"


def _told(rows: JointLetterRows) -> Iterator[Block]:
    """Yield how many merges there are in all, then each where they are few."""
    yield Paragraph(_sum(rows))
    if len(rows.merges) <= IN_TEXT:
        for number, one in enumerate(rows.merges, 1):
            yield Paragraph(f"{number}.{_sentence(one)}")


def _sum(rows: JointLetterRows) -> Text:
    merges = count_fact(MERGES, len(rows.merges), "项", 1)
    where = "如下" if len(rows.merges) <= IN_TEXT else "逐项列于附件1"
    if not rows.objects:
        return joined("由你单位牵头的合并检查共", (said(merges),), f"，检查对象合并抽取，{where}：")
    objects = count_fact(OBJECTS, rows.objects, "户", 2)
    saves = count_fact(SAVES, rows.saves, "次", 1)
    return joined(
        "由你单位牵头的合并检查共", (said(merges),), "，共同检查对象", (said(objects),),
        "，合并后最多可少入企", (said(saves),), f"，{where}：",
    )  # fmt: skip


def _sentence(one: LetterMerge) -> str:
    others = "、".join(
        f"{side.body.name}《{side.name or side.number}》（{side.number}）" for side in one.partners
    )
    whom = "检查对象合并抽取" if one.is_drawn else f"共同检查对象{words.count(len(one.objects))}户"
    leading, when = one.leading, "按联合检查时间表于" if one.is_planned else "建议于"
    return (
        f"《{leading.name or leading.number}》（{leading.number}）与{others}合并，"
        f"{whom}，{when}{words.month(one.month)}一次完成。"
    )


def _plans_table(rows: JointLetterRows) -> TableBlock:
    columns = (
        Column("序号", 34, "center"), Column("牵头单位计划", 160), Column("配合单位", 110),
        Column("配合单位计划", 160), Column("共同对象（户）", 56, "right"),
        Column("可同查时间", 90, "center"), Column("建议月份", 70, "center"),
        Column("最多少入企（次）", 62, "right"),
    )  # fmt: skip
    total = ("合计", "", "", "", "", "", "", count_cell(rows.saves))
    return TableBlock(columns, (*_plan_rows(rows), total), total=True, name="合并计划清单")


def _plan_rows(rows: JointLetterRows) -> Iterator[tuple[CellLike, ...]]:
    for number, one in enumerate(rows.merges, 1):
        yield (
            count_cell(number), _plan(one.leading.number, one.leading.name),
            "\n".join(side.body.name for side in one.partners),
            "\n".join(_plan(side.number, side.name) for side in one.partners),
            "待抽取" if one.is_drawn else count_cell(len(one.objects)), one.span, one.month,
            count_cell(one.saves),
        )  # fmt: skip


def _plan(number: str, name: str) -> str:
    return f"{number}　{name}" if name else number


def _objects_table(rows: JointLetterRows) -> TableBlock:
    columns = (
        Column("序号", 34, "center"), Column("清单序号", 60, "center"), Column("企业", 210),
        Column("统一社会信用代码", 140),
    )  # fmt: skip
    listed = [(place, whom) for place, one in enumerate(rows.merges, 1) for whom in one.objects]
    cells: tuple[tuple[CellLike, ...], ...] = tuple(
        (count_cell(number), count_cell(place), whom.name, whom.code)
        for number, (place, whom) in enumerate(listed, 1)
    )
    return TableBlock(columns, cells, name="共同检查对象名单")
