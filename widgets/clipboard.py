"""A block of cells on the clipboard as text and as a table that office programs paste."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import cache
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from data.rows.inert import guarded


def table_mime(
    header: Sequence[str], rows: Sequence[Sequence[str]], texts: Sequence[bool]
) -> QMimeData:
    """Return a table as tab-separated text and HTML; `texts` marks columns that stay text."""
    mime = QMimeData()
    lines = [header, *rows] if header else list(rows)
    mime.setText("\n".join("\t".join(_flat(cell) for cell in line) for line in lines))
    head = "".join(f"<th>{escape(guarded(cell))}</th>" for cell in header)
    body = "".join(f"<tr>{_html_row(line, texts)}</tr>" for line in rows)
    mime.setHtml(
        '<html><head><meta charset="utf-8"></head><body><table border="1">'
        f"{f'<tr>{head}</tr>' if header else ''}{body}</table></body></html>"
    )
    return mime


def copy_table(header: Sequence[str], rows: Sequence[Sequence[str]], texts: Sequence[bool]) -> None:
    """Put a table on the clipboard."""
    mime = table_mime(header, rows, texts)
    _Copied.text = mime.text()
    QGuiApplication.clipboard().setMimeData(mime)
    _let_go_at_the_end()


class _Copied:
    text = ""


def leave_text() -> None:
    """Leave only the text of a copied table on the clipboard, in Qt's own hands.

    A table made here must not outlive the program: Qt would reach for it while it is torn down.
    """
    if not _Copied.text or QGuiApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    # Somebody may have copied something else since; that is left alone.
    if clipboard.text() == _Copied.text:
        clipboard.setText(_Copied.text)
    _Copied.text = ""


@cache
def _let_go_at_the_end() -> None:
    application = QGuiApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(leave_text)
    # Where the event loop is not left in order, as in tests, the interpreter's end is the end.
    atexit.register(leave_text)


def _flat(cell: str) -> str:
    return guarded(" ".join(cell.replace("\t", " ").splitlines()))


def _html_row(cells: Sequence[str], texts: Sequence[bool]) -> str:
    # The number format "@" keeps long codes such as the credit code from becoming 9.13E+17.
    return "".join(
        f"<td style=\"mso-number-format:'\\@'\">{escape(guarded(cell))}</td>"
        if stays_text
        else f"<td>{escape(guarded(cell))}</td>"
        for cell, stays_text in zip(cells, texts, strict=True)
    )
