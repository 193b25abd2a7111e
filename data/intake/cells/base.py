"""What is found in a sheet beside its values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""The error values of Excel's binary formats."""
UNNAMED = "#ERROR!"
SPANS = 100_000
"""So many merged cells are looked at; a sheet with more is none that people made."""


class BrokenFile(ValueError):
    """The inside of a file contradicts itself."""


@dataclass(slots=True)
class Extras:
    """Error cells by row and column, merged cells, and the date system; all counted from 0."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    percents: dict[int, dict[int, str]] = field(default_factory=dict)
    """Cells that people see as percent, as they see them."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    date1904: bool = False

    def error(self, row: int, column: int, text: str) -> None:
        """Note an error cell."""
        self.errors.setdefault(row, {})[column] = text

    def percent(self, row: int, column: int, value: str) -> None:
        """Note a number that is shown as percent."""
        if shown := percent_text(value):
            self.percents.setdefault(row, {})[column] = shown

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note merged cells."""
        if len(self.merged) < SPANS:
            self.merged.append((top, left, bottom, right))


def percent_text(value: str) -> str:
    """Return a number as percent, without the digits a binary number has too many; "" for none."""
    try:
        number = Decimal(f"{float(value):.15g}") * 100
    except (ValueError, InvalidOperation):
        return ""
    if not number.is_finite():
        return ""
    text = format(number, "f")
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


Record = tuple[int, int, int]
"""Kind of a binary record, and where its content begins and ends."""
Records = Iterator[Record]
