"""Tables in the text and in annexes: wrapped cells, header on every page, hairlines only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from reportlab.pdfgen.canvas import Canvas

from reports import styles
from reports.content import Cell, CellLike, Column, TableBlock, cell_text
from reports.fonts import WIDTHS, Role, printable
from reports.pdf.operators import set_plain
from reports.pdf.plain import break_plain, words_in

PAD_X, PAD_Y = 3.0, 3.4
KEEP, KEEP_HEIGHT = 3, 84.0
"""So many rows at least stand on either side of a page's end, or fewer that are so high."""
THICK, THIN = 0.9, 0.35
_SIZES = ((5, 12.0), (8, 10.5), (10, 9.5), (99, 9.0))
_WIDEST, _MOST_TAKEN = 15.0, 0.7
_WHOLE = 3
"""Headings and lamps of so many characters are not cut."""
_MEASURED = 300
_FIGURE = re.compile(r"[-−↑↓]?[0-9][0-9,.]*[\u4e00-\u9fff]{1,3}")
"""A figure with its unit is not cut either."""


def type_size(columns: int, wide: bool = False) -> float:
    """Return the type size of a table with so many columns, larger on a page turned sideways."""
    count = columns * 0.7 if wide else columns
    return next(size for most, size in _SIZES if count <= most)


def widths_of(block: TableBlock, size: float, room: float) -> list[float]:
    """Return the columns' widths: by shares, or measured where these are equal; words fit."""
    shares = [column.share for column in block.columns]
    if len(set(shares)) == 1:
        shares = [_natural(block, place) for place in range(len(block.columns))]
        least = 2 * PAD_X + 1.6 * size
        shares = [max(share * size + 2 * PAD_X, least) for share in shares]
    whole = sum(shares)
    widths = [room * share / whole for share in shares]
    return _widened(widths, [_least(block, place, size) for place in range(len(widths))], room)


def _least(block: TableBlock, place: int, size: float) -> float:
    """Return the width in which no number, code, Latin word or lamp of a column is cut."""
    column, widest = block.columns[place], 0.0
    if len(column.title) <= _WHOLE:
        widest = WIDTHS[Role.HEI].of(column.title)
    for number, row in enumerate(block.rows[:_MEASURED], 1):
        cell = row[place]
        strong = block.total and number == len(block.rows)
        lamp = cell.lamp if isinstance(cell, Cell) else ""
        widths, text = WIDTHS[_role(strong, lamp)], printable(cell_text(cell))
        if lamp and len(text) <= _WHOLE:
            widest = max(widest, widths.of(f"{styles.LAMPS[lamp][0]}{text or lamp}"))
        for word in [text] if _FIGURE.fullmatch(text) else words_in(text):
            if len(word) > 1:
                widest = max(widest, widths.of(word))
    return widest * size + 2 * PAD_X


def _widened(widths: list[float], least: list[float], room: float) -> list[float]:
    """Give narrow columns what their longest word needs, at the cost of those with room to spare.

    A table too wide for all its words stays as it was.
    """
    missing = sum(max(need - width, 0.0) for need, width in zip(least, widths, strict=True))
    spare = sum(max(width - need, 0.0) for need, width in zip(least, widths, strict=True))
    if not missing or missing > spare * _MOST_TAKEN:
        return widths
    part = missing / spare
    return [
        need if width < need else width - (width - need) * part
        for need, width in zip(least, widths, strict=True)
    ]


def _natural(block: TableBlock, place: int) -> float:
    """Return the width a column's texts ask for, in ems, the longest ones wrapped."""
    widths = WIDTHS[Role.FANG]
    texts = [cell_text(row[place]) for row in block.rows[:_MEASURED]]
    parts = [printable(part) for text in texts for part in text.split("\n")]
    longest = max(map(widths.of, parts), default=1.0)
    head = widths.of(block.columns[place].title)
    return min(max(longest, min(head, 4.0), head / 2), _WIDEST)


@dataclass(slots=True)
class _Row:
    """A row broken into lines: by cell its lines, its height, the cell's lamp and role."""

    cells: list[list[str]]
    height: float
    colors: list[str]
    strong: bool = False


@dataclass(slots=True)
class _Shape:
    """What all parts of a table share."""

    block: TableBlock
    size: float
    leading: float
    widths: list[float] = field(default_factory=list)
    room: float = 0.0
    rows: list[_Row] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    head: list[tuple[str, int, int, bool]] = field(default_factory=list)
    head_rows: list[list[str]] = field(default_factory=list)
    head_heights: tuple[float, float] = (0.0, 0.0)


def _broken(shape: _Shape, cells: Sequence[CellLike], strong: bool) -> _Row:
    lines, colors = [], []
    for cell, width in zip(cells, shape.widths, strict=True):
        lamp = cell.lamp if isinstance(cell, Cell) else ""
        role = _role(strong, lamp)
        text = cell_text(cell)
        if lamp:
            sign = styles.LAMPS[lamp][0]
            text = f"{sign}{text or lamp}"
        room = width - 2 * PAD_X
        lines.append(
            [line for part in text.split("\n")
             for line in break_plain(part, role, shape.size, room)]
        )  # fmt: skip
        colors.append(lamp)
    height = max(map(len, lines), default=1) * shape.leading + 2 * PAD_Y
    return _Row(lines, height, colors, strong)


def shape_of(block: TableBlock, room: float, wide: bool) -> _Shape:
    """Break all cells of a table for a width."""
    size = type_size(len(block.columns), wide)
    shape = _Shape(block, size, round(size * 1.33, 2), room=room)
    shape.widths = widths_of(block, size, room)
    last = len(block.rows) - 1
    shape.rows = [
        _broken(shape, row, block.total and place == last) for place, row in enumerate(block.rows)
    ]
    shape.ends = list(accumulate(row.height for row in shape.rows))
    _break_head(shape)
    return shape


def _break_head(shape: _Shape) -> None:
    """Break the headings: one row, or two where neighbours share a group."""
    small = shape.size - 0.5
    upper = 0.0
    for group, members in groupby(enumerate(shape.block.columns), key=lambda pair: pair[1].group):
        places = [place for place, _ in members]
        if group:
            room = sum(shape.widths[place] for place in places) - 2 * PAD_X
            lines = break_plain(group, Role.HEI, small, room)
            shape.head.append((group, places[0], places[-1], True))
            upper = max(upper, len(lines) * shape.leading + 2 * PAD_Y)
    lower = 0.0
    for place, column in enumerate(shape.block.columns):
        lines = break_plain(column.title, Role.HEI, small, shape.widths[place] - 2 * PAD_X)
        shape.head_rows.append(lines)
        high = len(lines) * shape.leading + 2 * PAD_Y
        lower = max(lower, high if column.group else high - upper)
    shape.head_heights = (upper, max(lower, shape.leading + 2 * PAD_Y if upper else lower))


class TablePiece:
    """The rows of a table from one place to another, under its header."""

    def __init__(
        self, block: TableBlock, wide: bool = False, shape: _Shape | None = None,
        first: int = 0, last: int | None = None,
    ) -> None:  # fmt: skip
        self.before, self.after, self.keep = 2.0, 10.0, False
        self.block, self._wide, self._shape = block, wide, shape
        self._first = first
        self._last = len(block.rows) if last is None else last

    def _laid(self, width: float) -> _Shape:
        if self._shape is None or abs(self._shape.room - width) > 0.01:
            self._shape = shape_of(self.block, width, self._wide)
        return self._shape

    def lay(self, width: float) -> float:
        """Return the height of header and rows."""
        shape = self._laid(width)
        return sum(shape.head_heights) + self._span(shape, self._first, self._last)

    def _span(self, shape: _Shape, first: int, last: int) -> float:
        if last <= first:
            return 0.0
        return shape.ends[last - 1] - (shape.ends[first - 1] if first else 0.0)

    def beginning(self) -> float:
        """Return header and the first rows."""
        assert self._shape is not None
        last = self._first
        while last < self._last and not self._enough(self._shape, self._first, last):
            last += 1
        return sum(self._shape.head_heights) + self._span(self._shape, self._first, last)

    def _enough(self, shape: _Shape, first: int, last: int) -> bool:
        """Say whether rows may stand alone at a page's end or beginning."""
        return last - first >= KEEP or self._span(shape, first, last) >= KEEP_HEIGHT

    def split(self, room: float) -> tuple[TablePiece | None, TablePiece | None]:
        """Cut between rows; a row taller than half a page is cut inside."""
        shape = self._shape
        assert shape is not None
        start = shape.ends[self._first - 1] if self._first else 0.0
        count = bisect_right(shape.ends, start + room - sum(shape.head_heights) + 0.01)
        count = min(count, self._last)
        if count >= self._last:
            return self, None
        if self._tall(shape, count, room):
            return self._cut(shape, count, room)
        while count > self._first and not self._enough(shape, count, self._last):
            count -= 1
        if count <= self._first or not self._enough(shape, self._first, count):
            return None, self
        return self._part(self._first, count), self._part(count, self._last)

    def _tall(self, shape: _Shape, place: int, room: float) -> bool:
        used = sum(shape.head_heights) + self._span(shape, self._first, place)
        return shape.rows[place].height > 320 and room - used > 3 * shape.leading + 2 * PAD_Y

    def _cut(
        self, shape: _Shape, place: int, room: float
    ) -> tuple[TablePiece | None, TablePiece | None]:
        """Cut a tall row where the page ends: its two parts take its place."""
        used = sum(shape.head_heights) + self._span(shape, self._first, place)
        fit = int((room - used - 2 * PAD_Y) // shape.leading)
        row = shape.rows[place]
        parts = [[lines[:fit] for lines in row.cells], [lines[fit:] for lines in row.cells]]
        shape.rows[place : place + 1] = [
            _Row(cells, max(map(len, cells)) * shape.leading + 2 * PAD_Y, row.colors, row.strong)
            for cells in parts
        ]
        shape.ends = list(accumulate(row.height for row in shape.rows))
        self._last += 1
        return self._part(self._first, place + 1), self._part(place + 1, self._last)

    def _part(self, first: int, last: int) -> TablePiece:
        part = TablePiece(self.block, self._wide, self._shape, first, last)
        if first == self._first:
            part.before, part.after = self.before, 0.0
        else:
            part.before = 0.0
        return part

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw header, rows and the lines between them."""
        shape = self._shape
        assert shape is not None
        right = x + shape.room
        _rule(canvas, x, right, top, THICK, styles.SECOND)
        y = _draw_head(canvas, shape, x, top)
        _rule(canvas, x, right, y, THIN * 1.6, styles.SECOND)
        final = len(shape.rows) - 1
        for place in range(self._first, self._last):
            row = shape.rows[place]
            if row.strong:
                _rule(canvas, x, right, y, THIN * 1.6, styles.SECOND)
            _draw_row(canvas, shape, row, x, y)
            y -= row.height
            end = place == self._last - 1
            thick = THICK if end and place == final else THIN
            _rule(canvas, x, right, y, thick, styles.SECOND if end else styles.LINE)


def _rule(
    canvas: Canvas, x1: float, x2: float, y: float, width: float, color: object
) -> None:
    canvas.setStrokeColor(color)
    canvas.setLineWidth(width)
    canvas.line(x1, y, x2, y)


def _baseline(shape: _Shape, top: float) -> float:
    return top - PAD_Y - (shape.leading - shape.size) / 2 - shape.size * 0.88


def _draw_row(canvas: Canvas, shape: _Shape, row: _Row, x: float, top: float) -> None:
    y = _baseline(shape, top)
    for column, lines, width, lamp in zip(
        shape.block.columns, row.cells, shape.widths, row.colors, strict=True
    ):
        canvas.setFillColor(styles.LAMPS[lamp][1] if lamp else styles.BLACK)
        align = "left" if column.align == "justify" else column.align
        set_plain(canvas, lines, _role(row.strong, lamp), shape.size, x + PAD_X, y, shape.leading,
                  width - 2 * PAD_X, align)  # fmt: skip
        x += width


def _role(strong: bool, lamp: str) -> Role:
    """Return the face of a cell: sums and lamps stand out."""
    return Role.HEI if strong or lamp else Role.FANG


def _draw_head(canvas: Canvas, shape: _Shape, x: float, top: float) -> float:
    upper, lower = shape.head_heights
    canvas.setFillColor(styles.SECOND)
    small = shape.size - 0.5
    lefts = list(accumulate(shape.widths, initial=x))
    for group, first, last, _ in shape.head:
        room = lefts[last + 1] - lefts[first] - 2 * PAD_X
        lines = break_plain(group, Role.HEI, small, room)
        y = _baseline(shape, top)
        set_plain(canvas, lines, Role.HEI, small, lefts[first] + PAD_X, y, shape.leading, room,
                  "center")  # fmt: skip
        _rule(canvas, lefts[first] + PAD_X, lefts[last + 1] - PAD_X, top - upper, THIN, styles.LINE)
    for place, (column, lines) in enumerate(zip(shape.block.columns, shape.head_rows, strict=True)):
        _draw_heading(canvas, shape, column, lines, lefts[place], top, shape.widths[place])
    return top - upper - lower


def _draw_heading(
    canvas: Canvas, shape: _Shape, column: Column, lines: list[str], x: float, top: float,
    width: float,
) -> None:  # fmt: skip
    upper, lower = shape.head_heights
    high = lower if column.group else upper + lower
    start = top - upper if column.group else top
    slack = (high - len(lines) * shape.leading) / 2 - PAD_Y
    y = _baseline(shape, start - slack)
    align = "left" if column.align == "justify" else column.align
    set_plain(canvas, lines, Role.HEI, shape.size - 0.5, x + PAD_X, y, shape.leading,
              width - 2 * PAD_X, align)  # fmt: skip
