"""The error workbook: the user's own sheet with what is wrong in front and wrong cells in red."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from data.intake.parsing import Parsed
from data.intake.readers import RawTable, column_letter
from data.rows.enums import IssueLevel
from data.rows.issues import Issue
from data.rows.values.text import CONTROL, SURROGATE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

RESULT, REASON = "校验结果", "错误原因"
RED, YELLOW, GREEN = "#FFC7CE", "#FFF2A8", "#E2F0D9"
DARK_RED = "#9C0006"
LONGEST = 32_000
FULL_SHEET = 1_000_000
COMMENTS = 20_000
SHEET_NAME = "数据"
SUMMARY = "错误汇总"
PARTIAL = (
    "行数过多，本表只列出有问题的行，行号见下。请用“只导入正确行”导入原文件，"
    "再改正并导入本表；或直接改正原文件。"
)


Table: TypeAlias = Parsed | RawTable


def write_error_book(table: Table, issues: Sequence[Issue], stream: BinaryIO) -> None:
    """Write the user's rows with their issues; corrected, the same file can be taken in."""
    write_error_books([(table, issues)], stream)


def write_error_books(tables: Sequence[tuple[Table, Sequence[Issue]]], stream: BinaryIO) -> None:
    """Write several tables into one workbook, each as a sheet of its own with its issues."""
    from xlsxwriter import Workbook

    raws = [table.raw if isinstance(table, Parsed) else table for table, _ in tables]
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "date_1904": bool(raws) and all(raw.date1904 for raw in raws),
    }
    with Workbook(stream, options) as book:
        sheets: list[_Sheet] = []
        for raw, (_, issues) in zip(raws, tables, strict=True):
            taken = {sheet.name.lower() for sheet in sheets}
            sheets.append(_Sheet(book, raw, issues, _sheet_name(raw.sheet, taken)))
            sheets[-1].write()
        _Summary(book, sheets).write()


class _Sheet:
    """The user's sheet: every row where it was, two columns further right."""

    def __init__(self, book: Workbook, raw: RawTable, issues: Sequence[Issue], name: str) -> None:
        self.name = name
        self.raw = raw
        self.issues = issues
        self._by_row: dict[int, list[Issue]] = {}
        for issue in issues:
            if issue.row is not None:
                self._by_row.setdefault(issue.row, []).append(issue)
        self._sheet: Worksheet = book.add_worksheet(name)
        head = {"bold": True, "border": 1, "text_wrap": True}
        self._head = book.add_format({**head, "bg_color": "#E7E6E6"})
        self._text = book.add_format({"num_format": "@"})
        self._red = book.add_format({"num_format": "@", "bg_color": RED})
        # Red cells are those to be corrected, so the word 错误 before them is none.
        self._word = book.add_format({"num_format": "@", "bold": True, "font_color": DARK_RED})
        self._yellow = book.add_format({"num_format": "@", "bg_color": YELLOW})
        self._green = book.add_format({"num_format": "@", "bg_color": GREEN})
        self._places = {label: raw.header.index(label) for label in raw.header}
        self._comments = 0
        self.rows_of: dict[int, int] = {}
        """The row in this workbook of each row with a message, where not every row fits."""
        numbers = raw.row_numbers
        self.is_whole = not len(numbers) or int(numbers[-1]) <= FULL_SHEET

    def cell_of(self, issue: Issue) -> str:
        """Return where the cell of a message lies in this workbook, such as E12."""
        if issue.row is None:
            return ""
        row = self.rows_of.get(issue.row, issue.row - 1) + 1
        place = self._places.get(issue.column)
        return f"{column_letter(2 + place)}{row}" if place is not None else f"{row} 行"

    def write(self) -> None:
        """Write head lines, header and rows in their order."""
        raw, sheet = self.raw, self._sheet
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
        raw = self.raw
        columns = [raw.frame[place].tolist() for place in raw.frame.columns]
        row = top
        for place, number in enumerate(raw.row_numbers.tolist()):
            issues = self._by_row.get(number, [])
            if not self.is_whole and not issues:
                continue
            row = number - 1 if self.is_whole else row + 1
            if not self.is_whole:
                self.rows_of[number] = row
            self._row(row, [str(column[place]) for column in columns], issues)
        return row

    def _row(self, row: int, cells: list[str], issues: list[Issue]) -> None:
        sheet = self._sheet
        wrong = any(issue.level is IssueLevel.ERROR for issue in issues)
        word = "错误" if wrong else "警告" if issues else "通过"
        colour = self._word if wrong else self._yellow if issues else self._green
        sheet.write_string(row, 0, word, colour)
        reasons = "\n".join(dict.fromkeys(issue.message for issue in issues))
        sheet.write_string(row, 1, safe(reasons), self._text)
        marks: dict[int, list[Issue]] = {}
        for issue in issues:
            if issue.column in self._places:
                marks.setdefault(self._places[issue.column], []).append(issue)
            elif not issue.column:
                # What is wrong with a whole line is marked in each of its cells.
                for spot in range(len(cells)):
                    marks.setdefault(spot, []).append(issue)
        for spot, cell in enumerate(cells):
            told = marks.get(spot, [])
            is_wrong = any(issue.level is IssueLevel.ERROR for issue in told)
            fill = self._red if is_wrong else self._yellow if told else self._text
            if cell:
                sheet.write_string(row, spot + 2, safe(cell), fill)
            elif told:
                sheet.write_blank(row, spot + 2, None, fill)
            if told and self._comments < COMMENTS:
                self._comments += 1
                note = "\n".join(issue.message for issue in told)
                sheet.write_comment(row, spot + 2, safe(note)[:2000], {"x_scale": 2})


class _Summary:
    """The sheet of messages: counts by column first, then each with its place."""

    def __init__(self, book: Workbook, sheets: Sequence[_Sheet]) -> None:
        self._sheets = sheets
        self._sheet: Worksheet = book.add_worksheet(SUMMARY)
        self._head = book.add_format({"bold": True, "border": 1, "bg_color": "#E7E6E6"})

    def write(self) -> None:
        """Write both lists."""
        row = self._counts()
        for sheet in self._sheets:
            if not sheet.is_whole:
                self._sheet.write_string(row, 0, f"“{sheet.name}”{PARTIAL}")
                row += 1
        self._labels(row + 1, ("级别", "行号", "列", "内容", "说明", "单元格", "工作表"))
        self._messages(row + 2)
        for place, width in enumerate((8, 18, 18, 28, 70, 12, 18)):
            self._sheet.set_column(place, place, width)

    def _labels(self, row: int, labels: Sequence[str]) -> None:
        for place, label in enumerate(labels):
            self._sheet.write_string(row, place, label, self._head)

    def _counts(self) -> int:
        self._labels(0, ("级别", "列", "条数"))
        counts = Counter((one.level, one.column) for sheet in self._sheets for one in sheet.issues)
        for row, ((level, column), count) in enumerate(sorted(counts.items()), start=1):
            self._sheet.write_string(row, 0, level.label)
            self._sheet.write_string(row, 1, safe(column) or "（整行）")
            self._sheet.write_number(row, 2, count)
        return len(counts) + 1

    def _messages(self, row: int) -> None:
        for sheet in self._sheets:
            for issue in sheet.issues:
                if row > FULL_SHEET:
                    return
                self._message(row, sheet, issue)
                row += 1

    def _message(self, row: int, sheet: _Sheet, issue: Issue) -> None:
        write = self._sheet.write_string
        write(row, 0, issue.level.label)
        if issue.row is not None:
            self._sheet.write_number(row, 1, issue.row)
        texts = (issue.column, issue.value, issue.message, sheet.cell_of(issue), sheet.name)
        for place, text in enumerate(texts, start=2):
            write(row, place, safe(text))


def safe(text: str) -> str:
    """Return a text that a workbook can hold."""
    return SURROGATE.sub("", CONTROL.sub("", text))[:LONGEST]


def _sheet_name(name: str, taken: Collection[str]) -> str:
    """Return a name a sheet may have, and that none of the workbook has yet."""
    name = "".join(sign for sign in safe(name) if sign not in "[]:*?/\\").strip("' ")[:31]
    name = name if name and name not in (SUMMARY, "History") else SHEET_NAME
    number = 2
    whole = name
    while whole.lower() in taken:
        whole = f"{name[:26]}（{number}）"
        number += 1
    return whole
