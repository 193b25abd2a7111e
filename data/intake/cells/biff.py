"""Old workbooks (.xls): error cells and the date system, record by record."""

from __future__ import annotations

import struct

from data.intake.cells.base import CODES, UNNAMED, Extras, Records

BEGIN, END = 0x0809, 0x000A
BEGINNINGS = {0x0009, 0x0209, 0x0409, BEGIN}
SHEET, DATES, PASSWORD = 0x0085, 0x0022, 0x002F
CELL_ERROR = 0x0205
FORMULAS = {0x0006, 0x0206, 0x0406}
BIFF5, BIFF8 = 0x0500, 0x0600
OLDER = BEGINNINGS - {BEGIN}


def records(stream: bytes, at: int = 0) -> Records:
    """Yield the records of one part of the stream, its charts left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        begin, at = at + 4, at + 4 + size
        if kind in BEGINNINGS:
            depth += 1
        if at > len(stream):
            return
        if depth == 1:
            yield kind, begin, at
        if kind == END:
            depth -= 1
            if depth <= 0:
                return


def version(stream: bytes) -> int:
    """Return the version the stream says it is of: 0x0600 since Excel 97, 0x0500 before."""
    if len(stream) < 8:
        return 0
    kind, _, number = struct.unpack_from("<HHH", stream)
    return int(number) if kind == BEGIN else kind if kind in BEGINNINGS else 0


def needs_password(stream: bytes) -> bool:
    """Return whether the workbook is encrypted."""
    return any(kind == PASSWORD for kind, _, _ in records(stream))


def extras(stream: bytes, index: int) -> Extras:
    """Return what the sheet of that place in the workbook holds beside its values."""
    found = Extras()
    starts: list[int] = []
    for kind, begin, end in records(stream):
        if kind == DATES and end - begin >= 2:
            found.date1904 = struct.unpack_from("<H", stream, begin)[0] == 1
        elif kind == SHEET and end - begin >= 4:
            starts.append(struct.unpack_from("<I", stream, begin)[0])
    if index < len(starts):
        for kind, begin, end in records(stream, starts[index]):
            if kind == CELL_ERROR and end - begin >= 8 and stream[begin + 7]:
                _note(found, stream, begin, stream[begin + 6])
            elif kind in FORMULAS and end - begin >= 14 and _is_error(stream, begin + 6):
                _note(found, stream, begin, stream[begin + 8])
    return found


def _is_error(stream: bytes, at: int) -> bool:
    """Return whether the result of a formula is no number but an error."""
    return stream[at] == 2 and stream[at + 6 : at + 8] == b"\xff\xff"


def _note(found: Extras, stream: bytes, begin: int, code: int) -> None:
    row, column = struct.unpack_from("<HH", stream, begin)
    found.error(row, column, CODES.get(code, UNNAMED))
