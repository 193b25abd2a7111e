"""附件说明, 落款, 附注 and 版记 of a DOCX."""

from __future__ import annotations

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from data.rows.papers import Form
from reports import words
from reports.content import Document, Provenance
from reports.fonts import Role, text_width
from reports.pdf.grid import CHARACTER, WIDTH
from reports.pdf.origin import lines_of
from reports.word.frame import AFTER, rule, say
from reports.word.pictures import CODE, code_picture, put_picture
from reports.word.tables import unframed

_SEAL = 42 * 72 / 25.4
"""A seal's width: so far apart stand the names of several bodies (GB/T 9704-2012, 7.3.5.1)."""
_A_ROW = 3
_SMALL = 14.0


def add_closing(made: Docx, document: Document) -> None:
    """Add 附件说明, signature and date, 附注."""
    form = document.kind.form
    official = form in (Form.OFFICIAL, Form.LETTER)
    if official and document.annexes:
        _annex_list(made, [annex.title for annex in document.annexes])
    if official:
        _signature(made, document)
    notes = [document.note] if document.note else []
    if document.disclosure is not None and form is not Form.SHEET:
        notes.append(f"此件公开属性：{document.disclosure.value}")
    for note in notes:
        say(made.add_paragraph(style="公文正文"), f"（{note.strip('（）')}）")


def _annex_list(made: Docx, titles: list[str]) -> None:
    """附件： and the names; a second line begins under the name's first character (7.3.4)."""
    made.add_paragraph(style="公文顶格")
    label = 3 * CHARACTER
    for number, title in enumerate(titles, 1):
        mark = f"{number}. " if len(titles) > 1 else ""
        wide = text_width(mark, Role.FANG, 16)
        line = made.add_paragraph(style="公文顶格")
        line.paragraph_format.left_indent = Pt(2 * CHARACTER + label + wide)
        line.paragraph_format.first_line_indent = Pt(-wide - (label if number == 1 else 0))
        say(line, f"{'附件：' if number == 1 else ''}{mark}{title}")


def _signature(made: Docx, document: Document) -> None:
    """Names centred over the date where there is a seal; else by the rule without one."""
    day, issuer = words.day(document.made_on), document.issuer
    date = text_width(day, Role.FANG, 16)
    before = made.element.body[-2]
    if before.tag == qn("w:p"):  # no page bears the signature alone
        Paragraph(before, made._body).paragraph_format.keep_with_next = True
    for _ in range(2 if issuer.sealed else 1):
        made.add_paragraph(style="公文顶格").paragraph_format.keep_with_next = True
    if not issuer.sealed:
        widest = max(text_width(name, Role.FANG, 16) for name in issuer.names)
        left = WIDTH - 2 * CHARACTER - max(widest, date + 2 * CHARACTER)
        for name in issuer.names:
            _at(made, left, name).paragraph_format.keep_with_next = True
        _at(made, left + 2 * CHARACTER, day)
        return
    middle = WIDTH - 4 * CHARACTER - date / 2
    for first in range(0, len(issuer.names), _A_ROW):
        names = issuer.names[first : first + _A_ROW]
        wide = max(text_width(name, Role.FANG, 16) for name in names)
        apart = max(_SEAL + 6, wide + CHARACTER)
        line = made.add_paragraph(style="公文顶格")
        line.paragraph_format.keep_with_next = True
        for place, name in enumerate(names):
            centre = middle - (len(names) - 1 - place) * apart
            line.paragraph_format.tab_stops.add_tab_stop(Pt(centre), WD_TAB_ALIGNMENT.CENTER)
            line.add_run("\t")
            say(line, name)
    last = made.add_paragraph(style="公文顶格")
    last.paragraph_format.tab_stops.add_tab_stop(Pt(middle), WD_TAB_ALIGNMENT.CENTER)
    last.add_run("\t")
    say(last, day)


def _at(made: Docx, left: float, text: str) -> Paragraph:
    line = made.add_paragraph(style="公文顶格")
    line.paragraph_format.left_indent = Pt(max(left, 0.0))
    say(line, text)
    return line


def add_origin(made: Docx, told: Provenance) -> None:
    """Add where the figures are from in small lines, the QR code for 核验 at their left."""
    lines = lines_of(told)
    if not told.verify:
        for line in lines:
            _small(made.add_paragraph(), line)
        return
    _apart(made)
    code, text = unframed(made, (CODE + 10, WIDTH - CODE - 10))
    code.paragraphs[0].style = made.styles["公文注释"]
    put_picture(code.paragraphs[0], code_picture(told), CODE, CODE, f"核验二维码：{told.verify}")
    for place, line in enumerate(lines):
        _small(text.paragraphs[0] if place == 0 else text.add_paragraph(), line)
    # A table and a frame that touch are taken for one.
    _apart(made)


def _small(paragraph: Paragraph, line: str) -> None:
    """Say a line in small type; a hash that finds no room beside other words tears none apart."""
    paragraph.style = "公文注释"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.line_spacing = Pt(13)
    say(paragraph, line).font.size = Pt(9)


def _apart(made: Docx) -> None:
    """Add a line of the smallest height."""
    made.add_paragraph(style="公文注释").paragraph_format.line_spacing = Pt(6)


def add_foot(made: Docx, document: Document) -> None:
    """Add the 版记: between its lines, on the lower edge of the last page's type area."""
    imprint = document.imprint
    main = "报送：" if document.kind.form is Form.BULLETIN else "主送："
    told = ((main, imprint.main), ("抄送：", imprint.copies_to))
    rows = [(label, f"{'，'.join(names)}。") for label, names in told if names]
    printed = imprint.printed_by if imprint.printed_on is not None else ""
    if not rows and not printed:
        return
    lines = [_listed(made, label, names) for label, names in rows]
    if printed and imprint.printed_on is not None:
        line = made.add_paragraph(style="公文版记")
        line.paragraph_format.left_indent = Pt(_SMALL)
        stop = Pt(WIDTH - _SMALL)
        line.paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.RIGHT)
        say(line, printed)
        line.add_run("\t")
        say(line, f"{words.day(imprint.printed_on)}印发")
        lines.append(line)
    for place, line in enumerate(lines):
        if place == 0:
            rule(line, "000000", 8, "top")
        rule(line, "000000", 6 if place < len(lines) - 1 else 8)
        _to_the_foot(line)
    # The frame is anchored to the paragraph after it.
    _apart(made)


def _listed(made: Docx, label: str, names: str) -> Paragraph:
    line = made.add_paragraph(style="公文版记")
    wide = text_width(label, Role.FANG, _SMALL)
    layout = line.paragraph_format
    layout.left_indent, layout.first_line_indent = Pt(_SMALL + wide), Pt(-wide)
    layout.right_indent = Pt(_SMALL)
    say(line, f"{label}{names}")
    return line


def _to_the_foot(line: Paragraph) -> None:
    """Set a paragraph into the frame that lies on the type area's lower edge."""
    frame = OxmlElement("w:framePr")
    for name, value in (("w", str(round(WIDTH * 20))), ("hSpace", "0"), ("wrap", "notBeside"),
                        ("vAnchor", "margin"), ("hAnchor", "margin"), ("xAlign", "left"),
                        ("yAlign", "bottom")):  # fmt: skip
        frame.set(qn(f"w:{name}"), value)
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(
        frame, "w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", *AFTER["w:pBdr"]
    )
