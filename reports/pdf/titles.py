"""标题: lines broken between words and shaped as a trapezium or a diamond (GB/T 9704, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path

from reports.breaking import NO_END, NO_START
from reports.fonts import Role, text_width

_FILE = Path(__file__).with_name("title_words.txt")
LEXICON = frozenset(
    word
    for line in _FILE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_LONGEST = max(map(len, LEXICON))
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*[年月日次号个%]?")
_CLINGING = "的和与及等了之"
"""Words that end a line rather than begin one."""
MOST_LINES = 6
_HARD, _CLING = 4.0, 40.0


def words_of(text: str) -> list[str]:
    """Cut a title into words: those of the lexicon, numbers and Latin words whole."""
    found: list[str] = []
    place = 0
    while place < len(text):
        size = _longest_at(text, place)
        found.append(text[place : place + size])
        place += size
    return found


def _longest_at(text: str, place: int) -> int:
    if text[place] == "《":
        end = text.find("》", place)
        if 0 < end - place <= 16:
            return end - place + 1
    number = _NUMBER.match(text, place)
    if number is not None:
        return number.end() - place
    for size in range(min(_LONGEST, len(text) - place), 1, -1):
        if text[place : place + size] in LEXICON:
            return size
    return 1


def break_title(title: str, size: float, room: float) -> list[str]:
    """Return the lines of a title; line breaks a person put in are kept as they are."""
    if "\n" in title.strip():
        return [line.strip() for line in title.strip().split("\n") if line.strip()]
    text = title.strip()
    whole = text_width(text, Role.TITLE, size)
    if whole <= room:
        return [text]
    pieces = words_of(text)
    least = int(-(-whole // room))
    for count in range(least, MOST_LINES + 1):
        best = min(_ways(pieces, count, size, room), default=None)
        if best is not None:
            return best[1]
    return _filled(text, size, room)


def _ways(
    pieces: Sequence[str], count: int, size: float, room: float
) -> Iterator[tuple[float, list[str]]]:
    """Yield the ways to cut a title into so many lines, each with what speaks against it."""
    ends = [place for place in range(1, len(pieces)) if _may_end(pieces, place)]
    near = _near(pieces, ends, count, size)
    for cuts in combinations(near, count - 1):
        edges = (0, *cuts, len(pieces))
        lines = ["".join(pieces[a:b]) for a, b in pairwise(edges)]
        widths = [text_width(line, Role.TITLE, size) / size for line in lines]
        if max(widths) * size <= room + 0.01:
            yield _fault(widths) + sum(_roughness(pieces, cut) for cut in cuts), lines


def _near(pieces: Sequence[str], ends: Sequence[int], count: int, size: float) -> list[int]:
    """Return the places near an even division: a title is short, but its ways are many."""
    lengths = [text_width(piece, Role.TITLE, size) for piece in pieces]
    whole, reach = sum(lengths), sum(lengths) / count * 0.42
    return [
        end for end in ends
        if any(abs(sum(lengths[:end]) - whole * k / count) <= reach for k in range(1, count))
    ]  # fmt: skip


def _may_end(pieces: Sequence[str], place: int) -> bool:
    return pieces[place][0] not in NO_START and pieces[place - 1][-1] not in NO_END


def _roughness(pieces: Sequence[str], cut: int) -> float:
    """Say how little a place suits a line's end: within unknown words, before 的."""
    before, after = pieces[cut - 1], pieces[cut]
    if after[0] in _CLINGING:
        return _CLING
    if before[-1] in _CLINGING:
        return -1.0
    if before == "关于":
        return _CLING
    return _HARD if len(before) == 1 and len(after) == 1 else 0.0


def _fault(widths: Sequence[float]) -> float:
    """Say how far a shape is from a trapezium or a diamond, and how uneven its lines are."""
    steps = [b - a for a, b in pairwise(widths)]
    falling = all(step <= -0.5 for step in steps)
    rising = all(step >= 0.5 for step in steps)
    peak = widths.index(max(widths))
    diamond = 0 < peak < len(widths) - 1 and all(
        (step > 0) == (place < peak) for place, step in enumerate(steps)
    )
    uneven = (max(widths) - min(widths)) * 0.5
    return uneven + (0.0 if falling or diamond else 1.5 if rising else 8.0)


def _filled(text: str, size: float, room: float) -> list[str]:
    """Cut a very long title wherever its lines are full."""
    lines: list[str] = []
    line = ""
    for char in text:
        if line and text_width(line + char, Role.TITLE, size) > room and char not in NO_START:
            lines, line = [*lines, line], ""
        line += char
    return [*lines, line]
