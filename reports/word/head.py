"""版头 of a DOCX: mark, number and red line of each form, as the PDF draws them."""

from __future__ import annotations

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from data.rows.papers import Form, Stage
from reports import words
from reports.content import Document, Face
from reports.fonts import Role, text_width
from reports.pdf.grid import (
    CHARACTER,
    LETTER_MARK_TOP,
    LETTER_RULE,
    LINE,
    MARK_TOP,
    RULE_GAP,
    TOP,
    WIDTH,
)
from reports.pdf.masthead import LARGEST_BULLETIN, LARGEST_MARK, minutes_mark
from reports.word.frame import RED, rule, say
from reports.word.tables import unframed

_FILE = "文件"
_LEADING = 1.3
"""Line pitch of a mark by its size."""
_ABOVE = 0.2
"""What a line of that pitch leaves free above its glyphs, by the mark's size."""


def add_head(made: Docx, document: Document) -> None:
    """Add the elements of the 版头 downward; drafts bear their stage."""
    form = document.kind.form
    corner = _corner(made, document)
    if form is Form.SHEET:
        return
    if form is Form.LETTER:
        _letter(made, document)
        return
    _mark(made, document, corner)
    if form in (Form.BULLETIN, Form.MINUTES):
        line = _ends(made, document)
    else:
        line = _number(made, document)
    rule(line, "FF0000", 9 if form is not Form.BULLETIN else 15, space=RULE_GAP)
    for _ in range(1 if form is Form.BULLETIN else 2):
        made.add_paragraph(style="公文顶格")


def _corner(made: Docx, document: Document) -> int:
    """份号, 密级, 紧急程度 downward at the left; the stage of a draft at the right of the first."""
    head = document.head
    told = [(head.copy, Face.FANG), (head.secrecy, Face.HEI), (head.urgency, Face.HEI)]
    told = [pair for pair in told if pair[0]]
    stage = document.stage.value if document.stage is not Stage.FINAL else ""
    for place in range(max(len(told), 1 if stage else 0)):
        line = made.add_paragraph(style="公文顶格")
        if place < len(told):
            say(line, *told[place])
        if place == 0 and stage:
            line.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
            line.add_run("\t")
            say(line, stage, Face.HEI)
    return max(len(told), 1 if stage else 0)


def _mark(made: Docx, document: Document, corner: int) -> None:
    """Add the red mark, its upper edge 35 mm under the type area's."""
    form, issuer = document.kind.form, document.issuer
    above = TOP - MARK_TOP - corner * LINE
    if form is Form.OFFICIAL and len(issuer.names) > 1:
        _several(made, issuer.names, above)
        return
    texts = {Form.BULLETIN: document.kind.label, Form.MINUTES: minutes_mark(document)}
    text = texts.get(form, f"{issuer.mark}{_FILE}")
    size = _fitting(text, LARGEST_BULLETIN if form is Form.BULLETIN else LARGEST_MARK, WIDTH)
    _red(made.add_paragraph(style="公文标志"), text, size, above)


def _fitting(text: str, largest: float, room: float) -> float:
    """Return the largest size, in half points, at which a mark stays in one line."""
    fits = (room - 6) / max(text_width(text, Role.TITLE, 1.0), 1.0)
    return int(min(largest, fits) * 2) / 2


def _red(line: Paragraph, text: str, size: float, above: float) -> None:
    layout = line.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(size * _LEADING)
    layout.space_before = Pt(max(above - size * _ABOVE, 0.0))
    run = say(line, text, Face.TITLE)
    run.font.size = Pt(size)
    run.font.color.rgb = RED


def _several(made: Docx, names: tuple[str, ...], above: float) -> None:
    """Several bodies one under the other, 文件 at their right, centred on them (7.2.4)."""
    longest = max(names, key=len)
    size = _fitting(f"{longest}{_FILE}　", LARGEST_MARK * 0.8, WIDTH)
    right = text_width(_FILE, Role.TITLE, size) + size * 0.6
    gap = made.add_paragraph(style="公文顶格")
    gap.paragraph_format.line_spacing = Pt(max(above - size * _ABOVE, 1.0))
    cells = unframed(made, (WIDTH - right, right), len(names))
    texts = [(cells[2 * place], name) for place, name in enumerate(names)]
    style = made.styles["公文标志"]
    for cell, text in (*texts, (cells[1], _FILE)):
        line = cell.paragraphs[0]
        line.style = style
        _red(line, text, size, 0.0)
        if text != _FILE:
            # Names of several bodies are equally wide: the letters of shorter ones are spread.
            line.alignment = WD_ALIGN_PARAGRAPH.DISTRIBUTE


def _number(made: Docx, document: Document) -> Paragraph:
    """Add the 发文字号; of a paper sent upward it stands left, the signer at the right."""
    head = document.head
    line = made.add_paragraph(style="公文顶格")
    line.paragraph_format.space_before = Pt(2 * LINE)
    if not head.signer:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        say(line, head.number)
        return line
    stops = line.paragraph_format.tab_stops
    stops.add_tab_stop(Pt(WIDTH - CHARACTER), WD_TAB_ALIGNMENT.RIGHT)
    say(line, f"　{head.number}")
    line.add_run("\t")
    say(line, "签发人：")
    say(line, head.signer, Face.KAI)
    return line


def _ends(made: Docx, document: Document) -> Paragraph:
    """Add the issue, then the office at the left and the date at the right."""
    issue = document.head.issue or document.head.number
    middle = made.add_paragraph(style="公文顶格")
    middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    middle.paragraph_format.space_before = Pt(LINE / 2)
    if issue:
        say(middle, issue)
    line = made.add_paragraph(style="公文顶格")
    stops = line.paragraph_format.tab_stops
    stops.add_tab_stop(Pt(WIDTH - CHARACTER), WD_TAB_ALIGNMENT.RIGHT)
    say(line, f"　{document.imprint.printed_by or document.issuer.names[0]}")
    line.add_run("\t")
    say(line, words.day(document.made_on))
    return line


def _letter(made: Docx, document: Document) -> None:
    """信函 (10.1): mark, double red line 170 mm wide under it, number at the right."""
    mark = made.add_paragraph(style="公文标志")
    size = _fitting(document.issuer.names[0], 44.0, WIDTH)
    _red(mark, document.issuer.names[0], size, max(TOP - LETTER_MARK_TOP, 0.0))
    beyond = (LETTER_RULE - WIDTH) / 2
    mark.paragraph_format.left_indent = mark.paragraph_format.right_indent = Pt(-beyond)
    rule(mark, "FF0000", 24, space=RULE_GAP / 2, kind="thickThinSmallGap")
    line = made.add_paragraph(style="公文顶格")
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    say(line, document.head.number)
    made.add_paragraph(style="公文顶格")


def add_letter_foot(made: Docx) -> None:
    """Draw the double red line at the foot of a letter's first page, the thin one above."""
    line = made.sections[0].first_page_footer.paragraphs[0]
    beyond = (LETTER_RULE - WIDTH) / 2
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(-beyond)
    rule(line, "FF0000", 24, kind="thinThickSmallGap")
