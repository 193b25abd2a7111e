"""Files that are no workbook, named for what they are."""

from __future__ import annotations

import codecs
import re

from data.rows.errors import InvalidInput

RESAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx，再重新导入。"
UNPACK = "请先解压缩，再导入其中的表格。"
TEXT_HEADS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body", b"<style", b"<script",
      b"<tr", b"<div"), "实际是 HTML 网页，不是工作簿"),
    ((b"mime-version:",), "实际是单个文件网页（MHTML），不是工作簿"),
    ((b"<office:document", ), "是单个 XML 的 OpenDocument 表格（.fods），无法读取"),
    ((b"<",), "实际是 XML 文本，不是工作簿"),
    ((b"{\\rtf",), "实际是 RTF 文档，不是工作簿"),
    ((b"id;p",), "实际是 SYLK 文本表格，不是工作簿"),
    ((b"table\n0,1", b"table\r\n0,1"), "实际是 DIF 文本表格，不是工作簿"),
)  # fmt: skip
"""How texts begin, the special before the general."""
FIRST_BYTES: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    ((b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x00\x06\x00",
      b"\x09\x00\x08\x00", b"\x09\x02\x08\x00", b"\x09\x04\x08\x00"),
     "是 Excel 4.0 或更早的旧格式，无法读取", RESAVE),
    ((b"\x09\x08\x08\x00", b"\x09\x08\x10\x00"), "是没有外壳的旧格式工作簿，无法读取", RESAVE),
    ((b"\x1f\x8b",), "实际是 gzip 压缩文件", "如果内容是 CSV，请把扩展名改为 .csv.gz。"),
    ((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ"), "实际是压缩包，不是工作簿", UNPACK),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*"),
     "实际是图片，不是工作簿", "请索取原始电子表格。"),
    ((b"MZ",), "实际是程序文件，不是工作簿", "请不要打开，并向报送单位核实来源。"),
    ((b"\x7fELF",), "实际是程序文件，不是工作簿", "请不要打开，并向报送单位核实来源。"),
    ((b"SQLite format 3",), "实际是数据库文件，不是工作簿", "请索取导出的电子表格。"),
    ((b"\x00\x01\x00\x00Standard",), "实际是 Access 数据库，不是工作簿", "请索取导出的电子表格。"),
    ((b"\x00\x00\x02\x00", b"\x00\x00\x1a\x00"),
     "是 Lotus 1-2-3 或 Quattro 表格，无法读取", RESAVE),
)  # fmt: skip
"""How other files begin, what they are, what to do."""


def refuse(file: str, what: str, advice: str) -> InvalidInput:
    """Return the error for a file that cannot be taken: what it is and what to do."""
    sentence = f"文件“{file}”{what}，没有导入任何内容。{advice}"
    return InvalidInput(sentence, cause=what, advice=advice)


def named(file: str, content: bytes) -> InvalidInput:
    """Name a file that is no workbook for what it is."""
    head = _as_utf8(content[:4096]).removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return refuse(file, "实际是 XML 电子表格（2003），不是工作簿", RESAVE)
    if b"<html" in head and head.startswith(b"<"):
        return refuse(file, TEXT_HEADS[0][1], RESAVE)
    if b"<office:document" in head:
        return refuse(file, TEXT_HEADS[2][1], RESAVE)
    for starts, what in TEXT_HEADS:
        if head.startswith(starts):
            return refuse(file, what, RESAVE)
    if head.startswith(b"%pdf"):
        return refuse(file, "实际是 PDF 文档，不是工作簿", "请索取原始电子表格。")
    if _is_text(content[:4096]) or _is_text(head):
        return refuse(
            file, "实际是文本文件（CSV），不是工作簿", "请把扩展名改为 .csv，或另存为 .xlsx。"
        )
    for starts, what, advice in FIRST_BYTES:
        if content.startswith(starts):
            return refuse(file, what, advice)
    if not content.strip(b"\x00"):
        return refuse(file, "的内容全是空字节，没有保存完整", "请重新传输或另存后再导入。")
    return refuse(file, "不是电子表格，内容无法识别", "请确认选对了文件，并另存为 .xlsx。")


def _as_utf8(head: bytes) -> bytes:
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return head.decode("utf-16", "replace").encode("utf-8", "replace")
    return head


def _is_text(head: bytes) -> bool:
    if b"\x00" in head or not (b"," in head or b"\t" in head or b";" in head or b"\n" in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return not re.search(rb"[\x01-\x08\x0e-\x1f]", head)
    return False
