"""Page numbers of a DOCX: under the text, and at the left of it on pages turned sideways.

GB/T 9704-2012, 7.5: — 1 — at the right on odd pages, at the left on even ones, one character
from the edge of the type area and 7 mm under it. A page turned sideways has the number where it
would stand on the paper held upright.
"""

from __future__ import annotations

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from reports.pdf.grid import CHARACTER
from reports.word.frame import SIDEWAYS, field

_DROP, _THICK, _LONG = Mm(7), Pt(20), Mm(40)
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_BOX = """<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"
 locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="{number}" name="页码{number}" descr="页码"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData
 uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>
</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>
</wps:spPr><wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx>
<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>
</w:r>"""


def add_numbers(made: Docx) -> None:
    """Give each section of a finished text the numbers of its orientation."""
    before = None
    for place, section in enumerate(made.sections):
        sideways = (section.page_width or 0) > (section.page_height or 0)
        if sideways == before:
            continue
        for odd, footer in ((True, section.footer), (False, section.even_page_footer)):
            footer.is_linked_to_previous = False
            (_beside if sideways else _under)(section, footer, odd, 2 * place + odd)
        before = sideways


def _under(section: Section, footer: _Footer, odd: bool, name: int) -> None:
    paragraph = footer.paragraphs[0]
    layout = paragraph.paragraph_format
    if odd:
        layout.right_indent = Pt(CHARACTER)
    else:
        layout.left_indent = Pt(CHARACTER)
    _say(paragraph, odd)


def _beside(section: Section, footer: _Footer, odd: bool, name: int) -> None:
    """Put the number into a box at the left: its lines run downward, the first at the right."""
    top, bottom, left, _ = SIDEWAYS
    height = section.page_height or Mm(210)
    run = parse_xml(_BOX.format(
        spaces=_SPACES, number=1000 + name, x=left - _DROP - _THICK, wide=_THICK, high=_LONG,
        y=int(height - bottom - Pt(CHARACTER) - _LONG if odd else top + Pt(CHARACTER)),
    ))  # fmt: skip
    footer.paragraphs[0]._p.append(run)
    inner: BaseOxmlElement = next(run.iter(qn("w:p")))
    _say(Paragraph(inner, footer), odd)


def _say(paragraph: Paragraph, odd: bool) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
    for text, code in (("— ", ""), ("", "PAGE"), (" —", "")):
        run = paragraph.add_run(text)
        run.font.name, run.font.size = "宋体", Pt(14)
        if code:
            field(run, code)
