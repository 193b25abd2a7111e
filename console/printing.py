"""Printing a PDF: each page drawn at the printer's resolution."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from widgets.pdf_pages import POINTS, opened, page_image

MOST_DPI = 300


def print_pdf(content: bytes, title: str, parent: QWidget) -> bool:
    """Ask for a printer and print; return whether anything was printed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    draw_on(printer, content)
    return True


def draw_on(printer: QPrinter, content: bytes) -> None:
    """Draw the pages of a PDF, each turned as its paper is."""
    with opened(content) as document:
        painter: QPainter | None = None
        for place in range(len(document)):
            width, height = document.get_page_size(place)
            turned = QPageLayout.Orientation.Landscape if width > height else (
                QPageLayout.Orientation.Portrait
            )  # fmt: skip
            printer.setPageOrientation(turned)
            if painter is None:
                painter = QPainter(printer)
            else:
                printer.newPage()
            scale = min(printer.resolution(), MOST_DPI) / POINTS
            image = page_image(document, place, scale)
            paper = printer.paperRect(QPrinter.Unit.DevicePixel)
            page = printer.pageRect(QPrinter.Unit.DevicePixel)
            target = QRectF(-page.x(), -page.y(), paper.width(), paper.height())
            painter.drawImage(target, image)
        if painter is not None:
            painter.end()
