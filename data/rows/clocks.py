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
