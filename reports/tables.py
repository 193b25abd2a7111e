"""Tables that wrap, break between rows and repeat their header, with hairlines only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from reports import styles
from reports.breaking import Para, Span
from reports.styles import Align

Cell = str | Sequence[Span]
PAD_X, PAD_Y = 2.6, 3.2
CAPTION_GAP = 3.0
KEEP = 3
"""So many rows at least stand on either side of a page's end."""
THICK, THIN = 0.9, 0.35


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the width, its alignment."""

    title: str
    share: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Para, ...]
    height: float


class Table(Flowable):  # type: ignore[misc]  # reportlab comes without types
    """Rows of cells; a cell is text or spans, and never markup."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        caption: str = "",
        width: float = styles.WIDTH,
    ) -> None:
        super().__init__()
        total = sum(column.share for column in columns)
        self._columns = tuple(columns)
        self._widths = [width * column.share / total for column in columns]
        self.width = width
        head = [styles.CELL_HEAD.but(align=column.align) for column in columns]
        body = [styles.CELL.but(align=column.align) for column in columns]
        self._head = self._row([Para(c.title, s) for c, s in zip(columns, head, strict=True)])
        self._rows = [
            self._row([Para(cell, s) for cell, s in zip(row, body, strict=True)]) for row in rows
        ]
        self._caption = Para(caption, styles.CAPTION) if caption else None
        self._continues = False

    def _row(self, cells: Sequence[Para]) -> _Row:
        heights = [
            cell.wrap(width - 2 * PAD_X, 0)[1]
            for cell, width in zip(cells, self._widths, strict=True)
        ]
        return _Row(tuple(cells), max(heights) + 2 * PAD_Y)

    def _part(self, rows: list[_Row], continues: bool) -> Table:
        part = Table(self._columns, (), width=self.width)
        part._rows, part._continues = rows, continues
        return part

    @property
    def _above(self) -> float:
        """The height of caption and header."""
        if self._caption is None:
            return self._head.height
        return self._caption.wrap(self.width, 0)[1] + CAPTION_GAP + self._head.height

    def getSpaceBefore(self) -> float:
        """Return the room above."""
        return 6.0 if self._caption is not None else 0.0

    def getSpaceAfter(self) -> float:
        """Return the room below."""
        return 0.0 if self._continues else 8.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size."""
        self.height = self._above + sum(row.height for row in self._rows)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Break between rows; a row taller than half a page breaks inside."""
        used, count = self._above, 0
        while count < len(self._rows) and used + self._rows[count].height <= height + 0.01:
            used += self._rows[count].height
            count += 1
        if count == len(self._rows):
            return [self]
        if count > 2 * KEEP:
            count = min(count, len(self._rows) - KEEP)
        head, tail = self._rows[:count], self._rows[count:]
        if tail[0].height > styles.HEIGHT / 2:
            upper, lower = self._cut(tail[0], height - used)
            if upper is not None:
                head, tail = [*head, upper], [lower, *tail[1:]]
        if not head or (len(head) < KEEP and self._caption is not None and len(self._rows) > 3):
            return []
        first, second = self._part(head, True), self._part(tail, False)
        first._caption = self._caption
        return [first, second]

    def _cut(self, row: _Row, room: float) -> tuple[_Row | None, _Row]:
        lines = row.cells[0].lines_within(room - 2 * PAD_Y)
        if lines < 3:
            return None, row
        halves = [cell.cut(cell.lines_within(room - 2 * PAD_Y)) for cell in row.cells]
        return self._row([half[0] for half in halves]), self._row([half[1] for half in halves])

    def _draw_row(self, row: _Row, top: float) -> None:
        x = 0.0
        for cell, width in zip(row.cells, self._widths, strict=True):
            cell.wrap(width - 2 * PAD_X, 0)
            cell.drawOn(self.canv, x + PAD_X, top - PAD_Y - cell.height)
            x += width

    def _rule(self, y: float, thickness: float, color: object) -> None:
        self.canv.setStrokeColor(color)
        self.canv.setLineWidth(thickness)
        self.canv.line(0, y, self.width, y)

    def draw(self) -> None:
        """Draw header, rows and the lines between them."""
        top = self.height
        if self._caption is not None:
            self._caption.drawOn(self.canv, 0, top - self._caption.height)
            top -= self._caption.height + CAPTION_GAP
        self._rule(top, THICK, styles.SECOND)
        self._draw_row(self._head, top)
        top -= self._head.height
        self._rule(top, THIN * 1.6, styles.SECOND)
        for number, row in enumerate(self._rows):
            self._draw_row(row, top)
            top -= row.height
            last = number == len(self._rows) - 1
            self._rule(top, THICK if last else THIN, styles.SECOND if last else styles.LINE)
