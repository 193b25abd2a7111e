"""What a file really is, and whether it is safe to open, before any parser sees it."""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from data.intake.cells import biff
from data.intake.cells.base import BrokenFile
from data.intake.cells.compound import MAGIC as OLE
from data.intake.cells.compound import Compound
from data.intake.readers.naming import RESAVE, named, refuse
from data.intake.readers.package import Plan, arrange, recoded
from data.rows.errors import InvalidInput

__all__ = ["Checked", "check_workbook", "damaged", "encrypted", "looks_like_workbook", "refuse"]

MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
RATIO_FLOOR = 10 * 1024 * 1024
MAX_PARTS = 10_000
BLOCK = 1 << 20
TAIL = 256
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)|<\x00!\x00(D\x00O\x00C\x00|E\x00N\x00T\x00)", re.I)
PLAIN_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^<>\[]*>", re.I)
"""A document type without definitions of its own, as old office programs write it."""
DATE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](1|true)[\"']", re.I)
BAD_INDEX = re.compile(rb"<(?:\w+:)?c [^>]*\bt=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>\s*[^\d\s<]")
"""A shared text asked for by a number that is none: the library would take the first one."""
NO_FIGURE = re.compile(rb"v>\s*[^\d\s<]")
"""A value that does not begin with a figure; found fast, and without one nothing is bad."""
WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
PERCENT = re.compile(rb"%|numFmtId=[\"'](?:9|10)[\"']")
"""A format that may show numbers as percent (data/intake/cells/percents.py)."""
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
END_OF_ZIP = b"PK\x05\x06"
MANIFEST = "META-INF/manifest.xml"
OFFICE_FOLDERS = ("xl/", "_rels/", "docprops/", "customxml/", "[content_types].xml", "meta-inf/")
OTHER_STREAMS = {
    "WordDocument": "实际是 Word 文档（.doc），不是工作簿",
    "PowerPoint Document": "实际是演示文稿（.ppt），不是工作簿",
    "VisioDocument": "实际是 Visio 图，不是工作簿",
    "__properties_version1.0": "实际是邮件（.msg），不是工作簿",
    "WksSSWorkBook": "是 Works 表格，无法读取",
    "NativeContent_MAIN": "是 Lotus 或 Quattro 表格，无法读取",
    "\x09DRMContent": "是受权限管理（IRM）保护的工作簿，无法读取",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook that may be opened: its bytes, put in order where they were odd."""

    content: bytes
    date1904: bool
    may_have_extras: bool = True
    """Whether a cell may hold an error (#N/A) or be shown as percent; else nobody need look."""


def damaged(file: str, detail: str = "") -> InvalidInput:
    """Return the error for a broken workbook."""
    more = f"（{detail}）" if detail else ""
    return refuse(file, f"已损坏或不完整{more}", RESAVE)


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
        return _check_compound(file, content)
    if content[:2] == b"PK":
        return _check_zip(file, content)
    raise named(file, content)


def _check_compound(file: str, content: bytes) -> Checked:
    """Name a compound file by its streams; its workbook must be whole and without password."""
    try:
        book = Compound(content)
        if "EncryptedPackage" in book.names:
            raise encrypted(file)
        name = next((one for one in ("Workbook", "Book") if one in book.names), "")
        stream = book.stream(name) if name else None
    except (BrokenFile, struct.error) as exc:
        if ENCRYPTED_PACKAGE in content:
            raise encrypted(file) from exc
        raise damaged(file, str(exc) if isinstance(exc, BrokenFile) else "文件头不完整") from exc
    if stream is None:
        other = next((OTHER_STREAMS[one] for one in book.names if one in OTHER_STREAMS), "")
        raise refuse(file, other or "不是电子表格", "请确认选对了文件，并另存为 .xlsx。")
    if biff.version(stream) in biff.OLDER:
        raise refuse(file, "是 Excel 4.0 或更早的旧格式，无法读取", RESAVE)
    if biff.version(stream) not in (biff.BIFF5, biff.BIFF8):
        raise damaged(file, "工作簿内容不是可识别的版本")
    if biff.needs_password(stream):
        raise encrypted(file)
    return Checked(content, date1904=False)


def _check_zip(file: str, content: bytes) -> Checked:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [part for part in book.infolist() if not part.is_dir()]
            _check_names(file, parts)
            _check_sizes(file, parts)
            named_parts = {_proper(part.filename): part for part in parts}
            found = [_check_part(file, book, part) for part in parts]
            plan = _plan(file, book, named_parts)
            odd = plan.is_needed or not _is_orderly(content)
            if odd or any(part.filename != name for name, part in named_parts.items()):
                content = _repacked(book, named_parts, plan)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as exc:
        raise damaged(file, "压缩结构或校验和不符") from exc
    except (ValueError, KeyError, OverflowError, RuntimeError, struct.error) as exc:
        raise damaged(file) from exc
    is_modern = any(name.lower() == WORKBOOK for name in named_parts)
    return Checked(
        content,
        date1904=any(one.date1904 for one in found),
        may_have_extras=not is_modern or odd or any(one.has_extras for one in found),
    )


def _plan(file: str, book: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Plan:
    """Return what has to be put in order in a workbook; refuse what is none."""
    plan = arrange(parts, lambda name: book.read(parts[name]))
    if plan is None:
        _check_content(file, book, set(parts))
        return Plan()
    for name, part in parts.items():
        if name.lower().endswith((".xml", ".rels")):
            with book.open(part) as stream:
                is_wide = stream.read(2) in WIDE_MARKS
            place = plan.renamed.get(name, name)
            if is_wide and place not in plan.replaced:
                plan.replaced[place] = recoded(book.read(part)) or b""
    return plan


def _proper(name: str) -> str:
    """Return a part's name as the standard writes it."""
    return name.replace("\\", "/").lstrip("/")


def _is_orderly(content: bytes) -> bool:
    """Return whether nothing stands before, between or after what the archive lists."""
    at = len(content) - 22
    if at < 0 or content[:4] != b"PK\x03\x04" or content[at : at + 4] != END_OF_ZIP:
        return False
    size, start = struct.unpack_from("<II", content, at + 12)
    return bool(size + start == at)


def _repacked(book: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], plan: Plan) -> bytes:
    """Pack the checked parts anew, so that the next reader sees just what was checked."""
    stream = io.BytesIO()
    left = dict(plan.replaced)
    moved = set(plan.renamed.values())
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, part in parts.items():
            place = plan.renamed.get(name, name)
            if name in moved and name == place:
                continue  # Nothing points at it; the part that takes its name is the one in use.
            changed = left.pop(place, None)
            packed.writestr(zipfile.ZipInfo(place), changed or book.read(part),
                            zipfile.ZIP_DEFLATED)  # fmt: skip
        for place, content in left.items():
            packed.writestr(zipfile.ZipInfo(place), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _check_names(file: str, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise refuse(file, f"内部有 {len(parts)} 个部件，结构异常", "请重新另存后再导入。")
    seen: set[str] = set()
    for part in parts:
        name = _proper(part.filename)
        if part.flag_bits & 1:
            raise encrypted(file)
        if name.lower() in seen:
            raise refuse(file, f"内部有重名部件（{name[:60]}），结构异常", "请重新另存后再导入。")
        is_absolute = part.filename[:1] in "/\\"
        astray = is_absolute and not name.lower().startswith(OFFICE_FOLDERS)
        if astray or ".." in name.split("/") or ":" in name:
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


def _check_content(file: str, book: zipfile.ZipFile, names: set[str]) -> None:
    """Refuse archives that are no spreadsheet, or one that needs a password."""
    lower = {name.lower() for name in names}
    if any(name.startswith("xl/") for name in lower):
        raise damaged(file, "缺少工作簿部件")
    if "encrypted-package" in lower:
        raise encrypted(file)
    if "mimetype" in names and ("content.xml" in names or MANIFEST in names):
        mimetype = book.read("mimetype")[:200].decode("ascii", "replace")
        if MANIFEST in names and b"encryption-data" in book.read(MANIFEST):
            raise encrypted(file)
        if "spreadsheet" not in mimetype:
            raise refuse(file, "是 OpenDocument 文档，但不是电子表格", "请另存为 .xlsx。")
        if "content.xml" not in names:
            raise damaged(file, "缺少 content.xml")
        return
    for folder, what in (("word/", "实际是 Word 文档"), ("ppt/", "实际是演示文稿")):
        if any(name.startswith(folder) for name in lower):
            raise refuse(
                file, f"{what}，不是工作簿", "请索取原始电子表格，或把其中的表格复制到 Excel。"
            )
    if any(name.endswith(".iwa") for name in lower):
        raise refuse(file, "是苹果 Numbers 表格，无法读取", "请在 Numbers 中导出为 .xlsx。")
    raise refuse(file, "是压缩包，但里面不是电子表格", "请先解压缩，再导入其中的表格。")


@dataclass(slots=True)
class _Part:
    """What a part tells: 1904 dates, and whether a cell may be more than its value."""

    date1904: bool = False
    has_extras: bool = False


def _check_part(file: str, book: zipfile.ZipFile, part: zipfile.ZipInfo) -> _Part:
    """Read a part to its end, which proves its checksum; return what it tells."""
    name = _proper(part.filename).lower()
    is_xml = name.endswith((".xml", ".rels", ".vml"))
    is_sheet = name.startswith("xl/worksheets/")
    tail = b""
    read = 0
    found = _Part()
    with book.open(part) as stream:
        while block := stream.read(BLOCK):
            read += len(block)
            text = tail + block
            # One byte is found in a tenth of the time of a pattern, and most texts have none.
            if is_xml and b"!" in text and DTD.search(text) and not _is_plain_doctype(name, text):
                raise refuse(
                    file, "内部含有 DTD 或实体定义，可能是恶意文件", "请重新另存后再导入。"
                )
            if is_sheet and NO_FIGURE.search(text) and BAD_INDEX.search(text):
                raise damaged(file, "文字编号无效")
            if name.endswith(".xml"):
                found.has_extras = found.has_extras or _has_error(text)
            if name == STYLES:
                found.has_extras = found.has_extras or bool(PERCENT.search(text))
            if name.endswith(".xml") and not is_sheet:
                found.date1904 = found.date1904 or bool(DATE_1904.search(text))
            tail = block[-TAIL:]
    if read != part.file_size:
        raise damaged(file, "部件长度不符")
    return found


def _has_error(text: bytes) -> bool:
    """Return whether a cell may say that it is an error (data/intake/cells/ooxml.py)."""
    return b'"e"' in text or (b"'" in text and b"'e'" in text)


def _is_plain_doctype(name: str, text: bytes) -> bool:
    """Return whether a part's only DTD is the harmless one old programs put in the manifest."""
    return name == MANIFEST.lower() and not DTD.search(PLAIN_DOCTYPE.sub(b"", text))
