"""A preview of a PDF: thumbnails at the left, pages at the right, drawn as they come into sight.

Drawing a page may take longer than a window can wait: it is handed to a worker, one page at a
time, what is in sight first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from widgets.pdf_pages import POINTS, Size, drawn_page

THUMB = QSize(84, 118)
GAP = 14
SMALLEST, LARGEST, STEP = 0.3, 4.0, 1.2
KEPT = 40_000_000
"""So many pixels of pages around the visible one stay drawn."""
Beside = Callable[[Callable[[], QImage], Callable[[QImage], None]], None]
"""Does work in a worker and hands its result on in the window; an empty image where it failed."""


class _Job(NamedTuple):
    """A page to draw, for the sheet or for the thumbnail; `content` tells an old PDF from new."""

    content: bytes
    place: int
    scale: float
    thumb: bool = False


class _Sheet(QWidget):
    """One page; until it is drawn it is white, or what was drawn at another size."""

    def __init__(self, place: int, seen: Callable[[], None]) -> None:
        super().__init__()
        self.place, self._seen = place, seen
        self.image: QImage | None = None
        self.scale = 0.0
        self.setAccessibleName(f"第{place + 1}页")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is of the page on white paper."""
        painter = QPainter(self)
        if self.image is None:
            painter.fillRect(event.rect(), Qt.GlobalColor.white)
        elif abs(self.image.deviceIndependentSize().width() - self.width()) < 2:
            painter.drawImage(0, 0, self.image)
        else:
            # Stretched for a moment only, so fast rather than fine.
            painter.drawImage(self.rect(), self.image)
        painter.setPen(self.palette().mid().color())
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        self._seen()


class PdfPreview(QWidget):
    """Pages of a PDF with thumbnails; +, − and Ctrl with the wheel zoom, 0 fits the width."""

    page_changed = Signal(int, int)

    def __init__(self, beside: Beside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._beside = beside
        self._under_way = False
        self._content = b""
        self._sizes: Sequence[Size] = ()
        self._zoom = 0.0
        self.thumbs = QListWidget()
        self._area, self._pages = QScrollArea(), QWidget()
        self._column = QVBoxLayout(self._pages)
        self._sheets: list[_Sheet] = []
        self._thumbs_drawn = 0
        self._build()

    def _build(self) -> None:
        self.thumbs.setViewMode(QListView.ViewMode.IconMode)
        self.thumbs.setFlow(QListView.Flow.TopToBottom)
        self.thumbs.setMovement(QListView.Movement.Static)
        self.thumbs.setWrapping(False)
        self.thumbs.setIconSize(THUMB)
        self.thumbs.setSpacing(4)
        self.thumbs.setFixedWidth(THUMB.width() + 46)
        self.thumbs.setAccessibleName("页面缩略图")
        self.thumbs.setFrameShape(QFrame.Shape.NoFrame)
        self.thumbs.currentRowChanged.connect(self._go)
        self._column.setContentsMargins(GAP, GAP, GAP, GAP)
        self._column.setSpacing(GAP)
        self._pages.setObjectName("previewGround")
        self._area.setWidget(self._pages)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setAccessibleName("文件预览")
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.thumbs)
        line.addWidget(self._area, 1)

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """Return the page in sight, from 0."""
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() // 3
        for sheet in self._sheets:
            if sheet.geometry().bottom() >= middle:
                return sheet.place
        return max(len(self._sheets) - 1, 0)

    def show_pdf(self, content: bytes, sizes: Sequence[Size]) -> None:
        """Show a PDF whose pages have these sizes from its first page; none shows nothing."""
        self.close_pdf()
        self._content, self._sizes = content, sizes
        blank = QPixmap(THUMB)
        blank.fill(Qt.GlobalColor.white)
        for place in range(self.pages):
            sheet = _Sheet(place, self._draw_next)
            self._sheets.append(sheet)
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
            item = QListWidgetItem(QIcon(blank), f"{place + 1}")
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            item.setSizeHint(QSize(THUMB.width() + 16, THUMB.height() + 26))
            self.thumbs.addItem(item)
        self._column.addStretch(1)
        self._settle()
        self._area.verticalScrollBar().setValue(0)
        if self.pages:
            self.thumbs.setCurrentRow(0)
            self._draw_next()
        self.page_changed.emit(0, self.pages)

    def close_pdf(self) -> None:
        """Let go of the PDF."""
        self._thumbs_drawn = 0
        self.thumbs.clear()
        self._sheets.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._content, self._sizes = b"", ()

    def _draw_next(self) -> None:
        """Have the page drawn that is wanted most, unless one is being drawn."""
        job = None if self._under_way else self._wanted()
        if job is not None:
            self._under_way = True
            self._beside(
                lambda: drawn_page(job.content, job.place, job.scale),
                lambda image: self._take(job, image),
            )

    def _wanted(self) -> _Job | None:
        """Return what to draw: pages in sight, then thumbnails, then pages near sight."""
        middle, kept = self.page, self._in_sight()
        for place in sorted(self._near(), key=lambda place: (place not in kept, place < middle)):
            scale = self._scale_of(place) * self.devicePixelRatioF()
            if place not in kept and self._thumbs_drawn < self.pages:
                break
            if self._sheets[place].scale != scale:
                return _Job(self._content, place, scale)
        if self._thumbs_drawn < self.pages:
            width, height = self._sizes[self._thumbs_drawn]
            scale = min(THUMB.width() / width, THUMB.height() / height) * self.devicePixelRatioF()
            return _Job(self._content, self._thumbs_drawn, scale, thumb=True)
        return None

    def _in_sight(self) -> set[int]:
        top = self._area.verticalScrollBar().value()
        bottom = top + self._area.viewport().height()
        return {
            sheet.place for sheet in self._sheets
            if sheet.y() <= bottom and sheet.geometry().bottom() >= top
        }  # fmt: skip

    def _near(self) -> set[int]:
        """Return the pages that stay drawn: those in sight, and around them what memory allows."""
        near, room, middle = self._in_sight(), float(KEPT), self.page
        for distance in range(self.pages):
            for place in {middle - distance, middle + distance}:
                if not 0 <= place < self.pages:
                    continue
                width, height = self._sizes[place]
                room -= width * height * (self._scale_of(place) * self.devicePixelRatioF()) ** 2
                if room < 0:
                    return near
                near.add(place)
        return near

    def _take(self, job: _Job, image: QImage) -> None:
        """Show a drawn page, if it is still of the PDF shown; pages far from sight are let go."""
        self._under_way = False
        if job.content is self._content:
            if job.thumb:
                self._show_thumb(job.place, image)
            else:
                sheet = self._sheets[job.place]
                image.setDevicePixelRatio(self.devicePixelRatioF())
                sheet.image, sheet.scale = None if image.isNull() else image, job.scale
                sheet.update()
            near = self._near()
            for sheet in self._sheets:
                if sheet.place not in near:
                    sheet.image, sheet.scale = None, 0.0
        self._draw_next()

    def _show_thumb(self, place: int, image: QImage) -> None:
        self._thumbs_drawn = place + 1
        if not image.isNull():
            drawn = QPixmap.fromImage(image)
            drawn.setDevicePixelRatio(self.devicePixelRatioF())
            self.thumbs.item(place).setIcon(_thumb(_framed(drawn)))

    def zoom(self, factor: float) -> None:
        """Zoom by a factor; 0 fits the width."""
        if factor:
            shown = self._scale_of(self.page)
            self._zoom = min(max(shown * factor, SMALLEST), LARGEST)
        else:
            self._zoom = 0.0
        place = self.page
        self._settle()
        self.go_to(place)

    def go_to(self, place: int) -> None:
        """Bring a page into sight."""
        if 0 <= place < len(self._sheets):
            self._column.activate()
            self._area.verticalScrollBar().setValue(self._sheets[place].y() - GAP)

    def _fitting(self, place: int) -> float:
        wide = self._sizes[place][0] if self._sizes else POINTS
        return max((self._area.viewport().width() - 2 * GAP - 2) / wide, SMALLEST)

    def _scale_of(self, place: int) -> float:
        return self._zoom or self._fitting(place)

    def _settle(self) -> None:
        wanted = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if not self._zoom:
            wanted = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._area.setHorizontalScrollBarPolicy(wanted)
        for sheet, (width, height) in zip(self._sheets, self._sizes, strict=True):
            scale = self._scale_of(sheet.place)
            sheet.setFixedSize(round(width * scale), round(height * scale))
        self._pages.adjustSize()

    def _go(self, place: int) -> None:
        if place >= 0 and place != self.page:
            self.go_to(place)

    def _scrolled(self) -> None:
        place = self.page
        if self.thumbs.currentRow() != place:
            self.thumbs.blockSignals(True)
            self.thumbs.setCurrentRow(place)
            self.thumbs.blockSignals(False)
        self.page_changed.emit(place, self.pages)

    def resizeEvent(self, event: object) -> None:
        """Fit the width anew."""
        if not self._zoom:
            self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl and the wheel."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and zoom by keyboard."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self.go_to(self.page + steps[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.zoom(0)
        else:
            super().keyPressEvent(event)


def _thumb(page: QPixmap) -> QIcon:
    """Return a page as an icon that stays as it is when chosen; styles would tint it."""
    icon = QIcon(page)
    icon.addPixmap(page, QIcon.Mode.Selected)
    return icon


def _framed(drawn: QPixmap) -> QPixmap:
    painter = QPainter(drawn)
    painter.setPen(Qt.GlobalColor.lightGray)
    size = drawn.deviceIndependentSize().toSize()
    painter.drawRect(QRect(QPoint(0, 0), size - QSize(1, 1)))
    painter.end()
    return drawn
