"""What a file really is, and whether it is safe to open, before any parser sees it."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from data.rows.errors import InvalidInput

MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
RATIO_FLOOR = 10 * 1024 * 1024
MAX_PARTS = 10_000
BLOCK = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)|<\x00!\x00(D\x00O\x00C\x00|E\x00N\x00T\x00)", re.I)
DATE_1904 = re.compile(rb"date1904\s*=\s*[\"'](1|true)[\"']", re.I)


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook that may be opened."""

    packed: bool
    date1904: bool


def refuse(file: str, what: str, advice: str) -> InvalidInput:
    """Return the error for a file that cannot be taken: what it is and what to do."""
    sentence = f"文件“{file}”{what}，没有导入任何内容。{advice}"
    return InvalidInput(sentence, cause=what, advice=advice)


def damaged(file: str, detail: str = "") -> InvalidInput:
    """Return the error for a broken workbook."""
    more = f"（{detail}）" if detail else ""
    advice = "请用 Excel 或 WPS 打开后另存为 .xlsx，再重新导入。"
    return refuse(file, f"已损坏或不完整{more}", advice)


def encrypted(file: str) -> InvalidInput:
    """Return the error for a workbook that needs a password."""
    return refuse(file, "是加密的工作簿，需要密码才能打开", "请取消打开密码后另存，再重新导入。")


def looks_like_workbook(content: bytes) -> bool:
    """Return whether the bytes begin as a workbook does, whatever the file's name says."""
    return content[:4] == b"PK\x03\x04" or content[:8] == OLE


def check_workbook(file: str, content: bytes) -> Checked:
    """Return what is needed to open the workbook, or say why it is not opened."""
    if not content:
        raise refuse(file, "是空文件", "请确认文件已完整保存或传输。")
    if content[:8] == OLE:
        if ENCRYPTED_PACKAGE in content:
            raise encrypted(file)
        return Checked(packed=False, date1904=False)
    if content[:2] == b"PK":
        return _check_zip(file, content)
    raise _named(file, content)


def _named(file: str, content: bytes) -> InvalidInput:
    """Name a file that is no workbook for what it is."""
    head = content[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    save = "请用 Excel 或 WPS 打开后另存为 .xlsx，再重新导入。"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return refuse(file, "实际是 XML 电子表格（2003），不是工作簿", save)
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body")):
        return refuse(file, "实际是 HTML 网页，不是工作簿", save)
    if head.startswith(b"<"):
        return refuse(file, "实际是 XML 文本，不是工作簿", save)
    if head.startswith(b"%pdf"):
        return refuse(file, "实际是 PDF 文档，不是工作簿", "请索取原始电子表格。")
    if content[:4] in OLD_EXCEL:
        return refuse(file, "是 Excel 4.0 或更早的旧格式，无法读取", save)
    if content[:2] == b"\x1f\x8b":
        return refuse(file, "实际是 gzip 压缩文件", "如果内容是 CSV，请把扩展名改为 .csv.gz。")
    if content[:4] == b"Rar!" or content[:6] == b"7z\xbc\xaf\x27\x1c":
        return refuse(file, "实际是压缩包，不是工作簿", "请先解压缩。")
    if _is_text(content[:4096]):
        return refuse(
            file, "实际是文本文件（CSV），不是工作簿", "请把扩展名改为 .csv，或另存为 .xlsx。"
        )
    return refuse(file, "不是电子表格，内容无法识别", "请确认选对了文件，并另存为 .xlsx。")


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


def _check_zip(file: str, content: bytes) -> Checked:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = book.infolist()
            _check_names(file, parts)
            _check_sizes(file, parts)
            is_ods = _check_content(file, book)
            date1904 = any([_check_part(file, book, part) for part in parts])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as exc:
        raise damaged(file, "压缩结构或校验和不符") from exc
    except (ValueError, KeyError, OverflowError, RuntimeError) as exc:
        raise damaged(file) from exc
    return Checked(packed=not is_ods, date1904=date1904)


def _check_names(file: str, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise refuse(file, f"内部有 {len(parts)} 个部件，结构异常", "请重新另存后再导入。")
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if part.flag_bits & 1:
            raise encrypted(file)
        if name.lower() in seen:
            raise refuse(file, f"内部有重名部件（{name[:60]}），结构异常", "请重新另存后再导入。")
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
            raise refuse(file, "内部路径越界，可能是恶意文件", "请向报送单位核实来源。")
        seen.add(name.lower())


def _check_sizes(file: str, parts: list[zipfile.ZipInfo]) -> None:
    advice = "请向报送单位核实来源，或拆分后再导入。"
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise refuse(file, "解压后超过 300 MB", advice)
    for part in parts:
        bomb = part.file_size > MAX_RATIO * max(part.compress_size, 1)
        if bomb and part.file_size > RATIO_FLOOR:
            raise refuse(file, "压缩比异常（超过 200 倍），可能是压缩炸弹", advice)


def _check_content(file: str, book: zipfile.ZipFile) -> bool:
    """Return whether it is an .ods; refuse archives that are no spreadsheet."""
    names = set(book.namelist())
    if any(name.startswith("xl/") for name in names):
        return False
    if "content.xml" in names and "mimetype" in names:
        if "spreadsheet" not in book.read("mimetype")[:200].decode("ascii", "replace"):
            raise refuse(file, "是 OpenDocument 文档，但不是电子表格", "请另存为 .xlsx。")
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in book.read(manifest):
            raise encrypted(file)
        return True
    if any(name.startswith("word/") for name in names):
        raise refuse(file, "实际是 Word 文档，不是工作簿", "请把其中的表格复制到 Excel 后另存。")
    if any(name.startswith("ppt/") for name in names):
        raise refuse(file, "实际是演示文稿，不是工作簿", "请索取原始电子表格。")
    raise refuse(file, "是压缩包，但里面不是电子表格", "请先解压缩，再导入其中的表格。")


def _check_part(file: str, book: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Read a part to its end, which proves its checksum; return whether it asks for 1904 dates."""
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    read = 0
    is_1904 = False
    with book.open(part) as stream:
        while block := stream.read(BLOCK):
            read += len(block)
            if is_xml and DTD.search(tail + block):
                raise refuse(
                    file, "内部含有 DTD 或实体定义，可能是恶意文件", "请重新另存后再导入。"
                )
            if part.filename.lower() == "xl/workbook.xml":
                is_1904 = is_1904 or bool(DATE_1904.search(tail + block))
            tail = block[-32:]
    if read != part.file_size:
        raise damaged(file, "部件长度不符")
    return is_1904
