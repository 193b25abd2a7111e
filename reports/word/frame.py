"""The page, styles and small parts of a DOCX in the official form."""

from __future__ import annotations

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.content import Face
from reports.fonts import printable

FAMILIES = {
    Face.TITLE: "方正小标宋简体",
    Face.FANG: "仿宋_GB2312",
    Face.KAI: "楷体_GB2312",
    Face.HEI: "黑体",
}
RED = RGBColor(0xFF, 0, 0)
LINE = Pt(28.95)
"""The exact line pitch of the custom (GB/T 9704-2012: 28.99 on the grid)."""
WIDE = Pt(-0.25)
"""Added after each character of the text: 28 characters fill a line of 156 mm in any program."""
STYLES = {
    "公文标题": (Face.TITLE, 22.0, WD_ALIGN_PARAGRAPH.CENTER, 0.0),
    "公文标志": (Face.TITLE, 48.0, WD_ALIGN_PARAGRAPH.CENTER, 0.0),
    "公文正文": (Face.FANG, 16.0, WD_ALIGN_PARAGRAPH.JUSTIFY, 2.0),
    "公文顶格": (Face.FANG, 16.0, WD_ALIGN_PARAGRAPH.LEFT, 0.0),
    "公文一级标题": (Face.HEI, 16.0, WD_ALIGN_PARAGRAPH.LEFT, 2.0),
    "公文二级标题": (Face.KAI, 16.0, WD_ALIGN_PARAGRAPH.LEFT, 2.0),
    "公文附件": (Face.HEI, 16.0, WD_ALIGN_PARAGRAPH.LEFT, 0.0),
    "公文版记": (Face.FANG, 14.0, WD_ALIGN_PARAGRAPH.LEFT, 0.0),
    "公文表题": (Face.HEI, 12.0, WD_ALIGN_PARAGRAPH.CENTER, 0.0),
    "公文表格": (Face.FANG, 10.5, WD_ALIGN_PARAGRAPH.LEFT, 0.0),
    "公文注释": (Face.FANG, 10.5, WD_ALIGN_PARAGRAPH.JUSTIFY, 0.0),
}
AFTER = {
    "w:pBdr": (
        "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
        "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd",
        "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
        "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap",
        "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
    ),
    "w:spacing": ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u",
                  "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs",
                  "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath"),
}  # fmt: skip
"""What stands after a part of a paragraph's or a run's properties (ISO/IEC 29500-1, CT_PPr,
CT_RPr): the order is binding."""
UPRIGHT = (Mm(37), Mm(35), Mm(28), Mm(26))
SIDEWAYS = (Mm(28), Mm(26), Mm(35), Mm(37))
"""Margins above, below, left and right; a page turned sideways is the same paper, its foot left."""
_TIGHT = ("公文表题", "公文表格", "公文注释", "公文版记")


def lay_out(section: Section, sideways: bool = False) -> None:
    """Give a section the paper, margins and grid of the standard (22 lines, 28 characters)."""
    long, short = Mm(297), Mm(210)
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    section.different_first_page_header_footer = False
    section.page_width, section.page_height = (long, short) if sideways else (short, long)
    margins = SIDEWAYS if sideways else UPRIGHT
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = margins
    section.footer_distance = Mm(35 - 7 - 5)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), "579")
    grid.set(qn("w:charSpace"), "-849")
    properties.append(grid)


def set_face(run: Run | ParagraphStyle, face: Face) -> None:
    """Set the family of a run or style for Chinese and for Latin letters."""
    run.font.name = FAMILIES[face]
    fonts = run.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:eastAsia", "w:hAnsi", "w:ascii", "w:cs"):
        fonts.set(qn(name), FAMILIES[face])


def make_styles(docx: Docx) -> None:
    """Make the named styles, so that people change a whole text in one place."""
    normal = docx.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    set_face(normal, Face.FANG)
    normal.font.size = Pt(16)
    for name, (face, size, align, indent) in STYLES.items():
        style = docx.styles.add_style(name, 1)
        assert isinstance(style, ParagraphStyle)
        style.base_style = normal
        set_face(style, face)
        style.font.size = Pt(size)
        style.font.bold = False
        layout = style.paragraph_format
        layout.alignment = align
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(size * 1.45) if name in _TIGHT else LINE
        layout.widow_control = True
        if name == "公文标题":
            layout.line_spacing = Pt(36)
        if indent:
            layout.first_line_indent = Pt(size * indent)
        _off_grid(style, WIDE if size == 16.0 else None)


def _off_grid(style: ParagraphStyle, apart: Length | None) -> None:
    """Let a style keep its own pitch.

    Programs measure the grid of a page differently: some give a character of 16 points two cells
    of 15.8. The grid stays in the page's settings, line and character pitch come from the style.
    """
    properties = style.element.get_or_add_pPr()
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    place = AFTER["w:pBdr"].index("w:snapToGrid") + 1
    properties.insert_element_before(off, *AFTER["w:pBdr"][place:])
    look = style.element.get_or_add_rPr()
    style.font.snap_to_grid = False
    if apart is not None:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(apart.pt * 20)))
        look.insert_element_before(spacing, *AFTER["w:spacing"])


def say(paragraph: Paragraph, text: str, face: Face | None = None) -> Run:
    """Add text that is nothing but text."""
    run = paragraph.add_run(printable(text))
    if face is not None:
        set_face(run, face)
    return run


def rule(
    paragraph: Paragraph, color: str, eighths: int, edge: str = "bottom", space: float = 1,
    kind: str = "single",
) -> None:  # fmt: skip
    """Draw a line under (or over) a paragraph, as wide as the type area; `space` in points."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, *AFTER["w:pBdr"])
    line = OxmlElement(f"w:{edge}")
    for name, value in (("val", kind), ("sz", str(eighths)), ("space", f"{space:.0f}"),
                        ("color", color)):  # fmt: skip
        line.set(qn(f"w:{name}"), value)
    if edge == "top":
        borders.insert(0, line)
    else:
        borders.append(line)


def field(run: Run, code: str) -> None:
    """Make a run a field, such as the page's number."""
    for kind in ("begin", None, "end"):
        part: BaseOxmlElement
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = code
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
