"""Writing the tables of a document as XLSX: numbers stay numbers, texts stay texts."""

from __future__ import annotations

import hashlib
import io
import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports import words
from reports.content import (
    Block,
    Cell,
    CellLike,
    ChartBlock,
    Column,
    Document,
    Evidence,
    TableBlock,
    cell_text,
)
from reports.fonts import printable
from reports.word.tables import chart_table

ABOUT, INDEX = "导出说明", "依据索引"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_WIDEST, _NARROWEST = 60, 8
_MOST_TEXT = 32_000
_LANDSCAPE_FROM = 7
_NUMBERS = {
    "count": "#,##0", "percent": "0.0%", "decimal": "#,##0.0", "date": "yyyy-mm-dd", "": "@",
}  # fmt: skip


def write_xlsx(document: Document, stream: BinaryIO) -> None:
    """Write every table of the text and the annexes, each on a sheet, and what they are."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
               "strings_to_urls": False}  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    day = document.made_on
    book.set_properties({
        "title": printable(document.title.replace("\n", "")),
        "author": printable("、".join(document.issuer.names)),
        "created": datetime(day.year, day.month, day.day),
    })  # fmt: skip
    sheets: list[tuple[str, int]] = []
    formats = _Formats(book)
    for title, table in tables_of(document):
        name = _sheet_name(title, _taken(document, sheets))
        _sheet(book.add_worksheet(name), table, formats, title)
        sheets.append((name, len(table.rows) - table.total))
    if document.evidence:
        _index(book.add_worksheet(INDEX), document.evidence, formats)
    for one in document.evidence:
        _sheet(book.add_worksheet(one.name), one.table, formats, f"{one.title}　{one.text}")
        sheets.append((one.name, len(one.table.rows)))
    _about(book.add_worksheet(ABOUT), document, sheets, formats)
    book.close()
    stream.write(buffer.getvalue())


def _taken(document: Document, sheets: list[tuple[str, int]]) -> set[str]:
    """Return the names of sheets that a table may not have."""
    return {ABOUT, INDEX, *(one for one, _ in sheets), *(one.name for one in document.evidence)}


def _index(sheet: Worksheet, lists: tuple[Evidence, ...], formats: _Formats) -> None:
    """Write which sheet lists the records of which figure, each with a link to it."""
    columns = (Column("工作表", 10), Column("数字", 34), Column("数值", 16), Column("记录数", 12),
               Column("说明", 80), Column("键", 24))  # fmt: skip
    rows = tuple(
        (one.name, one.title, one.text, Cell(f"{one.count:,}", one.count, "count"), one.told,
         one.key)
        for one in lists
    )  # fmt: skip
    _sheet(sheet, TableBlock(columns, rows, name=INDEX), formats, "数字依据索引")
    for number, one in enumerate(lists, 1):
        sheet.write_url(number, 0, f"internal:'{one.name}'!A1", formats.of("", "left", False),
                        one.name)  # fmt: skip


def tables_of(document: Document) -> Iterator[tuple[str, TableBlock]]:
    """Yield the tables with what they are called; a chart as the table of its values."""
    yield from _named(document.blocks, "正文表格")
    for number, annex in enumerate(document.annexes, 1):
        yield from _named(annex.blocks, f"附件{number} {annex.title}")


def _named(blocks: tuple[Block, ...], where: str) -> Iterator[tuple[str, TableBlock]]:
    for block in blocks:
        if isinstance(block, ChartBlock):
            block = chart_table(block)
        if isinstance(block, TableBlock):
            yield block.caption or block.name or where, block


def rows_hash(document: Document) -> str:
    """Return the SHA-256 of all cells as printed."""
    digest = hashlib.sha256()
    for title, table in tables_of(document):
        digest.update(f"{title}\n".encode(errors="surrogatepass"))
        for row in table.rows:
            line = "\t".join(map(cell_text, row))
            digest.update(line.encode(errors="surrogatepass") + b"\n")
    return digest.hexdigest()


class _Formats:
    """The looks of cells, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str, bool], Format] = {}
        edge = {"border": 1, "border_color": "#C3CAD2", "font_name": "宋体", "font_size": 11}
        self._edge = edge
        self.head = book.add_format(
            {**edge, "bold": True, "bg_color": "#E3ECF5", "align": "center", "valign": "vcenter",
             "text_wrap": True}
        )  # fmt: skip
        self.title = book.add_format({"bold": True, "font_name": "宋体", "font_size": 14})

    def of(self, style: str, align: str, strong: bool) -> Format:
        """Return the format of a number style, alignment and weight."""
        key = (style, align, strong)
        if key not in self._made:
            self._made[key] = self._book.add_format(
                {**self._edge, "num_format": _NUMBERS[style], "bold": strong, "valign": "top",
                 "align": "left" if align == "justify" else align, "text_wrap": style == ""}
            )  # fmt: skip
        return self._made[key]


def _sheet_name(title: str, taken: set[str]) -> str:
    base = _FORBIDDEN.sub(" ", printable(title)).strip()[:_LONGEST_NAME] or "表格"
    name, number = base, 2
    while name.lower() in {one.lower() for one in taken}:
        tail = f"({number})"
        name, number = base[: _LONGEST_NAME - len(tail)] + tail, number + 1
    return name


def _sheet(sheet: Worksheet, table: TableBlock, formats: _Formats, title: str) -> None:
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, printable(_heading(column)), formats.head)
        sheet.set_column(place, place, _width(table, place))
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        strong = table.total and number == last
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(sheet, number + 1, place, cell, formats, column.align, strong)
    sheet.freeze_panes(1, 1)
    rows = len(table.rows) - table.total
    if rows > 0:
        sheet.autofilter(0, 0, rows, len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    if len(table.columns) >= _LANDSCAPE_FROM:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C{_plain(title)}")
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _heading(column: Column) -> str:
    return f"{column.group}：{column.title}" if column.group else column.title or "项目"


def _plain(text: str) -> str:
    return printable(text)[:100].replace("&", "&&")


def _width(table: TableBlock, place: int) -> float:
    texts = [cell_text(row[place]) for row in table.rows[:500]]
    parts = [part for text in texts for part in text.split("\n")]
    widest = max(map(_units, [*parts, table.columns[place].title]), default=_NARROWEST)
    return float(min(max(widest + 2, _NARROWEST), _WIDEST))


def _units(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def _write(
    sheet: Worksheet, row: int, place: int, cell: CellLike, formats: _Formats, align: str,
    strong: bool,
) -> None:  # fmt: skip
    if isinstance(cell, Cell) and cell.value is not None:
        look = formats.of(cell.style, align, strong)
        if isinstance(cell.value, float) and not math.isfinite(cell.value):
            sheet.write_string(row, place, printable(cell.text), formats.of("", align, strong))
        elif isinstance(cell.value, date):
            moment = datetime(cell.value.year, cell.value.month, cell.value.day)
            sheet.write_datetime(row, place, moment, look)
        else:
            sheet.write_number(row, place, cell.value, look)
        return
    text = cell_text(cell) or (cell.lamp if isinstance(cell, Cell) else "")
    clean = "\n".join(printable(part) for part in text.split("\n"))[:_MOST_TEXT]
    sheet.write_string(row, place, clean, formats.of("", align, strong))


def _about(
    sheet: Worksheet, document: Document, sheets: list[tuple[str, int]], formats: _Formats
) -> None:
    told = document.provenance
    pairs = [("文件", document.title.replace("\n", "")), ("种类", document.kind.label)]
    if document.head.number:
        pairs.append(("发文字号", document.head.number))
    if told is not None:
        pairs += [
            ("期间", told.period), ("范围", told.filters or "全部"), ("口径", told.basis),
            ("数据截至", words.day(told.as_of)), ("规则集", "、".join(told.rulesets)),
            ("数据快照（SHA-256）", told.snapshot),
        ]  # fmt: skip
        if told.sample:
            pairs.append(("说明", "本文件所载均为演示数据"))
    pairs.append(("生成日期", words.day(document.made_on)))
    pairs.append(("表格内容（SHA-256）", rows_hash(document)))
    sheet.write_string(0, 0, ABOUT, formats.title)
    text = formats.of("", "left", False)
    for number, (label, value) in enumerate(pairs, 2):
        sheet.write_string(number, 0, label, formats.head)
        sheet.write_string(number, 1, printable(value)[:_MOST_TEXT], text)
    start = len(pairs) + 3
    sheet.write_string(start, 0, "工作表", formats.head)
    sheet.write_string(start, 1, "行数", formats.head)
    for number, (name, rows) in enumerate(sheets, start + 1):
        sheet.write_string(number, 0, name, text)
        sheet.write_number(number, 1, rows, formats.of("count", "left", False))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 80)
