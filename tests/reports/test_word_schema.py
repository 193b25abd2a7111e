"""The order of a DOCX's properties, which the schema binds (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from data.rows.papers import PaperKind
from reports.content import Cell, ChartBlock, Column, Head, Point, Series, TableBlock
from reports.word import write_docx
from tests.reports.pdf.made import annex, circular

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "pBdr": "top left bottom right between bar",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings sectPrChange",
}  # fmt: skip
OFTEN = ("headerReference", "footerReference")


def parts(document):
    stream = io.BytesIO()
    write_docx(document, stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def wrong(content):
    """Yield what stands out of its order, twice, or is not of the schema."""
    for node in etree.fromstring(content).iter(*(f"{W}{name}" for name in ORDER)):
        known = ORDER[etree.QName(node).localname].split()
        names = [etree.QName(child).localname for child in node]
        places = [known.index(name) if name in known else -1 for name in names]
        twice = [name for name in names if names.count(name) > 1 and name not in OFTEN]
        if -1 in places or places != sorted(places) or twice:
            yield etree.QName(node).localname, names


def chart(kind):
    points = tuple(Point(f"{n}月", n / 10, f"{n * 10}.0%") for n in range(1, 7))
    return ChartBlock(kind, "图", (Series("甲", points), Series("乙", points)), 0.25)


LAMP = TableBlock((Column("状态", group="一"), Column("数", group="一")),
                  ((Cell("红", lamp="红"), "1"),), "表")  # fmt: skip
PAPERS = {
    "circular": circular(2, annexes=(annex(3), annex(2)), note="联系人：张三"),
    "request": circular(1, kind=PaperKind.REQUEST, head=Head("锡司发〔2026〕3号", signer="张三")),
    **{kind.value: circular(2, kind=kind, blocks=(LAMP, *map(chart, ("heat", "bars", "trend"))))
       for kind in (PaperKind.REMINDER, PaperKind.MINUTES, PaperKind.BRIEFING,
                    PaperKind.ONE_PAGE)},
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_that_all_properties_stand_in_the_order_of_the_schema(name):
    found = parts(PAPERS[name])
    faults = [(part, *fault) for part, content in found.items()
              if part.startswith("word/") and part.endswith(".xml") for fault in wrong(content)]
    assert faults == []


def test_that_a_sideways_section_says_its_orientation():
    sizes = [node for node in etree.fromstring(parts(PAPERS["circular"])["word/document.xml"])
             .iter(f"{W}pgSz")]
    wide = [node for node in sizes if int(node.get(f"{W}w")) > int(node.get(f"{W}h"))]
    assert wide and all(node.get(f"{W}orient") == "landscape" for node in wide)
    upright = [node for node in sizes if node not in wide]
    assert upright and all(node.get(f"{W}orient") in (None, "portrait") for node in upright)
