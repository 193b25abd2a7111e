"""Writing a document as DOCX: the same content, styles and grid as the PDF."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

import docx
from docx.document import Document as Docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from data.rows.errors import InvalidInput
from data.rows.papers import Form
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
from reports.pdf.grid import HEIGHT, TITLE, WIDTH
from reports.pdf.titles import break_title
from reports.word.closing import add_closing, add_foot, add_origin
from reports.word.frame import lay_out, make_styles, say
from reports.word.head import add_head, add_letter_foot
from reports.word.numbers import add_numbers
from reports.word.pictures import add_chart, is_told_elsewhere
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
    if document.kind.form is Form.LETTER:
        add_letter_foot(made)
    if document.provenance is not None and document.provenance.sample:
        _sample(made)
    add_head(made, document)
    _body(made, document)
    add_closing(made, document)
    _annexes(made, document)
    _foot(made, document)
    add_numbers(made)
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


def _sample(made: Docx) -> None:
    """Say on each page that the data are invented."""
    section = made.sections[0]
    for header in (section.header, section.even_page_header, section.first_page_header):
        line = header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        say(line, "演示数据", Face.HEI).font.size = Pt(10.5)


def _body(made: Docx, document: Document) -> None:
    if document.title:
        _title(made, document.title)
        made.add_paragraph(style="公文顶格")
    if document.to:
        say(made.add_paragraph(style="公文顶格"), f"{'，'.join(document.to)}：")
    for block in document.blocks:
        _block(made, document, block, WIDTH)


def _title(made: Docx, title: str) -> None:
    """One paragraph with breaks: brackets stay paired and the title is found whole again."""
    paragraph = made.add_paragraph(style="公文标题")
    clean = "\n".join(map(printable, title.split("\n")))
    try:
        lines = break_title(clean, TITLE.size, WIDTH - 8)
    except InvalidInput:  # a character the bundled fonts lack: the program that opens it breaks it
        lines = clean.split("\n")
    for place, line in enumerate(lines):
        if place:
            paragraph.add_run().add_break()
        say(paragraph, line)


def _block(made: Docx, document: Document, block: Block, width: float) -> None:
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
        _chart(made, document, block, width)
    elif isinstance(block, Names):
        paragraph = made.add_paragraph(style="公文正文")
        say(paragraph, f"{block.label}：", Face.HEI)
        say(paragraph, "、".join(block.names))
    elif isinstance(block, Lines):
        for label, value in block.pairs:
            paragraph = made.add_paragraph(style="公文顶格")
            say(paragraph, f"{label}：", Face.HEI)
            say(paragraph, value)


def _chart(made: Docx, document: Document, chart: ChartBlock, width: float) -> None:
    """Add a chart as it is in the PDF, and its values as a table where no other table has them."""
    add_chart(made, chart)
    if not is_told_elsewhere(chart, document):
        values = chart_table(chart)
        add_table(made, replace(values, caption=f"{values.caption}：数据"), width)
    made.add_paragraph(style="公文注释")


def _paragraph(made: Docx, block: Paragraph) -> None:
    paragraph = made.add_paragraph(style="公文顶格" if block.flush else "公文正文")
    for run in runs_of(block.text):
        say(paragraph, run.text, run.face)
        if run.fact is not None and run.fact.annex:
            reference = say(paragraph, f"附{run.fact.annex}")
            reference.font.superscript = True


def _annexes(made: Docx, document: Document) -> None:
    for number, annex in enumerate(document.annexes, 1):
        section = made.add_section(WD_SECTION.NEW_PAGE)
        lay_out(section, annex.landscape)
        label = f"附件{number}" if len(document.annexes) > 1 else "附件"
        say(made.add_paragraph(style="公文附件"), label)
        _title(made, annex.title)
        for block in annex.blocks:
            _block(made, document, block, HEIGHT if annex.landscape else WIDTH)


def _foot(made: Docx, document: Document) -> None:
    """Where the figures are from, then the 版记 between its lines."""
    if document.annexes and document.annexes[-1].landscape:
        lay_out(made.add_section(WD_SECTION.NEW_PAGE))
    if document.provenance is not None:
        add_origin(made, document.provenance)
    add_foot(made, document)
