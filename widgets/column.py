"""What a table column shows: described once, not a model for each table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from PySide6.QtCore import Qt

from widgets.formats import ABSENT
from widgets.status import Status

R = TypeVar("R")
Align = Literal["left", "right", "center"]

_FLAGS = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A title, how to get the value from a row and how to write it."""

    title: str
    get: Callable[[R], object]
    # The argument's type is that of the value this column gets; it differs per column.
    text: Callable[..., str] = str
    align: Align = "left"
    width: int = 120
    unit: str = ""
    status: Callable[[R], Status | None] | None = None
    frozen: bool = False
    sortable: bool = True
    visible: bool = True
    least: int = 0
    """How narrow the column may become where room is short; 0 is not at all."""
    share: int = 0
    """Its part of the room that is left over."""
    roomy: bool = False
    """Shown only where there is room for it, until somebody chooses."""
    tip: Callable[[R], str] | None = None

    @property
    def heading(self) -> str:
        """Return the title with the unit."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Return Qt's flag for the alignment."""
        return _FLAGS[self.align] | Qt.AlignmentFlag.AlignVCenter

    @property
    def is_number(self) -> bool:
        """Return whether the values are figures, not codes or words."""
        return self.align == "right"

    def shown(self, row: R) -> str:
        """Return the text of a row in this column; a missing value is a dash."""
        value = self.get(row)
        return ABSENT if value is None or value == "" else self.text(value)

    def number(self, row: R) -> float | None:
        """Return the value as a number if this is a column of figures."""
        value = self.get(row)
        if not self.is_number or isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)
