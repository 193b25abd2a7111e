"""Breaking Chinese text into lines: 避头尾, justified lines, numbers and words kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from reportlab.platypus import Flowable

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


class Para(Flowable):  # type: ignore[misc]  # reportlab comes without types
    """A paragraph of plain text; nothing in it is markup."""

    def __init__(
        self, text: str | Sequence[Span], style: Style, lines: list[Line] | None = None
    ) -> None:
        super().__init__()
        self.style = style
        self._spans = [Span(text)] if isinstance(text, str) else list(text)
        self._given = lines
        self._lines: list[Line] = lines or []
        self._broken_at = -1.0
        self._first = lines is None

    @property
    def text(self) -> str:
        """The whole text, without its faces."""
        return "".join(span.text for span in self._spans)

    def getSpaceBefore(self) -> float:
        """Return the room above."""
        return self.style.before if self._first else 0.0

    def getSpaceAfter(self) -> float:
        """Return the room below."""
        return self.style.after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break into lines of this width and return the size."""
        if self._given is None and self._broken_at != width:
            self._lines = break_lines(self._spans, self.style, width - self.style.left)
            self._broken_at = width
        self.width, self.height = width, len(self._lines) * self.style.leading
        return width, self.height

    def lines_within(self, height: float) -> int:
        """Return how many lines fit into a height."""
        return int((height + 0.01) // self.style.leading)

    def cut(self, count: int) -> tuple[Para, Para]:
        """Cut after so many lines; `wrap` comes first."""
        head = Para("", self.style, self._lines[:count])
        head._first = self._first
        return head, Para("", self.style, self._lines[count:])

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split at a page's end, never leaving one line alone."""
        self.wrap(width, height)
        fit, count = self.lines_within(height), len(self._lines)
        if fit >= count:
            return [self]
        fit = min(fit, count - 2)
        return list(self.cut(fit)) if fit >= 2 else []

    def draw(self) -> None:
        """Set the lines."""
        style = self.style
        leftover = (style.leading - style.size) / 2
        baseline = self.height - leftover - style.size * 0.88
        for number, line in enumerate(self._lines):
            indent = style.indent if self._first and number == 0 else 0.0
            self._draw_line(line, style.left + indent, baseline)
            baseline -= style.leading

    def _draw_line(self, line: Line, x: float, y: float) -> None:
        if not line.atoms:
            return
        style, room = self.style, self.width - x
        gaps = len(line.atoms) - 1
        extra = 0.0
        if style.align == "justify" and gaps and (not line.last or line.width > room):
            extra = (room - line.width) / gaps
        elif style.align in ("center", "right"):
            free = room - line.width + max(style.pitch, 0.0)
            x += free * (0.5 if style.align == "center" else 1.0)
        pen = self.canv.beginText(x, y)
        set_line(pen, (x, y), line, style, extra)
        self.canv.drawText(pen)
