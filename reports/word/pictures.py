"""Pictures of a DOCX: the charts and the QR code, drawn by the same hand as those of the PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
from docx.document import Document as Docx
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from reportlab.pdfgen.canvas import Canvas

from reports.content import Cell, ChartBlock, Document, Provenance, TableBlock
from reports.fonts import printable
from reports.pdf.charts import chart_piece
from reports.pdf.grid import CAPTION, HEIGHT, WIDTH
from reports.pdf.origin import Origin
from reports.word.frame import say

SHARP = 3.0
"""Dots a point: 216 to the inch, enough for print."""
CODE = 56.0
_ROOM = HEIGHT - 4 * CAPTION.leading


def add_chart(docx: Docx, chart: ChartBlock) -> None:
    """Add a chart as a picture under its caption; one taller than a page in several."""
    for number, (picture, high) in enumerate(chart_pictures(chart)):
        caption = docx.add_paragraph(style="公文表题")
        caption.paragraph_format.keep_with_next = True
        told = f"{chart.caption}（续）" if number else chart.caption
        say(caption, told)
        put_picture(docx.add_paragraph(style="公文表题"), picture, WIDTH, high, told)


def put_picture(
    paragraph: Paragraph, picture: bytes, wide: float, high: float, told: str
) -> None:
    """Put a picture into a paragraph; `told` is read aloud in its place."""
    # The exact pitch of a line of text would cut the picture to it.
    paragraph.paragraph_format.line_spacing = 1.0
    shape = paragraph.add_run().add_picture(io.BytesIO(picture), Pt(wide), Pt(high))
    shape._inline.docPr.set("descr", printable(told))


def chart_pictures(chart: ChartBlock) -> Iterator[tuple[bytes, float]]:
    """Yield a chart as PNG with its height in points, cut between rows where a page is too low."""
    rest = chart_piece(chart)
    while True:
        whole = rest.lay(WIDTH)
        part, after = (rest, None) if whole <= _ROOM else rest.split(_ROOM)
        piece = part or rest
        # The caption is the document's own text: the drawing's is left above the picture's edge.
        high = piece.lay(WIDTH) - CAPTION.leading
        page = io.BytesIO()
        canvas = Canvas(page, (WIDTH, high), invariant=True)
        piece.draw(canvas, 0.0, high + CAPTION.leading)
        canvas.save()
        yield _png(page.getvalue()), high
        if part is None or after is None:
            return
        rest = after


def code_picture(told: Provenance) -> bytes:
    """Return the QR code of a document as PNG."""
    page = io.BytesIO()
    canvas = Canvas(page, (CODE, CODE), invariant=True)
    origin = Origin(replace(told, period="", filters="", basis="", rulesets=()))
    origin.lay(WIDTH)
    origin.draw(canvas, 0.0, CODE)
    canvas.save()
    return _png(page.getvalue())


def _png(pdf: bytes) -> bytes:
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=SHARP).to_pil()
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def is_told_elsewhere(chart: ChartBlock, document: Document) -> bool:
    """Say whether a table of the document states every value of a chart already."""
    facts = {point.fact for one in chart.series for point in one.points if point.value is not None}
    tables = (block for block in document.all_blocks() if isinstance(block, TableBlock))
    stated = {cell.fact for table in tables for row in table.rows for cell in row
              if isinstance(cell, Cell)}  # fmt: skip
    return "" not in facts and facts <= stated
