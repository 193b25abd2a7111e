"""What stands on a page beside its text: number, running head, watermark, outline."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from data.rows.papers import Form
from reports import styles, words
from reports.content import Document
from reports.fonts import Role, printable
from reports.pdf.flow import Page
from reports.pdf.grid import (
    BOTTOM,
    CHARACTER,
    LEFT,
    NUMBER,
    NUMBER_DROP,
    PAPER,
    RIGHT,
    RUNNING,
    TOP,
)
from reports.pdf.masthead import put
from reports.styles import Style

_DIGIT_HEIGHT = 0.72


def number(canvas: Canvas, page: int) -> None:
    """Write the page number 7 mm under the type area: odd pages right, even pages left (7.5)."""
    baseline = BOTTOM - NUMBER_DROP - NUMBER.size * _DIGIT_HEIGHT
    label = f"— {page} —"
    if page % 2:
        put(canvas, label, RIGHT - CHARACTER, baseline, NUMBER, "end")
    else:
        put(canvas, label, LEFT + CHARACTER, baseline, NUMBER)


def running(canvas: Canvas, document: Document, page: int, sheet: Page) -> None:
    """Write a small line above a working page or bulletin: what it is and the cut-off."""
    told = document.provenance
    if document.kind.form not in (Form.SHEET, Form.BULLETIN) or told is None or sheet.sideways:
        return
    y = TOP + 22
    cut_off = f"数据截至{words.day(told.as_of)}"
    if told.sample:
        cut_off = f"演示数据　{cut_off}"
    if page == 1 and document.kind.form is Form.BULLETIN and not told.sample:
        return
    put(canvas, cut_off, RIGHT, y, RUNNING, "end")
    if page > 1:
        subject = printable(document.subject or document.title.replace("\n", ""))
        put(canvas, subject, LEFT, y, RUNNING)
        canvas.setStrokeColor(styles.LINE)
        canvas.setLineWidth(0.4)
        canvas.line(LEFT, y - 6, RIGHT, y - 6)


def sample(canvas: Canvas) -> None:
    """Lay 演示数据 under a page."""
    canvas.saveState()
    canvas.translate(PAPER[0] / 2, PAPER[1] / 2)
    canvas.rotate(52)
    put(canvas, "演示数据", 0, -34, Style(Role.HEI, 96, 96, styles.WATER, "left"), "middle")
    canvas.restoreState()


def place(canvas: Canvas, name: str, level: int, key: str, y: float) -> None:
    """Enter a place in the outline."""
    canvas.bookmarkHorizontal(key, 0, y)
    canvas.addOutlineEntry(printable(name), key, min(level, 1), closed=False)
