"""Forms go out empty and come back filled; error books come back corrected."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest

from data.intake.error_book import write_error_book
from data.intake.parsing import open_table, parse
from data.intake.templates import write_template
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_an_empty_form_is_read_back_as_its_kind_without_rows(tmp_path, kind):
    path = tmp_path / "form.xlsx"
    write_template(kind, path)
    raw, found = open_table(path)
    assert found.name == kind
    assert raw.sheet == "数据"
    assert raw.header == tuple(col.header for col in KINDS[kind].columns)
    parsed = parse(raw, found)
    assert len(parsed.frame) == 0
    assert parsed.unknown_columns == ()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_the_example_of_each_form_is_right(tmp_path, kind):
    path = tmp_path / "form.xlsx"
    write_template(KINDS[kind], path)
    from data.intake.readers import read_table

    raw = read_table(path, sheet="示例")
    parsed = parse(raw, KINDS[kind])
    assert len(parsed.frame) == 1
    assert [issue.message for issue in parsed.issues if "校验位" not in issue.message] == []


def test_that_a_form_has_its_sheets_colours_text_cells_and_drop_downs():
    stream = io.BytesIO()
    write_template("visits", stream)
    book = openpyxl.load_workbook(stream)
    assert book.sheetnames == ["填报说明", "数据", "示例", "字典"]
    assert book["字典"].sheet_state == "hidden"
    data = book["数据"]
    columns = {cell.value: cell.column for cell in data[1]}
    required, optional = data.cell(1, columns["检查日期"]), data.cell(1, columns["检查结果"])
    assert required.fill.start_color.rgb != optional.fill.start_color.rgb
    for header in ("企业", "检查编号", "行政行为码"):
        assert data.cell(2, columns[header]).number_format == "@"
        assert data.cell(5001, columns[header]).number_format == "@"
    assert data.freeze_panes == "A2"
    assert not data.merged_cells.ranges
    assert "模板版本" in book.defined_names
    lists = [one.formula1 for one in data.data_validations.dataValidation]
    assert lists
    for formula in lists:
        name = formula.removeprefix("=")
        sheet, cells = book.defined_names[name].attr_text.split("!")
        assert sheet == "字典"
        first, last = re.findall(r"\$(\d+)", cells)
        assert int(last) >= int(first)


def test_that_an_unknown_kind_of_form_is_refused(tmp_path):
    with pytest.raises(InvalidInput, match="不认识的表类"):
        write_template("nonsense", tmp_path / "x.xlsx")


def filled_form(tmp_path, wrong: dict[int, str]):
    """Fill the visits form with 1,000 rows of which some have a wrong day."""
    path = tmp_path / "form.xlsx"
    write_template("visits", path)
    book = openpyxl.load_workbook(path)
    data = book["数据"]
    columns = {cell.value: cell.column for cell in data[1]}
    for row in range(2, 1002):
        data.cell(row, columns["检查单位"], "市应急局")
        data.cell(row, columns["企业"], "00012345")
        data.cell(row, columns["检查日期"], wrong.get(row, "2026-09-03"))
        data.cell(row, columns["检查编号"], f"{row:06d}")
        data.cell(row, columns["检查结果"], "未发现问题")
    book.save(path)
    return path


def test_that_a_hundred_wrong_cells_come_back_red_and_pass_when_corrected(tmp_path):
    wrong = {row: "2026-13-05" for row in range(12, 1002, 10)} | {7: "#REF!"}
    raw, kind = open_table(filled_form(tmp_path, wrong))
    parsed = parse(raw, kind)
    assert [issue.row for issue in parsed.issues] == sorted(wrong)
    assert {issue.column for issue in parsed.issues} == {"检查日期"}
    path = tmp_path / "errors.xlsx"
    with path.open("wb") as stream:
        write_error_book(parsed, parsed.issues, stream)

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["数据", "错误汇总"]
    data = book["数据"]
    labels = [cell.value for cell in data[1]]
    assert labels[:2] == ["校验结果", "错误原因"]
    column = labels.index("检查日期") + 1
    red = [
        row for row in range(2, 1002) if data.cell(row, column).fill.start_color.rgb == "FFFFC7CE"
    ]
    assert red == sorted(wrong)
    assert all("不是有效日期" in data.cell(row, column).comment.text for row in red if row != 7)
    assert data.cell(12, 1).value == "错误"
    assert data.cell(3, 1).value == "通过"
    assert data.auto_filter.ref
    assert book["错误汇总"].cell(2, 3).value == len(wrong)

    for row in red:
        data.cell(row, column, "2026-09-03")
    book.save(path)
    raw, kind = open_table(path)
    again = parse(raw, kind)
    assert again.issues == []
    assert again.unknown_columns == ()
    assert len(again.frame) == 1000
    assert again.frame["number"].tolist() == [f"{row:06d}" for row in range(2, 1002)]


def test_that_an_error_book_keeps_head_lines_and_every_row_in_its_place(make_book):
    rows = [["2026年检查记录"], [], ["检查单位", "企业名称", "检查日期", "处室"], [],
            ["市应急局", "甲厂", "昨天", "一处"],
            ["市应急局", "乙厂", "2026-01-05", "二处"]]  # fmt: skip
    raw, kind = open_table(make_book({"台账": rows}))
    parsed = parse(raw, kind)
    stream = io.BytesIO()
    write_error_book(parsed, parsed.issues, stream)
    book = openpyxl.load_workbook(stream)
    sheet = book["台账"]
    assert sheet.cell(1, 3).value == "2026年检查记录"
    cells = [sheet.cell(5, place).value for place in (3, 4, 5, 6)]
    assert cells == ["市应急局", "甲厂", "昨天", "一处"]
    assert sheet.cell(5, 1).value == "错误"


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.org",
           "mailto:a@b.c", "\t=1", "{=1}", "=cmd|' /C calc'!A0", "internal:Sheet1!A1", "file:///etc/passwd",
           "0012", "1e5", "x\x07y"]  # fmt: skip


def test_that_an_error_book_holds_no_formula_and_no_link(make_book):
    rows = [["检查单位", "企业名称", "检查日期"], *[["市应急局", text, "昨天"] for text in HOSTILE]]
    raw, kind = open_table(make_book(rows))
    parsed = parse(raw, kind)
    stream = io.BytesIO()
    write_error_book(parsed, parsed.issues, stream)
    with zipfile.ZipFile(stream) as book:
        for name in book.namelist():
            content = book.read(name)
            assert b"<f>" not in content, name
            assert b"<hyperlink" not in content, name
            assert name != "xl/worksheets/_rels/sheet1.xml.rels" or b"hyperlink" not in content


def test_that_the_error_book_of_a_csv_reads_back_as_the_csv_did(make_csv, tmp_path):
    text = "检查单位,企业名称,检查日期,检查编号\n市应急局,甲厂,2026-13-05,0001\n"
    text += "市应急局,乙厂,2026-01-05,0002\n"
    raw, kind = open_table(make_csv(text, "gb18030"))
    parsed = parse(raw, kind)
    path = tmp_path / "errors.xlsx"
    with path.open("wb") as stream:
        write_error_book(parsed, parsed.issues, stream)
    back, _ = open_table(path)
    assert back.header == raw.header
    assert back.frame.values.tolist() == raw.frame.values.tolist()
    assert back.row_numbers.tolist() == raw.row_numbers.tolist()
