"""Lists in one cell: bodies, names, codes; each comes back joined by 、."""

from __future__ import annotations

import re

from data.intake.values.base import (
    BROKEN_CELL,
    PLACEHOLDERS,
    Text,
    clean,
    half_width,
    is_error_cell,
)
from data.intake.values.text import EXPONENT, LOST_DIGITS

JOIN = "、"
NOBODY = "无"
MARKS = "、，,;；\n"
SPACED = re.compile(r"(?<=[\u4e00-\u9fff)）])\s+|\s+(?=[\u4e00-\u9fff])")
OPENING, CLOSING = "（([【《“", "）)]】》”"
BRACKET = re.compile(f"[{re.escape(OPENING)}]")


def split(text: str, marks: str = MARKS) -> list[str]:
    """Split at list marks that stand outside brackets."""
    if BRACKET.search(text) is None:
        return _told(re.split(f"[{re.escape(marks)}]", text))
    parts: list[str] = []
    part = ""
    depth = 0
    for sign in text:
        if sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth = max(0, depth - 1)
        if sign in marks and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += sign
    parts.append(part)
    return _told(parts)


def _told(parts: list[str]) -> list[str]:
    """Return the parts that say something, each once."""
    found = [one.strip() for one in parts]
    return list(dict.fromkeys(one for one in found if one and one not in PLACEHOLDERS))


def _listed(text: str, marks: str) -> Text:
    text = clean(text)
    if is_error_cell(text):
        return "", BROKEN_CELL
    return JOIN.join(split(text, marks)), None


def parse_bodies(text: str) -> Text:
    """Read a list of bodies; 无 stays, it says that nobody came."""
    text = clean(text)
    if not text.isascii():
        text = SPACED.sub("、", text)
    listed, fault = _listed(text, MARKS)
    return listed.removesuffix("等") if listed.endswith("等") else listed, fault


def parse_names(text: str) -> Text:
    """Read a list of names, which may hold spaces."""
    listed, fault = _listed(text, MARKS)
    return "" if listed == NOBODY else listed, fault


def parse_codes(text: str) -> Text:
    """Read a list of codes."""
    listed, fault = _listed(half_width(clean(text)).replace(" ", "、"), MARKS + "/|")
    if fault is None and any(EXPONENT.match(code) for code in listed.split(JOIN)):
        return "", LOST_DIGITS
    return "" if listed == NOBODY else listed, fault
