"""A preview of a PDF: thumbnails at the left, pages at the right, drawn as they come into sight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
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

POINTS = 72.0
THUMB = QSize(84, 118)
GAP = 14
SMALLEST, LARGEST, STEP = 0.3, 4.0, 1.2
KEPT = 8
"""So many pages around the visible one stay drawn."""


@contextmanager
def opened(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF and close it again."""
    document = pdfium.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def page_image(document: pdfium.PdfDocument, place: int, scale: float) -> QImage:
    """Draw a page; `scale` is pixels a point."""
    page = document[place]
    try:
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        stride, width, height = bitmap.stride, bitmap.width, bitmap.height
        image = QImage(bytes(bitmap.buffer), width, height, stride, QImage.Format.Format_RGBX8888)
        return image.copy()
    finally:
        page.close()


class _Sheet(QWidget):
    """One page; it is drawn when it is first seen."""

    def __init__(self, preview: PdfPreview, place: int) -> None:
        super().__init__()
        self._preview, self.place = preview, place
        self.image: QImage | None = None
        self.setAccessibleName(f"第{place + 1}页")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page on white paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self.image is None:
            self.image = self._preview.draw(self.place)
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self.image)
        painter.setPen(self.palette().mid().color())
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PdfPreview(QWidget):
    """Pages of a PDF with thumbnails; +, − and Ctrl with the wheel zoom, 0 fits the width."""

    page_changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = b""
        self._sizes: list[tuple[float, float]] = []
        self._zoom = 0.0
        self.thumbs = QListWidget()
        self._area, self._pages = QScrollArea(), QWidget()
        self._column = QVBoxLayout(self._pages)
        self._sheets: list[_Sheet] = []
        self._next_thumb = 0
        self._timer = QTimer(self)
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
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw_thumb)
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

    def show_pdf(self, content: bytes) -> None:
        """Show a PDF from its first page; empty shows nothing."""
        self.close_pdf()
        self._content = content
        if content:
            with opened(content) as document:
                self._sizes = [document.get_page_size(n) for n in range(len(document))]
        blank = QPixmap(THUMB)
        blank.fill(Qt.GlobalColor.white)
        for place in range(self.pages):
            sheet = _Sheet(self, place)
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
            self._next_thumb = 0
            self._timer.start()
        self.page_changed.emit(0, self.pages)

    def close_pdf(self) -> None:
        """Let go of the PDF."""
        self._timer.stop()
        self.thumbs.clear()
        self._sheets.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._content, self._sizes = b"", []

    def draw(self, place: int) -> QImage | None:
        """Draw a page at the size it is shown; pages far from sight are let go."""
        if not self._content:
            return None
        for sheet in self._sheets:
            if abs(sheet.place - place) > KEPT:
                sheet.image = None
        scale = self._scale_of(place) * self.devicePixelRatioF()
        with opened(self._content) as document:
            return page_image(document, place, scale)

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
            sheet.image = None
            sheet.update()
        self._pages.adjustSize()

    def _draw_thumb(self) -> None:
        """Draw one thumbnail each time the window has nothing else to do."""
        if self._next_thumb >= self.pages:
            self._timer.stop()
            return
        place, self._next_thumb = self._next_thumb, self._next_thumb + 1
        width, height = self._sizes[place]
        scale = min(THUMB.width() / width, THUMB.height() / height) * self.devicePixelRatioF()
        with opened(self._content) as document:
            drawn = QPixmap.fromImage(page_image(document, place, scale))
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        self.thumbs.item(place).setIcon(QIcon(_framed(drawn)))

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


def _framed(drawn: QPixmap) -> QPixmap:
    painter = QPainter(drawn)
    painter.setPen(Qt.GlobalColor.lightGray)
    size = drawn.deviceIndependentSize().toSize()
    painter.drawRect(QRect(QPoint(0, 0), size - QSize(1, 1)))
    painter.end()
    return drawn
