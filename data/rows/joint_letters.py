"""The letter to a body that leads accepted merges of plans, as rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from data.rows.circular import Clock
from data.rows.findings import Named
from data.rows.matching import MatchSide
from data.rows.period import Period


@dataclass(frozen=True, slots=True)
class LetterMerge:
    """Plans that are done together: the leading one first, then those that go along.

    `objects` are the enterprises two or more of them mean to visit; `first` and `last` the months
    all have, `month` the one proposed (YYYY-MM); `saves` counts the visits saved at most.
    """

    sides: tuple[MatchSide, ...]
    objects: tuple[Named, ...]
    first: str
    last: str
    month: str
    saves: int
    is_planned: bool = False
    """Whether the month is that of the timetable kept for the year."""

    @property
    def leading(self) -> MatchSide:
        """Return the plan the others are joined to."""
        return self.sides[0]

    @property
    def partners(self) -> tuple[MatchSide, ...]:
        """Return the plans that go along."""
        return self.sides[1:]

    @property
    def is_drawn(self) -> bool:
        """Return whether the objects are still to be drawn together."""
        return not self.objects

    @property
    def span(self) -> str:
        """Return the months all have."""
        return self.first if self.first == self.last else f"{self.first}—{self.last}"


@dataclass(frozen=True, slots=True)
class JointLetterRows:
    """What a letter to one lead body prints; the plans are as they stood on the day it was made."""

    period: Period
    as_of: date
    made_on: date
    sample: bool
    rulesets: tuple[str, ...]
    basis: str
    lead: Named
    merges: tuple[LetterMerge, ...]
    reply: Clock

    @property
    def partners(self) -> tuple[str, ...]:
        """Return the names of the bodies that go along."""
        names = (side.body.name for one in self.merges for side in one.partners)
        return tuple(dict.fromkeys(names))

    @property
    def objects(self) -> int:
        """Return how many different enterprises are visited together."""
        return len({whom.code for one in self.merges for whom in one.objects})

    @property
    def saves(self) -> int:
        """Return how many visits all merges save at most."""
        return sum(one.saves for one in self.merges)

    def fingerprint(self) -> str:
        """Return the SHA-256 of these rows."""
        return hashlib.sha256(repr(self).encode()).hexdigest()
