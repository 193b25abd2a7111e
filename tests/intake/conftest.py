"""Tables and workbooks made for the readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter

Rows = Sequence[Sequence[object]]


@pytest.fixture
def make_book(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of one or several sheets; merged cells as (first, last, text)."""

    def make(
        sheets: dict[str, Rows] | Rows,
        merged: Sequence[tuple[int, int, int, int, str]] = (),
        name: str = "book.xlsx",
        date1904: bool = False,
    ) -> Path:
        path = tmp_path / name
        content = sheets if isinstance(sheets, dict) else {"Sheet1": sheets}
        options = {"strings_to_formulas": False, "date_1904": date1904}
        with xlsxwriter.Workbook(str(path), options) as book:
            for title, rows in content.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    for place, cell in enumerate(row):
                        if cell is not None:
                            sheet.write(number, place, cell)
                for top, left, bottom, right, text in merged:
                    sheet.merge_range(top, left, bottom, right, text)
        return path

    return make


@pytest.fixture
def make_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write a text file in some encoding."""

    def make(text: str | bytes, encoding: str = "utf-8", name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return make
