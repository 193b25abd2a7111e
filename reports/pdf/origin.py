"""Where a document's figures are from: small lines and a QR code on its last page."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportlab.pdfgen.canvas import Canvas

from reports import words
from reports.breaking import Span
from reports.content import Provenance
from reports.fonts import Role, font
from reports.pdf.pieces import TextPiece
from reports.styles import SECOND, Style

_CODE = 56.0
_GAP = 10.0
_SMALL = Style(Role.FANG, 9, 13, SECOND, "left")


def lines_of(told: Provenance) -> list[str]:
    """Return what is printed: cut-off, period, basis, rule sets, snapshot."""
    lines = [f"数据截至{words.day(told.as_of)}" + (f"；期间：{told.period}" if told.period else "")]
    if told.basis:
        lines.append(f"口径：{told.basis.rstrip('。')}")
    if told.filters:
        lines.append(f"范围：{told.filters.rstrip('。')}")
    if told.rulesets:
        lines.append(f"规则集：{'、'.join(told.rulesets)}")
    lines.append(f"数据快照：{told.snapshot}")
    if told.sample:
        lines.append("本文件所载均为演示数据，不反映任何单位和企业的真实情况。")
    return lines


@dataclass
class Origin:
    """The small lines with the QR code beside them, kept together."""

    told: Provenance
    before: float = 14.0
    after: float = 0.0
    keep: bool = False
    parts: list[tuple[TextPiece, float]] = field(default_factory=list)

    def lay(self, width: float) -> float:
        """Return the height."""
        room = width - (_CODE + _GAP if self.told.verify else 0.0)
        pieces = [TextPiece([Span(line)], _SMALL) for line in lines_of(self.told)]
        self.parts = [(piece, piece.lay(room)) for piece in pieces]
        return max(sum(height for _, height in self.parts), _CODE if self.told.verify else 0.0)

    def beginning(self) -> float:
        """Return the height of the code."""
        return _CODE

    def split(self, room: float) -> tuple[Origin | None, Origin | None]:
        """Stay whole."""
        return None, self

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw the code and the lines at its right."""
        left = x
        if self.told.verify:
            _draw_code(canvas, self.told.verify, x, top - _CODE)
            left += _CODE + _GAP
        for piece, height in self.parts:
            piece.draw(canvas, left, top)
            top -= height


def _draw_code(canvas: Canvas, text: str, x: float, y: float) -> None:
    # Loaded here, because a paper without figures has no code.
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import STATE_DEFAULTS, Drawing

    STATE_DEFAULTS["fontName"] = font("hei-sans").fontName
    widget = QrCodeWidget(text, barLevel="M", barBorder=0)
    x1, y1, x2, _ = widget.getBounds()
    scale = _CODE / (x2 - x1)
    drawing = Drawing(_CODE, _CODE, transform=[scale, 0, 0, scale, -x1 * scale, -y1 * scale])
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, x, y)
