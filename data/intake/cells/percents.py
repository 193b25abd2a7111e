"""Cells of today's workbooks that are formatted as percent: 0.1 that people see as 10%."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from data.intake.cells.base import Extras

BUILT_IN = {9, 10}
"""Excel's own formats 0% and 0.00%."""
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
CELL = re.compile(
    rb"<(?:\w+:)?c (?=[^>]*?\bs=[\"'](\d{1,5})[\"'])(?![^>]*?\bt=[\"'][^n])"
    rb"[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(?:<(?:\w+:)?f[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,25})</(?:\w+:)?v>"
)


def percent_styles(styles: bytes) -> frozenset[bytes]:
    """Return the numbers of the cell styles that show a number as percent."""
    try:
        root = ElementTree.fromstring(styles)
    except ElementTree.ParseError:
        return frozenset()
    own: dict[int, str] = {}
    found: set[bytes] = set()
    for part in root:
        tag = part.tag.rpartition("}")[2]
        if tag == "numFmts":
            own = {_number(one.get("numFmtId")): one.get("formatCode", "") for one in part}
        elif tag == "cellXfs":
            for place, one in enumerate(part):
                number = _number(one.get("numFmtId"))
                code = QUOTED.sub("", own.get(number, ""))
                if "%" in code or (number in BUILT_IN and number not in own):
                    found.add(str(place).encode())
    return frozenset(found)


def note_percents(block: bytes, styles: frozenset[bytes], found: Extras) -> None:
    """Note the cells of a block that are shown as percent."""
    for style, letters, row, value in CELL.findall(block):
        if style in styles:
            place = column(letters.decode())
            found.percent(int(row) - 1, place, value.decode("ascii", "replace"))


def column(letters: str) -> int:
    """Return the number of a column by its letters, counted from 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else -1
