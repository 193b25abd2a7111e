"""Breaking Chinese text into lines: 避头尾, justified lines, numbers and words kept whole."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from reports.fonts import Role, printable, text_width
from reports.styles import Style

NO_START = frozenset("，。、；：！？）〕】》〉」』”’％%‰°℃·…—～,.;:!?)]}")
NO_END = frozenset("（〔【《〈「『“‘([{￥$#")
WORD = r"[A-Za-z0-9.,%/:+\-_@&'=~<>]+"
"""What is never cut: numbers with their signs, Latin words."""
_WIDE = "\u2e7f"
"""Characters after this one are Chinese: one atom each, set at the pitch of the grid."""
_PARTS = re.compile(rf"[\u2e80-\U0010ffff]+|{WORD}|.", re.DOTALL)
_SQUEEZE = 0.5
SMALL, RISE = 0.5, 0.42
"""Size and height of a reference, as shares of the type size."""
BREAK = "\n"
"""A span of just this text ends the line."""


class Face(NamedTuple):
    """The look of a span: role and colour; the size is the paragraph's, or less for a reference."""

    role: Role
    color: object
    small: bool = False


class Span(NamedTuple):
    """A piece of text with a face of its own."""

    text: str
    role: Role | None = None
    color: object | None = None
    small: bool = False


@dataclass(slots=True)
class Prepared:
    """A paragraph cut into atoms, the smallest pieces a line is made of, with their widths.

    An atom is one Chinese character, or a word or number. `ends` are the widths of all before
    and with an atom, 0 first; no line may end before an atom of `glued`. A part is Chinese text
    of one face, which is spaced, or another single atom: `starts` are the parts' first atoms.
    """

    atoms: list[str] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    faces: list[Face] = field(default_factory=list)
    spaced: list[bool] = field(default_factory=list)
    glued: set[int] = field(default_factory=set)

    def begin(self, face: Face, spaced: bool) -> None:
        """Begin a part, unless Chinese text of the same face goes on through spans."""
        if not (spaced and self.spaced and self.spaced[-1] and self.faces[-1] == face):
            self.starts.append(len(self.atoms))
            self.faces.append(face)
            self.spaced.append(spaced)


class Line(NamedTuple):
    """Atoms of a paragraph set on one line; `last` is the end of its paragraph."""

    source: Prepared
    start: int
    end: int
    last: bool

    @property
    def width(self) -> float:
        """Return the width of the atoms."""
        return self.source.ends[self.end] - self.source.ends[self.start]

    @property
    def length(self) -> int:
        """Return how many atoms stand on the line."""
        return self.end - self.start

    @property
    def text(self) -> str:
        """Return the line's text."""
        return "".join(self.source.atoms[self.start : self.end])


class _Advances(dict[str, float]):
    """Widths of atoms in a look; those of single characters are kept."""

    def __init__(self, role: Role, size: float, pitch: float) -> None:
        super().__init__()
        self._role, self._size, self._pitch = role, size, pitch

    def __missing__(self, atom: str) -> float:
        """Measure an atom."""
        width = text_width(atom, self._role, self._size) + (self._pitch if atom > _WIDE else 0.0)
        if len(atom) == 1:
            self[atom] = width
        return width


_advances = cache(_Advances)


def prepare(spans: Sequence[Span], style: Style, room: float) -> Prepared:
    """Cut spans into atoms; words wider than the room are cut into characters."""
    made, widths = Prepared(), list[float]()
    atoms, begin = made.atoms, made.begin
    for span in spans:
        face = Face(span.role or style.role, span.color or style.color, span.small)
        if span.small:
            advances = _advances(face.role, style.size * SMALL, 0.0)
        else:
            advances = _advances(face.role, style.size, style.pitch)
        first = len(atoms)
        for part in _PARTS.findall(printable(span.text)):
            if part > _WIDE and not span.small:
                begin(face, True)
                atoms += part
                widths += map(advances.__getitem__, part)
                continue
            wide = len(part) > 1 and (part > _WIDE or advances[part] > room)
            for atom in part if wide else (part,):
                begin(face, False)
                atoms.append(atom)
                widths.append(advances[atom])
        if span.small:
            made.glued.update(range(first, len(atoms)))
    made.ends = list(accumulate(widths, initial=0.0))
    return made


def break_lines(spans: Sequence[Span], style: Style, width: float) -> list[Line]:
    """Break spans into lines no wider than `width`; the first is indented by the style."""
    places = [place for place, span in enumerate(spans) if span.text == BREAK]
    if places:
        head, tail = spans[: places[0]], spans[places[0] + 1 :]
        rest = break_lines(tail, replace(style, indent=0.0), width)
        return [*break_lines(head, style, width), *rest]
    source = prepare(spans, style, width - style.indent)
    atoms, count = source.atoms, len(source.atoms)
    lines: list[Line] = []
    start = 0
    while start < count:
        end = _line_end(source, start, width - (style.indent if not lines else 0.0), style)
        kept = end
        while kept > start and atoms[kept - 1] == " ":
            kept -= 1
        lines.append(Line(source, start, kept, end >= count))
        start = end
        while start < count and atoms[start] == " ":
            start += 1
    return lines or [Line(source, 0, 0, True)]


def _line_end(source: Prepared, start: int, room: float, style: Style) -> int:
    """Return the index after the line's last atom, keeping 避头尾 by squeezing or carrying."""
    atoms, ends, count = source.atoms, source.ends, len(source.atoms)
    end = bisect_right(ends, ends[start] + room + 0.01, start) - 1
    if end >= count:
        return end
    if end <= start:
        return start + 1
    squeezed = end
    while squeezed < count and atoms[squeezed][0] in NO_START:
        squeezed += 1
    slack = ends[start] + room + style.size * _SQUEEZE + 0.01
    fits = style.align == "justify" and squeezed > end and ends[squeezed] <= slack
    if fits and (squeezed >= count or _may_break(source, squeezed)):
        return squeezed
    return _carry(source, start, end)


def _may_break(source: Prepared, place: int) -> bool:
    before, after = source.atoms[place - 1], source.atoms[place]
    if place in source.glued or after == " " or before[-1] in NO_END or after[0] in NO_START:
        return False
    return before + after not in ("——", "……")


def _carry(source: Prepared, start: int, end: int) -> int:
    """Move the break back to where a line may end; give in where no such place exists."""
    place = end
    while place > start and not _may_break(source, place):
        place -= 1
    return place if place > start else end
