"""How a Gantt chart is painted: months, lines of groups, bars with their words, today's line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from data.rows.period import day_of
from widgets.gantt_data import GanttBar, GanttData, GanttGroup
from widgets.theme import Theme, current_theme

TINT, FAINT = 60, 46
STRIP = 3
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class Axis:
    """Where days lie across: from `left` on, `width` pixels for the whole stretch."""

    first: int
    last: int
    left: float
    width: float

    def x(self, day: float) -> float:
        """Return where a day begins, cut to the stretch."""
        inside = min(max(day, self.first), self.last + 1)
        return self.left + (inside - self.first) * self.width / max(1, self.last + 1 - self.first)

    def box(self, bar: GanttBar, top: float, height: float) -> QRectF | None:
        """Return the box of a bar, None where it lies outside."""
        if bar.last < self.first or bar.first > self.last:
            return None
        left, right = self.x(bar.first), self.x(bar.last + 1)
        return QRectF(left, top, max(3.0, right - left), height)


def colour_of(kind: str, kinds: tuple[str, ...]) -> QColor:
    """Return the colour of a kind by its place; those beyond share the last."""
    colours = current_theme().kinds
    place = kinds.index(kind) if kind in kinds else len(colours) - 1
    return QColor(colours[min(place, len(colours) - 1)])


def paint_months(painter: QPainter, data: GanttData, axis: Axis, height: float) -> None:
    """Paint the names of the months over a hairline."""
    theme = current_theme()
    painter.setFont(theme.font("note"))
    metrics = painter.fontMetrics()
    months = data.months
    several = len({day_of(one).year for one in months}) > 1
    for place, first in enumerate(months):
        begin = axis.x(first)
        end = axis.x(months[place + 1]) if place + 1 < len(months) else axis.left + axis.width
        day = day_of(first)
        text = f"{day.month}月"
        if several and (day.month == 1 or not place):
            text = f"{day.year}.{day.month}"
        painter.setPen(QColor(theme.quiet))
        box = QRectF(begin, 0, end - begin, height)
        if metrics.horizontalAdvance(text) <= box.width() and not _is_under_today(data, axis, box):
            painter.drawText(box, _MIDDLE, text)
    painter.setPen(QColor(theme.line))
    painter.drawLine(QPointF(0, height - 0.5), QPointF(axis.left + axis.width, height - 0.5))


def _is_under_today(data: GanttData, axis: Axis, box: QRectF) -> bool:
    """Return whether the word of today would cover the middle of a month's box."""
    if data.today is None or not data.first <= data.today <= data.last:
        return False
    return abs(axis.x(data.today + 0.5) - box.center().x()) < current_theme().px(32)


def paint_grid(painter: QPainter, data: GanttData, axis: Axis, top: float, bottom: float) -> None:
    """Paint a hairline where each month begins."""
    painter.setPen(QColor(current_theme().line))
    for first in data.months:
        place = round(axis.x(first)) + 0.5
        painter.drawLine(QPointF(place, top), QPointF(place, bottom))


def paint_today(painter: QPainter, data: GanttData, axis: Axis, top: float, bottom: float) -> None:
    """Paint the line of today with its word at the head, where today lies in the stretch."""
    if data.today is None or not data.first <= data.today <= data.last:
        return
    theme, place = current_theme(), axis.x(data.today + 0.5)
    painter.setPen(QPen(QColor(theme.ink), 1.5, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(place, top), QPointF(place, bottom))
    painter.setFont(theme.font("note"))
    wide = painter.fontMetrics().horizontalAdvance("今天") + theme.px(8)
    left = min(max(place - wide / 2, axis.left), axis.left + axis.width - wide)
    label = QRectF(left, theme.px(3), wide, top - theme.px(6))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ink))
    painter.drawRoundedRect(label, 4, 4)
    painter.setPen(QColor(theme.on_ink))
    painter.drawText(label, _MIDDLE, "今天")


def paint_group(
    painter: QPainter, group: GanttGroup, data: GanttData, axis: Axis, row: QRectF, folded: bool
) -> None:
    """Paint the line of a group; folded it shows its bars faintly over each other."""
    theme = current_theme()
    sign = "▸" if folded else "▾"
    painter.setFont(theme.font("cell"))
    metrics = painter.fontMetrics()
    count = f"{len(group.bars)} {data.unit}"
    room = axis.left - row.left() - metrics.horizontalAdvance(count) - theme.px(20)
    name = metrics.elidedText(f"{sign} {group.name}", Qt.TextElideMode.ElideRight, int(room))
    left = QRectF(row.left() + theme.px(6), row.top(), axis.left - theme.px(14), row.height())
    painter.setPen(QColor(theme.text))
    painter.drawText(left, _LEFT, name)
    painter.setPen(QColor(theme.quiet))
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(left.adjusted(0, 0, -theme.px(4), 0), right, count)
    if not folded:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    for bar in group.bars:
        box = axis.box(bar, row.top() + row.height() / 3, row.height() / 3)
        if box is not None:
            colour = colour_of(bar.kind, data.kinds)
            colour.setAlpha(FAINT)
            painter.setBrush(colour)
            painter.drawRect(box)


def paint_bar(painter: QPainter, bar: GanttBar, data: GanttData, axis: Axis, row: QRectF) -> None:
    """Paint the name of a bar, the bar, the strip of what is done in it, and its words."""
    theme = current_theme()
    painter.setFont(theme.font("cell"))
    painter.setPen(QColor(theme.second))
    left = QRectF(row.left() + theme.px(22), row.top(), axis.left - theme.px(30), row.height())
    name = painter.fontMetrics().elidedText(
        bar.name, Qt.TextElideMode.ElideRight, int(left.width())
    )
    painter.drawText(left, _LEFT, name)
    box = axis.box(bar, row.top() + theme.px(4), row.height() - theme.px(8))
    if box is None:
        return
    colour = colour_of(bar.kind, data.kinds)
    ground = QColor(colour)
    ground.setAlpha(TINT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 3, 3)
    painter.setBrush(colour)
    painter.drawRect(QRectF(box.left(), box.top(), min(3.0, box.width()), box.height()))
    if bar.share:
        strip = theme.px(STRIP)
        painter.drawRect(
            QRectF(box.left(), box.bottom() - strip, box.width() * min(1.0, bar.share), strip)
        )
    _paint_words(painter, bar, axis, box, theme)


def _paint_words(painter: QPainter, bar: GanttBar, axis: Axis, box: QRectF, theme: Theme) -> None:
    """Write the words into the bar, or beside it where it is too short for them."""
    painter.setFont(theme.font("note"))
    metrics, gap = painter.fontMetrics(), theme.px(7)
    wide = metrics.horizontalAdvance(bar.words)
    painter.setPen(QColor(theme.text))
    if wide + gap <= box.width():
        painter.drawText(box.adjusted(gap, 0, 0, -theme.px(2)), _LEFT, bar.words)
        return
    painter.setPen(QColor(theme.second))
    place = box.right() + gap / 2
    if place + wide > axis.left + axis.width:
        place = box.left() - gap / 2 - wide
    painter.drawText(QRectF(place, box.top(), wide + gap, box.height()), _LEFT, bar.words)
