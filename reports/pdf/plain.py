"""Plain text of one face in narrow columns, broken fast."""

from __future__ import annotations

import re

from reports.breaking import NO_END, NO_START, WORD
from reports.fonts import WIDTHS, Role, Widths, printable

_WORD = re.compile(rf"[↑↓−]?{WORD}|.", re.DOTALL)


def break_plain(text: str, role: Role, size: float, room: float) -> list[str]:
    """Return a text as lines no wider than a room: 避头尾, numbers and words whole if they fit."""
    clean = printable(text)
    widths, most = WIDTHS[role], room / size + 0.001
    if widths.of(clean) <= most:
        return [clean]
    lines: list[str] = []
    line, used = "", 0.0
    for word in _fitting(clean, widths, most):
        wide = widths.of(word)
        if line and used + wide > most:
            line, rest = _carry(line, word)
            lines.append(line)
            line, used = rest, widths.of(rest)
            if word == " " and not rest:
                continue
        line += word
        used += wide
    return [*lines, line]


def words_in(text: str) -> list[str]:
    """Cut a text into what a line is broken between: characters, numbers, Latin words."""
    return _WORD.findall(text)


def _fitting(text: str, widths: Widths, most: float) -> list[str]:
    words = []
    for word in words_in(text):
        words += [word] if len(word) == 1 or widths.of(word) <= most else list(word)
    return words


def _carry(line: str, word: str) -> tuple[str, str]:
    """Return a full line and what of it must begin the next one, so that no mark stands wrong."""
    cut = len(line)
    while cut > 1 and (line[cut - 1] in NO_END or (_first(line, cut, word) in NO_START)):
        cut -= 1
    if cut <= 1:
        return line, ""
    return line[:cut].rstrip(" "), line[cut:]


def _first(line: str, cut: int, word: str) -> str:
    return line[cut] if cut < len(line) else word[0]
