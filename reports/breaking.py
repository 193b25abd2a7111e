"""Breaking Chinese text into lines: 避头尾, justified lines, numbers and words kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from reports.fonts import Role, char_width, font_of, printable
from reports.styles import Style

NO_START = frozenset("，。、；：！？）〕】》〉」』”’％%‰°℃·…—～,.;:!?)]}")
NO_END = frozenset("（〔【《〈「『“‘([{￥$#")
_WORD_EXTRA = frozenset(".,%/:+-_@&'=~<>")
_SQUEEZE = 0.5
_SMALL, _RISE = 0.5, 0.42
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


class Atom(NamedTuple):
    """The smallest piece a line is made of: one Chinese character, or a word or number."""

    text: str
    face: Face
    width: float


class Line(NamedTuple):
    """Atoms set on one line; `last` is the end of its paragraph."""

    atoms: tuple[Atom, ...]
    width: float
    last: bool


class Pen(Protocol):
    """What of a PDF text object the setter uses."""

    def setFont(self, name: str, size: float) -> None: ...
    def setFillColor(self, color: object) -> None: ...
    def setTextOrigin(self, x: float, y: float) -> None: ...
    def textOut(self, text: str) -> None: ...


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in _WORD_EXTRA)


def atoms_of(spans: Sequence[Span], style: Style) -> list[Atom]:
    """Cut spans into atoms with their widths."""
    found: list[Atom] = []
    for span in spans:
        face = Face(span.role or style.role, span.color or style.color, span.small)
        word = ""
        for char in printable(span.text):
            if _in_word(char):
                word += char
                continue
            if word:
                found.append(_atom(word, face, style))
                word = ""
            found.append(_atom(char, face, style))
        if word:
            found.append(_atom(word, face, style))
    return found


def _atom(text: str, face: Face, style: Style) -> Atom:
    width = sum(char_width(face.role, char) for char in text) * _size(face, style)
    pitch = style.pitch if ord(text[0]) > 0x2E7F and not face.small else 0.0
    return Atom(text, face, width + pitch)


def _size(face: Face, style: Style) -> float:
    return style.size * (_SMALL if face.small else 1.0)


def _may_break(before: Atom, after: Atom) -> bool:
    if after.face.small or after.text == " " or before.text[-1] in NO_END:
        return False
    if after.text[0] in NO_START:
        return False
    return before.text + after.text not in ("——", "……")


def _cut_long(atoms: Sequence[Atom], room: float, style: Style) -> list[Atom]:
    """Cut words wider than a line into single characters."""
    cut: list[Atom] = []
    for atom in atoms:
        if atom.width > room and len(atom.text) > 1:
            cut += [_atom(char, atom.face, style) for char in atom.text]
        else:
            cut.append(atom)
    return cut


def break_lines(spans: Sequence[Span], style: Style, width: float) -> list[Line]:
    """Break spans into lines no wider than `width`; the first is indented by the style."""
    places = [place for place, span in enumerate(spans) if span.text == BREAK]
    if places:
        head, tail = spans[: places[0]], spans[places[0] + 1 :]
        rest = break_lines(tail, replace(style, indent=0.0), width)
        return [*break_lines(head, style, width), *rest]
    atoms = _cut_long(atoms_of(spans, style), width - style.indent, style)
    lines: list[Line] = []
    start = 0
    while start < len(atoms):
        room = width - (style.indent if not lines else 0.0)
        end = _line_end(atoms, start, room, style)
        taken = list(atoms[start:end])
        while taken and taken[-1].text == " ":
            taken.pop()
        lines.append(Line(tuple(taken), sum(a.width for a in taken), end >= len(atoms)))
        start = end
        while start < len(atoms) and atoms[start].text == " ":
            start += 1
    return lines or [Line((), 0.0, True)]


def _line_end(atoms: Sequence[Atom], start: int, room: float, style: Style) -> int:
    """Return the index after the line's last atom, keeping 避头尾 by squeezing or carrying."""
    used, end = 0.0, start
    while end < len(atoms) and used + atoms[end].width <= room + 0.01:
        used += atoms[end].width
        end += 1
    if end >= len(atoms):
        return end
    if end == start:
        return start + 1
    squeezed = end
    while squeezed < len(atoms) and atoms[squeezed].text[0] in NO_START:
        used += atoms[squeezed].width
        squeezed += 1
    slack = room + style.size * _SQUEEZE
    if style.align == "justify" and squeezed > end and used <= slack:
        at_end = squeezed >= len(atoms)
        if at_end or _may_break(atoms[squeezed - 1], atoms[squeezed]):
            return squeezed
    return _carry(atoms, start, end)


def _carry(atoms: Sequence[Atom], start: int, end: int) -> int:
    """Move the break back to where a line may end; give in where no such place exists."""
    place = end
    while place > start and not _may_break(atoms[place - 1], atoms[place]):
        place -= 1
    return place if place > start else end


class _Piece(NamedTuple):
    """Text set with one font and colour, beginning at a place on its line."""

    font: str
    color: object
    x: float
    text: str
    small: bool = False


def _pieces(line: Line, style: Style, extra: float) -> list[_Piece]:
    """Lay a line out as pieces; `extra` goes into each gap between atoms.

    Every gap gets a place of its own: letter spacing is lost where a font's subset changes.
    """
    out: list[_Piece] = []
    x, joined = 0.0, False
    for atom in line.atoms:
        at = x
        for char in atom.text:
            name, tail = font_of(atom.face.role, char), out[-1] if out else None
            look = (name, atom.face.color, atom.face.small)
            if tail and joined and (tail.font, tail.color, tail.small) == look:
                out[-1] = tail._replace(text=tail.text + char)
            else:
                out.append(_Piece(name, atom.face.color, at, char, atom.face.small))
            at += char_width(atom.face.role, char) * _size(atom.face, style)
            joined = True
        x += atom.width + extra
        joined = abs(x - at) < 0.001
    return out


def set_line(pen: Pen, place: tuple[float, float], line: Line, style: Style, extra: float) -> None:
    """Write a line's pieces with a text object."""
    x, y = place
    for piece in _pieces(line, style, extra):
        rise = style.size * _RISE if piece.small else 0.0
        pen.setTextOrigin(x + piece.x, y + rise)
        pen.setFont(piece.font, style.size * (_SMALL if piece.small else 1.0))
        pen.setFillColor(piece.color)
        pen.textOut(piece.text)
