"""Two hundred files nobody should trip over: made from good ones, each broken in its own way.

A file is its name, its bytes and what the answer must say; without that, either a sentence or the
very table of the good file is right.
"""

from __future__ import annotations

import codecs
import gzip
import io
import random
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

import xlsxwriter

from tests.intake.old_formats import compound, ods, record, xls, xls_stream, xlsb, zipped

HEADER = ["检查单位", "企业名称", "检查日期", "执法人员数"]
ROWS = [["市应急局", f"第{number}厂", "2026-01-05", number] for number in range(1, 31)]
TEXT = "\n".join(",".join(map(str, row)) for row in [HEADER, *ROWS]) + "\n"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, BOOK, STRINGS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
DAMAGED = "已损坏|结构异常|没有可读取"


class Malformed(NamedTuple):
    """A file to be tried and what its answer says."""

    name: str
    content: bytes
    told: str | None = None


def good_xlsx() -> bytes:
    """Return the workbook the others are made from."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def with_sheet(body: str, more: str = "", dimension: str = "A1:D31") -> bytes:
    """Return the workbook with another sheet in it."""
    sheet = (
        f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
        f"<sheetData>{body}</sheetData>{more}</worksheet>"
    )
    return zipped(parts_of(good_xlsx()) | {SHEET: sheet.encode()})


def all_files() -> list[Malformed]:
    """Return every malformed file: 62 .xlsx, 60 .csv, 22 .xls, 42 other, 20 PDF."""
    return [*xlsx_files(), *csv_files(), *xls_files(), *other_files(), *pdf_files()]


def xlsx_files() -> Iterator[Malformed]:
    """Yield workbooks of today."""
    content = good_xlsx()
    parts = parts_of(content)
    for share in (1, 2, 5, 10, 25, 50, 75, 90, 97, 99):
        yield Malformed(f"cut-{share}.xlsx", content[: len(content) * share // 100], "损坏")
    yield from _flipped(content)
    for name in (SHEET, BOOK, STRINGS, "xl/_rels/workbook.xml.rels", "[Content_Types].xml",
                 "xl/styles.xml"):  # fmt: skip
        left = {key: value for key, value in parts.items() if key != name}
        yield Malformed(f"without-{name.rpartition('/')[2]}.xlsx", zipped(left))
        half = parts | {name: parts[name][: len(parts[name]) // 2]}
        yield Malformed(f"half-{name.rpartition('/')[2]}.xlsx", zipped(half))
    bomb = b"<!DOCTYPE x [" + b"".join(
        b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 12)
    ) + b"]><worksheet>&a11;</worksheet>"  # fmt: skip
    leak = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>'
    yield Malformed("laughs.xlsx", zipped(parts | {SHEET: bomb}), "DTD")
    yield Malformed("leak.xlsx", zipped(parts | {STRINGS: leak}), "DTD")
    wide_leak = leak.decode().encode("utf-16")
    yield Malformed("leak-16.xlsx", zipped(parts | {STRINGS: wide_leak}), "DTD")
    yield Malformed("bomb.xlsx", zipped(parts | {"xl/media/a.bin": bytes(40 << 20)}), "压缩炸弹")
    yield Malformed("path.xlsx", zipped(parts | {"xl/../../evil.xml": b"<x/>"}), "越界")
    yield Malformed("root.xlsx", zipped(parts | {"/etc/cron.d/evil": b"x"}), "越界")
    yield Malformed("drive.xlsx", zipped(parts | {"C:\\evil.dll": b"x"}), "越界")
    yield Malformed("twice.xlsx", zipped(parts | {SHEET.upper(): b"<worksheet/>"}), "重名")
    many = {f"xl/a{number}.xml": b"" for number in range(10_001)}
    yield Malformed("many.xlsx", zipped(parts | many), "部件")
    yield Malformed("crypt.xlsx", _flagged(content), "加密")
    yield from _odd_sheets()


def _flipped(content: bytes) -> Iterator[Malformed]:
    """Change one byte inside the packed content of a part, ten times."""
    chance = random.Random(3)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        part = book.getinfo(SHEET)
    start = part.header_offset + 30 + len(part.filename)
    for number in range(10):
        broken = bytearray(content)
        broken[start + chance.randrange(part.compress_size)] ^= chance.randrange(1, 256)
        yield Malformed(f"flip-{number}.xlsx", bytes(broken), "损坏")


def _flagged(content: bytes) -> bytes:
    """Mark every part as encrypted."""
    broken = bytearray(content)
    for sign, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for found in re.finditer(re.escape(sign), content):
            broken[found.start() + place] |= 1
    return bytes(broken)


def _odd_sheets() -> Iterator[Malformed]:
    one = '<c r="A1"><v>1</v></c>'
    bodies: dict[str, tuple[str, str | None]] = {
        "far-row": ('<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>', None),
        "farther-row": ('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>', None),
        "far-column": ('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>', None),
        "no-row-number": ('<row r="x">' + one + "</row>", None),
        "empty-reference": ('<row r="1"><c r=""><v>1</v></c></row>', None),
        "negative-text": ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "损坏"),
        "text-out-of-range": ('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>', DAMAGED),
        "text-number": ('<row r="1"><c r="A1" t="s"><v>abc</v></c></row>', DAMAGED),
        "wide": (f'<row r="1">{one}<c r="XFA1"><v>1</v></c></row>', "256 列"),
        "unknown-type": ('<row r="1"><c r="A1" t="zzz"><v>1</v></c></row>', None),
        "nested": ("<row><c>" * 20_000 + "</c></row>" * 20_000, None),
        "unclosed": ('<row r="1">' + one, None),
        "crossed": ("<row><c></row></c>", None),
        "bad-character": ('<row r="1"><c r="A1"><v>&#x0;</v></c></row>', None),
        "bad-entity": ('<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>', None),
        "no-cells": ("", "都是空的"),
    }
    for name, (body, told) in bodies.items():
        yield Malformed(f"{name}.xlsx", with_sheet(body), told)
    lie = with_sheet(f'<row r="1">{one}</row>', dimension="A1:XFD1048576")
    yield Malformed("dimension.xlsx", lie)
    corners = f'<row r="1">{one}</row><row r="1048576"><c r="IV1048576"><v>1</v></c></row>'
    yield Malformed("corners.xlsx", with_sheet(corners), "超出内存")
    merges = '<mergeCells count="1"><mergeCell ref="junk"/></mergeCells>'
    yield Malformed("merge.xlsx", with_sheet(f'<row r="1">{one}</row>', merges), DAMAGED)
    strings = f'<sst xmlns="{MAIN}" count="1" uniqueCount="4294967295"><si><t>x</t></si></sst>'
    parts = parts_of(good_xlsx())
    yield Malformed("unique.xlsx", zipped(parts | {STRINGS: strings.encode()}), DAMAGED)
    broken = parts[STRINGS].replace("市应急局".encode(), b"\xe5\xb8\xff\xfe")
    yield Malformed("utf8.xlsx", zipped(parts | {STRINGS: broken}), None)


def csv_files() -> Iterator[Malformed]:
    """Yield texts."""
    line = TEXT.index("第3厂")
    broken_quote = TEXT[:line] + '"' + TEXT[line:]
    for encoding in ("utf-8", "gb18030", "utf-16"):
        yield Malformed(f"quote-{encoding}.csv", broken_quote.encode(encoding), None)
        data = TEXT.encode(encoding)
        nul = "甲\x00,乙\n".encode(encoding)[-14:]
        yield Malformed(f"nul-{encoding}.csv", data + nul, "空字符|编码")
    for number in range(10):
        data = TEXT.encode()
        at = 40 + number * 37
        yield Malformed(f"broken-{number}.csv", data[:at] + b"\xff\xfe" + data[at:], "UTF-8 文本")
    for number in range(8):
        data = bytes(random.Random(number).randbytes(4000))
        yield Malformed(f"noise-{number}.csv", data)
    for number in range(8):
        data = TEXT.encode() + random.Random(number).randbytes(200)
        yield Malformed(f"tail-{number}.csv", data)
    head = ",".join(HEADER) + "\n"
    yield from (
        Malformed("empty.csv", b"", "空文件"),
        Malformed("blank.csv", b" \r\n\r\n\t\n", "空文件"),
        Malformed("mark.csv", codecs.BOM_UTF8, "空文件"),
        Malformed("mark-16.csv", codecs.BOM_UTF16_LE, "空文件"),
        Malformed("half-mark.csv", b"\xff", "编码无法识别"),
        Malformed("odd-16.csv", TEXT.encode("utf-16")[:-1], "编码 utf-16"),
        Malformed("zeros.csv", bytes(5000), "NUL|UTF"),
        Malformed("long.csv", (head + "x" * (10 << 20) + "\n").encode(), "第 2 行长达"),
        Malformed("long-quote.csv", (head + '"' + "x\n" * (1 << 20)).encode(), "引号"),
        Malformed("wide.csv", ("a," * 5000 + "\n").encode() * 3, "5001 列"),
        Malformed("head-only.csv", b"a,b,c\n", "不是可识别的表"),
        Malformed("numbers.csv", b"1,2,3\n4,5,6\n", "不是可识别的表"),
        Malformed("prose.csv", "这是一封信，没有表格。\n再见。\n".encode(), "不是可识别的表"),
        Malformed("html.csv", b"<html><table><tr><td>x</td></tr></table></html>", "不是可识别的表"),
        Malformed("json.csv", b'[{"a": 1}, {"a": 2}]', "不是可识别的表"),
        Malformed("workbook.csv", good_xlsx(), "Excel 工作簿"),
        Malformed("old-workbook.csv", xls([HEADER]), "Excel 工作簿"),
        Malformed("not-packed.csv.gz", TEXT.encode(), "gzip"),
        Malformed("cut.csv.gz", gzip.compress(TEXT.encode())[:-12], "gzip"),
        Malformed("bad.csv.gz", b"\x1f\x8b\x08" + bytes(50), "gzip"),
        Malformed("sum.csv.gz", _wrong_sum(), "gzip"),
        Malformed("bomb.csv.gz", gzip.compress(bytes(64 << 20)), "压缩炸弹"),
        Malformed("empty.csv.gz", gzip.compress(b""), "空文件"),
        Malformed("inner.csv.gz", gzip.compress(gzip.compress(TEXT.encode())), None),
        Malformed("book.csv.gz", gzip.compress(good_xlsx()), "Excel 工作簿"),
        Malformed("returns.csv", TEXT.replace("\n", "\r\r\n").encode(), None),
        Malformed("control.csv", ("\x01\x02" * 40 + "\n").encode() * 9, "不是可识别的表"),
        Malformed("surrogate.csv", TEXT.encode("utf-8") + b"\xed\xa0\x80,x,y,z\n", "UTF-8 文本"),
    )  # fmt: skip


def _wrong_sum() -> bytes:
    packed = bytearray(gzip.compress(TEXT.encode()))
    packed[-8] ^= 1
    return bytes(packed)


def xls_files() -> Iterator[Malformed]:
    """Yield old workbooks."""
    rows = [HEADER, *ROWS]
    content = xls(rows)
    for share in (1, 5, 20, 50, 80, 95):
        yield Malformed(f"cut-{share}.xls", content[: len(content) * share // 100], None)
    yield Malformed("header.xls", content[:512], "损坏")
    yield from (
        Malformed("garbage.xls", content[:8] + bytes(range(256)) * 40, "损坏"),
        Malformed("loop.xls", _table(content, lambda table: [*table[:3], 0, *table[4:]]), "成环"),
        Malformed("out.xls", _table(content, lambda table: [99_999, *table[1:]]), "断开"),
        Malformed("short.xls", _table(content, lambda table: [0xFFFFFFFE, *table[1:]]), "截断"),
        Malformed("difat.xls", _patched(content, 68, "<II", 5, 0xFFFFFFFF), None),
        Malformed("tables.xls", _patched(content, 76, "<I", 0x00FFFFFF), "损坏"),
        Malformed("shift.xls", _patched(content, 30, "<H", 31), "损坏"),
        Malformed("directory.xls", _patched(content, 48, "<I", 0x7FFFFFFF), "损坏"),
        Malformed("password.xls", xls(rows, more=record(0x002F, bytes(6))), "加密"),
        Malformed("package.xls", compound({"EncryptedPackage": b"x"}), "加密"),
        Malformed("word.xls", compound({"WordDocument": b"x"}), "Word"),
        Malformed("mail.xls", compound({"__properties_version1.0": b"x"}), "邮件"),
        Malformed("nothing.xls", compound({"Nothing": b"x"}), "不是电子表格"),
        Malformed("zeros.xls", compound({"Workbook": bytes(5000)}), "损坏"),
        Malformed("records.xls", compound({"Workbook": xls_stream({"S": rows})[:300]}), None),
        Malformed("excel4.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(50), "旧格式"),
        Malformed("excel2.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(50), "旧格式"),
    )


def _table(content: bytes, change: object) -> bytes:
    """Change the table of sectors, which is one sector here."""
    place = struct.unpack_from("<I", content, 76)[0]
    at = 512 * (place + 1)
    table = list(struct.unpack_from("<128I", content, at))
    changed = change(table)  # type: ignore[operator]
    return content[:at] + struct.pack("<128I", *changed) + content[at + 512 :]


def _patched(content: bytes, at: int, form: str, *numbers: int) -> bytes:
    changed = bytearray(content)
    struct.pack_into(form, changed, at, *numbers)
    return bytes(changed)


def other_files() -> Iterator[Malformed]:
    """Yield archives, other office formats and files that only call themselves a workbook."""
    table = b"<table><tr><td>x</td></tr></table>"
    sheet = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
    sheet += b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
    named = {
        "page.xls": (b"<html><body>" + table + b"</body></html>", "HTML"),
        "table.xls": (b"\xef\xbb\xbf\r\n" + table, "HTML"),
        "page-16.xls": ("<html>" + table.decode()).encode("utf-16"),
        "old-page.xls": (b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "HTML"),
        "archive.xls": (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "MHTML"),
        "sheet.xls": (sheet, "XML 电子表格"),
        "sheet.xlsx": (b"\xef\xbb\xbf" + sheet, "XML 电子表格"),
        "text.xlsx": (TEXT.encode(), "文本文件（CSV）"),
        "text-gb.xls": (TEXT.encode("gb18030"), "文本文件（CSV）"),
        "tabs.xls": (TEXT.replace(",", "\t").encode("utf-16"), "文本文件（CSV）"),
        "flat.ods": (b'<?xml version="1.0"?><office:document xmlns:office="x"/>', "fods"),
        "sylk.xls": (b"ID;PWXL;N;E\nC;Y1;X1;K1\nE\n", "SYLK"),
        "dif.xls": (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "DIF"),
        "letter.xls": (b"{\\rtf1\\ansi x}", "RTF"),
        "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
        "photo.xlsx": (b"\xff\xd8\xff\xe0" + bytes(100), "图片"),
        "program.xls": (b"MZ\x90\x00" + bytes(200), "程序"),
        "rar.xlsx": (b"Rar!\x1a\x07\x00" + bytes(20), "压缩包"),
        "seven.xlsx": (b"7z\xbc\xaf\x27\x1c" + bytes(20), "压缩包"),
        "packed.xlsx": (gzip.compress(b"x"), "gzip"),
        "lotus.xls": (b"\x00\x00\x02\x00\x06\x04" + bytes(60), "Lotus"),
        "base.xlsx": (b"SQLite format 3\x00" + bytes(90), "数据库"),
        "zeros.xlsx": (bytes(3000), "空字节"),
        "nothing.xlsx": (b"", "空文件"),
        "files.xlsx": (zipped({"a.txt": b"x"}), "压缩包"),
        "empty-archive.xlsx": (zipped({}), "压缩包|损坏"),
        "letter.xlsx": (zipped({"word/document.xml": b"<x/>"}), "Word"),
        "slides.xlsx": (zipped({"ppt/presentation.xml": b"<x/>"}), "演示文稿"),
        "apple.xlsx": (zipped({"Index/Document.iwa": b"x"}), "Numbers"),
        "letter.ods": (zipped({"mimetype": b"application/vnd.oasis.opendocument.text",
                               "content.xml": b"<x/>"}), "不是电子表格"),
        "no-content.ods": (_ods({"content.xml": None}), "压缩包|损坏"),
        "cut.ods": (_ods({"content.xml": b"<office:document-content><office:body>"}), None),
        "crypt.ods": (_ods({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "加密"),
        "sealed.ods": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                               "encrypted-package": b"x"}), "加密"),
        "entities.ods": (_ods({"content.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "DTD"),
        "repeats.ods": (_repeats(1_048_576, 1024), None),
        "rows.ods": (_repeats(99_999_999, 1), None),
        "half.xlsb": (_half(xlsb([HEADER, *ROWS])), None),
        "no-sheet.xlsb": (_xlsb_without("xl/worksheets/sheet1.bin"), None),
        "no-book.xlsb": (_xlsb_without("xl/workbook.bin"), None),
        "letter.docx": (b"x", "类型不能导入"),
        "folder.zip": (zipped({"a.csv": TEXT.encode()}), "类型不能导入"),
    }  # fmt: skip
    for name, told in named.items():
        content, sentence = told if isinstance(told, tuple) else (told, "HTML")
        yield Malformed(name, content, sentence)


def _ods(change: dict[str, bytes | None]) -> bytes:
    parts = parts_of(ods([HEADER, *ROWS])) | change
    return zipped({name: content for name, content in parts.items() if content is not None})


def _repeats(rows: int, columns: int) -> bytes:
    """Return a sheet that says of one filled cell that it stands there a thousand million times."""
    return ods(
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )


def _half(content: bytes) -> bytes:
    parts = parts_of(content)
    name = "xl/worksheets/sheet1.bin"
    return zipped(parts | {name: parts[name][: len(parts[name]) // 2]})


def _xlsb_without(name: str) -> bytes:
    parts = parts_of(xlsb([HEADER, *ROWS]))
    return zipped({key: content for key, content in parts.items() if key != name})


def pdf_files() -> Iterator[Malformed]:
    """Yield PDFs, whole and broken, under every name."""
    whole = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"
    variants = (
        whole,
        whole[:20],
        b"%PDF-1.7",
        whole.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"),
        whole + bytes(5000),
    )
    for number, content in enumerate(variants):
        yield Malformed(f"paper-{number}.pdf", content, "类型不能导入")
        for suffix in ("xlsx", "xls", "csv"):
            yield Malformed(f"paper-{number}.{suffix}", content, "PDF")
