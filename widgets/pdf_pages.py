"""Pages of a PDF as pictures: drawn in any thread, by one thread at a time."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
from PySide6.QtGui import QImage

POINTS = 72.0
Size = tuple[float, float]
_drawing = threading.Lock()
"""The library that draws knows no threads: whoever has a document open holds this."""


@contextmanager
def opened(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF and close it again."""
    with _drawing:
        document = pdfium.PdfDocument(content)
        try:
            yield document
        finally:
            document.close()


def sizes_of(content: bytes) -> tuple[Size, ...]:
    """Return the width and height of each page in points."""
    with opened(content) as document:
        return tuple(document.get_page_size(place) for place in range(len(document)))


def page_image(document: pdfium.PdfDocument, place: int, scale: float) -> QImage:
    """Draw a page into a picture, without a copy in between; `scale` is pixels a point."""
    made: list[QImage] = []

    def canvas(width: int, height: int, format: int, rev_byteorder: bool) -> pdfium.PdfBitmap:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        made.append(image)
        room = (ctypes.c_ubyte * image.sizeInBytes()).from_buffer(image.bits())
        return pdfium.PdfBitmap.new_native(
            width, height, format, rev_byteorder, room, image.bytesPerLine()
        )

    page = document[place]
    try:
        page.render(scale=scale, prefer_bgrx=True, bitmap_maker=canvas).close()
        return made[0]
    finally:
        page.close()


def drawn_page(content: bytes, place: int, scale: float) -> QImage:
    """Open a PDF and draw one page."""
    with opened(content) as document:
        return page_image(document, place, scale)
