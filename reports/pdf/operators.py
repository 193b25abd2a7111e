"""Text as operators of a page: each character by the code its document gives it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from weakref import WeakKeyDictionary, ref

from reportlab.pdfgen.canvas import Canvas

from reports.breaking import RISE, SMALL, Face, Line
from reports.fonts import FONTS, WIDTHS, Role, font
from reports.styles import Style

_SAME = re.compile(rb"(.)\1*", re.DOTALL)
_SHORT = 12


class _Codes(dict[int, int]):
    """Of each character of a role: which subset of a font sets it (high byte), by which code."""

    def __init__(self, document: object, role: Role, subsets: list[str]) -> None:
        super().__init__()
        self._document, self._role, self._subsets = ref(document), role, subsets

    def __missing__(self, point: int) -> int:
        """Let the font give the character a code; subsets are numbered as they come."""
        document, char = self._document(), chr(point)
        loaded = font(FONTS[self._role][char])
        ((subset, code),) = loaded.splitString(char, document)
        name = loaded.getSubsetInternalName(subset, document)
        if name not in self._subsets:
            self._subsets.append(name)
        self[point] = found = self._subsets.index(name) << 8 | int(code[0])
        return found


_Run = tuple[str, str, int]
"""What one subset sets: its name, the codes in hexadecimal, how many characters."""


class _Runs(dict[str, list[_Run]]):
    """Texts of a role as runs of one subset; short ones come again and again, and are kept."""

    def __init__(self, document: object, role: Role, subsets: list[str]) -> None:
        super().__init__()
        self._codes, self._subsets = _Codes(document, role, subsets), subsets

    def __missing__(self, text: str) -> list[_Run]:
        """Find the codes of a text at once, then cut where the subset changes."""
        both = text.translate(self._codes).encode("utf-16-be", "surrogatepass")
        subsets, codes = both[::2], both[1::2]
        if subsets and subsets.count(subsets[0]) == len(subsets):
            found = [(self._subsets[subsets[0]], codes.hex(), len(codes))]
        else:
            cuts = [run.span() for run in _SAME.finditer(subsets)]
            found = [(self._subsets[subsets[a]], codes[a:b].hex(), b - a) for a, b in cuts]
        if len(text) <= _SHORT:
            self[text] = found
        return found


class Coded:
    """The characters of one document: the names of its subsets, and its texts by role."""

    def __init__(self, document: object) -> None:
        subsets: list[str] = []
        self.runs = {role: _Runs(document, role, subsets) for role in Role}


_coded: WeakKeyDictionary[object, Coded] = WeakKeyDictionary()


def coded(canvas: Canvas) -> Coded:
    """Return the codes of the document a canvas draws."""
    document = canvas._doc
    found = _coded.get(document)
    if found is None:
        found = _coded[document] = Coded(document)
    return found


def draw_line(
    canvas: Canvas, line: Line, style: Style, x: float, baseline: float, room: float
) -> None:
    """Set one line: justified unless it ends its paragraph, or by the style's alignment."""
    if not line.length:
        return
    gaps, extra, width = line.length - 1, 0.0, line.width
    if style.align == "justify" and gaps and (not line.last or width > room):
        extra = (room - width) / gaps
    elif style.align in ("center", "right"):
        free = room - width + max(style.pitch, 0.0)
        x += free * (0.5 if style.align == "center" else 1.0)
    canvas._code.append(_line_code(coded(canvas), line, style, extra, x, baseline))


def _line_code(
    codes: Coded, line: Line, style: Style, extra: float, x: float, y: float
) -> str:
    """Return the operators that set a line at a place; `extra` goes into each gap.

    Characters of one subset of a font go together, spaced by the operator for it; each such
    run has a place of its own, because spacing after its last character is not to be relied on.
    """
    operators: list[str] = []
    look: tuple[str, Face, float] | None = None
    source, first, last = line.source, line.start, line.end
    pitch, shift = style.pitch + extra, x - source.ends[first] - extra * first
    part, end = bisect_right(source.starts, first) - 1, first
    while end < last:
        begin, face, spaced = end, source.faces[part], source.spaced[part]
        part += 1
        end = source.starts[part] if part < len(source.starts) else last
        end = min(end, last)
        spacing = pitch if spaced else 0.0
        size, height = style.size, y
        if face.small:
            size, height = size * SMALL, y + size * RISE
        at = shift + source.ends[begin] + extra * begin
        text = "".join(source.atoms[begin:end]) if spaced else source.atoms[begin]
        for name, run, count in codes.runs[face.role][text]:
            if look != (name, face, size):
                operators.append(f"{_color(face.color)} {name} {size:.3f} Tf")
                look = (name, face, size)
            operators.append(f"{spacing:.4f} Tc 1 0 0 1 {at:.3f} {height:.3f} Tm <{run}> Tj")
            if count < len(text):
                at += WIDTHS[face.role].of(text[:count]) * size + spacing * count
                text = text[count:]
    return f"BT {' '.join(operators)} 0 Tc ET"


_colors: dict[int, tuple[object, str]] = {}


def _color(color: object) -> str:
    """Return the operator for a colour; known ones by identity, because comparing them is slow."""
    known = _colors.get(id(color))
    if known is None or known[0] is not color:
        red, green, blue = color.rgb()  # type: ignore[attr-defined]  # reportlab has no types
        known = _colors[id(color)] = (color, f"{red:.4f} {green:.4f} {blue:.4f} rg")
    return known[1]


def set_plain(
    canvas: Canvas, lines: Sequence[str], role: Role, size: float, x: float, y: float,
    leading: float, room: float, align: str,
) -> None:  # fmt: skip
    """Set lines with the first baseline at y; the room says where right and centre are."""
    runs, widths = coded(canvas).runs[role], WIDTHS[role]
    operators, look = ["BT"], ""
    share = {"right": 1.0, "center": 0.5}.get(align, 0.0)
    for line in lines:
        at = x + (room - widths.of(line) * size) * share if share else x
        for name, run, count in runs[line]:
            if name != look:
                operators.append(f"{name} {size:.3f} Tf")
                look = name
            operators.append(f"1 0 0 1 {at:.3f} {y:.3f} Tm <{run}> Tj")
            if count < len(line):
                at += widths.of(line[:count]) * size
                line = line[count:]
        y -= leading
    operators.append("ET")
    canvas._code.append(" ".join(operators))
