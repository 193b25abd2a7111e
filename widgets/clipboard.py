"""A block of cells on the clipboard as text and as a table that office programs paste."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def table_mime(
    header: Sequence[str], rows: Sequence[Sequence[str]], texts: Sequence[bool]
) -> QMimeData:
    """Return a table as tab-separated text and HTML; `texts` marks columns that stay text."""
    mime = QMimeData()
    lines = [header, *rows] if header else list(rows)
    mime.setText("\n".join("\t".join(_flat(cell) for cell in line) for line in lines))
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(f"<tr>{_html_row(line, texts)}</tr>" for line in rows)
    mime.setHtml(
        '<html><head><meta charset="utf-8"></head><body><table border="1">'
        f"{f'<tr>{head}</tr>' if header else ''}{body}</table></body></html>"
    )
    return mime


def copy_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], texts: Sequence[bool]
) -> None:
    """Put a table on the clipboard."""
    QGuiApplication.clipboard().setMimeData(table_mime(header, rows, texts))


def _flat(cell: str) -> str:
    return " ".join(cell.replace("\t", " ").splitlines())


def _html_row(cells: Sequence[str], texts: Sequence[bool]) -> str:
    # The number format "@" keeps long codes such as the credit code from becoming 9.13E+17.
    return "".join(
        f"<td style=\"mso-number-format:'\\@'\">{escape(cell)}</td>"
        if stays_text
        else f"<td>{escape(cell)}</td>"
        for cell, stays_text in zip(cells, texts, strict=True)
    )
