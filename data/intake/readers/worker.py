"""Child process that opens one workbook: run by file path, imports nothing of this program.

Protocol on standard input: length (8 bytes), the file's bytes; later one JSON line with the name of
the sheet wanted. On standard output: one JSON line with the sheets and their first rows, then the
wanted sheet in JSON lines of columns, chunk by chunk, led by the 0-based numbers of the rows.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree

MEMORY = 1 << 30
HEAD = 40
CHUNK = 2000
MAX_ROWS = 1_048_576
MAX_COLUMNS = 256
EXACT = 1e15
KEPT = 8
"""So many sheets are kept open after their head was read; of more, each is read again."""

ERROR_CELL = re.compile(
    rb'<(?:x:)?c (?=[^>]*?t="e")[^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb"(?:<(?:x:)?f[^>]*?(?:/>|>[^<]*</(?:x:)?f>))?<(?:x:)?v>([^<]{1,20})</(?:x:)?v>"
)


def limit_memory() -> None:
    """Keep a hostile file from taking the computer's memory (Linux only)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def cell_text(value: object) -> str:
    """Return a cell as text: ISO dates, whole numbers without a decimal point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(float(value))
    if isinstance(value, datetime):
        if value.microsecond:
            value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)


def number_text(value: float) -> str:
    """Return a number as text; where digits are lost beyond doubt it is shown with an exponent."""
    if abs(value) >= EXACT:
        return f"{value:.15G}"
    if value == int(value):
        return str(int(value))
    return repr(value)


def rows_of(sheet: object, errors: dict[int, dict[int, str]]) -> Iterator[list[object]]:
    """Yield the sheet's rows that are not blank, each led by its number."""
    left = sheet.start[1] if sheet.start else 0  # type: ignore[attr-defined] # no types here
    blank = [""] * sheet.width  # type: ignore[attr-defined] # no types here
    rows = enumerate(sheet.iter_rows())  # type: ignore[attr-defined] # no types here
    for number, row in rows:
        cells = [cell if type(cell) is str else cell_text(cell) for cell in row]
        for place, text in errors.get(number, {}).items():
            if 0 <= place - left < len(cells):
                cells[place - left] = text
        if cells != blank:
            yield [number, *cells]


def say(content: object) -> None:
    """Write one JSON line."""
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))
    sys.stdout.buffer.write(b"\n")


def error_cells(content: bytes, name: str) -> dict[int, dict[int, str]]:
    """Return the error values (#REF! and the like) of an .xlsx sheet, which the reader blanks."""
    found: dict[int, dict[int, str]] = {}
    if content[:2] != b"PK":
        return found
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        part = sheet_part(book, name)
        if part is None:
            return found
        rest = b""
        with book.open(part) as stream:
            while block := stream.read(1 << 20):
                rest += block
                if b't="e"' in rest:
                    for letters, row, text in ERROR_CELL.findall(rest):
                        place = 0
                        for letter in letters:
                            place = place * 26 + letter - 64
                        found.setdefault(int(row) - 1, {})[place - 1] = text.decode("utf-8")
                rest = rest[-4096:]
    return found


def sheet_part(book: zipfile.ZipFile, name: str) -> str | None:
    """Return the part of an .xlsx in which the sheet of that name lies."""
    try:
        workbook = ElementTree.fromstring(book.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for sheet in workbook.iter():
        if sheet.tag.endswith("}sheet") and sheet.get("name") == name:
            key = next((sheet.get(one) for one in sheet.attrib if one.endswith("}id")), None)
            target = targets.get(key, "")
            part = target[1:] if target.startswith("/") else "xl/" + target
            return part if part in book.namelist() and part.endswith(".xml") else None
    return None


def open_book(content: bytes) -> object:
    """Open the workbook; an old one the reader cannot name is opened once more as .xls."""
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.CalamineError:
        if content[:4] != b"\xd0\xcf\x11\xe0":
            raise
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "book.xls")
        with open(path, "wb") as stream:
            stream.write(content)
        return python_calamine.CalamineWorkbook.from_path(path)


def heads(book: object) -> tuple[list[dict[str, object]], dict[str, object]]:
    """Return the sheets with their first rows, and the sheets still open."""
    found: list[dict[str, object]] = []
    kept: dict[str, object] = {}
    for meta in book.sheets_metadata:  # type: ignore[attr-defined] # no types here
        about: dict[str, object] = {"name": meta.name, "visible": str(meta.visible), "rows": []}
        found.append(about)
        if not str(meta.typ).endswith("WorkSheet"):
            continue
        sheet = book.get_sheet_by_name(meta.name)  # type: ignore[attr-defined] # no types here
        if len(kept) < KEPT:
            kept[meta.name] = sheet
        about["left"] = sheet.start[1] if sheet.start else 0
        merged = getattr(sheet, "merged_cell_ranges", None) or []
        about["merged"] = [[*first, *last] for first, last in merged]
        if sheet.end and (sheet.end[0] >= MAX_ROWS or sheet.width > MAX_COLUMNS):
            about["too_big"] = True
            continue
        rows = rows_of(sheet, {})
        about["rows"] = [row for row, _ in zip(rows, range(HEAD), strict=False)]
    return found, kept


def serve() -> None:
    """Read the workbook, tell its sheets, hand over the one asked for."""
    import python_calamine

    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    content = sys.stdin.buffer.read(size)
    try:
        book = open_book(content)
        found, kept = heads(book)
    except python_calamine.PasswordError:
        say({"fault": "password"})
        return
    except MemoryError:
        say({"fault": "memory"})
        return
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as exc:
        say({"fault": "damaged", "detail": str(exc)[:200]})
        return
    say({"sheets": found})
    sys.stdout.buffer.flush()
    line = sys.stdin.buffer.readline()
    if not line:
        return
    name = json.loads(line)["sheet"]
    sheet = kept.get(name) or book.get_sheet_by_name(name)  # type: ignore[attr-defined] # no types here
    chunk: list[list[object]] = []
    for row in rows_of(sheet, error_cells(content, name)):
        chunk.append(row)
        if len(chunk) == CHUNK:
            say(list(zip(*chunk, strict=True)))
            chunk = []
    if chunk:
        say(list(zip(*chunk, strict=True)))
    say({"end": True})
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    limit_memory()
    serve()
