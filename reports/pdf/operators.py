"""Text as operators of a page: each character by the code its document gives it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary, ref

from reportlab.pdfgen.canvas import Canvas

from reports.breaking import RISE, SMALL, Line, Part
from reports.fonts import FONTS, WIDTHS, Role, font
from reports.styles import Style

_SAME = re.compile(rb"(.)\1*", re.DOTALL)


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


class Coded:
    """The characters of one document: the names of its subsets, and the codes by role."""

    def __init__(self, document: object) -> None:
        self.subsets: list[str] = []
        self._codes = {role: _Codes(document, role, self.subsets) for role in Role}

    def runs(self, text: str, role: Role) -> Iterator[tuple[str, str, int]]:
        """Yield a text as runs of one subset: its name, the codes in hexadecimal, how many."""
        both = text.translate(self._codes[role]).encode("utf-16-be", "surrogatepass")
        subsets, codes = both[::2], both[1::2]
        if subsets.count(subsets[:1]) == len(codes):
            if codes:
                yield self.subsets[subsets[0]], codes.hex(), len(codes)
            return
        for found in _SAME.finditer(subsets):
            first, last = found.span()
            yield self.subsets[subsets[first]], codes[first:last].hex(), last - first


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
    look: tuple[str, object, float] | None = None
    source, pitch = line.source, style.pitch + extra
    shift = x - source.ends[line.start]
    for part, first, last in _parts(line):
        face = part.face
        spacing = pitch if part.spaced else 0.0
        size, height = style.size, y
        if face.small:
            size, height = size * SMALL, y + size * RISE
        at = shift + source.ends[first] + extra * (first - line.start)
        text = "".join(source.atoms[first:last])
        for name, run, count in codes.runs(text, face.role):
            if look != (name, face.color, size):
                operators.append(f"{_color(face.color)} {name} {size:.3f} Tf")
                look = (name, face.color, size)
            operators.append(f"{spacing:.4f} Tc 1 0 0 1 {at:.3f} {height:.3f} Tm <{run}> Tj")
            if count < len(text):
                at += WIDTHS[face.role].of(text[:count]) * size + spacing * count
                text = text[count:]
    return f"BT {' '.join(operators)} 0 Tc ET"


def _parts(line: Line) -> Iterator[tuple[Part, int, int]]:
    """Yield the parts of a paragraph that stand on a line, with their first and last atom."""
    parts, begin = line.source.parts, line.start
    place = bisect_right(parts, begin, key=lambda part: part.start) - 1
    while begin < line.end:
        more = place + 1 < len(parts)
        end = min(parts[place + 1].start, line.end) if more else line.end
        yield parts[place], begin, end
        begin, place = end, place + 1


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
    codes, widths = coded(canvas), WIDTHS[role]
    operators, look = ["BT"], ""
    share = {"right": 1.0, "center": 0.5}.get(align, 0.0)
    for line in lines:
        at = x + (room - widths.of(line) * size) * share if share else x
        for name, run, count in codes.runs(line, role):
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
