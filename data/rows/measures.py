"""Measures as rows: what is asked, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rows.enums import Force
from data.rows.period import Period
from data.rows.settings import NEAR


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a measure: `op` is >= or <=, `scope` city or each.

    A share that misses it by no more than `near` is 黄 (data/measures/lamps.py).
    """

    op: str
    value: float
    scope: str
    force: Force
    near: float = NEAR.default


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure is, in words that can be printed; `dimension` is the tracked dimension."""

    id: str
    name: str
    text: str
    source: str
    unit: str
    dimension: str
    target: Target | None = None
    share: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """One cell of a measure broken down: `key` holds codes, one per asked dimension."""

    key: tuple[str, ...]
    name: str
    value: float | None
    numerator: int
    denominator: int | None
    unknown: int
    rank: int | None = None
    unranked: str | None = None
    low: float | None = None
    high: float | None = None
    place_change: int | None = None


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """A measure for a period; fractions never percents, `value` None where nothing counts."""

    id: str
    name: str
    value: float | None
    numerator: int
    denominator: int | None
    unknown: int
    unit: str
    target: Target | None
    yoy: float | None
    mom: float | None
    max: int | None = None
    groups: tuple[Group, ...] = ()
    note: str = ""
    """What a reader must know beside the number, as a sentence."""


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """The answer to one question about measures."""

    period: Period
    basis: str
    rulesets: tuple[str, ...]
    by: tuple[str, ...]
    measures: tuple[MeasureValue, ...]
    as_of: date | None = None
    reading: str = "M1"
    """The reading of the joint share that M2 follows."""

    def get(self, measure: str) -> MeasureValue:
        """Return the measure of that id; KeyError where it was not asked for."""
        for value in self.measures:
            if value.id == measure:
                return value
        raise KeyError(measure)


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a number came about: text, what counts, what was left out and why."""

    text: str
    included: int
    excluded: tuple[tuple[str, int], ...]
    definition: Definition | None = None
