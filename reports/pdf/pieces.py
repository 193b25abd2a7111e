"""What a page is filled with: pieces that know their height and where they may be cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reportlab.pdfgen.canvas import Canvas

from reports.breaking import Line, Span, break_lines
from reports.content import Face, Text, runs_of
from reports.fonts import Role
from reports.pdf.operators import draw_line
from reports.styles import Style

ROLES = {Face.FANG: Role.FANG, Face.HEI: Role.HEI, Face.KAI: Role.KAI, Face.TITLE: Role.TITLE}
_ASCENT = 0.88
"""A line's baseline stands so much of the type size under the top of its characters."""


class Piece(Protocol):
    """A piece of content at a width of its own.

    `keep` holds it on one page with the piece after it; `before` and `after` are the room around
    it, left out at a page's edge.
    """

    before: float
    after: float
    keep: bool

    def lay(self, width: float) -> float:
        """Fit the piece into a width and return its height."""

    def beginning(self) -> float:
        """Return the height a page must have for the piece to begin on it; `lay` comes first."""

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """Return what fits into a height and what is left; no first part where nothing fits."""

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw the piece with its upper left corner at a point."""


def spans_of(text: Text) -> list[Span]:
    """Return a text as spans, each figure followed by its small reference to an annex."""
    spans = []
    for run in runs_of(text):
        spans.append(Span(run.text, ROLES[run.face] if run.face else None))
        if run.fact is not None and run.fact.annex:
            spans.append(Span(f"附{run.fact.annex}", Role.FANG, small=True))
    return spans


def baseline_in(style: Style) -> float:
    """Return how far the baseline stands under the top of its line."""
    return (style.leading - style.size) / 2 + style.size * _ASCENT


@dataclass
class TextPiece:
    """A paragraph; its first line is indented by the style, all by `style.left`."""

    spans: Sequence[Span]
    style: Style
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    lines: list[Line] = field(default_factory=list)
    begun: bool = False
    width: float = 0.0

    def lay(self, width: float) -> float:
        """Break into lines and return their height."""
        if not self.lines or (self.width != width and not self.begun):
            self.lines = break_lines(self.spans, self.style, width - self.style.left)
        self.width = width
        return len(self.lines) * self.style.leading

    def beginning(self) -> float:
        """Return two lines, or all of a text too short to be cut."""
        return (2 if len(self.lines) > 3 else len(self.lines)) * self.style.leading

    def split(self, room: float) -> tuple[TextPiece | None, TextPiece | None]:
        """Cut between lines; neither side keeps a single line where there are more."""
        count = len(self.lines)
        fit = int((room + 0.01) // self.style.leading)
        if fit >= count:
            return self, None
        fit = min(fit, count - 2)
        if fit < 2:
            return None, self
        return self.cut(fit)

    def cut(self, count: int) -> tuple[TextPiece, TextPiece]:
        """Cut after so many lines."""
        return self._part(self.lines[:count], self.begun), self._part(self.lines[count:], True)

    def _part(self, lines: list[Line], begun: bool) -> TextPiece:
        before, after = (0.0, self.after) if begun else (self.before, 0.0)
        return TextPiece(
            self.spans, self.style, before, after, self.keep, lines, begun, self.width
        )

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Set the lines."""
        style, drop = self.style, baseline_in(self.style)
        for number, line in enumerate(self.lines):
            indent = style.left + (style.indent if number == 0 and not self.begun else 0.0)
            baseline = top - number * style.leading - drop
            draw_line(canvas, line, style, x + indent, baseline, self.width - indent)


@dataclass
class Space:
    """Empty room, such as the blank lines of the standard; it is not left out at a page's top."""

    height: float
    before: float = 0.0
    after: float = 0.0
    keep: bool = True

    def lay(self, width: float) -> float:
        """Return the height."""
        return self.height

    def beginning(self) -> float:
        """Return the height."""
        return self.height

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """Give room up at a page's end."""
        return (self, None) if self.height <= room else (None, None)

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw nothing."""


@dataclass
class Block:
    """Pieces that stay on one page, one under the other."""

    parts: Sequence[Piece]
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    heights: list[float] = field(default_factory=list)

    def lay(self, width: float) -> float:
        """Return the height of all."""
        self.heights = [part.lay(width) for part in self.parts]
        return sum(self.heights)

    def beginning(self) -> float:
        """Return the height."""
        return sum(self.heights)

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """Move as a whole."""
        return (self, None) if sum(self.heights) <= room + 0.01 else (None, self)

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw one under the other."""
        for part, height in zip(self.parts, self.heights, strict=True):
            part.draw(canvas, x, top)
            top -= height
