"""The workbook of a document read back with another library."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from reports.content import Annex, Cell, Column, TableBlock
from reports.workbook import write_xlsx
from tests.reports.pdf.made import annex, circular

HOSTILE = ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "<b>&amp;", "0012", "http://x.cn")


def book_of(document):
    stream = io.BytesIO()
    write_xlsx(document, stream)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def test_that_numbers_shares_and_days_are_native():
    table = TableBlock(
        (Column("单位"), Column("次数"), Column("比例"), Column("日期")),
        (("市应急局", Cell("1,234", 1234, "count"), Cell("26.3%", 0.2634, "percent"),
          Cell("2026-10-09", date(2026, 10, 9), "date")),
         ("合计", Cell("1,234", 1234, "count"), "", "")),
        name="一览", total=True,
    )  # fmt: skip
    sheet = book_of(circular(0, annexes=(Annex("一览表", (table,)),)))["一览"]
    assert sheet["B2"].value == 1234 and sheet["B2"].number_format == "#,##0"
    assert sheet["C2"].value == 0.2634 and sheet["C2"].number_format == "0.0%"
    assert sheet["D2"].value.date() == date(2026, 10, 9)
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:D2"


def test_that_hostile_texts_stay_texts():
    rows = tuple((text,) for text in HOSTILE)
    table = TableBlock((Column("内容"),), rows, name="内容")
    sheet = book_of(circular(0, annexes=(Annex("内容", (table,)),)))["内容"]
    for number, text in enumerate(HOSTILE, 2):
        cell = sheet.cell(number, 1)
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.hyperlink is None


def test_that_sheets_are_named_apart_and_told_in_the_last_one():
    table = TableBlock((Column("甲"),), (("一",), ("二",)), name="各单位/一览:表*" * 4)
    tables = (table, table, table)
    book = book_of(circular(0, annexes=(Annex("表", tables), annex(5))))
    assert len(set(book.sheetnames)) == 5
    assert all(len(name) <= 31 for name in book.sheetnames)
    about = book["导出说明"]
    told = {row[0].value: row[1].value for row in about.iter_rows() if row[0].value}
    assert told["种类"] == "情况通报" and told["发文字号"] == "锡司发〔2026〕12号"
    assert all(told[name] == 2 for name in book.sheetnames[:3])
    assert len(str(told["表格内容（SHA-256）"])) == 64
