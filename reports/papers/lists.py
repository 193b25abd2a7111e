"""频次清单, 检查计划汇总 and 发文稿纸."""

from __future__ import annotations

from dataclasses import replace

from data.rows.briefing import BriefingRows, OverRow
from data.rows.circular import CircularRows
from data.rows.papers import Issuer, PaperKind
from reports import words
from reports.content import CellLike, Column, Document, Note, Paragraph, TableBlock
from reports.papers.briefing_tables import over_table
from reports.papers.circular import Terms
from reports.papers.facts import key_of, percent_cell
from reports.papers.masking import mask_code, mask_name
from reports.papers.origin import origin_of

PLANS = ("M11.filed", "M11.complete", "M10", "M12")
"""What a summary of plans tells of a body, all of them shares."""


def frequency_list(rows: BriefingRows, issuer: Issuer, terms: Terms) -> Document:
    """Return 频次清单: the enterprises past a cap, by month and by item of the year."""
    over = tuple(masked(row) for row in rows.over) if terms.public else rows.over
    total = rows.over_total if rows.over_total is not None else len(over)
    blocks: list[Paragraph | TableBlock | Note] = [
        Paragraph(f"{rows.period.title}，企业受检超出规定次数的情形共{words.count(total)}条，"
                  f"下列{words.count(len(over))}条。规定为{rows.caps}。")
    ]  # fmt: skip
    for rule, title in (("R1", "月超频次"), ("R3", "同事项超频次")):
        chosen = [row for row in over if row.rule == rule]
        if chosen:
            table = over_table(chosen, f"{title}（{rule}）：{words.count(len(chosen))}条")
            blocks.append(replace(table, name=title))
    if not over:
        blocks.append(Paragraph("本期没有受检次数超过规定上限的企业。"))
    return Document(
        PaperKind.FREQUENCY_LIST, f"{rows.period.title}企业检查频次清单", issuer, rows.made_on,
        tuple(blocks), stage=terms.stage, disclosure=terms.disclosure, public=terms.public,
        provenance=origin_of(PaperKind.FREQUENCY_LIST, rows, snapshot=rows.snapshot),
        subject="频次清单",
    )  # fmt: skip


def masked(row: OverRow) -> OverRow:
    """Return an enterprise past a cap as a public copy names it."""
    return replace(row, enterprise=mask_name(row.enterprise), code=mask_code(row.code))


def plan_summary(rows: CircularRows, issuer: Issuer, terms: Terms) -> Document:
    """Return 检查计划汇总: by body whether plans were filed in time, complete, and carried out."""
    columns = [Column("单位", 130)]
    for title in ("按期受理", "要素完整", "计划检查", "计划完成"):
        columns += [Column("比例", 44, "right", title), Column("分子/分母", 56, "right", title)]
    table: list[tuple[CellLike, ...]] = []
    for body in rows.bodies:
        found = [body.of(one) for one in PLANS]
        if not any(one is not None and one.denominator for one in found):
            continue
        cells: list[CellLike] = [body.name]
        for one in found:
            if one is None:
                cells += [words.ABSENT, words.ABSENT]
            else:
                cells += [percent_cell(one.value, key_of(one.id, body.code)),
                          words.fraction(one.numerator, one.denominator)]  # fmt: skip
        table.append(tuple(cells))
    lead = Paragraph(f"{rows.period.title}有检查计划或计划检查记录的单位"
                     f"{words.count(len(table))}个，情况如下。")  # fmt: skip
    blocks = (lead, TableBlock(tuple(columns), tuple(table), name="检查计划汇总"),
              Note("注：“—”为没有应计的计划或检查；分母为0的不计算比例。"))  # fmt: skip
    return Document(
        PaperKind.PLAN_SUMMARY, f"{rows.period.title}检查计划汇总", issuer, rows.made_on, blocks,
        stage=terms.stage, provenance=origin_of(PaperKind.PLAN_SUMMARY, rows),
        subject="检查计划汇总",
    )  # fmt: skip


def draft_sheet(document: Document) -> Document:
    """Return 发文稿纸 of a document: what is known of it, and where each hand signs."""
    told = document.disclosure.value if document.disclosure else ""
    pairs = (
        ("标题", document.title.replace("\n", "")), ("文种", document.kind.label),
        ("发文字号", document.head.number), ("密级和紧急程度",
         "　".join(part for part in (document.head.secrecy, document.head.urgency) if part)),
        ("公开属性", told), ("主送", "，".join(document.to)),
        ("抄送", "，".join(document.imprint.copies_to)),
        ("附件", "；".join(annex.title for annex in document.annexes)),
        ("拟稿单位和拟稿人", "\n"), ("核稿", "\n"), ("会签", "\n\n" * len(document.issuer.names)),
        ("签发", "\n\n"), ("印发份数", ""),
    )  # fmt: skip
    table = TableBlock((Column("项目", 90), Column("内容", 350)), pairs, name="发文稿纸")
    return Document(
        PaperKind.DRAFT_SHEET, f"{document.issuer.names[0]}发文稿纸", document.issuer,
        document.made_on, (table,), stage=document.stage, provenance=document.provenance,
        subject="发文稿纸",
    )  # fmt: skip

