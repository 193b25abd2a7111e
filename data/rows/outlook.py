"""The joint share at the end of the year as it may become: a projection, never a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OutlookPart:
    """One part of the projected tasks: what it is, how many, and how many joint by the reading."""

    name: str
    tasks: int
    joint: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A joint share of a whole year, projected from a day; `parts` add up to tasks and joint.


    `low` is the share where planned joint tasks become joint only as often as so far: `kept` of
    `promised`. `new` is M2.new of the projected year.
    """

    year: int
    as_of: date
    parts: tuple[OutlookPart, ...]
    tasks: int
    joint: int
    value: float | None
    low: float | None
    kept: int
    promised: int
    new: int
    method: str
    reading: str = "M1"

    @property
    def is_over(self) -> bool:
        """Return whether the year lies behind, so that nothing is projected."""
        return self.as_of >= date(self.year, 12, 31)
