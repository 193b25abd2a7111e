"""一页纸 for a leader, 报告 and 请示 to the government, 报送通知 to the bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.rows.briefing import FigureRow
from data.rows.circular import CircularRows
from data.rows.papers import Issuer, PaperKind
from reports import words
from reports.content import (
    Block,
    CellLike,
    Column,
    Document,
    Head,
    Heading,
    Imprint,
    Lines,
    Note,
    Paragraph,
    TableBlock,
)
from reports.papers.briefing import lead_of
from reports.papers.briefing_tables import main_figure, short
from reports.papers.circular import TO, Terms, contact_note, reply_words
from reports.papers.circular_parts import problem_sentences
from reports.papers.facts import figure_cell, lamp_cell, stated
from reports.papers.origin import origin_of
from reports.templates import Templates

GOVERNMENT = ("市人民政府",)
SIGNER = "　　　"
"""Left free for the signer where nobody is named yet."""
MOST_PROBLEMS = 3


def _key_figures(rows: CircularRows) -> list[FigureRow]:
    """Return the figure that stands for each dimension."""
    found = (main_figure(dimension) for dimension in rows.dimensions)
    return [figure for figure in found if figure is not None]


def one_page(rows: CircularRows, issuer: Issuer, templates: Templates, terms: Terms) -> Document:
    """Return one page for a leader: six figures, three problems, three suggestions."""
    columns = (
        Column("方面", 78), Column("指标", 176), Column("本期", 46, "right"),
        Column("状态", 38, "center"), Column("同比", 48, "right"), Column("环比", 48, "right"),
    )  # fmt: skip
    table: list[tuple[CellLike, ...]] = []
    for dimension in rows.dimensions:
        figure = main_figure(dimension)
        if figure is not None:
            changes = (short(one, figure.share) for one in (figure.yoy, figure.mom))
            table.append((dimension.name, figure.name, figure_cell(figure),
                          lamp_cell(figure.status), *changes))  # fmt: skip
    blocks: list[Block] = [TableBlock(columns, tuple(table), name="主要指标")]
    blocks.append(Note("注：同比、环比，比例为个百分点，数量为%。"))
    blocks.append(Heading("一、主要问题"))
    blocks += [Paragraph(text) for text in _worst(rows)]
    blocks.append(Heading("二、工作建议"))
    blocks += [Paragraph(f"{n}.{text}") for n, text in enumerate(advice(rows), 1)]
    return Document(
        PaperKind.ONE_PAGE, f"{rows.period.title}监管检查方式工作一页纸", issuer, rows.made_on,
        tuple(blocks), stage=terms.stage, provenance=origin_of(PaperKind.ONE_PAGE, rows),
        subject="一页纸",
    )  # fmt: skip


def _worst(rows: CircularRows) -> list[str]:
    sentences = list(problem_sentences(rows.problems))[:MOST_PROBLEMS]
    told = [f"{n}.{_brief(text)}" for n, text in enumerate(sentences, 1)]
    return told or ["本期未发现突出问题。"]


def _brief(sentence: str) -> str:
    """Return a sentence for a leader's one page: how many, how many 属实, the first body named."""
    head, _, names = sentence.rstrip("。").partition("，涉及")
    head = head.partition("，其中")[0].replace("经核实", "")
    if not names:
        return f"{head}。"
    shown = names.split("、")
    first = re.sub(r"（\d+条）.*$", "", shown[0])
    many = re.search(r"等(\d+)个单位$", names)
    count = int(many[1]) if many else len(shown)
    return f"{head}，涉及{first}{f'等{count}个单位' if count > 1 else ''}。"


def _short(sentence: str, most: int = 54) -> str:
    """Return a sentence that fits two lines: names beyond are counted."""
    if len(sentence) <= most:
        return sentence
    head, _, names = sentence.partition("，涉及")
    shown = names.rstrip("。").split("、")
    told = "、".join(shown[:2])
    many = sentence.rpartition("等")[2] if "个单位" in sentence.rpartition("等")[2] else ""
    return f"{head}，涉及{told}等{many or f'{len(shown)}个单位。'}"


def advice(rows: CircularRows) -> list[str]:
    """Return what to do next, for the dimensions with problems first; three at most."""
    of = list(dict.fromkeys(row.dimension for row in rows.problems))
    of_dimension = {
        "检查计划制订": "督促有关单位补齐检查计划备案，严禁无计划检查。",
        "企业检查频次": "对超频次检查逐条核验依据，依据不充分的予以督办。",
        "联合检查比例": "统筹合并同一企业的单独检查任务，提高联合检查比例。",
        "“亮码”入企": "推动“亮码”入企全覆盖，对未亮码检查逐一核实。",
        "层级间联动": "落实层级间结果互认，避免对同一事项重复检查。",
        "平台使用度": "督促有关单位及时录入检查结果，提高平台使用度。",
    }
    return [of_dimension[name] for name in (of or list(of_dimension))][:3]


def report(rows: CircularRows, issuer: Issuer, templates: Templates, terms: Terms) -> Document:
    """Return 报告 to the government on the work of a period."""
    blocks: list[Block] = [
        Paragraph(templates.text("upward.report_opening", period=rows.period.title)),
        Heading("一、工作进展"), *_progress(rows), Heading("二、存在的问题"),
    ]  # fmt: skip
    blocks += [Paragraph(f"{n}.{_short(text)}")
               for n, text in enumerate(problem_sentences(rows.problems), 1)]  # fmt: skip
    if not rows.problems:
        blocks.append(Paragraph("本期未发现需要报告的突出问题。"))
    blocks.append(Heading("三、下一步打算"))
    blocks += [Paragraph(f"{n}.{text}") for n, text in enumerate(advice(rows), 1)]
    blocks.append(Paragraph("特此报告。"))
    title = templates.text("upward.report_title", period=rows.period.title)
    return _upward(PaperKind.REPORT, title, rows, issuer, terms, tuple(blocks))


def _progress(rows: CircularRows) -> Iterator[Block]:
    for number, dimension in enumerate(rows.dimensions, 1):
        yield Heading(f"（{words.numeral(number)}）{dimension.name}", 2)
        first = next((one for one in dimension.figures if one.value is not None), None)
        sentence = dimension.lead or lead_of(dimension.figures)
        yield Paragraph(sentence if first is None else stated(first, sentence))


def request(rows: CircularRows, issuer: Issuer, templates: Templates, terms: Terms) -> Document:
    """Return 请示 to the government: one matter, consent to the circular of a period."""
    figures = "；".join(words.statement(figure) for figure in _key_figures(rows))
    blocks = (
        Paragraph(templates.text("upward.request_opening", period=rows.period.title)),
        Paragraph(f"{rows.period.title}，{figures}。按有文件依据的规则比对出问题"
                  f"{words.count(len(rows.problems))}条。"),
        Paragraph(templates.text("upward.request_matter", period=rows.period.title)),
        Paragraph("妥否，请批示。"),
    )  # fmt: skip
    title = templates.text("upward.request_title", period=rows.period.title)
    return _upward(PaperKind.REQUEST, title, rows, issuer, terms, blocks)


def _upward(
    kind: PaperKind, title: str, rows: CircularRows, issuer: Issuer, terms: Terms,
    blocks: tuple[Block, ...],
) -> Document:  # fmt: skip
    return Document(
        kind, title, issuer, rows.made_on, blocks, Head(number=terms.number, signer=SIGNER),
        GOVERNMENT, note=contact_note(issuer),
        imprint=Imprint((), issuer.printed_by or issuer.names[0], rows.made_on),
        stage=terms.stage, disclosure=terms.disclosure, approved=terms.approved,
        public=terms.public, provenance=origin_of(kind, rows), subject=kind.label,
    )  # fmt: skip


def submission(rows: CircularRows, issuer: Issuer, templates: Templates, terms: Terms) -> Document:
    """Return 报送通知: what is to be sent by when, and who has no records in the period."""
    visits = {body.name: body.of("M9") for body in rows.bodies}
    silent = [name for name, one in visits.items() if one is None or not one.value]
    blocks: list[Block] = [
        Paragraph(templates.text("upward.submission_opening", period=rows.period.title)),
        Lines((("报送内容", "检查计划、检查任务、检查记录、亮码记录"),
               ("报送时限", reply_words(rows)), ("报送方式", "按联席会议协调台表样填报"))),
    ]  # fmt: skip
    if silent:
        blocks.append(
            Paragraph(f"截至{words.day(rows.as_of)}，没有{rows.period.title}检查记录的单位"
                      f"{words.count(len(silent))}个：{words.names(silent, 30)}。"
                      "确无检查的，请书面说明。")
        )  # fmt: skip
    title = templates.text("upward.submission_title", period=rows.period.title)
    return Document(
        PaperKind.SUBMISSION, title, issuer, rows.made_on, tuple(blocks),
        Head(number=terms.number), TO, note=contact_note(issuer),
        imprint=Imprint((), issuer.printed_by or issuer.names[0], rows.made_on),
        stage=terms.stage, disclosure=terms.disclosure, approved=terms.approved,
        public=terms.public, provenance=origin_of(PaperKind.SUBMISSION, rows),
        subject="报送通知",
    )  # fmt: skip
