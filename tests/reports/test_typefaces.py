"""Font files read as arrays tell what the PDF writer's own reader tells."""

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from reports.fonts import FOLDER
from reports.typefaces import Face

FILES = sorted(path.name for path in FOLDER.glob("*.ttf"))
TOLD = ("charToGlyph", "charWidths", "defaultWidth", "hmetrics", "glyphPos", "name", "descent")


@pytest.mark.parametrize("name", FILES)
def test_that_a_font_read_fast_has_the_same_characters_widths_and_outlines(name: str) -> None:
    fast, slow = Face(str(FOLDER / name)), TTFontFace(str(FOLDER / name))
    for what in TOLD:
        assert getattr(fast, what) == getattr(slow, what), what
    some = [0, *sorted(slow.charToGlyph)[:60:3]]
    assert fast.makeSubset(some) == slow.makeSubset(some)
