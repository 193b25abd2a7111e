"""落款 and 版记: signature and date with room for the seal, and the foot of the last page."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas

from data.rows.papers import Form, Issuer
from reports import words
from reports.breaking import Span
from reports.content import Document
from reports.fonts import Role, text_width
from reports.pdf.grid import BOTTOM, CHARACTER, FLUSH, FOOT, LEFT, LINE, RIGHT, THICK, THIN, WIDTH
from reports.pdf.masthead import put
from reports.pdf.pieces import TextPiece, baseline_in
from reports.styles import BLACK, Style

_A_ROW = 3
"""Seals stand three to a row at most (7.3.5.1)."""
_SEAL = 42 * 72 / 25.4
"""The seal of a body of a city is 42 mm wide; its room is left free, nothing is printed there."""
_FROM_DATE = 4 * CHARACTER


@dataclass
class Signature:
    """落款: names above the date, with the room the seals need; without a seal, its own rule."""

    issuer: Issuer
    day: str
    blank: int = 2
    before: float = 0.0
    after: float = 0.0
    keep: bool = False

    def _rows(self) -> list[tuple[str, ...]]:
        """Return the names by rows: three at most, and none beyond the left edge."""
        rows: list[tuple[str, ...]] = [()]
        for name in self.issuer.names:
            longer = (*rows[-1], name)
            if len(longer) > _A_ROW or self._middles(longer)[0] - _width(longer[0]) / 2 < LEFT:
                rows.append((name,))
            else:
                rows[-1] = longer
        return [row for row in rows if row]

    def _middles(self, names: tuple[str, ...]) -> list[float]:
        """Return where the names of a row are centred: the last over the date."""
        found = [RIGHT - _FROM_DATE - _width(self.day) / 2]
        for before, name in pairwise(reversed(names)):
            names_apart = (_width(before) + _width(name)) / 2 + CHARACTER
            found.insert(0, found[0] - max(_SEAL + 6, names_apart))
        return found

    def lay(self, width: float) -> float:
        """Return the height: blank lines, names, date."""
        if not self.issuer.sealed:
            return (1 + len(self.issuer.names) + 1) * LINE
        return (self.blank + 2) * LINE + (len(self._rows()) - 1) * _SEAL

    def beginning(self) -> float:
        """Return the height."""
        return self.lay(WIDTH)

    def split(self, room: float) -> tuple[Signature | None, Signature | None]:
        """Stay whole."""
        return (self, None) if self.lay(WIDTH) <= room + 0.01 else (None, self)

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Write names and date."""
        drop = baseline_in(FLUSH)
        if not self.issuer.sealed:
            self._draw_plain(canvas, top - LINE - drop)
            return
        rows = self._rows()
        last = top - self.blank * LINE - (len(rows) - 1) * _SEAL - drop
        for place, names in enumerate(rows):
            baseline = last + (len(rows) - 1 - place) * _SEAL
            for name, middle in zip(names, self._middles(names), strict=True):
                put(canvas, name, middle, baseline, FLUSH, "middle")
        put(canvas, self.day, RIGHT - _FROM_DATE, last - LINE, FLUSH, "end")

    def _draw_plain(self, canvas: Canvas, baseline: float) -> None:
        """Without a seal: the name two characters from the right, the date two in from it."""
        names = self.issuer.names
        widest, date = max(map(_width, names)), _width(self.day)
        left = RIGHT - 2 * CHARACTER - widest
        if left + 2 * CHARACTER + date > RIGHT:
            left = RIGHT - 2 * CHARACTER - date - 2 * CHARACTER
        for number, name in enumerate(names):
            put(canvas, name, left, baseline - number * LINE, FLUSH)
        put(canvas, self.day, left + 2 * CHARACTER, baseline - len(names) * LINE, FLUSH)


def _width(text: str) -> float:
    extra = sum(CHARACTER - 16 for char in text if ord(char) > 0x2E7F)
    return text_width(text, Role.FANG, 16) + extra


def signature_of(document: Document, blank: int = 2) -> Signature | None:
    """Return the signature of a document; working pages, 简报 and 纪要 have none.

    `blank` lines stand above the name, so that the seal's top is within a line of the text.
    """
    if document.kind.form in (Form.SHEET, Form.BULLETIN, Form.MINUTES):
        return None
    return Signature(document.issuer, words.day(document.made_on), blank)


@dataclass
class Foot:
    """版记: 主送 that found no room above, 抄送, and who printed when, between its lines."""

    document: Document
    main: tuple[str, ...] = ()
    rows: list[TextPiece] = field(default_factory=list)

    def height(self) -> float:
        """Return the height from the first line to the edge of the type area; 0 for none."""
        self.rows = [self._row(label, names) for label, names in self._lists() if names]
        if not self.rows and not self._printed():
            return 0.0
        listed = sum(row.lay(WIDTH - 2 * CHARACTER) + 6 for row in self.rows)
        return listed + (FOOT.leading + 6 if self._printed() else 0.0)

    def _lists(self) -> list[tuple[str, tuple[str, ...]]]:
        imprint = self.document.imprint
        bulletin = self.document.kind.form is Form.BULLETIN
        main = self.main or imprint.main
        return [("报送：" if bulletin else "主送：", main), ("抄送：", imprint.copies_to)]

    def _row(self, label: str, names: tuple[str, ...]) -> TextPiece:
        wide = text_width(label, Role.FANG, FOOT.size)
        style = Style(FOOT.role, FOOT.size, FOOT.leading, BLACK, "left", indent=-wide, left=wide)
        return TextPiece([Span(f"{label}{'，'.join(names)}。")], style)

    def _printed(self) -> bool:
        return bool(self.document.imprint.printed_by) and (
            self.document.imprint.printed_on is not None
        )

    def draw(self, canvas: Canvas) -> None:
        """Draw the foot so that its last line lies on the type area's lower edge."""
        height = self.height()
        if not height:
            return
        y = BOTTOM + height
        self._line(canvas, y, THICK)
        for row, piece in enumerate(self.rows):
            high = piece.lay(WIDTH - 2 * CHARACTER)
            piece.draw(canvas, LEFT + CHARACTER, y - 3)
            y -= high + 6
            if row < len(self.rows) - 1 or self._printed():
                self._line(canvas, y, THIN)
        imprint = self.document.imprint
        if imprint.printed_on is not None and self._printed():
            baseline = y - 3 - baseline_in(FOOT)
            put(canvas, imprint.printed_by, LEFT + CHARACTER, baseline, FOOT)
            printed = f"{words.day(imprint.printed_on)}印发"
            put(canvas, printed, RIGHT - CHARACTER, baseline, FOOT, "end")
        self._line(canvas, BOTTOM, THICK)

    def _line(self, canvas: Canvas, y: float, width: float) -> None:
        canvas.setStrokeColor(BLACK)
        canvas.setLineWidth(width)
        canvas.line(LEFT, y, RIGHT, y)
