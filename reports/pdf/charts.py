"""Charts of a document as vectors: heat map, bars against a goal, trends of months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reports import styles, words
from reports.breaking import Span
from reports.content import ChartBlock, Point, Series
from reports.fonts import Role, text_width
from reports.pdf.drawing import box, fitted, frame, hatch, label, sheet
from reports.pdf.grid import CAPTION
from reports.pdf.pieces import TextPiece
from reports.styles import heat_color

ROW, GAP, HEAD, LEGEND = 15.8, 1.4, 17.0, 21.0
NAME, TOTAL = 112.0, 42.0
SIZE, FINE = 8.5, 8.0
LEAST_ROWS = 3
BAR, BAR_NAME = 15.0, 118.0
TREND_HEIGHT = 180.0
_COLORS = (styles.INK, styles.LAMPS["橙"][1], styles.LAMPS["绿"][1], styles.QUIET)
_DASHES: tuple[list[int] | None, ...] = (None, [4, 2], [1, 2], [6, 2, 1, 2])


def value_text(chart: ChartBlock, value: float) -> str:
    """Write a value of a chart's axis."""
    return words.percent(value, 0) if chart.share else words.count(value)


@dataclass
class ChartPiece:
    """A chart with its caption; a heat map and bars may be cut between rows."""

    chart: ChartBlock
    series: tuple[Series, ...]
    highest: float
    goes_on: bool = False
    before: float = 6.0
    after: float = 10.0
    keep: bool = False
    width: float = 0.0

    def _caption(self) -> TextPiece:
        more = "（续）" if self.goes_on else ""
        return TextPiece([Span(f"{self.chart.caption}{more}")], CAPTION)

    def _rows(self) -> int:
        if self.chart.kind == "bars":
            return len(self.series[0].points) if self.series else 0
        return len(self.series)

    def _body(self) -> float:
        if self.chart.kind == "heat":
            return HEAD + self._rows() * ROW + LEGEND
        if self.chart.kind == "bars":
            return self._rows() * BAR + LEGEND
        return TREND_HEIGHT

    def lay(self, width: float) -> float:
        """Return the height of caption and drawing."""
        self.width = width
        return self._caption().lay(width) + self._body()

    def beginning(self) -> float:
        """Return caption, heads, legend and as many rows as may stand alone."""
        rows = min(self._rows(), LEAST_ROWS)
        step = {"heat": ROW, "bars": BAR}.get(self.chart.kind)
        if step is None or self._rows() < 2 * LEAST_ROWS:
            return self.lay(self.width)
        return self._caption().lay(self.width) + HEAD + LEGEND + rows * step

    def split(self, room: float) -> tuple[ChartPiece | None, ChartPiece | None]:
        """Cut between rows, at least three on either side."""
        step = {"heat": ROW, "bars": BAR}.get(self.chart.kind)
        if step is None:
            return None, self
        head = HEAD if self.chart.kind == "heat" else 0.0
        count = int((room - self._caption().lay(self.width) - head - LEGEND) // step)
        count = min(count, self._rows() - LEAST_ROWS)
        if count < LEAST_ROWS:
            return None, self
        return self._part(0, count, self.goes_on), self._part(count, None, True)

    def _part(self, first: int, last: int | None, goes_on: bool) -> ChartPiece:
        if self.chart.kind == "bars":
            series = tuple(replace(one, points=one.points[first:last]) for one in self.series)
        else:
            series = self.series[first:last]
        return ChartPiece(self.chart, series, self.highest, goes_on, width=self.width)

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw caption and drawing."""
        caption = self._caption()
        high = caption.lay(self.width)
        caption.draw(canvas, x, top)
        draw = {"heat": _heat, "bars": _bars, "trend": _trend}[self.chart.kind]
        drawing = sheet(self._body(), self.width)
        draw(drawing, self)
        renderPDF.draw(drawing, canvas, x, top - high - drawing.height)


def chart_piece(chart: ChartBlock) -> ChartPiece:
    """Return the piece of a whole chart."""
    values = [p.value for one in chart.series for p in one.points if p.value is not None]
    return ChartPiece(chart, chart.series, float(max(values, default=0.0)))


def _heat(drawing: Drawing, piece: ChartPiece) -> None:
    """Draw rows of coloured cells with their values, and the legend."""
    heads = [point.label for point in piece.series[0].points] if piece.series else []
    totals = any(row.total for row in piece.series)
    wide = (drawing.width - NAME - (TOTAL if totals else 0.0)) / max(len(heads), 6)
    top, end = drawing.height - HEAD, NAME + len(heads) * wide + TOTAL
    if totals:
        label(drawing, end, top + 5.5, "合计", SIZE, styles.SECOND, "end")
    for place, head in enumerate(heads):
        text, size = fitted(head, SIZE, wide - 2)
        middle = NAME + place * wide + (wide - GAP) / 2
        label(drawing, middle, top + 5.5, text, size, styles.SECOND, "middle")
    for number, row in enumerate(piece.series):
        y = top - (number + 1) * ROW
        name, size = fitted(row.name, 9.0, NAME - 5)
        label(drawing, 0, y + 4.0, name, size)
        for place, point in enumerate(row.points):
            _cell(drawing, point, NAME + place * wide, y, wide, piece.highest)
        label(drawing, end, y + 4.0, row.total, 9.0, anchor="end")
    _heat_legend(drawing, piece)


def _cell(
    drawing: Drawing, point: Point, x: float, y: float, wide: float, highest: float
) -> None:
    inner = ROW - GAP
    if point.value is None:
        hatch(drawing, x, y, wide - GAP, inner)
        return
    share = point.value / highest if highest else 0.0
    box(drawing, x, y, wide - GAP, inner, heat_color(share))
    if point.flagged:
        frame(drawing, x, y, wide - GAP, inner)
    color = styles.WHITE if share > 0.6 else styles.TEXT
    text, size = fitted(point.text or words.count(point.value), SIZE, wide - GAP - 3)
    label(drawing, x + (wide - GAP) / 2, y + 4.0, text, size, color, "middle")


def _heat_legend(drawing: Drawing, piece: ChartPiece) -> None:
    y, x = 4.0, 0.0
    label(drawing, x, y + 1.5, "0", FINE, styles.SECOND)
    x += 9
    for step in range(8):
        box(drawing, x, y, 16, 9, heat_color(step / 7))
        drawing.add(Rect(x, y, 16, 9, fillColor=None, strokeColor=styles.LINE, strokeWidth=0.25))
        x += 17
    most = value_text(piece.chart, piece.highest) + (
        f"（{piece.chart.unit}）" if piece.chart.unit else ""
    )
    label(drawing, x + 3, y + 1.5, most, FINE, styles.SECOND)
    x += 16 + text_width(most, Role.HEI, FINE)
    points = [point for row in piece.chart.series for point in row.points]
    if any(point.flagged for point in points):
        frame(drawing, x, y, 18, 9.5)
        label(drawing, x + 22, y + 1.5, piece.chart.goal_text, FINE, styles.SECOND)
        x += 36 + text_width(piece.chart.goal_text, Role.HEI, FINE)
    if any(point.value is None for point in points):
        hatch(drawing, x, y, 18, 9.5)
        label(drawing, x + 22, y + 1.5, "无数据", FINE, styles.SECOND)


def _bars(drawing: Drawing, piece: ChartPiece) -> None:
    """Draw lying bars with their values, and the goal as a dashed line."""
    chart = piece.chart
    most = max(piece.highest, (chart.goal or 0.0) * 1.15, 1e-9)
    room = drawing.width - BAR_NAME - 46
    top = drawing.height
    points = piece.series[0].points if piece.series else ()
    for place, point in enumerate(points):
        y = top - (place + 1) * BAR
        name, size = fitted(point.label, 9.0, BAR_NAME - 6)
        label(drawing, 0, y + 4.0, name, size)
        if point.value is None:
            hatch(drawing, BAR_NAME, y + 2, 40, BAR - 4)
            label(drawing, BAR_NAME + 44, y + 4.0, point.text or "无数据", SIZE, styles.SECOND)
            continue
        long = point.value / most * room
        below = chart.goal is not None and point.value < chart.goal
        box(drawing, BAR_NAME, y + 2.2, max(long, 0.6), BAR - 4.4,
            styles.COLUMN if not below else styles.HATCH)  # fmt: skip
        label(drawing, BAR_NAME + long + 4, y + 4.0, point.text, SIZE)
    if chart.goal is not None:
        x = BAR_NAME + chart.goal / most * room
        _dashed(drawing, x, LEGEND - 2, x, top, styles.FLAG)
        _goal_words(drawing, chart, x)


def _goal_words(drawing: Drawing, chart: ChartBlock, x: float) -> None:
    assert chart.goal is not None
    text = chart.goal_text or f"目标{value_text(chart, chart.goal)}"
    label(drawing, x, 6.0, text, FINE, styles.FLAG, "middle")


def _dashed(
    drawing: Drawing, x1: float, y1: float, x2: float, y2: float, color: Color
) -> None:
    drawing.add(
        Line(x1, y1, x2, y2, strokeColor=color, strokeWidth=1.1, strokeDashArray=[3, 2])
    )


class _Plot:
    """The box of a trend with its scales."""

    def __init__(self, drawing: Drawing, chart: ChartBlock, highest: float) -> None:
        self.drawing, self.chart = drawing, chart
        self.left, self.bottom = 34.0, 40.0
        self.width, self.height = drawing.width - 40.0, drawing.height - 54.0
        steps = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if chart.share else _round_steps(highest)
        step = next((s for s in steps if highest / s <= 5), steps[-1])
        ticks = max(int(-(-highest // step)), 1)
        self.highest = ticks * step
        heads = [point.label for point in chart.series[0].points]
        self.slot = self.width / max(len(heads), 1)
        for tick in range(ticks + 1):
            y = self.y(tick * step)
            color = styles.SECOND if tick == 0 else styles.GRID
            drawing.add(Line(self.left, y, self.left + self.width, y, strokeColor=color,
                             strokeWidth=0.5))  # fmt: skip
            text = value_text(chart, tick * step)
            label(drawing, self.left - 4, y - 3, text, FINE, styles.SECOND, "end")
        every = -(-len(heads) // 12) if heads else 1
        for place, head in enumerate(heads):
            if place % every == 0:
                label(drawing, self.x(place), self.bottom - 12, head, FINE, styles.SECOND, "middle")
        if chart.unit:
            label(drawing, 0, drawing.height - 8, f"单位：{chart.unit}", FINE, styles.SECOND)

    def x(self, place: int) -> float:
        """Return the middle of a month."""
        return float(self.left + (place + 0.5) * self.slot)

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return float(self.bottom + value / self.highest * self.height)


def _round_steps(highest: float) -> list[float]:
    steps = [base * 10**power for power in range(8) for base in (1.0, 2.0, 5.0)]
    return [step for step in steps if step >= 1] or [max(highest, 1.0)]


def _trend(drawing: Drawing, piece: ChartPiece) -> None:
    """Draw one line a series, by colour, dash and marker; the goal as a dashed line."""
    chart = piece.chart
    plot = _Plot(drawing, chart, max(piece.highest, (chart.goal or 0.0) * 1.15, 0.01))
    for number, one in enumerate(piece.series):
        _curve(plot, one, number, values=len(piece.series) == 1 and len(one.points) <= 12)
    if chart.goal is not None:
        y = plot.y(chart.goal)
        _dashed(drawing, plot.left, y, plot.left + plot.width, y, styles.FLAG)
    _trend_legend(plot, piece)


def _curve(plot: _Plot, one: Series, number: int, values: bool) -> None:
    color, dashes = _COLORS[number % 4], _DASHES[number % 4]
    parts: list[list[float]] = [[]]
    for place, point in enumerate(one.points):
        if point.value is None:
            parts.append([])
            continue
        parts[-1] += [plot.x(place), plot.y(point.value)]
        if values:
            text = point.text or value_text(plot.chart, point.value)
            y = plot.y(point.value) + 5
            label(plot.drawing, plot.x(place), y, text, FINE, styles.TEXT, "middle")
    for points in parts:
        if len(points) > 2:
            plot.drawing.add(
                PolyLine(points, strokeColor=color, strokeWidth=1.4, strokeDashArray=dashes)
            )
        for at in range(0, len(points), 2):
            _marker(plot.drawing, number, points[at], points[at + 1], color)


def _marker(drawing: Drawing, number: int, x: float, y: float, color: Color) -> None:
    if number % 4 == 1:
        around = [x, y + 3.4, x + 3.4, y, x, y - 3.4, x - 3.4, y]
        drawing.add(Polygon(around, fillColor=color, strokeColor=styles.WHITE, strokeWidth=0.5))
    elif number % 4 == 2:
        drawing.add(Rect(x - 2.4, y - 2.4, 4.8, 4.8, fillColor=color, strokeColor=styles.WHITE,
                         strokeWidth=0.5))  # fmt: skip
    else:
        drawing.add(Circle(x, y, 2.7, fillColor=color, strokeColor=styles.WHITE, strokeWidth=0.5))


def _trend_legend(plot: _Plot, piece: ChartPiece) -> None:
    chart, drawing = plot.chart, plot.drawing
    entries: list[tuple[str, int | None]] = [(one.name, n) for n, one in enumerate(piece.series)]
    if chart.goal is not None:
        entries.append((chart.goal_text or f"目标{value_text(chart, chart.goal)}", None))
    x, y = plot.left, 12.0
    for text, number in entries:
        wide = 34 + text_width(text, Role.HEI, FINE)
        if x + wide > drawing.width and x > plot.left:
            x, y = plot.left, y - 11
        if number is None:
            _dashed(drawing, x, y + 3, x + 18, y + 3, styles.FLAG)
        else:
            drawing.add(Line(x, y + 3, x + 18, y + 3, strokeColor=_COLORS[number % 4],
                             strokeWidth=1.4, strokeDashArray=_DASHES[number % 4]))  # fmt: skip
            _marker(drawing, number, x + 9, y + 3, _COLORS[number % 4])
        label(drawing, x + 22, y, text, FINE, styles.SECOND)
        x += wide


def series_of(rows: Sequence[tuple[str, Sequence[Point]]]) -> tuple[Series, ...]:
    """Return rows as series."""
    return tuple(Series(name, tuple(points)) for name, points in rows)
