"""A table on paper: title, notes, headings on every page, whole texts in their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPen,
)

from widgets.theme import current_theme

MOST_ROWS = 5000
MARGIN_MM = 14
TITLE_PT, CELL_PT, NOTE_PT = 14.0, 9.0, 8.0
POINTS = 72.0
PAD = 3.0
LINE, INK, QUIET = QColor("#9AA5B1"), QColor("#1F2933"), QColor("#52606D")
_WRAP = Qt.TextFlag.TextWrapAnywhere
_FLAGS = int(Qt.AlignmentFlag.AlignVCenter) | int(_WRAP)


@dataclass(frozen=True, slots=True)
class PaperTable:
    """What is printed; `numbers` marks columns set to the right, `widths` are shares."""

    title: str
    notes: tuple[str, ...]
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    numbers: tuple[bool, ...]
    rows: Sequence[tuple[str, ...]]


def lay_out(device: QPagedPaintDevice) -> None:
    """Turn the paper sideways: A4 with margins that every printer can keep."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, margins,
            QPageLayout.Unit.Millimeter,
        )
    )


def draw_table(device: QPagedPaintDevice, table: PaperTable) -> int:
    """Draw the whole table on as many pages as it takes; return their number."""
    painter = QPainter(device)
    try:
        return _Drawing(device, painter, table).draw()
    finally:
        painter.end()


class _Drawing:
    def __init__(self, device: QPagedPaintDevice, painter: QPainter, table: PaperTable) -> None:
        self._device, self._painter, self._table = device, painter, table
        scale = device.logicalDpiX() / POINTS
        painter.scale(scale, scale)
        layout = device.pageLayout()
        self._room: QSizeF = layout.paintRect(QPageLayout.Unit.Point).size()
        whole = sum(table.widths) or 1.0
        self._widths = [self._room.width() * width / whole for width in table.widths]
        # Metrics in points, not in the pixels of this computer's screen.
        self._cell, self._note = self._font(CELL_PT), self._font(NOTE_PT)
        self._metrics = QFontMetricsF(self._cell)
        self._y, self._page = 0.0, 1

    def draw(self) -> int:
        self._text(self._table.title, self._font(TITLE_PT), INK, TITLE_PT * 2)
        for note in self._table.notes:
            self._text(note, self._note, QUIET, self._height(note, self._room.width(), self._note))
        self._y += PAD * 2
        self._row(self._table.headings, QUIET)
        foot = self._room.height() - NOTE_PT * 2
        for row in self._table.rows:
            height = self._row_height(row)
            if self._y + height > foot and self._y > NOTE_PT * 8:
                self._turn()
            self._row(row, INK, height)
        self._number()
        return self._page

    def _font(self, points: float) -> QFont:
        font = QFont(current_theme().font("cell"))
        # The painter is scaled to points: one "pixel" of it is a point.
        font.setPixelSize(max(1, round(points)))
        return font

    def _turn(self) -> None:
        self._number()
        self._device.newPage()
        self._page += 1
        self._y = 0.0
        self._row(self._table.headings, QUIET)

    def _row_height(self, texts: Sequence[str]) -> float:
        pairs = zip(texts, self._widths, strict=True)
        return max(self._height(text, width - 2 * PAD, self._cell) for text, width in pairs)

    def _height(self, text: str, width: float, font: QFont) -> float:
        metrics = self._metrics if font is self._cell else QFontMetricsF(font)
        if metrics.horizontalAdvance(text) <= width:
            return metrics.height() + 2 * PAD
        room = QRectF(0, 0, max(width, 1.0), 10_000)
        return metrics.boundingRect(room, _FLAGS, text).height() + 2 * PAD

    def _row(self, texts: Sequence[str], color: QColor, height: float | None = None) -> None:
        tall, left = height or self._row_height(texts), 0.0
        self._painter.setFont(self._cell)
        for place, (text, width) in enumerate(zip(texts, self._widths, strict=True)):
            right = self._table.numbers[place]
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            self._painter.setPen(color)
            box = QRectF(left + PAD, self._y, width - 2 * PAD, tall)
            self._painter.drawText(box, _FLAGS | int(side), text)
            left += width
        self._painter.setPen(QPen(LINE, 0.4))
        bottom = self._y + tall
        self._painter.drawLine(0, round(bottom), round(self._room.width()), round(bottom))
        self._y += tall

    def _text(self, text: str, font: QFont, color: QColor, height: float) -> None:
        self._painter.setFont(font)
        self._painter.setPen(color)
        self._painter.drawText(QRectF(0, self._y, self._room.width(), height), _FLAGS, text)
        self._y += height

    def _number(self) -> None:
        self._painter.setFont(self._note)
        self._painter.setPen(QUIET)
        box = QRectF(0, self._room.height() - NOTE_PT * 1.6, self._room.width(), NOTE_PT * 1.6)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(box, int(middle), f"第 {self._page} 页")
