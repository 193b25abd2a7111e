"""Workbooks of several sheets: each recognised one is a table, of the others it is said why."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from data.intake import headers, profiles
from data.intake.error_book import write_error_books
from data.intake.opening import open_tables
from data.intake.parsing import parse
from data.intake.readers import preflight
from data.intake.templates import write_template
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS
from tests.intake.malformed import parts_of, with_sheet
from tests.intake.old_formats import ods, xls, zipped

VISITS = [["检查单位", "企业名称", "检查日期"], ["市应急局", "甲厂", "2026-01-05"]]
MORE = [["检查单位", "企业名称", "检查日期"], ["市公安局", "乙厂", "2026-02-05"]]
BODIES = [["单位编码", "单位名称", "层级"], ["YJ", "市应急局", "市级"]]
PROFILE = 'name = "x"\nkind = "visits"\nsheet = "2月"\n[columns]\n"检查单位" = "检查单位"\n'
PROFILE += '"企业" = "企业名称"\n"检查日期" = "检查日期"\n'
Sheets = dict[str, Sequence[Sequence[object]]]


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of sheets; `hidden` names those nobody sees."""

    def write(sheets: Sheets, hidden: str = "", name: str = "book.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
                if title == hidden:
                    sheet.hide()
        return path

    return write


def told(path: Path, kind: str = "") -> list[tuple[str, str, int]]:
    tables = open_tables(path, KINDS[kind] if kind else None)
    return [(raw.sheet, found.name, raw.rows) for raw, found in tables]


def test_that_every_sheet_of_a_known_kind_is_a_table_of_its_own(make):
    path = make({"封面": [["2026年台账"]], "1月": VISITS, "2月": MORE, "单位": BODIES})
    assert told(path) == [("1月", "visits", 1), ("2月", "visits", 1), ("单位", "bodies", 1)]
    (first, _), *_ = open_tables(path)
    assert any("工作表“封面”没有读取" in note for note in first.notes)


@pytest.mark.parametrize("write", [xls, ods], ids=["xls", "ods"])
def test_that_sheets_of_other_formats_are_tables_too(tmp_path, write):
    path = tmp_path / f"book.{write.__name__}"
    path.write_bytes(write({"1月": VISITS, "单位": BODIES}))
    assert told(path) == [("1月", "visits", 1), ("单位", "bodies", 1)]


def test_that_a_named_kind_takes_its_own_sheets_only(make):
    path = make({"1月": VISITS, "单位": BODIES})
    assert told(path, "bodies") == [("单位", "bodies", 1)]
    (raw, _), *_ = open_tables(path, KINDS["bodies"])
    assert any("工作表“1月”没有读取" in note for note in raw.notes)


def test_that_a_sheet_that_lacks_a_column_is_named_with_the_nearest_kind(make):
    path = make({"1月": VISITS, "2月": [["检查单位", "企业名称", "检查结果"], ["a", "b", "c"]]})
    (raw, _), *rest = open_tables(path)
    assert rest == []
    (note,) = raw.notes
    assert "“2月”没有读取：最接近“检查记录”，但缺少必需的列：“检查日期”" in note


def test_that_a_hidden_sheet_is_not_read_but_told(make):
    (raw, _), *rest = open_tables(make({"1月": VISITS, "旧": MORE}, hidden="旧"))
    assert (raw.sheet, rest) == ("1月", [])
    assert any("“旧”没有读取：是隐藏的工作表" in note for note in raw.notes)
    with pytest.raises(InvalidInput, match="“旧”没有读取：是隐藏的工作表"):
        open_tables(make({"封面": [["a"]], "旧": MORE}, hidden="旧", name="b.xlsx"))


@pytest.mark.parametrize("state", [1, 2])
def test_that_hidden_sheets_of_old_workbooks_are_not_read(tmp_path, state):
    path = tmp_path / "book.xls"
    path.write_bytes(xls({"1月": VISITS, "旧": MORE}, visible=[0, state]))
    assert told(path) == [("1月", "visits", 1)]


def test_that_our_own_form_has_one_table_whatever_stands_beside_it(tmp_path):
    path = tmp_path / "form.xlsx"
    write_template("visits", path)
    assert told(path) == [("数据", "visits", 0)]
    (raw, _), *_ = open_tables(path)
    assert raw.notes == ()


def test_that_a_profile_reads_the_sheet_it_names(make):
    ((raw, kind),) = open_tables(
        make({"1月": VISITS, "2月": MORE}), profile=profiles.loads(PROFILE)
    )
    assert (raw.sheet, kind.name) == ("2月", "visits")


def test_that_a_workbook_of_nothing_known_lists_headers_and_sheets(make):
    path = make({"甲": [["姓名", "年龄"], ["张三", 3]], "乙": [["x"]]})
    with pytest.raises(InvalidInput, match=r"book\.xlsx.*看到的表头：姓名、年龄.*甲、乙"):
        open_tables(path)


def test_that_a_table_that_lacks_one_column_is_told_which(make):
    path = make({"甲": [["检查单位", "企业名称", "检查结果"], ["a", "b", "c"]]})
    with pytest.raises(InvalidInput, match="最接近“检查记录”，但缺少必需的列：“检查日期”"):
        open_tables(path)


def test_that_a_header_written_twice_is_told(make):
    rows = [["检查单位", "企业名称", "检查日期", "检查日期"], ["a", "甲厂", "2026-01-05", "x"]]
    ((raw, _),) = open_tables(make({"甲": rows}))
    assert any("重复的表头“检查日期”只读取了第一列" in note for note in raw.notes)


def test_that_labels_under_two_groups_keep_their_group_the_second_time(make):
    rows = [["任务", None, None, "计划", None, "实际", None],
            ["计划编号", "任务名称", "牵头部门", "开始日期", "结束日期", "开始日期", "结束日期"],
            ["P1", "检查", "a", *(f"2026-0{n}-01" for n in range(1, 5))]]  # fmt: skip
    ((raw, kind),) = open_tables(make({"甲": rows}))
    assert raw.header[3:] == ("开始日期", "结束日期", "实际开始日期", "实际结束日期")
    assert parse(raw, kind).unknown_columns == ("实际开始日期", "实际结束日期")


def test_that_nothing_is_near_a_header_of_other_words():
    assert headers.nearest(["姓名", "年龄", "身高"]) is None
    assert headers.nearest([]) is None
    found = headers.nearest(["检查单位", "企业名称", "检查结果"])
    assert found is not None
    assert (found.kind, [col.header for col in found.missing]) == ("visits", ["检查日期"])


def test_that_the_errors_of_several_tables_go_into_one_workbook(make, tmp_path):
    bad = [*VISITS, ["市应急局", "丙厂", "昨天"]]
    path = make({"1月": bad, "2月": [*MORE, ["市公安局", "丁厂", "2026-13-01"]], "单位": BODIES})
    parsed = [parse(raw, kind) for raw, kind in open_tables(path)]
    errors = tmp_path / "errors.xlsx"
    with errors.open("wb") as stream:
        write_error_books([(one, one.issues) for one in parsed], stream)
    book = openpyxl.load_workbook(errors)
    assert book.sheetnames == ["1月", "2月", "单位", "错误汇总"]
    listed = [[cell.value for cell in row] for row in book["错误汇总"].iter_rows()][-2:]
    assert [(line[1], line[5], line[6]) for line in listed] == [(3, "E3", "1月"), (3, "E3", "2月")]
    for name in ("1月", "2月"):
        book[name]["E3"].value = "2026-01-06"
    book.save(errors)
    again = [parse(raw, kind) for raw, kind in open_tables(errors)]
    assert [(one.kind.name, len(one.frame), one.issues) for one in again] == [
        ("visits", 2, []), ("visits", 2, []), ("bodies", 1, [])
    ]  # fmt: skip


def test_that_tables_of_one_name_get_sheets_of_two_names(make):
    files = [make({"数据": VISITS}, name="a.xlsx"), make({"数据": MORE}, name="b.xlsx")]
    parsed = [parse(raw, kind) for path in files for raw, kind in open_tables(path)]
    stream = io.BytesIO()
    write_error_books([(one, one.issues) for one in parsed], stream)
    assert openpyxl.load_workbook(stream).sheetnames == ["数据", "数据（2）", "错误汇总"]


# What is too large ------------------------------------------------------------------------------


def refused(folder: Path, content: bytes, match: str) -> None:
    path = folder / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=match):
        open_tables(path)


def test_that_a_sheet_of_256_columns_is_read_and_one_more_is_not(tmp_path, make):
    wide = [[*VISITS[0], *(f"c{n}" for n in range(254))], [*VISITS[1], *range(254)]]
    fits = [row[:256] for row in wide]
    assert told(make({"甲": fits}))[0][2] == 1
    with pytest.raises(InvalidInput, match="256 列"):
        open_tables(make({"甲": wide}, name="b.xlsx"))


def test_that_a_row_below_the_last_of_a_sheet_is_refused(tmp_path):
    row = '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    refused(tmp_path, with_sheet(first + row), "1,048,576 行")


def test_that_more_than_300_megabytes_are_refused(tmp_path, monkeypatch):
    assert preflight.MAX_UNPACKED == 300 * 1024 * 1024
    monkeypatch.setattr(preflight, "MAX_UNPACKED", 3000)
    refused(tmp_path, with_sheet(""), "解压后超过 300 MB")


def test_that_a_part_that_unpacks_200_fold_is_refused(tmp_path):
    parts = parts_of(with_sheet("")) | {"xl/media/a.bin": bytes(11 << 20)}
    refused(tmp_path, zipped(parts), "超过 200 倍")


@pytest.mark.parametrize("mark", ['t="e"', "t='e'"])
def test_that_error_cells_are_looked_for_where_a_cell_may_be_one(mark):
    plain = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert not preflight.check_workbook("a", with_sheet(plain)).may_have_extras
    wrong = f'<row r="1"><c r="A1" {mark}><v>#N/A</v></c></row>'
    assert preflight.check_workbook("a", with_sheet(wrong)).may_have_extras


def test_that_the_archive_is_packed_anew_only_where_it_was_odd(tmp_path):
    plain = preflight.check_workbook("a", with_sheet(""))
    assert plain.content == with_sheet("")
    odd = preflight.check_workbook("a", with_sheet("") + b"\x00" * 50)
    with zipfile.ZipFile(io.BytesIO(odd.content)) as book:
        assert book.testzip() is None
    assert len(odd.content) != len(with_sheet("")) + 50
