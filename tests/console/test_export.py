"""Tables saved as workbooks."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl

from console.export import ExportColumn, TableExport, file_name, write_table

COLUMNS = (ExportColumn("信用代码", 20), ExportColumn("日期"), ExportColumn("次数"),
           ExportColumn("亮码率", is_share=True), ExportColumn("说明"))  # fmt: skip
ROWS = (
    ("91320200000000000X", date(2026, 9, 3), 1234, 0.978, '=HYPERLINK("http://x")'),
    ("00012", None, 0, None, "@甲"),
)


def saved(folder: Path) -> openpyxl.Workbook:
    table = TableExport("检查记录", COLUMNS, ROWS, 2, (("筛选", "期间 2026年"), ("行数", "2")))
    return openpyxl.load_workbook(write_table(table, folder / "out.xlsx"))


def test_that_figures_dates_and_codes_keep_their_kind(tmp_path):
    sheet = saved(tmp_path)["数据"]
    code, day, count, share, _ = sheet[2]
    assert (code.value, code.data_type, code.number_format) == ("91320200000000000X", "s", "@")
    assert day.value == datetime(2026, 9, 3)
    assert (count.value, count.data_type) == (1234, "n")
    assert (share.value, share.number_format) == (0.978, "0.0%")
    assert sheet["A3"].value == "00012"


def test_that_a_text_that_looks_like_a_formula_stays_a_text(tmp_path):
    cell = saved(tmp_path)["数据"]["E2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')
    assert cell.hyperlink is None


def test_that_a_missing_value_stays_empty_and_a_zero_a_zero(tmp_path):
    sheet = saved(tmp_path)["数据"]
    assert (sheet["B3"].value, sheet["C3"].value) == (None, 0)


def test_that_the_header_is_frozen_and_filtered_and_the_notes_stand_beside(tmp_path):
    book = saved(tmp_path)
    assert book["数据"].freeze_panes == "A2"
    assert book["数据"].auto_filter.ref == "A1:E3"
    notes = {row[0].value: row[1].value for row in book["导出说明"]}
    assert notes == {"内容": "检查记录", "筛选": "期间 2026年", "行数": "2"}


def test_that_no_part_file_is_left(tmp_path):
    saved(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


def test_that_a_file_name_has_no_signs_a_disk_refuses():
    assert file_name("频次 热力/地区", date(2026, 11, 23)) == "无锡市_频次_热力_地区_20261123.xlsx"
