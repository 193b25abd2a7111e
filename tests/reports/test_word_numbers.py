"""Page numbers of a DOCX: those of turned pages stand where the paper held upright has them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.word import write_docx
from tests.reports.pdf.made import annex, circular

MM = 36000
PLACES = {"odd": "footer", "even": "even_page_footer"}


@pytest.fixture(scope="module")
def sections():
    stream = io.BytesIO()
    write_docx(circular(2, annexes=(annex(3), annex(2))), stream)
    stream.seek(0)
    return list(docx.Document(stream).sections)


def turned(section):
    return section.page_width > section.page_height


def footer_of(sections, place, side):
    """Return the footer a section shows: its own, or that of the nearest before that has one."""
    shown = [getattr(one, PLACES[side]) for one in sections[: place + 1]]
    return next(one for one in reversed(shown) if not one.is_linked_to_previous)


def test_that_the_text_has_upright_and_turned_pages(sections):
    kinds = [turned(section) for section in sections]
    assert True in kinds and kinds[0] is False and kinds[-1] is False


@pytest.mark.parametrize("side", PLACES)
def test_that_every_page_bears_its_number_once(sections, side):
    for place in range(len(sections)):
        footer = footer_of(sections, place, side)._element
        codes = [node.text for node in footer.iter(qn("w:instrText"))]
        words = "".join(node.text for node in footer.iter(qn("w:t")))
        assert (codes, words) == (["PAGE"], "—  —")


@pytest.mark.parametrize("side", PLACES)
def test_that_upright_pages_have_it_below_and_turned_ones_at_the_left(sections, side):
    for place, section in enumerate(sections):
        boxes = list(footer_of(sections, place, side)._element.iter(qn("wp:anchor")))
        assert bool(boxes) is turned(section)
        for box in boxes:
            x, y = (int(node.text) for node in box.iter(qn("wp:posOffset")))
            extent = box.find(qn("wp:extent"))
            wide, high = int(extent.get("cx")), int(extent.get("cy"))
            # 7 mm from the type area, whose left edge is the paper's foot: 35 mm.
            assert section.left_margin == pytest.approx(Mm(35), abs=MM / 10)
            assert (x + wide) / MM == pytest.approx(28, abs=0.1)
            if side == "odd":
                end = section.page_height - section.bottom_margin - (y + high)
                assert end == pytest.approx(Pt(15.79), abs=MM / 10)
            else:
                assert y - section.top_margin == pytest.approx(Pt(15.79), abs=MM / 10)


@pytest.mark.parametrize(("side", "align"), [("odd", "right"), ("even", "left")])
def test_that_the_number_leans_to_the_outer_edge(sections, side, align):
    for place in range(len(sections)):
        numbered = [
            paragraph for paragraph in footer_of(sections, place, side)._element.iter(qn("w:p"))
            if paragraph.findall(f".//{qn('w:instrText')}")
        ]  # fmt: skip
        assert {one.find(f".//{qn('w:jc')}").get(qn("w:val")) for one in numbered[-1:]} == {align}
