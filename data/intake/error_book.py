"""The error workbook: the user's own sheet with what is wrong in front and wrong cells in red."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from data.intake.parsing import Parsed
from data.intake.readers import RawTable
from data.intake.values.base import CONTROL, SURROGATE
from data.rows.enums import IssueLevel
from data.rows.issues import Issue

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

RESULT, REASON = "校验结果", "错误原因"
RED, YELLOW, GREEN = "#FFC7CE", "#FFF2A8", "#E2F0D9"
LONGEST = 32_000
FULL_SHEET = 1_000_000
COMMENTS = 20_000
SHEET_NAME = "数据"


def write_error_book(table: Parsed | RawTable, issues: Sequence[Issue], stream: BinaryIO) -> None:
    """Write the user's rows with their issues; corrected, the same file can be taken in."""
    from xlsxwriter import Workbook

    raw = table.raw if isinstance(table, Parsed) else table
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "date_1904": raw.date1904,
    }
    by_row: dict[int, list[Issue]] = {}
    for issue in issues:
        if issue.row is not None:
            by_row.setdefault(issue.row, []).append(issue)
    with Workbook(stream, options) as book:
        _Sheet(book, raw, by_row).write()
        _summary(book, issues)


class _Sheet:
    """The user's sheet: every row where it was, two columns further right."""

    def __init__(self, book: Workbook, raw: RawTable, by_row: dict[int, list[Issue]]) -> None:
        self._raw = raw
        self._by_row = by_row
        self._sheet: Worksheet = book.add_worksheet(_sheet_name(raw.sheet))
        head = {"bold": True, "border": 1, "text_wrap": True}
        self._head = book.add_format({**head, "bg_color": "#E7E6E6"})
        self._text = book.add_format({"num_format": "@"})
        self._red = book.add_format({"num_format": "@", "bg_color": RED})
        self._yellow = book.add_format({"num_format": "@", "bg_color": YELLOW})
        self._green = book.add_format({"num_format": "@", "bg_color": GREEN})
        self._places = {label: raw.header.index(label) for label in raw.header}
        self._comments = 0

    def write(self) -> None:
        """Write head lines, header and rows in their order."""
        raw, sheet = self._raw, self._sheet
        for row, cells in enumerate(raw.above):
            for place, cell in enumerate(cells):
                if cell:
                    sheet.write_string(row, place + 2, safe(cell))
        top = raw.header_row - 1
        for place, label in enumerate((RESULT, REASON)):
            sheet.write_string(top, place, label, self._head)
        for place, label in enumerate(raw.header):
            sheet.write_string(top, place + 2, safe(label), self._head)
        last = self._rows(top)
        sheet.freeze_panes(top + 1, 2)
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, len(raw.header) + 1, 18)
        sheet.autofilter(top, 0, max(last, top + 1), len(raw.header) + 1)

    def _rows(self, top: int) -> int:
        """Write the data rows; of a very long file only those with a message."""
        raw = self._raw
        numbers = raw.row_numbers.tolist()
        fits = not numbers or numbers[-1] <= FULL_SHEET
        columns = [raw.frame[place].tolist() for place in raw.frame.columns]
        row = top
        for place, number in enumerate(numbers):
            issues = self._by_row.get(number, [])
            if not fits and not issues:
                continue
            row = number - 1 if fits else row + 1
            self._row(row, [str(column[place]) for column in columns], issues)
        return row

    def _row(self, row: int, cells: list[str], issues: list[Issue]) -> None:
        sheet = self._sheet
        wrong = any(issue.level is IssueLevel.ERROR for issue in issues)
        word = "错误" if wrong else "警告" if issues else "通过"
        colour = self._red if wrong else self._yellow if issues else self._green
        sheet.write_string(row, 0, word, colour)
        reasons = "\n".join(dict.fromkeys(issue.message for issue in issues))
        sheet.write_string(row, 1, safe(reasons), self._text)
        marks: dict[int, list[Issue]] = {}
        for issue in issues:
            if issue.column in self._places:
                marks.setdefault(self._places[issue.column], []).append(issue)
        for spot, cell in enumerate(cells):
            told = marks.get(spot, [])
            is_wrong = any(issue.level is IssueLevel.ERROR for issue in told)
            fill = self._red if is_wrong else self._yellow if told else self._text
            if cell or told:
                sheet.write_string(row, spot + 2, safe(cell), fill)
            if told and self._comments < COMMENTS:
                self._comments += 1
                note = "\n".join(issue.message for issue in told)
                sheet.write_comment(row, spot + 2, safe(note)[:2000], {"x_scale": 2})


def _summary(book: Workbook, issues: Sequence[Issue]) -> None:
    """List the messages: counts by column first, then each with its row."""
    sheet = book.add_worksheet("错误汇总")
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#E7E6E6"})
    labels = ("级别", "列", "条数")
    for place, label in enumerate(labels):
        sheet.write_string(0, place, label, head)
    counts = Counter((issue.level, issue.column) for issue in issues)
    row = 1
    for (level, column), count in sorted(counts.items()):
        sheet.write_string(row, 0, level.label)
        sheet.write_string(row, 1, safe(column))
        sheet.write_number(row, 2, count)
        row += 1
    row += 1
    for place, label in enumerate(("级别", "行号", "列", "内容", "说明")):
        sheet.write_string(row, place, label, head)
    for line, issue in enumerate(issues[:FULL_SHEET], start=row + 1):
        sheet.write_string(line, 0, issue.level.label)
        if issue.row is not None:
            sheet.write_number(line, 1, issue.row)
        sheet.write_string(line, 2, safe(issue.column))
        sheet.write_string(line, 3, safe(issue.value))
        sheet.write_string(line, 4, safe(issue.message))
    for place, width in enumerate((8, 18, 18, 28, 70)):
        sheet.set_column(place, place, width)


def safe(text: str) -> str:
    """Return a text that a workbook can hold."""
    return SURROGATE.sub("", CONTROL.sub("", text))[:LONGEST]


def _sheet_name(name: str) -> str:
    name = "".join(sign for sign in name if sign not in "[]:*?/\\").strip("'")[:31]
    return name if name and name != "错误汇总" else SHEET_NAME
