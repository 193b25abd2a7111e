"""Workbooks: where the table is, what cells become, and files nobody should open."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from data.intake.parsing import open_table
from data.intake.readers import read_table, workbook
from data.rows.errors import InvalidInput

HEADER = ["检查单位", "企业名称", "检查日期", "执法人员数"]
ROW = ["市应急局", "甲厂", "2026-01-05", 2]
MESSY = Path(__file__).resolve().parents[3] / "shared" / "realdata" / "messy"
MESSY_FILES = sorted(path.name for path in MESSY.glob("*.*") if path.suffix != ".csv")
TOLD = {
    "calamine__pass_protected.ods": "加密",
    "poi__password.xls": "加密",
    "poi__protected_passtika.xlsb": "加密",
    "poi__protected_sha512.xlsx": "加密",
    "calamine__too_small.xls": "不是电子表格",
    "poi__testEXCEL_4.xls": "旧格式",
    "poi__blankworkbook.xls": "都是空的",
    "poi__DBCSSheetName.xls": "都是空的",
    "poi__duplicate-filename.xlsx": "重名部件",
    "poi__poc-xmlbomb-empty.xlsx": "DTD",
    "xlrd__corrupted_error.xls": "已损坏.*重复占用",
    "poi__crash-274d6342e4842d61be0fb48eaadad6208ae767ae.xlsx": "已损坏",
    "poi__clusterfuzz-testcase-minimized-POIHSSFFuzzer-4657005060816896.xls": "已损坏",
    "poi__clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5025401116950528.xlsx": "已损坏",
}


@pytest.mark.parametrize("name", MESSY_FILES)
def test_that_a_messy_file_ends_in_seconds_with_the_right_answer(name):
    began = time.monotonic()
    with pytest.raises(InvalidInput, match=TOLD.get(name, "不是可识别的表。看到的表头：.+")):
        read_table(MESSY / name)
    assert time.monotonic() - began < 15


@pytest.mark.parametrize("name", [name for name in MESSY_FILES if name not in TOLD])
def test_that_a_messy_file_that_can_be_read_is_read_when_its_header_is_told(name):
    raw = read_table(MESSY / name, names=["whatever"])
    assert raw.header


@pytest.mark.skipif(not MESSY_FILES, reason="the real files are not on this computer")
def test_that_dates_of_real_files_are_read_in_both_date_systems():
    raw = read_table(MESSY / "calamine__date_1904.xls", header_row=1)
    assert raw.header[0] == "2021-01-01"
    assert raw.frame[0].tolist()[0] == "2021-01-02"
    strict = read_table(MESSY / "poi__sample.strict.xlsx", sheet="Sheet1", header_row=1)
    assert strict.frame[0].tolist()[:3] == ["ipsum", "dolor", "sit"]
    raw = read_table(MESSY / "sheetjs__ErrorTypes.xlsx", sheet="RawErrors", header_row=1)
    assert "#DIV/0!" in raw.frame[1].tolist()


def test_that_cells_become_text_without_loss(tmp_path):
    path = tmp_path / "cells.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(
            0, 0, [*HEADER, "到达时间", "亮码时间", "是否紧急", "检查结果", "检查编号", "任务编号"]
        )
        sheet.write_row(1, 0, ["市应急局", "00123"])
        sheet.write_datetime(1, 2, datetime(2026, 1, 5), day)
        sheet.write_number(1, 3, 2)
        sheet.write_datetime(1, 4, datetime(2026, 1, 5, 9, 30), day)
        sheet.write_datetime(1, 5, clock(9, 28), book.add_format({"num_format": "hh:mm"}))
        sheet.write_boolean(1, 6, True)
        sheet.write_formula(1, 7, "=1/0", None, "#DIV/0!")
        sheet.write_number(1, 8, 913202000000000000)
        sheet.write_number(1, 9, 320200000001234)
    assert read_table(path).frame.iloc[0].tolist() == [
        "市应急局", "00123", "2026-01-05", "2", "2026-01-05 09:30:00", "09:28:00", "TRUE",
        "#DIV/0!",
        "9.13202E+17", "320200000001234",
    ]  # fmt: skip


def simple_book(make_book):
    return make_book([["检查单位", "企业", "检查日期"], ["市应急局", "一厂", "2026-07-01"]])


def test_that_a_child_that_works_too_long_is_ended(make_book, monkeypatch):
    monkeypatch.setattr(workbook, "SECONDS", 0.01)
    path = simple_book(make_book)
    slow = path.with_name("slow.py")
    slow.write_text("while True: pass", encoding="utf-8")
    monkeypatch.setattr(workbook, "WORKER", slow)
    with pytest.raises(InvalidInput, match="秒内没有读完"):
        read_table(path)


def test_that_a_child_that_had_to_wait_for_its_turn_is_not_ended(make_book, monkeypatch):
    path = simple_book(make_book)
    late = path.with_name("late.py")
    late.write_text(
        "import runpy, time; time.sleep(1.5)\n"
        f"runpy.run_path({str(workbook.WORKER)!r}, run_name='__main__')\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(workbook, "WORKER", late)
    monkeypatch.setattr(workbook, "SECONDS", 1.0)
    assert read_table(path).frame.iloc[0].tolist() == ["市应急局", "一厂", "2026-07-01"]


def test_that_rows_come_whole_in_chunks_and_with_any_character(make_book):
    odd = {3: "甲\x1f乙", 4500: "\x1f", 4501: "一\n二"}
    rows = [
        {"检查单位": "市应急局", "企业": odd.get(number, f"企业{number}"), "检查日期": "2026-07-01"}
        for number in range(4600)
    ]
    table = read_table(make_book([list(rows[0]), *(list(row.values()) for row in rows)]))
    place = table.header.index("企业")
    assert table.frame[place].tolist() == [row["企业"] for row in rows]
    assert table.row_numbers.tolist() == list(range(2, 4602))


def test_that_head_lines_blank_lines_and_notes_are_left_out(make_book):
    rows = [["2026年检查记录"], ["填报单位：市应急局"], [], [None, *HEADER], [], [None, *ROW],
            [None, "市应急局", "乙厂", "2026-01-06", 3], [], ["填表人：张三", "审核人：李四"],
            ["注：本表一式两份"]]  # fmt: skip
    raw = read_table(make_book(rows))
    assert raw.header == tuple(HEADER)
    assert raw.header_row == 4
    assert raw.row_numbers.tolist() == [6, 7]
    assert len(raw.notes) == 2
    assert raw.places == (1, 2, 3, 4)


def test_that_a_row_with_one_cell_is_data_unless_it_is_a_note(make_book):
    raw = read_table(make_book([HEADER, ROW, ["市应急局"]]))
    assert raw.rows == 2


def test_that_rows_with_a_serial_number_alone_are_blank(make_book):
    rows = [["序号", *HEADER], [1, *ROW], [2], [3]]
    assert read_table(make_book(rows)).rows == 1


def test_that_a_header_of_two_lines_is_joined(make_book):
    rows = [["检查单位", "企业信息", None, "检查日期"], [None, "企业名称", "信用代码", None],
            ["市应急局", "甲厂", "X1", "2026-01-05"]]  # fmt: skip
    plain = read_table(make_book(rows))
    assert plain.header == ("检查单位", "企业名称", "信用代码", "检查日期")
    spans = [(0, 0, 1, 0, "检查单位"), (0, 1, 0, 2, "企业信息"), (0, 3, 1, 3, "检查日期")]
    merged = read_table(make_book(rows, spans, name="merged.xlsx"))
    assert merged.header == plain.header
    assert merged.row_numbers.tolist() == [3]


def test_that_cells_merged_downwards_hold_for_each_row(make_book):
    rows = [HEADER, ROW, [None, "乙厂", "2026-01-06", 1], ["市公安局", "丙厂", "2026-01-07", 1]]
    raw = read_table(make_book(rows, [(1, 0, 2, 0, "市应急局")]))
    assert raw.frame[0].tolist() == ["市应急局", "市应急局", "市公安局"]


def test_that_the_sheet_is_the_data_sheet_else_the_one_that_fits_best(make_book):
    other = [["姓名", "电话"], ["张三", "1"]]
    raw = read_table(make_book({"说明": other, "记录": [HEADER, ROW]}))
    assert raw.sheet == "记录"
    both = {"记录": [[*HEADER, "检查结果"], ROW], "数据": [HEADER, ROW]}
    assert read_table(make_book(both, name="b.xlsx")).sheet == "数据"
    assert read_table(make_book(both, name="c.xlsx"), sheet="记录").sheet == "记录"
    with pytest.raises(InvalidInput, match="没有工作表“其他”。已有：记录、数据"):
        read_table(make_book(both, name="d.xlsx"), sheet="其他")


def test_that_a_repeated_header_between_pages_is_left_out(make_book):
    raw = read_table(make_book([HEADER, ROW, HEADER, ROW]))
    assert raw.row_numbers.tolist() == [2, 4]


def test_that_a_workbook_without_any_known_header_lists_what_it_saw(make_book):
    with pytest.raises(InvalidInput, match="不是可识别的表。看到的表头：姓名、年龄"):
        read_table(make_book([["姓名", "年龄"], ["张三", 30]]))


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts:
            book.writestr(name, content)
    return stream.getvalue()


def good_book() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
    return stream.getvalue()


def rebuilt(change: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good_book())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    return zipped(list((parts | change).items()))


def flipped() -> bytes:
    """Change a stored text without its checksum: a reader that does not look reads 市公安局."""
    with zipfile.ZipFile(io.BytesIO(good_book())) as book:
        parts = [(name, book.read(name)) for name in book.namelist()]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as book:
        for name, content in parts:
            book.writestr(name, content)
    return stream.getvalue().replace("市应急局".encode(), "市公安局".encode())


def stretched(dimension: str, row: str) -> bytes:
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        f'2006/main"><dimension ref="{dimension}"/><sheetData>{row}</sheetData></worksheet>'
    )
    return rebuilt({"xl/worksheets/sheet1.xml": sheet.encode()})


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le")
)
HOSTILE = {
    "empty": (b"", "空文件"),
    "text": ("检查单位,企业名称\n市应急局,甲厂\n".encode("gb18030"), "文本文件（CSV）"),
    "html": (b"<html><table><tr><td>x</td></tr></table></html>", "HTML"),
    "html with blank lines": (b"\xef\xbb\xbf\r\n\r\n<!DOCTYPE HTML><html></html>", "HTML"),
    "xml spreadsheet": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "XML 电子表格",
    ),
    "pdf": (b"%PDF-1.7\n...", "PDF"),
    "word": (zipped([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]), "Word"),
    "archive": (zipped([("a.txt", b"x")]), "不是电子表格"),
    "truncated": (good_book()[:-300], "已损坏"),
    "cut in half": (good_book()[:1500], "已损坏"),
    "PK garbage": (b"PK\x03\x04" + b"\x99" * 500, "已损坏"),
    "OLE garbage": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x07" * 5000, "已损坏|结构异常"),
    "encrypted": (ENCRYPTED, "加密"),
    "wrong checksum": (flipped(), "校验和"),
    "DTD": (rebuilt({"xl/worksheets/sheet1.xml": DTD}), "DTD"),
    "DTD in UTF-16": (rebuilt({"xl/sharedStrings.xml": DTD.decode().encode("utf-16")}), "DTD"),
    "path": (rebuilt({"../../etc/passwd.xml": b"<x/>"}), "路径越界"),
    "bomb": (rebuilt({"xl/media/x.bin": b"0" * (30 << 20)}), "压缩炸弹"),
    "no workbook": (zipped([("xl/other.xml", b"<x/>")]), "已损坏|结构异常"),
    "unclosed": (rebuilt({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}), "."),
    "dimension lie": (stretched("A1:XFD1048576", '<row r="1"><c r="A1"><v>1</v></c></row>'), "."),
    "far row": (
        stretched("A1:A2", '<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'), "."
    ),
    "far column": (stretched("A1:A2", '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "."),
    "wide": (
        stretched("A1", '<row r="1"><c r="A1"><v>1</v></c><c r="XFA1"><v>1</v></c></row>'), "256 列"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_that_a_hostile_workbook_is_named_for_what_it_is(tmp_path, name):
    content, named = HOSTILE[name]
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    began = time.monotonic()
    with pytest.raises(InvalidInput, match=named) as told:
        read_table(path)
    assert "book.xlsx" in told.value.message
    assert time.monotonic() - began < 25


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_that_a_workbook_with_two_parts_of_one_name_is_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(good_book())
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    with pytest.raises(InvalidInput, match="重名部件"):
        read_table(path)


def test_that_a_part_whose_size_is_a_lie_is_refused(tmp_path):
    content = bytearray(good_book())
    central = content.rindex(b"PK\x01\x02")
    size = struct.unpack_from("<I", content, central + 24)[0]
    struct.pack_into("<I", content, central + 24, size // 2)
    path = tmp_path / "book.xlsx"
    path.write_bytes(bytes(content))
    with pytest.raises(InvalidInput, match="已损坏"):
        read_table(path)


@pytest.mark.parametrize("seed", range(40))
def test_that_any_damaged_byte_gives_the_table_or_a_sentence(tmp_path, seed):
    content = bytearray(good_book())
    place = zlib.crc32(str(seed).encode()) % len(content)
    content[place] ^= 1 + seed
    path = tmp_path / "book.xlsx"
    path.write_bytes(bytes(content))
    try:
        raw = read_table(path)
    except InvalidInput as told:
        assert told.message
    else:
        assert raw.frame.iloc[0].tolist() == [str(cell) for cell in ROW]


def test_that_1904_dates_are_known(make_book):
    rows = [HEADER, ["市应急局", "甲厂", (date(2026, 1, 5) - date(1904, 1, 1)).days, 1]]
    raw = read_table(make_book(rows, date1904=True))
    assert raw.date1904


LABELS = ["检查单位", "企业", "检查日期", "检查编号", "来源", "执法人员数"]


def people_book(path, rows, merged=()):
    """Write a sheet as people do, with merged cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for span in merged:
        book.active.merge_cells(span)
    book.save(path)
    return path


def a_row(number):
    return ["市应急局", "E1", "2026-03-05", f"N{number}", "计划内", 2]


def test_that_remarks_and_subtotals_between_rows_are_no_data(tmp_path):
    path = people_book(
        tmp_path / "表.xlsx",
        [
            LABELS, a_row(1), ["注：以下为江阴市"], a_row(2), ["小 计", None, None, None, None, 4],
            a_row(3), ["总  计", "5户"], ["填表人：张三", None, "审核人：李四"],
        ],
    )  # fmt: skip
    raw, _ = open_table(path)
    assert raw.row_numbers.tolist() == [2, 4, 6]
    assert any("第 3、5 行" in note for note in raw.notes)
    assert sum("表下说明" in note for note in raw.notes) == 2


def test_that_a_row_that_only_begins_like_a_remark_stays(tmp_path):
    full = ["合计", "E1", "2026-03-05", "N2", "计划内", 2]
    raw, _ = open_table(people_book(tmp_path / "表.xlsx", [LABELS, full, a_row(3)]))
    assert raw.row_numbers.tolist() == [2, 3]


def test_that_two_lines_of_a_header_tell_a_name_together(tmp_path):
    raw, kind = open_table(
        people_book(
            tmp_path / "表.xlsx",
            [
                ["检查单位", "企业", "检查", None, "来源", "执法人员数"],
                [None, None, "日期", "编号", None, None],
                a_row(1),
            ],
            ["A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"],
        )
    )
    assert (kind.name, list(raw.header)) == ("visits", LABELS)
