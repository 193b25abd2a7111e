"""The days whose findings a write may change, and the visits these are judged by.

No rule looks beyond the calendar year of a visit but those that name a number of days (近期 of R5,
the days before an upper visit of R25) and those of a week (R2). So a write that touches some days
changes only findings of the years they reach, and these rest on no visit further away.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.measures.distinct import years_of
from data.rows.rulesets import RuleBook
from data.rules.registers import most

WEEK = 7


@dataclass(frozen=True)
class Window:
    """`judged`: the days of the findings judged anew; `read`: the days of visits read for them."""

    judged: tuple[int, int]
    read: tuple[int, int]


def window_of(book: RuleBook, days: tuple[int, int]) -> Window:
    """Return the window of a write that touches those days."""
    far = int(max(most(book, "R5", "recent_days"), most(book, "R25", "lead_days"), WEEK))
    first, last = years_of((days[0] - far, days[1] + far))
    return Window((first, last), (first - far, last + far))
