"""Texts as people write them into cells: cleaned, half-width, in one line."""

from __future__ import annotations

import re
import unicodedata

from data.rows.inert import unguarded

ERROR_CELL = re.compile(
    r"^#(REF!|DIV/0!|N/A|NAME\?|VALUE!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|ERROR!|FIELD!"
    r"|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|EXTERNAL!|PYTHON!|\+|#+)$",
    re.I,
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028\u2029\u2060\ufeff\ufffe]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
ESCAPE = re.compile(r"_x000[0-9A-Fa-f]_")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
DASH = r"(?:--|——|[-—–―~～〜－至到])"
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def clean(text: str) -> str:
    """Return a text without control characters, odd spaces and spaces around."""
    if text.isascii() and text.isprintable():
        text = unguarded(text).strip()
        return SPACES.sub(" ", text) if "  " in text else text
    text = SURROGATE.sub("", CONTROL.sub("", ESCAPE.sub("", text)))
    text = unguarded(text.replace("\r\n", "\n").replace("\r", "\n"))
    return SPACES.sub(" ", text).strip()


def half_width(text: str) -> str:
    """Return digits, letters and signs in their ASCII form."""
    return text if text.isascii() else text.translate(FULL_WIDTH).replace("\u3000", " ")


def plain(text: str) -> str:
    """Return a text for numbers, dates and words: half-width, cleaned, in one line."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return clean(text).replace("\n", " ")


def is_error_cell(text: str) -> bool:
    """Return whether a cell holds a spreadsheet's own error, such as #REF!."""
    return text.startswith("#") and bool(ERROR_CELL.match(text))
