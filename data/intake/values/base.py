"""What every parser shares: its answer, the sign for a missing value, cleaning of text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

from data.rows.inert import unguarded
from data.store.columns import MISSING as MISSING

ERROR_CELL = re.compile(
    r"^#(REF!|DIV/0!|N/A|NAME\?|VALUE!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|ERROR!|FIELD!"
    r"|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|EXTERNAL!|PYTHON!|\+|#+)$",
    re.I,
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028\u2029\u2060\ufeff\ufffe]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
ESCAPE = re.compile(r"_x000[0-9A-Fa-f]_")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
PLACEHOLDERS = {"/", "\\", "-", "--", "—", "——", "－", "–", "//", "／"}
"""What people write where nothing is to be said."""
NOTHING = PLACEHOLDERS | {"无", "没有", "N/A", "n/a", "NULL", "null", "None"}
DASH = r"(?:--|——|[-—–―~～〜－至到])"
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value: the rest of a sentence that begins with column and value."""

    reason: str
    warning: bool = False


Parsed: TypeAlias = tuple[str, Fault | None] | tuple[int, Fault | None]
"""A value as stored, and what is wrong with it; with a Fault that is no warning it is void."""
Text: TypeAlias = tuple[str, Fault | None]
Number: TypeAlias = tuple[int, Fault | None]

BROKEN_CELL = Fault("是公式错误，请改正公式或直接填写内容。")


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
