"""工作日程: everything with a day, in one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClockRow:
    """Something with a day; `uid` stays the same however often the list is made.

    `page` is the page of the window where it is dealt with, `number` its place there.
    """

    day: date
    kind: str
    title: str
    body: str
    state: str
    overdue: bool
    uid: str
    page: str
    number: int = 0

    @property
    def place(self) -> str:
        """Return what the thing is and its number, as its page is told it, or its part there."""
        kind = self.uid.partition("-")[0]
        return f"{kind}-{self.number}" if self.number else "checks" if kind == "check" else ""
