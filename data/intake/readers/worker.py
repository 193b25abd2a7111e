"""Child process that opens one workbook: run by file path, of this program it takes `cells` alone.

Protocol on standard input: length (8 bytes), the file's bytes; later a JSON line with the name of
each sheet wanted, and whether to look for error cells. On standard output: one JSON line with the
sheets and their first rows; then for a wanted sheet chunk by chunk a JSON line with the 0-based
`numbers` of the rows and the `sizes` of the columns in bytes, and after it these columns, their
cells with SEPARATOR between them; where a cell has one itself a JSON list of numbers and columns
instead. A last line tells its merged cells and the date system.
"""

from __future__ import annotations

import io
import json
import math
import os
import struct
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine

# Run by path the program's own folder is not looked in; it comes last, so that it hides nothing.
sys.path.append(str(Path(__file__).resolve().parents[3]))

from data.intake.cells import biff, ods, ooxml, xlsb
from data.intake.cells.base import BrokenFile, Extras
from data.intake.cells.compound import MAGIC, Compound

MEMORY = 1 << 30
HEAD = 40
CHUNK = 2000
MAX_ROWS = 1_048_576
MAX_COLUMNS = 256
EXACT = 1e15
SEPARATOR = "\x1f"
"""Between the cells of a column: joined and taken apart so, cells cost a fifth of JSON."""
KEPT = 8
"""So many sheets are kept open after their head was read; of more, each is read again."""


def limit_memory() -> None:
    """Keep a hostile file from taking the computer's memory (Linux only)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@lru_cache(maxsize=1 << 16, typed=True)
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
    """Return a number as people see it; where digits are lost for sure it has an exponent."""
    if not math.isfinite(value):
        return str(value)
    if abs(value) >= EXACT:
        return f"{value:.15G}"
    if value == int(value):
        return str(int(value))
    shown = f"{value:.15g}"
    return repr(value) if "e" in shown else shown


def rows_of(sheet: object, shown: dict[int, dict[int, str]]) -> Iterator[list[object]]:
    """Yield the sheet's rows that are not blank, each led by its number.

    `shown` are cells that people see otherwise than the library tells them.
    """
    left = sheet.start[1] if sheet.start else 0  # type: ignore[attr-defined] # no types here
    blank = [""] * sheet.width  # type: ignore[attr-defined] # no types here
    rows = enumerate(sheet.iter_rows())  # type: ignore[attr-defined] # no types here
    for number, row in rows:
        cells = [cell if type(cell) is str else cell_text(cell) for cell in row]
        for place, text in shown.get(number, {}).items():
            if 0 <= place - left < len(cells):
                cells[place - left] = text
        if cells != blank:
            yield [number, *cells]


def say(content: object) -> None:
    """Write one JSON line."""
    sys.stdout.buffer.write(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))
    sys.stdout.buffer.write(b"\n")


def say_rows(rows: list[list[object]]) -> None:
    """Write rows column by column."""
    numbers, *columns = zip(*rows, strict=True)
    texts = [SEPARATOR.join(one).encode("utf-8", "replace") for one in columns]
    if any(one.count(SEPARATOR.encode()) != len(rows) - 1 for one in texts):
        say([numbers, *columns])
        return
    say({"numbers": numbers, "sizes": [len(one) for one in texts]})
    sys.stdout.buffer.write(b"".join(texts))


def extras(content: bytes, name: str, index: int) -> Extras:
    """Return what the library does not tell of a sheet: errors, merged cells, date system."""
    try:
        if content.startswith(MAGIC):
            book = Compound(content)
            stream = book.stream("Workbook") or book.stream("Book")
            return biff.extras(stream or b"", index)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if ooxml.resolve(parts, xlsb.WORKBOOK):
                return xlsb.extras(parts, name)
            if "content.xml" in parts.NameToInfo:
                return ods.extras(parts, name)
            return ooxml.extras(parts, name)
    except (zipfile.BadZipFile, KeyError, struct.error, ElementTree.ParseError) as exc:
        raise BrokenFile(str(exc)) from exc
    except (expat.ExpatError, ValueError) as exc:
        raise BrokenFile(str(exc)) from exc


def open_book(content: bytes) -> object:
    """Open the workbook; an old one the reader cannot name is opened once more as .xls."""
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
            about["other"] = True
            continue
        try:
            sheet = book.get_sheet_by_name(meta.name)  # type: ignore[attr-defined] # no types here
        except python_calamine.CalamineError:
            about["broken"] = True
            continue
        if len(kept) < KEPT:
            kept[meta.name] = sheet
        about["left"] = sheet.start[1] if sheet.start else 0
        about["merged"] = merged_of(sheet)
        if sheet.end and (sheet.end[0] >= MAX_ROWS or sheet.width > MAX_COLUMNS):
            about["too_big"] = True
            continue
        rows = rows_of(sheet, {})
        about["rows"] = [row for row, _ in zip(rows, range(HEAD), strict=False)]
    return found, kept


def merged_of(sheet: object) -> list[list[int]]:
    """Return the merged cells the library knows of."""
    merged = getattr(sheet, "merged_cell_ranges", None) or []
    return [[*first, *last] for first, last in merged]


def serve() -> None:
    """Read the workbook, tell its sheets, hand over those asked for."""
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
    names = [about["name"] for about in found]
    while line := sys.stdin.buffer.readline():
        wish = json.loads(line)
        name = wish["sheet"]
        sheet = kept.get(name) or book.get_sheet_by_name(name)  # type: ignore[attr-defined] # no types here
        try:
            more = extras(content, name, names.index(name)) if wish["extras"] else Extras()
        except BrokenFile:
            say({"fault": "damaged"})
            return
        hand_over(sheet, more)


def hand_over(sheet: object, more: Extras) -> None:
    """Write a sheet chunk by chunk, and what belongs to it."""
    chunk: list[list[object]] = []
    shown = {row: {**cells} for row, cells in more.percents.items()}
    for at, cells in more.errors.items():
        shown.setdefault(at, {}).update(cells)
    for row in rows_of(sheet, shown):
        chunk.append(row)
        if len(chunk) == CHUNK:
            say_rows(chunk)
            chunk = []
    if chunk:
        say_rows(chunk)
    say({"end": True, "merged": [*merged_of(sheet), *more.merged], "date1904": more.date1904})
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    limit_memory()
    serve()
