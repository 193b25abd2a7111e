"""Blocks of a document as pieces of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.breaking import Span
from reports.content import (
    Block,
    ChartBlock,
    Heading,
    Lines,
    Names,
    Note,
    Paragraph,
    TableBlock,
)
from reports.fonts import Role
from reports.pdf.grid import BODY, CAPTION, CHARACTER, FLUSH, LEVELS, LINE, NOTE
from reports.pdf.pieces import Piece, TextPiece, spans_of
from reports.pdf.tables import TablePiece
from reports.styles import Style


@dataclass
class HeadingPiece(TextPiece):
    """A heading, which is an entry of the outline and keeps with what follows."""

    outline: Heading | None = None


def pieces_of(blocks: Sequence[Block], sideways: bool = False) -> list[Piece]:
    """Return the pieces of blocks; `sideways` for a page turned to landscape."""
    return [piece for block in blocks for piece in _pieces(block, sideways)]


def _pieces(block: Block, sideways: bool) -> Iterator[Piece]:
    if isinstance(block, Heading):
        style = LEVELS[min(max(block.level, 1), 4)]
        yield HeadingPiece([Span(block.text)], style, keep=True, outline=block)
    elif isinstance(block, Paragraph):
        style = FLUSH if block.flush else BODY
        if block.align not in ("justify", style.align):
            style = replace(style, align=block.align, indent=0.0)
        yield TextPiece(spans_of(block.text), style)
    elif isinstance(block, Note):
        yield TextPiece([Span(block.text)], NOTE, before=1.0, after=8.0)
    elif isinstance(block, TableBlock):
        if block.caption:
            yield TextPiece([Span(block.caption)], CAPTION, before=6.0, keep=True)
        yield TablePiece(block, sideways)
    elif isinstance(block, ChartBlock):
        # Most papers have no chart, and loading what draws them takes as long as setting one.
        from reports.pdf.charts import chart_piece

        yield chart_piece(block)
    elif isinstance(block, Names):
        yield _names(block)
    elif isinstance(block, Lines):
        yield from _lines(block)


def _names(block: Names) -> TextPiece:
    """出席, 请假, 列席 in 黑体, the names in 仿宋, wrapped under the first name (10.3)."""
    lead = (len(block.label) + 1) * CHARACTER
    style = Style(
        leading=LINE, pitch=BODY.pitch, align="left", left=BODY.indent + lead, indent=-lead
    )
    spans = [Span(f"{block.label}：", Role.HEI), Span("、".join(block.names))]
    return TextPiece(spans, style)


def _lines(block: Lines) -> Iterator[TextPiece]:
    for label, value in block.pairs:
        yield TextPiece([Span(f"{label}：", Role.HEI), Span(value)], FLUSH)
