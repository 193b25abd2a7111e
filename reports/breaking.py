"""Breaking Chinese text into lines: 避头尾, justified lines, numbers and words kept whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from reports.fonts import Role, font, printable, runs, text_width
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


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in _WORD_EXTRA)


_SINGLES: dict[tuple[Face, float, float], dict[str, Atom]] = {}
"""Atoms of one character, by look: a text has few different ones, and many in all."""


def atoms_of(spans: Sequence[Span], style: Style) -> list[Atom]:
    """Cut spans into atoms with their widths."""
    found: list[Atom] = []
    for span in spans:
        face = Face(span.role or style.role, span.color or style.color, span.small)
        known = _SINGLES.setdefault((face, style.size, style.pitch), {})
        word = ""
        for char in printable(span.text):
            if _in_word(char):
                word += char
                continue
            if word:
                found.append(_atom(word, face, style))
                word = ""
            atom = known.get(char)
            if atom is None:
                atom = known[char] = _atom(char, face, style)
            found.append(atom)
        if word:
            found.append(_atom(word, face, style))
    return found


def _atom(text: str, face: Face, style: Style) -> Atom:
    width = text_width(text, face.role, _size(face, style))
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


def line_code(
    document: object, line: Line, style: Style, extra: float, place: tuple[float, float]
) -> str:
    """Return the PDF operators that set a line at a place; `extra` goes into each gap.

    Characters of one subset of a font go together, spaced by the operator for it; each such
    piece has a place of its own, because spacing after its last character is not to be relied on.
    """
    x, y = place
    parts: list[str] = []
    look: tuple[object, object, float] | None = None
    for face, text, at, spacing in _runs(line, style, extra):
        size, rise = _size(face, style), style.size * _RISE if face.small else 0.0
        at += x
        for name, run in runs(text, face.role):
            loaded = font(name)
            for subset, codes in loaded.splitString(run, document):
                internal = loaded.getSubsetInternalName(subset, document)
                if look != (internal, face.color, size):
                    parts.append(f"{_color(face.color)} {internal} {size:.3f} Tf")
                    look = (internal, face.color, size)
                parts.append(
                    f"{spacing:.4f} Tc 1 0 0 1 {at:.3f} {y + rise:.3f} Tm <{codes.hex()}> Tj"
                )
                count = len(codes)
                at += text_width(run[:count], face.role, size) + spacing * count
                run = run[count:]
    return f"BT {' '.join(parts)} 0 Tc ET"


def _runs(line: Line, style: Style, extra: float) -> Iterator[tuple[Face, str, float, float]]:
    """Yield what is set with one spacing: runs of single characters, and words.

    Each with its face, its text, its place on the line, and the spacing between its characters.
    """
    at, begin, chars = 0.0, 0.0, ""
    current: Face | None = None
    spacing = style.pitch + extra
    for atom in line.atoms:
        single = len(atom.text) == 1 and not atom.face.small and ord(atom.text) > 0x2E7F
        if chars and current is not None and (not single or atom.face != current):
            yield current, chars, begin, spacing
            chars = ""
        if single:
            if not chars:
                current, begin = atom.face, at
            chars += atom.text
        else:
            yield atom.face, atom.text, at, 0.0
        at += atom.width + extra
    if chars and current is not None:
        yield current, chars, begin, spacing


@cache
def _color(color: object) -> str:
    red, green, blue = color.rgb()  # type: ignore[attr-defined]  # reportlab comes without types
    return f"{red:.4f} {green:.4f} {blue:.4f} rg"
