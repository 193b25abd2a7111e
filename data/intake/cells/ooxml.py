"""Workbooks of today (.xlsx, .xlsm): error cells, which the library blanks, and percents."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from posixpath import normpath
from xml.etree import ElementTree

from data.intake.cells.base import Extras
from data.intake.cells.percents import column, note_percents, percent_styles

BLOCK = 1 << 20
TAIL = 4096
MARK = re.compile(rb"<(?:\w+:)?c [^>]*?t=[\"']e[\"']")
ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c (?=[^>]*?t=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(?:<(?:\w+:)?f[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})</(?:\w+:)?v>"
)


def relations(book: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the targets of a part's relations as names within the book."""
    place = resolve(book, part)
    if place is None:
        return {}
    try:
        root = ElementTree.fromstring(book.read(place))
    except ElementTree.ParseError:
        return {}
    found = {}
    for one in root:
        target = one.get("Target", "").replace("\\", "/")
        whole = target[1:] if target.startswith("/") else "xl/" + target
        found[one.get("Id", "")] = normpath(whole)
    return found


def resolve(book: zipfile.ZipFile, part: str) -> str | None:
    """Return a part's name as it is written in the book, whatever its letters' case."""
    if part in book.NameToInfo:
        return part
    folded = part.lower()
    return next((name for name in book.namelist() if name.lower() == folded), None)


def extras(book: zipfile.ZipFile, name: str) -> Extras:
    """Return what the sheet of that name holds beside its values."""
    found = Extras()
    part = _sheet_part(book, name)
    if part is None:
        return found
    styles = resolve(book, "xl/styles.xml")
    percents = percent_styles(book.read(styles)) if styles else frozenset()
    marks = 0
    rest = b""
    with book.open(part) as stream:
        while block := stream.read(BLOCK):
            rest += block
            if b'"e"' in rest or b"'e'" in rest:
                marks += _scan(rest, found)
            if percents:
                note_percents(rest, percents, found)
            # A cell that is cut by the end of the block is seen whole with the next one.
            rest = rest[-TAIL:]
    if marks > sum(len(row) for row in found.errors.values()):
        _count_cells(book, part, found)
    return found


def _scan(block: bytes, found: Extras) -> int:
    """Note the error cells that say where they are; return how many cells say they are errors."""
    for letters, row, text in ERROR_CELL.findall(block):
        found.error(int(row) - 1, column(letters.decode()), text.decode("utf-8", "replace"))
    return len(MARK.findall(block))


def _count_cells(book: zipfile.ZipFile, part: str, found: Extras) -> None:
    """Find error cells that do not say where they are, by counting rows and cells."""
    row = place = -1
    with book.open(part) as stream:
        for event, element in ElementTree.iterparse(stream, ("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start" and tag == "row":
                told = element.get("r", "")
                row, place = (int(told) - 1 if told.isdigit() else row + 1), -1
            elif event == "start" and tag == "c":
                letters = element.get("r", "").rstrip("0123456789")
                place = column(letters) if letters.isalpha() else place + 1
            elif event == "end" and tag == "c":
                if element.get("t") == "e":
                    found.error(row, place, _value(element))
            elif event == "end" and tag == "row":
                element.clear()


def _value(cell: ElementTree.Element) -> str:
    for part in cell:
        if part.tag.endswith("}v") and part.text:
            return part.text
    return "#ERROR!"


def sheets(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Yield name and relation of the sheets a workbook lists."""
    for sheet in root.iter():
        if sheet.tag.endswith("}sheet"):
            key = next((sheet.get(one) for one in sheet.attrib if one.endswith("}id")), None)
            yield sheet.get("name", ""), key or ""


def _sheet_part(book: zipfile.ZipFile, name: str) -> str | None:
    workbook = resolve(book, "xl/workbook.xml")
    if workbook is None:
        return None
    targets = relations(book, "xl/_rels/workbook.xml.rels")
    try:
        root = ElementTree.fromstring(book.read(workbook))
    except ElementTree.ParseError:
        return None
    for label, key in sheets(root):
        if label == name:
            part = resolve(book, targets.get(key, ""))
            return part if part and part.lower().endswith(".xml") else None
    return None
