"""OpenDocument sheets (.ods): error cells, merged cells and the date system."""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from data.intake.cells.base import UNNAMED, Extras

BLOCK = 1 << 20
CELLS = {"table:table-cell", "table:covered-table-cell"}
SIGNS = (b"-spanned", b'"error"', b"'error'", b">#", b"Err:", b"null-date", b'"percentage"')


def extras(book: zipfile.ZipFile, name: str) -> Extras:
    """Return what the sheet of that name holds beside its values."""
    scanner = _Scanner(name)
    content = book.read("content.xml")
    if any(sign in content for sign in SIGNS):
        scanner.read(content)
    return scanner.found


class _Scanner:
    """Walks the sheets of a document and notes where it stands in the wanted one."""

    def __init__(self, name: str) -> None:
        self.found = Extras()
        self._name = name
        self._depth = 0
        self._inside = False
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._is_error = False
        self._percent = ""
        self._text: list[str] = []
        self._comment = 0

    def read(self, content: bytes) -> None:
        """Read the document."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.buffer_text = True
        for at in range(0, len(content), BLOCK):
            parser.Parse(content[at : at + BLOCK], False)
        parser.Parse(b"", True)

    def _start(self, tag: str, told: dict[str, str]) -> None:
        if tag == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._inside = told.get("table:name") == self._name
                self._row = 0
        elif tag == "table:null-date":
            self.found.date1904 = told.get("table:date-value", "").startswith("1904-01-01")
        elif tag == "office:annotation":
            self._comment += 1
        elif self._inside and tag == "table:table-row":
            self._rows = _number(told.get("table:number-rows-repeated"))
            self._column = 0
        elif self._inside and tag in CELLS:
            self._cell(told)

    def _cell(self, told: dict[str, str]) -> None:
        self._columns = _number(told.get("table:number-columns-repeated"))
        self._text = []
        kind = told.get("calcext:value-type", told.get("office:value-type", ""))
        self._is_error = kind == "error" or (
            "table:formula" in told and kind == "string" and not told.get("office:string-value", "")
        )
        self._percent = told.get("office:value", "") if kind == "percentage" else ""
        down = _number(told.get("table:number-rows-spanned"))
        across = _number(told.get("table:number-columns-spanned"))
        if down > 1 or across > 1:
            self.found.merge(
                self._row, self._column, self._row + down - 1, self._column + across - 1
            )

    def _characters(self, text: str) -> None:
        if self._is_error and not self._comment:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if tag == "table:table":
            self._depth -= 1
            self._inside = self._inside and self._depth > 0
        elif tag == "office:annotation":
            self._comment -= 1
        elif self._inside and tag == "table:table-row":
            self._row += self._rows
        elif self._inside and tag in CELLS:
            self._note()
            self._column += self._columns

    def _note(self) -> None:
        text = "".join(self._text).strip()
        is_error = self._is_error and (text.startswith("#") or text.startswith("Err:"))
        shown = text if text.startswith("#") else UNNAMED
        if is_error or self._percent:
            for row in range(self._row, self._row + min(self._rows, 10_000)):
                for column in range(self._column, self._column + min(self._columns, 256)):
                    if is_error:
                        self.found.error(row, column, shown)
                    else:
                        self.found.percent(row, column, self._percent)
        self._is_error, self._percent = False, ""


def _number(text: str | None) -> int:
    return min(int(text), 1 << 24) if text and text.isdigit() else 1
