"""Writing a document as DOCX: the same content, styles and grid as the PDF."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import BinaryIO

import docx
from docx.document import Document as Docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from data.rows.papers import Form, Stage
from reports import words
from reports.content import (
    Block,
    ChartBlock,
    Document,
    Face,
    Heading,
    Lines,
    Names,
    Note,
    Paragraph,
    TableBlock,
    runs_of,
)
from reports.fonts import printable
from reports.pdf.grid import CHARACTER, HEIGHT, TITLE, WIDTH
from reports.pdf.masthead import minutes_mark
from reports.pdf.origin import lines_of
from reports.pdf.titles import break_title
from reports.word.frame import RED, field, lay_out, make_styles, rule_under, say
from reports.word.tables import add_table, chart_table

_LONGEST_PROPERTY = 255
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LEVELS = {1: "公文一级标题", 2: "公文二级标题"}


def write_docx(document: Document, stream: BinaryIO) -> None:
    """Write a document as DOCX; the same content gives the same bytes."""
    made = docx.Document()
    for paragraph in list(made.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    make_styles(made)
    _properties(made, document)
    lay_out(made.sections[0])
    # The first page of a letter bears no number (GB/T 9704-2012, 10.1).
    made.sections[0].different_first_page_header_footer = document.kind.form is Form.LETTER
    made.settings.odd_and_even_pages_header_footer = True
    _numbers(made)
    _head(made, document)
    _body(made, document)
    _closing(made, document)
    _annexes(made, document)
    _foot(made, document)
    buffer = io.BytesIO()
    made.save(buffer)
    stream.write(_steady(buffer.getvalue()))


def _steady(content: bytes) -> bytes:
    """Return a DOCX whose parts bear no time of the day it was made."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()


def _properties(made: Docx, document: Document) -> None:
    core = made.core_properties
    day = document.made_on
    core.title = printable(document.title.replace("\n", ""))[:_LONGEST_PROPERTY]
    core.subject = printable(document.subject or document.kind.label)[:_LONGEST_PROPERTY]
    issuers = printable("、".join(document.issuer.names))[:_LONGEST_PROPERTY]
    core.author = core.last_modified_by = issuers
    core.comments = ""
    core.created = core.modified = datetime(day.year, day.month, day.day)


def _numbers(made: Docx) -> None:
    """— 1 — at the right on odd pages, at the left on even ones, one character from the edge."""
    section = made.sections[0]
    pairs = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, align in pairs:
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        layout = paragraph.paragraph_format
        if align == WD_ALIGN_PARAGRAPH.RIGHT:
            layout.right_indent = Pt(CHARACTER)
        else:
            layout.left_indent = Pt(CHARACTER)
        for text, code in (("— ", ""), ("", "PAGE"), (" —", "")):
            run = paragraph.add_run(text)
            run.font.name, run.font.size = "宋体", Pt(14)
            if code:
                field(run, code)


def _head(made: Docx, document: Document) -> None:
    """The elements of the 版头, downward; drafts bear their stage."""
    head, form = document.head, document.kind.form
    if form is Form.SHEET:
        return
    for text, face in (
        (head.copy, Face.FANG), (head.secrecy, Face.HEI), (head.urgency, Face.HEI),
        (document.stage.value if document.stage is not Stage.FINAL else "", Face.HEI),
    ):  # fmt: skip
        if text:
            say(made.add_paragraph(style="公文顶格"), text, face)
    for name in _marks(document):
        mark = made.add_paragraph(style="公文标题")
        mark.paragraph_format.line_spacing = Pt(62)
        run = say(mark, name, Face.TITLE)
        run.font.size = Pt(min(48.0, WIDTH / max(len(name), 1) - 1))
        run.font.color.rgb = RED
    line = made.add_paragraph(style="公文顶格")
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if head.signer:
        say(line, f"　{head.number}　　　　签发人：")
        say(line, head.signer, Face.KAI)
    elif form in (Form.BULLETIN, Form.MINUTES):
        office = document.imprint.printed_by or document.issuer.names[0]
        issue = head.issue or head.number
        say(line, f"{office}　　{issue}　　{words.day(document.made_on)}")
    else:
        say(line, head.number)
    rule_under(line, "FF0000", 9)
    made.add_paragraph(style="公文顶格")


def _marks(document: Document) -> list[str]:
    form, issuer = document.kind.form, document.issuer
    if form is Form.BULLETIN:
        return [document.kind.label]
    if form is Form.MINUTES:
        return [minutes_mark(document)]
    if form is Form.LETTER:
        return [issuer.names[0]]
    if len(issuer.names) > 1:
        return [*issuer.names[:-1], f"{issuer.names[-1]}文件"]
    return [f"{issuer.mark}文件"]


def _body(made: Docx, document: Document) -> None:
    if document.title:
        _title(made, document.title)
        made.add_paragraph(style="公文顶格")
    if document.to:
        say(made.add_paragraph(style="公文顶格"), f"{'，'.join(document.to)}：")
    for block in document.blocks:
        _block(made, block, WIDTH)


def _title(made: Docx, title: str) -> None:
    """One paragraph with breaks: brackets stay paired and the title is found whole again."""
    paragraph = made.add_paragraph(style="公文标题")
    for place, line in enumerate(break_title(title, TITLE.size, WIDTH - 8)):
        if place:
            paragraph.add_run().add_break()
        say(paragraph, line)


def _block(made: Docx, block: Block, width: float) -> None:
    if isinstance(block, Heading):
        paragraph = made.add_paragraph(style=_LEVELS.get(block.level, "公文正文"))
        paragraph.paragraph_format.keep_with_next = True
        say(paragraph, block.text)
    elif isinstance(block, Paragraph):
        _paragraph(made, block)
    elif isinstance(block, Note):
        say(made.add_paragraph(style="公文注释"), block.text)
    elif isinstance(block, TableBlock):
        add_table(made, block, width)
        made.add_paragraph(style="公文注释")
    elif isinstance(block, ChartBlock):
        add_table(made, chart_table(block), width)
        made.add_paragraph(style="公文注释")
    elif isinstance(block, Names):
        paragraph = made.add_paragraph(style="公文正文")
        say(paragraph, f"{block.label}：", Face.HEI)
        say(paragraph, "、".join(block.names))
    elif isinstance(block, Lines):
        for label, value in block.pairs:
            paragraph = made.add_paragraph(style="公文顶格")
            say(paragraph, f"{label}：", Face.HEI)
            say(paragraph, value)


def _paragraph(made: Docx, block: Paragraph) -> None:
    paragraph = made.add_paragraph(style="公文顶格" if block.flush else "公文正文")
    for run in runs_of(block.text):
        say(paragraph, run.text, run.face)
        if run.fact is not None and run.fact.annex:
            reference = say(paragraph, f"附{run.fact.annex}")
            reference.font.superscript = True


def _closing(made: Docx, document: Document) -> None:
    """附件说明, signature and date, 附注."""
    form = document.kind.form
    if document.annexes and form in (Form.OFFICIAL, Form.LETTER):
        made.add_paragraph(style="公文顶格")
        for number, annex in enumerate(document.annexes, 1):
            mark = f"{number}. " if len(document.annexes) > 1 else ""
            lead = "附件：" if number == 1 else "　　　"
            say(made.add_paragraph(style="公文正文"), f"{lead}{mark}{annex.title}")
    if form in (Form.OFFICIAL, Form.LETTER):
        _signature(made, document)
    notes = [document.note] if document.note else []
    if document.disclosure is not None and form is not Form.SHEET:
        notes.append(f"此件公开属性：{document.disclosure.value}")
    for note in notes:
        say(made.add_paragraph(style="公文正文"), f"（{note.strip('（）')}）")


def _signature(made: Docx, document: Document) -> None:
    blank = 2 if document.issuer.sealed else 1
    for _ in range(blank):
        made.add_paragraph(style="公文顶格")
    right = Pt(4 * CHARACTER if document.issuer.sealed else 2 * CHARACTER)
    for text in (*document.issuer.names, words.day(document.made_on)):
        paragraph = made.add_paragraph(style="公文顶格")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = right
        say(paragraph, text)


def _annexes(made: Docx, document: Document) -> None:
    for number, annex in enumerate(document.annexes, 1):
        section = made.add_section(WD_SECTION.NEW_PAGE)
        lay_out(section, annex.landscape)
        label = f"附件{number}" if len(document.annexes) > 1 else "附件"
        say(made.add_paragraph(style="公文附件"), label)
        _title(made, annex.title)
        for block in annex.blocks:
            _block(made, block, HEIGHT if annex.landscape else WIDTH)


def _foot(made: Docx, document: Document) -> None:
    """Where the figures are from, then the 版记 between its lines."""
    if document.annexes and document.annexes[-1].landscape:
        lay_out(made.add_section(WD_SECTION.NEW_PAGE))
    if document.provenance is not None:
        for line in lines_of(document.provenance):
            small = say(made.add_paragraph(style="公文注释"), line)
            small.font.size = Pt(9)
    imprint = document.imprint
    rows = [f"主送：{'，'.join(imprint.main)}。"] if imprint.main else []
    rows += [f"抄送：{'，'.join(imprint.copies_to)}。"] if imprint.copies_to else []
    if imprint.printed_by and imprint.printed_on is not None:
        rows.append(f"{imprint.printed_by}　　　　{words.day(imprint.printed_on)}印发")
    made_rows: list[DocxParagraph] = []
    for number, text in enumerate(rows):
        paragraph = made.add_paragraph(style="公文版记")
        paragraph.paragraph_format.left_indent = Pt(14)
        if number == 0:
            rule_under(paragraph, "000000", 8, "top")
        say(paragraph, text)
        made_rows.append(paragraph)
    if made_rows:
        rule_under(made_rows[-1], "000000", 8)
