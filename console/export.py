"""A table as a workbook: native figures and dates, inert texts, and a sheet of notes."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data.rows.errors import InvalidInput
from data.rows.inert import guarded

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from console.operations.base import Task

LONGEST_SHEET = 1_048_575
LONGEST_CELL = 32_767
STEP_ROWS = 2_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

CellValue = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A heading, its width in characters, and whether figures are shares of one."""

    heading: str
    width: int = 14
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class TableExport:
    """A table to save: its name, columns, rows, and what the sheet 导出说明 says of it."""

    name: str
    columns: Sequence[ExportColumn]
    rows: Iterable[Sequence[CellValue]]
    count: int
    notes: Sequence[tuple[str, str]]


def write_table(table: TableExport, path: Path, task: Task | None = None) -> Path:
    """Write a workbook, or a .csv by its name; a half-written file never takes the name."""
    part = path.with_name(path.name + ".part")
    if path.suffix.lower() == ".csv":
        _write_csv(table, part, task)
    else:
        _write_book(table, part, task)
    return put_in_place(part, path)


def put_in_place(part: Path, path: Path) -> Path:
    """Give a finished file its name; InvalidInput where another program holds the old one."""
    try:
        os.replace(part, path)
    except PermissionError as exc:
        part.unlink(missing_ok=True)
        raise InvalidInput(f"文件“{path.name}”正被占用，请关闭后再导出。") from exc
    return path


def printed(value: CellValue, is_share: bool = False) -> str:
    """Return a cell as it is printed."""
    if isinstance(value, float):
        return f"{value:.1%}" if is_share else f"{value:,.1f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return _csv_text(value)


def _write_csv(table: TableExport, part: Path, task: Task | None) -> None:
    """Write comma-separated text as office programs read it; of any length, without notes."""
    with part.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow([guarded(column.heading) for column in table.columns])
        for number, row in enumerate(table.rows, start=1):
            if task is not None and number % STEP_ROWS == 0:
                task.step(number, table.count, "写出表格")
            lines.writerow([_csv_text(value) for value in row])


def _csv_text(value: CellValue) -> str:
    if isinstance(value, str):
        return guarded(_FORBIDDEN.sub("", value))
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def _write_book(table: TableExport, part: Path, task: Task | None) -> None:
    import xlsxwriter

    if table.count > LONGEST_SHEET:
        raise InvalidInput(
            f"共 {table.count:,} 行，超过一张工作表的上限 {LONGEST_SHEET:,} 行，"
            "请缩小筛选，或导出为 .csv。"
        )
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(str(part), options)
    try:
        _data_sheet(book, table, task)
        _note_sheet(book, table)
    finally:
        book.close()


def file_name(name: str, today: date) -> str:
    """Return a file name in the customary form."""
    clean = re.sub(r'[\\/:*?"<>|\s]+', "_", name)
    return f"无锡市_{clean}_{today:%Y%m%d}.xlsx"


def _data_sheet(book: Workbook, table: TableExport, task: Task | None) -> None:
    sheet = book.add_worksheet("数据")
    head = book.add_format({"bg_color": "#E3ECF5", "bottom": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    share = book.add_format({"num_format": "0.0%"})
    whole = book.add_format({"num_format": "#,##0"})
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, head)
    sheet.freeze_panes(1, 0)
    if table.columns:
        sheet.autofilter(0, 0, max(1, table.count), len(table.columns) - 1)
    for number, row in enumerate(table.rows, start=1):
        if task is not None and number % STEP_ROWS == 0:
            task.step(number, table.count, "写出表格")
        for place, value in enumerate(row):
            number_format = share if table.columns[place].is_share else whole
            _cell(sheet, number, place, value, text, day, number_format)


def _cell(
    sheet: Worksheet, row: int, place: int, value: CellValue, text: Format, day: Format,
    number: Format,
) -> None:  # fmt: skip
    if value is None or value == "":
        return
    if isinstance(value, str):
        # A string cell stays a string: what looks like a formula is never one.
        sheet.write_string(row, place, _FORBIDDEN.sub("", value)[:LONGEST_CELL], text)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), day)
    else:
        sheet.write_number(row, place, value, number)


def _note_sheet(book: Workbook, table: TableExport) -> None:
    sheet = book.add_worksheet("导出说明")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    quiet = book.add_format({"font_color": "#52606D", "valign": "top"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 80)
    for number, (name, value) in enumerate([("内容", table.name), *table.notes]):
        sheet.write_string(number, 0, name, quiet)
        sheet.write_string(number, 1, _FORBIDDEN.sub("", value)[:LONGEST_CELL], wrap)
