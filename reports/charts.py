"""Charts as vectors: the heatmap, and monthly shares against the 25 % line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import (
    Circle,
    Drawing,
    Line,
    Polygon,
    PolyLine,
    Rect,
)
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from data.rows.briefing import HeatCell, HeatRow, HeatTable, ShareRow
from reports import styles, words
from reports.breaking import Para
from reports.fonts import Role, printable, text_width
from reports.pdf.drawing import box, fitted, frame, hatch, label, sheet
from reports.styles import heat_color

ROW, GAP, HEAD, LEGEND = 15.8, 1.4, 17.0, 21.0
NAME_WIDTH, TOTAL_WIDTH = 112.0, 42.0
MONTHS_A_CHART = 12
_SIZE, _FINE = 8.5, 8.0


def _cell(
    drawing: Drawing, cell: HeatCell, x: float, y: float, width: float, highest: float
) -> None:
    inner = ROW - GAP
    if cell.value is None:
        hatch(drawing, x, y, width - GAP, inner)
        return
    share = cell.value / highest if highest else 0.0
    box(drawing, x, y, width - GAP, inner, heat_color(share))
    if cell.flagged:
        frame(drawing, x, y, width - GAP, inner)
    color = styles.WHITE if share > 0.6 else styles.TEXT
    text, size = fitted(words.count(cell.value), _SIZE, width - GAP - 3)
    label(drawing, x + (width - GAP) / 2, y + 4.0, text, size, color, "middle")


def _month_heads(months: Sequence[str]) -> Iterator[str]:
    several = len({month[:4] for month in months}) > 1
    for place, month in enumerate(months):
        first = several and (place == 0 or month[:4] != months[place - 1][:4])
        short = words.month(month, with_year=False)
        yield f"{month[2:4]}/{short}" if first else short


def highest_cell(table: HeatTable) -> float:
    """Return the largest value of a heat table, the end of its colour range."""
    values = [cell.value for row in table.rows for cell in row.cells if cell.value is not None]
    return float(max(values, default=0))


def _heat_drawing(
    table: HeatTable, rows: Sequence[HeatRow], months: range, highest: float, legend: bool
) -> Drawing:
    height = HEAD + len(rows) * ROW + (LEGEND if legend else 2.0)
    drawing = sheet(height)
    width = (styles.WIDTH - NAME_WIDTH - TOTAL_WIDTH) / max(len(months), 6)
    top = height - HEAD
    label(drawing, 0, top + 5.5, table.of, _SIZE, styles.SECOND)
    for place, month in enumerate(_month_heads([table.months[i] for i in months])):
        centre = NAME_WIDTH + place * width + (width - GAP) / 2
        label(drawing, centre, top + 5.5, month, _SIZE, styles.SECOND, "middle")
    end = NAME_WIDTH + len(months) * width + TOTAL_WIDTH
    label(drawing, end, top + 5.5, "合计", _SIZE, styles.SECOND, "end")
    for number, row in enumerate(rows):
        y = top - (number + 1) * ROW
        name, size = fitted(row.name, 9.0, NAME_WIDTH - 5)
        label(drawing, 0, y + 4.0, name, size)
        for place, index in enumerate(months):
            _cell(drawing, row.cells[index], NAME_WIDTH + place * width, y, width, highest)
        label(drawing, end, y + 4.0, words.count(row.total), 9.0, anchor="end")
    if legend:
        _heat_legend(drawing, highest)
    return drawing


class HeatMap(Flowable):  # type: ignore[misc]  # reportlab comes without types
    """Rows of a heat table over twelve months at most; breaks between rows, header repeated."""

    def __init__(
        self, table: HeatTable, rows: Sequence[HeatRow], months: range, caption: str
    ) -> None:
        super().__init__()
        self._table, self._rows, self._months = table, tuple(rows), months
        self._caption = Para(caption, styles.CAPTION)
        self._legend = True

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size."""
        self._caption.wrap(styles.WIDTH, 0)
        tail = LEGEND if self._legend else 2.0
        self.width = styles.WIDTH
        self.height = self._caption.height + HEAD + len(self._rows) * ROW + tail
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        """Return the room above."""
        return 6.0

    def getSpaceAfter(self) -> float:
        """Return the room below."""
        return 8.0

    def split(self, width: float, height: float) -> list[Flowable]:
        """Break between rows, three on a page at least."""
        room = height - self._caption.height - HEAD - 2.0
        count = min(int(room // ROW), len(self._rows) - 3)
        if count < 3:
            return []
        caption = self._caption.text
        first = HeatMap(self._table, self._rows[:count], self._months, caption)
        first._legend = False
        rest = caption if caption.endswith("（续）") else f"{caption}（续）"
        return [first, HeatMap(self._table, self._rows[count:], self._months, rest)]

    def draw(self) -> None:
        """Draw caption and chart."""
        top = self.height - self._caption.height
        self._caption.drawOn(self.canv, 0, top)
        highest = highest_cell(self._table)
        chart = _heat_drawing(self._table, self._rows, self._months, highest, self._legend)
        renderPDF.draw(chart, self.canv, 0, top - chart.height)


def _heat_legend(drawing: Drawing, highest: float) -> None:
    y, x = 4.0, 0.0
    label(drawing, x, y + 1.5, "0", _FINE, styles.SECOND)
    x += 9
    for step in range(8):
        box(drawing, x, y, 16, 9, heat_color(step / 7))
        drawing.add(Rect(x, y, 16, 9, fillColor=None, strokeColor=styles.LINE, strokeWidth=0.25))
        x += 17
    most = f"{words.count(highest)}（次）"
    label(drawing, x + 3, y + 1.5, most, _FINE, styles.SECOND)
    x += 16 + text_width(most, Role.HEI, _FINE)
    frame(drawing, x, y, 18, 9.5)
    label(drawing, x + 22, y + 1.5, "有企业当月受检超过3次", _FINE, styles.SECOND)
    x += 36 + text_width("有企业当月受检超过3次", Role.HEI, _FINE)
    hatch(drawing, x, y, 18, 9.5)
    label(drawing, x + 22, y + 1.5, "无数据", _FINE, styles.SECOND)


class _Plot:
    """The box of a chart of shares by month, with its scales."""

    def __init__(self, drawing: Drawing, months: Sequence[str], highest: float) -> None:
        self.drawing = drawing
        self.left, self.bottom = 30.0, 46.0
        self.width, self.height = styles.WIDTH - 34.0, drawing.height - 56.0
        self.step = next(s for s in (0.05, 0.1, 0.2, 0.25) if highest / s <= 5 or s == 0.25)
        ticks = max(int(-(-highest // self.step)), 1)
        self.highest = ticks * self.step
        self.slot = self.width / max(len(months), 1)
        for tick in range(ticks + 1):
            y = self.y(tick * self.step)
            color = styles.SECOND if tick == 0 else styles.GRID
            self.line(self.left, y, self.left + self.width, y, color, 0.5)
            text = f"{tick * self.step * 100:.0f}%"
            label(drawing, self.left - 4, y - 3, text, _FINE, styles.SECOND, "end")
        every = -(-len(months) // 12) if months else 1
        for place, text in enumerate(_month_heads(months)):
            if place % every == 0:
                y = self.bottom - 12
                label(drawing, self.x(place), y, text, _FINE, styles.SECOND, "middle")

    def x(self, place: int) -> float:
        """Return the middle of a month."""
        return float(self.left + (place + 0.5) * self.slot)

    def y(self, share: float) -> float:
        """Return the height of a share."""
        return float(self.bottom + share / self.highest * self.height)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        color: Color,
        width: float,
        dashes: Sequence[int] | None = None,
    ) -> None:
        """Draw a straight line."""
        self.drawing.add(
            Line(x1, y1, x2, y2, strokeColor=color, strokeWidth=width, strokeDashArray=dashes)
        )


_SERIES = (styles.INK, styles.LAMPS["橙"][1], styles.LAMPS["绿"][1])


def _marker(drawing: Drawing, number: int, x: float, y: float, color: Color) -> None:
    if number == 1:
        points = [x, y + 3.4, x + 3.4, y, x, y - 3.4, x - 3.4, y]
        drawing.add(Polygon(points, fillColor=color, strokeColor=styles.WHITE, strokeWidth=0.5))
    else:
        drawing.add(Circle(x, y, 2.7, fillColor=color, strokeColor=styles.WHITE, strokeWidth=0.5))


def _columns(plot: _Plot, share: ShareRow) -> None:
    width = min(plot.slot * 0.46, 26.0)
    for place, point in enumerate(share.trend):
        x = plot.x(place) - width / 2
        if point.value is None:
            hatch(plot.drawing, x, plot.bottom + 0.5, width, 12)
            continue
        height = plot.y(point.value) - plot.bottom
        box(plot.drawing, x, plot.bottom, width, height, styles.COLUMN)
        if len(share.trend) <= 12:
            text = words.percent(point.value)
            y = plot.bottom + 3 if height > 14 else plot.bottom + height + 2.5
            color = styles.WHITE if height > 14 else styles.TEXT
            text, size = fitted(text, 7.0, plot.slot)
            label(plot.drawing, plot.x(place), y, text, size, color, "middle")


def _curve(plot: _Plot, share: ShareRow, number: int) -> None:
    color, piece = _SERIES[number % len(_SERIES)], list[float]()
    dashes = None if number == 1 else [4, 2]
    pieces: list[list[float]] = []
    for place, point in enumerate(share.trend):
        if point.value is None:
            pieces, piece = [*pieces, piece], []
        else:
            piece += [plot.x(place), plot.y(point.value)]
    for points in [*pieces, piece]:
        if len(points) > 2:
            plot.drawing.add(
                PolyLine(points, strokeColor=color, strokeWidth=1.3, strokeDashArray=dashes)
            )
        for at in range(0, len(points) if len(share.trend) <= 36 else 0, 2):
            _marker(plot.drawing, number, points[at], points[at + 1], color)


def _share_legend(plot: _Plot, shares: Sequence[ShareRow], target: float | None) -> None:
    x, y, drawing = plot.left, 16.0, plot.drawing
    texts = [f"{share.figure.id} {share.figure.name}" for share in shares]
    if target is not None and shares:
        texts.append(f"{words.percent(target, 0)}目标（仅{shares[0].figure.id}）")
    for number, text in enumerate(texts):
        width = 32 + text_width(printable(text), Role.HEI, _FINE)
        if x + width > styles.WIDTH and x > plot.left:
            x, y = plot.left, y - 13
        if number == 0:
            box(drawing, x, y - 1, 12, 8, styles.COLUMN)
        elif number == len(shares):
            plot.line(x - 3, y + 3, x + 15, y + 3, styles.FLAG, 1.1, [3, 2])
        else:
            dashes = None if number == 1 else [4, 2]
            plot.line(x - 3, y + 3, x + 15, y + 3, _SERIES[number % 3], 1.3, dashes)
            _marker(drawing, number, x + 6, y + 3, _SERIES[number % 3])
        label(drawing, x + 18, y, text, _FINE, styles.SECOND)
        x += width


def share_chart(shares: Sequence[ShareRow], target: float | None = 0.25) -> Drawing:
    """Draw the first share as columns against the target, the others as lines."""
    drawing = sheet(190)
    months = [point.month for point in shares[0].trend] if shares else []
    values = [p.value for share in shares for p in share.trend if p.value is not None]
    plot = _Plot(drawing, months, max([*values, (target or 0.0) * 1.15, 0.05]))
    for number, share in enumerate(shares):
        if number == 0:
            _columns(plot, share)
        else:
            _curve(plot, share, number)
    if target is not None:
        y = plot.y(target)
        plot.line(plot.left, y, plot.left + plot.width, y, styles.FLAG, 1.1, [3, 2])
    _share_legend(plot, shares, target)
    return drawing
