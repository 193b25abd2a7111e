"""The same table in .xlsx, .xls, .xlsb and .ods: errors, merged cells, heads, notes, dates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from data.intake.parsing import open_table, parse
from data.intake.readers import RawTable, read_table
from data.rows.errors import InvalidInput
from tests.intake.malformed import MAIN, parts_of, with_sheet
from tests.intake.old_formats import Error, Rows, Span, ods, ods_cell, xls, xlsb, zipped

HEADER = ["检查单位", "企业名称", "检查日期", "执法人员数"]
ROW = ["市应急局", "甲厂", "2026-01-05", 2]
MESSY = Path(__file__).resolve().parents[3] / "shared" / "realdata" / "messy"
DAY = (date(2026, 1, 5) - date(1970, 1, 1)).days


def xlsx(rows: Rows, merged: Sequence[Span] = (), date1904: bool = False) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"date_1904": date1904}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, Error):
                    sheet.write_formula(number, place, "=1/0", None, cell.text)
                elif cell is not None:
                    sheet.write(number, place, cell)
        for top, left, bottom, right in merged:
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    return stream.getvalue()


WRITERS: dict[str, Callable[..., bytes]] = {"xlsx": xlsx, "xls": xls, "xlsb": xlsb, "ods": ods}
EVERY = pytest.mark.parametrize("form", sorted(WRITERS))


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., RawTable]:
    def write_and_read(content: bytes, suffix: str, **told: object) -> RawTable:
        path = tmp_path / f"book.{suffix}"
        path.write_bytes(content)
        return read_table(path, **told)  # type: ignore[arg-type]

    return write_and_read


@EVERY
def test_that_an_error_cell_keeps_its_name(read, form):
    errors = [Error("#REF!"), Error("#DIV/0!", True), Error("#N/A"), Error("#NAME?", True)]
    raw = read(WRITERS[form]([HEADER, ROW, errors, ["市公安局", *errors[:3]]]), form)
    assert raw.frame.iloc[1].tolist() == ["#REF!", "#DIV/0!", "#N/A", "#NAME?"]
    assert raw.frame.iloc[2].tolist() == ["市公安局", "#REF!", "#DIV/0!", "#N/A"]


@EVERY
def test_that_an_error_cell_is_an_error_of_its_row_and_column(tmp_path, form):
    path = tmp_path / f"book.{form}"
    rows = [HEADER, ROW, ["市应急局", "乙厂", Error("#REF!", True), Error("#VALUE!", True)]]
    path.write_bytes(WRITERS[form](rows))
    raw, kind = open_table(path)
    told = [(one.row, one.column, one.value) for one in parse(raw, kind).issues]
    assert told == [(3, "执法人员数", "#VALUE!"), (3, "检查日期", "#REF!")]


@EVERY
def test_that_cells_merged_downwards_hold_for_each_row_and_are_told(read, form):
    rows = [HEADER, ROW, [None, "乙厂", "2026-01-06", 1], ["市公安局", "丙厂", "2026-01-07", 1]]
    raw = read(WRITERS[form](rows, [(1, 0, 2, 0)]), form)
    assert raw.frame[0].tolist() == ["市应急局", "市应急局", "市公安局"]
    assert any("合并的单元格 1 处" in note for note in raw.notes)


@EVERY
def test_that_serials_follow_the_workbooks_date_system(tmp_path, form):
    for date1904, first in ((False, date(1899, 12, 30)), (True, date(1904, 1, 1))):
        serial = (date(2026, 1, 5) - first).days
        path = tmp_path / f"{date1904}.{form}"
        path.write_bytes(WRITERS[form]([HEADER, ["市应急局", "甲厂", serial, 2]], (), date1904))
        raw, kind = open_table(path)
        assert raw.date1904 is date1904
        assert parse(raw, kind).frame["day"].tolist() == [DAY]


@EVERY
def test_that_head_lines_two_line_headers_notes_and_blanks_are_coped_with(read, form):
    rows = [
        [None, "2026年检查记录", None, None, None, None],
        [],
        [None, "检查单位", "企业信息", None, None, "检查日期"],
        [None, None, "企业名称", None, "信用代码", None],
        [None, "市应急局", "甲厂", None, "91350100M000100Y43", "2026-01-05"],
        [],
        [None, None, "乙厂", None, None, "2026-01-06"],
        [None, "注：本表一式两份"],
    ]
    spans = [(0, 1, 0, 5), (2, 1, 3, 1), (2, 2, 2, 4), (2, 5, 3, 5), (4, 1, 6, 1)]
    raw = read(WRITERS[form](rows, spans), form)
    assert raw.header == ("检查单位", "企业名称", "信用代码", "检查日期")
    assert raw.header_row == 4
    assert raw.row_numbers.tolist() == [5, 7]
    assert raw.frame[0].tolist() == ["市应急局", "市应急局"]
    assert raw.places == (1, 2, 4, 5)
    assert any("表下说明" in note for note in raw.notes)


@EVERY
def test_that_true_and_false_and_fractions_are_read(read, form):
    raw = read(WRITERS[form]([[*HEADER, "是否紧急"], ["市应急局", "甲厂", 0.1, 2.5, True]]), form)
    assert raw.frame.iloc[0].tolist() == ["市应急局", "甲厂", "0.1", "2.5", "TRUE"]


@EVERY
def test_that_a_number_shows_the_digits_people_see(read, form):
    rows = [HEADER, ["市应急局", "甲厂", 0.1 + 0.2, 0.07 * 100]]
    raw = read(WRITERS[form](rows), form)
    assert raw.frame.iloc[0].tolist()[2:] == ["0.3", "7"]


@EVERY
def test_that_a_code_stored_as_a_number_beyond_15_digits_is_an_error(tmp_path, form):
    path = tmp_path / f"book.{form}"
    head = ["检查单位", "统一社会信用代码", "检查日期", "检查编号"]
    codes = [913202000000000123.0, 320200000001234.0, 1.5e15]
    path.write_bytes(WRITERS[form]([head, *[["市应急局", one, "2026-01-05", 7] for one in codes]]))
    raw, kind = open_table(path)
    parsed = parse(raw, kind)
    assert [(one.row, one.column) for one in parsed.issues if not one.message.count("校验位")] == [
        (2, "统一社会信用代码"),
        (4, "统一社会信用代码"),
    ]
    assert parsed.frame["enterprise"].tolist()[1] == "320200000001234"
    assert all("末尾数字已丢失" in one.message for one in parsed.issues if one.row != 3)


def test_that_error_cells_are_found_however_the_xml_is_written(read):
    cells = "".join(f'<c t="str"><v>{label}</v></c>' for label in HEADER)
    bodies = [
        "<c t='e'><v>#REF!</v></c><c t='e'><v>#N/A</v></c>",
        "<c r='A2' t='e'><f>1/0</f><v>#REF!</v></c><c t='e' r='B2'><v>#N/A</v></c>",
        '<c t="e" s="0" r="A2"><f ca="1"/><v>#REF!</v></c><c r="B2" t="e" ><v>#N/A</v></c>',
    ]
    for body in bodies:
        raw = read(with_sheet(f"<row>{cells}</row><row>{body}<c><v>1</v></c></row>"), "xlsx")
        assert raw.frame.iloc[0].tolist()[:2] == ["#REF!", "#N/A"]


def test_that_texts_in_every_form_of_xlsx_are_read(read):
    cells = "".join(f'<c t="str"><v>{label}</v></c>' for label in HEADER)
    inline = "<is><r><t>甲</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 厂</t></r>"
    inline += "<rPh sb='0' eb='1'><t>jia</t></rPh></is>"
    body = f'<c t="inlineStr">{inline}</c><c t="str"><v>乙_x000D_\n厂</v></c>'
    body += '<c t="d"><v>2026-01-05T00:00:00</v></c><c t="b"><v>1</v></c>'
    raw = read(with_sheet(f"<row>{cells}</row><row>{body}</row>"), "xlsx")
    assert raw.frame.iloc[0].tolist() == ["甲 厂", "乙\r\n厂", "2026-01-05", "TRUE"]


def test_that_numbers_that_are_none_are_read_as_words(tmp_path):
    cells = "".join(f'<c t="str"><v>{label}</v></c>' for label in HEADER)
    rows = "".join(
        f'<row><c t="str"><v>市应急局</v></c><c t="str"><v>甲厂</v></c><c><v>{one}</v></c>'
        f"<c><v>{one}</v></c></row>"
        for one in ("NaN", "INF", "-INF", "1e999")
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(with_sheet(f"<row>{cells}</row>{rows}"))
    raw, kind = open_table(path)
    parsed = parse(raw, kind)
    assert [(one.row, one.column) for one in parsed.issues] == [
        (row, column) for row in (2, 3, 4, 5) for column in ("执法人员数", "检查日期")
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace("/", "\\"),
        lambda name: "/" + name,
        lambda name: "\\" + name.replace("/", "\\"),
        str.upper,
        lambda name: name.replace("xl/worksheets", "xl/WorkSheets"),
    ],
)
def test_that_odd_names_of_parts_are_put_in_order(read, change):
    parts = parts_of(xlsx([HEADER, ROW, ["市公安局", "乙厂", Error("#REF!"), 1]]))
    content = zipped({change(name): part for name, part in parts.items()})
    raw = read(content, "xlsx")
    assert raw.frame[2].tolist() == ["2026-01-05", "#REF!"]


STRINGS, RELATIONS = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
ROOT, SHEET = "_rels/.rels", "xl/worksheets/sheet1.xml"


def moved(change: dict[str, str], told: dict[str, tuple[str, str]]) -> bytes:
    """Return the book with parts renamed and relations that tell of them otherwise."""
    parts = parts_of(xlsx([HEADER, ROW, ["市公安局", "乙厂", Error("#REF!"), 1]]))
    for name, (before, after) in told.items():
        assert before.encode() in parts[name]
        parts[name] = parts[name].replace(before.encode(), after.encode())
    return zipped({change.get(name, name): part for name, part in parts.items()})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({STRINGS: "xl/texts/all.xml"}, {RELATIONS: ("sharedStrings.xml", "texts/all.xml")}),
        ({SHEET: "tables/one.xml"}, {RELATIONS: ("worksheets/sheet1.xml", "../tables/one.xml")}),
        ({SHEET: "tables/one.xml"}, {RELATIONS: ("worksheets/sheet1.xml", "/tables/one.xml")}),
        ({}, {RELATIONS: ("worksheets/sheet1.xml", "worksheets\\sheet1.xml")}),
        ({}, {RELATIONS: ("worksheets/sheet1.xml", "./worksheets/sheet1.xml")}),
        ({}, {RELATIONS: ("worksheets/sheet1.xml", "/xl/worksheets/Sheet1.XML")}),
        ({"xl/workbook.xml": "xl/book.xml", RELATIONS: "xl/_rels/book.xml.rels"},
         {ROOT: ("xl/workbook.xml", "xl/book.xml")}),
        ({ROOT: "docs/nothing.rels"}, {}),
    ],
)  # fmt: skip
def test_that_parts_are_found_wherever_they_lie(read, change, told):
    raw = read(moved(change, told), "xlsx")
    assert raw.frame[0].tolist() == ["市应急局", "市公安局"]
    assert raw.frame[2].tolist() == ["2026-01-05", "#REF!"]


def test_that_a_book_in_a_folder_of_another_name_is_found(read):
    parts = parts_of(xlsx([HEADER, ROW, ["市公安局", "乙厂", Error("#REF!"), 1]]))
    parts[ROOT] = parts[ROOT].replace(b"xl/workbook.xml", b"office/workbook.xml")
    content = zipped({name.replace("xl/", "office/"): part for name, part in parts.items()})
    assert read(content, "xlsx").frame[2].tolist() == ["2026-01-05", "#REF!"]


def test_that_parts_in_utf_16_are_read(read):
    parts = parts_of(xlsx([HEADER, ROW]))
    for name in (STRINGS, SHEET, RELATIONS):
        text = parts[name].decode().replace("UTF-8", "UTF-16")
        parts[name] = text.encode("utf-16")
    assert read(zipped(parts), "xlsx").frame[0].tolist() == ["市应急局"]


@pytest.mark.parametrize("before", [b"", b"PK\x03\x04"])
def test_that_what_stands_around_an_archive_is_not_read(read, before):
    content = xlsx([HEADER, ROW])
    other = xlsx([HEADER, ["市公安局", "乙厂", "2026-01-06", 9]])
    # The last directory counts for both readers, or they would see different tables.
    assert read(other + content, "xlsx").frame[0].tolist() == ["市应急局"]
    assert read(content + b"\x00" * 300, "xlsx").frame[0].tolist() == ["市应急局"]
    assert read(before + content if not before else content, "xlsx").rows == 1


def test_that_the_name_says_nothing_about_the_format(read):
    for form, write in WRITERS.items():
        for suffix in WRITERS:
            assert read(write([HEADER, ROW]), suffix).frame[0].tolist() == ["市应急局"], form


def test_that_repeated_rows_and_columns_of_an_ods_do_not_grow(read):
    plain = "".join(ods_cell(cell) for cell in ROW)
    rest = '<table:table-cell table:number-columns-repeated="16380"/>'
    end = '<table:table-row table:number-rows-repeated="1048570">' + rest + "</table:table-row>"
    head = "".join(ods_cell(cell) for cell in HEADER)
    body = f"<table:table-row>{head}{rest}</table:table-row>"
    body += f'<table:table-row table:number-rows-repeated="3">{plain}{rest}</table:table-row>'
    raw = read(ods(body + end), "ods")
    assert raw.row_numbers.tolist() == [2, 3, 4]
    assert raw.header == tuple(HEADER)


def test_that_an_error_far_below_a_repeat_is_in_its_row(read):
    head = "".join(ods_cell(cell) for cell in HEADER)
    blank = '<table:table-row table:number-rows-repeated="4"><table:table-cell/></table:table-row>'
    row = "".join(ods_cell(cell) for cell in [*ROW[:3], Error("#REF!")])
    body = f"<table:table-row>{head}</table:table-row>{blank}<table:table-row>{row}"
    raw = read(ods(body + "</table:table-row>"), "ods")
    assert raw.row_numbers.tolist() == [6]
    assert raw.frame[3].tolist() == ["#REF!"]


def test_that_a_comment_in_an_ods_is_no_text_of_the_cell(read):
    note = "<office:annotation><text:p>请核对</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p>甲厂</text:p>'
    head = "".join(ods_cell(one) for one in HEADER)
    row = ods_cell(ROW[0]) + cell + "</table:table-cell>" + ods_cell(ROW[2])
    body = f"<table:table-row>{head}</table:table-row><table:table-row>{row}</table:table-row>"
    assert read(ods(body), "ods").frame[1].tolist() == ["甲厂"]


def test_that_an_old_manifest_with_a_document_type_is_harmless(read):
    parts = parts_of(ods([HEADER, ROW]))
    old = b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD" "Manifest.dtd"><m/>'
    assert read(zipped(parts | {"META-INF/manifest.xml": old}), "ods").rows == 1
    worse = old.replace(b'.dtd">', b'.dtd" [<!ENTITY a "b">]>')
    with pytest.raises(InvalidInput, match="DTD"):
        read(zipped(parts | {"META-INF/manifest.xml": worse}), "ods")


def test_that_one_broken_sheet_does_not_hide_the_others(read):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name in ("坏", "好"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate([HEADER, ROW]):
                sheet.write_row(number, 0, row)
    broken = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>999</v></c>'
    content = zipped(parts_of(stream.getvalue()) | {"xl/worksheets/sheet1.xml": broken.encode()})
    assert read(content, "xlsx").sheet == "好"
    with pytest.raises(InvalidInput, match="工作表“坏”无法解析"):
        read(content, "xlsx", sheet="坏")


def test_that_chart_sheets_and_macros_are_no_obstacle(read):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        chart = book.add_chartsheet("图")
        sheet = book.add_worksheet("表")
        for number, row in enumerate([HEADER, ROW]):
            sheet.write_row(number, 0, row)
        drawing = book.add_chart({"type": "line"})
        drawing.add_series({"values": "=表!$D$2:$D$2"})
        chart.set_chart(drawing)
    content = zipped(parts_of(stream.getvalue()) | {"xl/vbaProject.bin": b"macro"})
    assert read(content, "xlsm").sheet == "表"


def test_that_a_locked_workbook_that_needs_no_password_is_read(read):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.protect("secret")
        for number, row in enumerate([HEADER, ROW]):
            sheet.write_row(number, 0, row)
    assert read(stream.getvalue(), "xlsx").rows == 1


@pytest.mark.skipif(not MESSY.is_dir(), reason="the real files are not on this computer")
def test_that_real_workbooks_are_read_as_their_makers_saw_them():
    old = read_table(MESSY / "calamine__biff5_write.xls", names=["foo"])
    assert old.header[:4] == ("foo", "bar", "2014-02-19 14:30:00", "0.3")
    assert old.frame.iloc[0].tolist()[:3] == ["baz", "", "qux"]
    merged = read_table(MESSY / "sheetjs__merge_cells.ods", header_row=1)
    assert merged.header == ("A1:B2", "C1:C2", "Separate blocks")
    locked = "poi__workbookProtection-workbook_password-2013.xlsx"
    assert read_table(MESSY / locked, header_row=1).header == ("testcontent",)
    escaped = read_table(MESSY / "calamine__has_x000D_.xlsx", header_row=1)
    assert escaped.header == ("ABCDEF",)


def test_that_a_book_of_a_single_part_is_not_taken_for_another(tmp_path):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InvalidInput, match=r"损坏|空的|结构异常"):
        read_table(path)
