"""Binary workbooks (.xlsb): error cells, merged cells and the date system."""

from __future__ import annotations

import struct
import zipfile

from data.intake.cells.base import CODES, UNNAMED, Extras, Records
from data.intake.cells.ooxml import relations, resolve

ROW, ERROR, FORMULA_ERROR, MERGED, PROPERTIES, BUNDLE = 0, 3, 11, 176, 153, 156
WORKBOOK = "xl/workbook.bin"


def records(stream: bytes) -> Records:
    """Yield the records of a part."""
    at = 0
    while at < len(stream):
        kind = stream[at]
        at += 1
        if kind & 0x80 and at < len(stream):
            kind = kind & 0x7F | (stream[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < len(stream) and shift < 28:
            byte = stream[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        begin, at = at, at + size
        if at > len(stream):
            return
        yield kind, begin, at


def extras(book: zipfile.ZipFile, name: str) -> Extras:
    """Return what the sheet of that name holds beside its values."""
    found = Extras()
    workbook = book.read(resolve(book, WORKBOOK) or WORKBOOK)
    targets = relations(book, "xl/_rels/workbook.bin.rels")
    part = ""
    for kind, begin, end in records(workbook):
        if kind == PROPERTIES and end - begin >= 4:
            found.date1904 = bool(workbook[begin] & 1)
        elif kind == BUNDLE and end - begin >= 16:
            key, after = _text(workbook, begin + 8, end)
            if _text(workbook, after, end)[0] == name:
                part = targets.get(key, "")
    place = resolve(book, part) if part else None
    if place:
        _sheet(found, book.read(place))
    return found


def _sheet(found: Extras, stream: bytes) -> None:
    row = 0
    for kind, begin, end in records(stream):
        if kind == ROW and end - begin >= 4:
            row = struct.unpack_from("<I", stream, begin)[0]
        elif kind in (ERROR, FORMULA_ERROR) and end - begin >= 9:
            column = struct.unpack_from("<I", stream, begin)[0]
            found.error(row, column, CODES.get(stream[begin + 8], UNNAMED))
        elif kind == MERGED and end - begin >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", stream, begin)
            found.merge(top, left, bottom, right)


def _text(stream: bytes, at: int, end: int) -> tuple[str, int]:
    """Return a text that begins here, and where what follows it begins."""
    if at + 4 > end:
        return "", end
    length = struct.unpack_from("<I", stream, at)[0]
    after = min(at + 4 + 2 * length, end)
    return stream[at + 4 : after].decode("utf-16-le", "replace"), after
