"""Writers of formats no library here writes: .xls (BIFF8), .xlsb, .ods, as much as tests need.

A cell is a text, a number, True or False, an `Error`, or None.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36,
         "#N/A": 42}  # fmt: skip


@dataclass(frozen=True)
class Error:
    """An error cell; with a formula it is the result of one."""

    text: str
    formula: bool = False


Cell = str | float | bool | Error | None
Rows = Sequence[Sequence[Cell]]
Span = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""


# .xls ------------------------------------------------------------------------------------------


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _begin(part: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, part, 0x0DBB, 0x07CC, 0, 6))


def _xls_cell(row: int, column: int, cell: Cell) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, Error):
        code = CODES[cell.text]
        if cell.formula:
            result = struct.pack("<BBBBBBH", 2, 0, code, 0, 0, 0, 0xFFFF)
            return record(0x0006, place + result + struct.pack("<HIH", 0, 0, 0))
        return record(0x0205, place + bytes([code, 1]))
    if isinstance(cell, bool):
        return record(0x0205, place + bytes([cell, 0]))
    if isinstance(cell, str):
        text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
        return record(0x0204, place + text)
    return record(0x0203, place + struct.pack("<d", cell)) if cell is not None else b""


def xls_stream(
    sheets: dict[str, Rows], merged: Sequence[Span] = (), date1904: bool = False,
    more: bytes = b"", visible: Sequence[int] = (),
) -> bytes:  # fmt: skip
    """Return the stream `Workbook`; `more` are records for the workbook's own part."""
    bodies = []
    for rows in sheets.values():
        width = max((len(row) for row in rows), default=0)
        body = _begin(0x0010) + record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
        for number, row in enumerate(rows):
            body += b"".join(_xls_cell(number, place, cell) for place, cell in enumerate(row))
        if merged:
            spans = b"".join(struct.pack("<HHHH", a, c, b, d) for a, b, c, d in merged)
            body += record(0x00E5, struct.pack("<H", len(merged)) + spans)
        bodies.append(body + record(0x000A))
    head = _begin(0x0005) + record(0x0042, struct.pack("<H", 1200))
    head += record(0x0022, struct.pack("<H", date1904)) + more
    head += record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    names = [name.encode("utf-16-le") for name in sheets]
    at = len(head) + sum(12 + len(name) for name in names) + 4
    for place, (name, body) in enumerate(zip(names, bodies, strict=True)):
        state = visible[place] if place < len(visible) else 0
        about = struct.pack("<IBBBB", at, state, 0, len(name) // 2, 1)
        head += record(0x0085, about + name)
        at += len(body)
    return head + record(0x000A) + b"".join(bodies)


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file of long streams (short ones are filled up with zeros)."""
    table: list[int] = []
    blocks: list[bytes] = []
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for place, (name, content) in enumerate(streams.items(), start=1):
        content = content.ljust(4096, b"\x00")
        start = len(blocks)
        pieces = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        blocks += [piece.ljust(SECTOR, b"\x00") for piece in pieces]
        table += [*range(start + 1, len(blocks)), END]
        right = place + 1 if place < len(streams) else FREE
        entries.append(_entry(name, 2, start, len(content), right=right))
    directory = b"".join(entries)
    directory += b"\x00" * (-len(directory) % SECTOR)
    first_entry = len(blocks)
    blocks += [directory[at : at + SECTOR] for at in range(0, len(directory), SECTOR)]
    table += [*range(first_entry + 1, len(blocks)), END]
    own = -(-(len(table) + 1) // 127)
    places = list(range(len(blocks), len(blocks) + own))
    table += [TABLE] * own
    table += [FREE] * (-len(table) % 128)
    for at in range(0, own * 128, 128):
        blocks.append(struct.pack("<128I", *table[at : at + 128]))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, own, first_entry, 0, 4096,
                        END, 0, END, 0)  # fmt: skip
    head += struct.pack("<109I", *places, *[FREE] * (109 - own))
    return head + b"".join(blocks)


def _entry(
    name: str, kind: int, start: int, size: int, right: int = FREE, child: int = FREE
) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<HBBIII", len(text), kind, 1, FREE, right, child)
    return text.ljust(64, b"\x00") + links + bytes(36) + struct.pack("<IQ", start, size)


def xls(sheets: dict[str, Rows] | Rows, merged: Sequence[Span] = (), date1904: bool = False,
        more: bytes = b"", visible: Sequence[int] = ()) -> bytes:  # fmt: skip
    """Return an .xls workbook."""
    content = sheets if isinstance(sheets, dict) else {"Sheet1": sheets}
    return compound({"Workbook": xls_stream(content, merged, date1904, more, visible)})


# .xlsb -----------------------------------------------------------------------------------------


def _brt(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    while size >= 0x80:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_cell(column: int, cell: Cell) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(cell, Error):
        return _brt(11 if cell.formula else 3, place + bytes([CODES[cell.text]]) + bytes(10))
    if isinstance(cell, bool):
        return _brt(4, place + bytes([cell]))
    if isinstance(cell, str):
        return _brt(6, place + _wide(cell))
    return _brt(5, place + struct.pack("<d", cell)) if cell is not None else b""


def xlsb(rows: Rows, merged: Sequence[Span] = (), date1904: bool = False) -> bytes:
    """Return an .xlsb workbook of one sheet."""
    width = max((len(row) for row in rows), default=1)
    sheet = _brt(129) + _brt(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)) + _brt(145)
    for number, row in enumerate(rows):
        sheet += _brt(0, struct.pack("<IIHBBB", number, 0, 300, 0, 0, 0) + struct.pack("<I", 0))
        sheet += b"".join(_xlsb_cell(place, cell) for place, cell in enumerate(row))
    sheet += _brt(146)
    if merged:
        spans = [_brt(176, struct.pack("<IIII", a, c, b, d)) for a, b, c, d in merged]
        sheet += _brt(177, struct.pack("<I", len(merged))) + b"".join(spans) + _brt(178)
    sheet += _brt(130)
    book = _brt(131) + _brt(153, struct.pack("<II", int(date1904), 0) + _wide("")) + _brt(143)
    book += _brt(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Sheet1"))
    book += _brt(144) + _brt(132)
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.'
        'macroEnabled.main"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
        f'Type="{kinds}/officeDocument" Target="xl/workbook.bin"/></Relationships>'.encode(),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{kinds}/worksheet" Target="worksheets/sheet1.bin"/>'
        "</Relationships>".encode(),
        "xl/workbook.bin": book,
        "xl/worksheets/sheet1.bin": sheet,
    })  # fmt: skip


# .ods ------------------------------------------------------------------------------------------

NAMES = (
    "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods_cell(cell: Cell, more: str = "") -> str:
    """Return a cell; `more` are attributes such as spans and repeats."""
    if cell is None:
        return f"<table:table-cell{more}/>"
    if isinstance(cell, Error):
        told = ' table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        told += ' calcext:value-type="error"'
        shown = cell.text
    elif isinstance(cell, bool):
        told = f' office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
        shown = str(cell).upper()
    elif isinstance(cell, str):
        told, shown = ' office:value-type="string"', cell
    else:
        told, shown = f' office:value-type="float" office:value="{cell}"', str(cell)
    return f"<table:table-cell{more}{told}><text:p>{escape(shown)}</text:p></table:table-cell>"


def ods_rows(rows: Rows, merged: Sequence[Span] = ()) -> str:
    """Return rows with their merged cells."""
    tops = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in merged}
    covered = {(row, column) for a, b, c, d in merged for row in range(a, c + 1)
               for column in range(b, d + 1)} - set(tops)  # fmt: skip
    text = ""
    for number, row in enumerate(rows):
        text += "<table:table-row>"
        for place, cell in enumerate(row):
            if (number, place) in covered:
                text += "<table:covered-table-cell/>"
                continue
            more = ""
            if spans := tops.get((number, place)):
                more = f' table:number-rows-spanned="{spans[0]}"'
                more += f' table:number-columns-spanned="{spans[1]}"'
            text += ods_cell(cell, more)
        text += "</table:table-row>"
    return text


def ods(sheets: dict[str, Rows] | Rows | str, merged: Sequence[Span] = (),
        date1904: bool = False) -> bytes:  # fmt: skip
    """Return an .ods workbook; a text is taken as the rows of its one sheet."""
    if isinstance(sheets, str):
        tables = {"Sheet1": sheets}
    else:
        content = sheets if isinstance(sheets, dict) else {"Sheet1": sheets}
        tables = {name: ods_rows(rows, merged) for name, rows in content.items()}
    body = "".join(f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"
                   for name, rows in tables.items())  # fmt: skip
    settings = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/>'
        "</table:calculation-settings>"
        if date1904
        else ""
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{NAMES}><office:body>'
        f"<office:spreadsheet>{settings}{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": MIMETYPE.encode(), "content.xml": document.encode(),
                   "META-INF/manifest.xml": b"<manifest/>"})  # fmt: skip


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return parts as an archive; names stand in it just as given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            part = zipfile.ZipInfo("x")
            part.filename = name
            part.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(part, content)
    return stream.getvalue()
