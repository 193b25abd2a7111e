"""What a circular (情况通报) and the notices to single bodies are made of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from data.rows.briefing import DimensionRow
from data.rows.enums import FindingState, Force, Severity
from data.rows.findings import Named
from data.rows.meetings import MeetingSheet
from data.rows.period import Period

DIMENSION_OF_RULE = {
    **dict.fromkeys(("R17", "R20"), "平台使用度"),
    **dict.fromkeys(("R6", "R16", "R19", "R23"), "检查计划制订"),
    **dict.fromkeys(
        ("R1", "R2", "R3", "R9", "R10", "R11", "R12", "R13", "R14", "R15", "R18", "R22", "R26",
         "R27", "R29"),
        "企业检查频次",
    ),
    **dict.fromkeys(("R4", "R8", "R28"), "联合检查比例"),
    "R7": "“亮码”入企",
    **dict.fromkeys(("R5", "R24", "R25"), "层级间联动"),
}  # fmt: skip
"""Under which of the six tracked dimensions a paper speaks of a rule (seed, 跟踪督促)."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure of one body: None where nothing counts; `unranked` says why it has no place."""

    id: str
    name: str
    value: float | None
    numerator: int
    denominator: int | None
    share: bool = True
    rank: int | None = None
    unranked: str | None = None


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """A body with its figures and its findings by severity.

    `peers` is its group, `superior` its 上级; `vertical` says that this one is beyond the
    register (垂直管理) and is told of every paper that names the body.
    """

    code: str
    name: str
    peers: str
    superior: str
    indicators: tuple[Indicator, ...]
    counts: dict[Severity, int] = field(default_factory=dict)
    vertical: bool = False

    def of(self, measure: str) -> Indicator | None:
        """Return one figure by the measure's id."""
        return next((one for one in self.indicators if one.id == measure), None)

    @property
    def ranked(self) -> bool:
        """Say whether sample and data suffice to compare the body with others."""
        return not any(one.unranked for one in self.indicators if one.id == "M9")


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A finding a paper may speak of; `sentence` is fit for a letter."""

    key: str
    rule: str
    rule_name: str
    severity: Severity
    force: Force
    state: FindingState
    subject: Named
    of_enterprise: bool
    item: str
    bodies: tuple[Named, ...]
    period: str
    count: int
    beyond: int
    basis: str
    sentence: str

    @property
    def dimension(self) -> str:
        """Return the tracked dimension the finding belongs to."""
        return DIMENSION_OF_RULE.get(self.rule, "企业检查频次")


@dataclass(frozen=True, slots=True)
class Clock:
    """When an answer is due: so many working days, and which day that is."""

    days: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of a paper made today (RULES.md, accountability ladder; settings)."""

    remind: Clock
    urge: Clock
    circular: Clock
    check: Clock


@dataclass(frozen=True, slots=True)
class DisputedFigure:
    """A figure a body objects to, with its words; a paper footnotes it (right of reply)."""

    body: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class CircularRows:
    """Everything a circular prints; `problems` are those of binding rules, worst first.

    `clocks` say by when what is answered; a day is None where no calendar is published for it.
    `corrections` tell what changed of closed months since they were closed.
    """

    period: Period
    as_of: date
    made_on: date
    sample: bool
    rulesets: tuple[str, ...]
    basis: str
    dimensions: tuple[DimensionRow, ...]
    bodies: tuple[BodyFigures, ...]
    problems: tuple[ProblemRow, ...]
    clocks: Clocks
    quality: tuple[str, ...] = ()
    minimum: int = 20
    disputed: tuple[DisputedFigure, ...] = ()
    corrections: tuple[str, ...] = ()
    meeting: MeetingSheet | None = None
    """The joint meeting of the period, for its agenda and minutes."""

    def fingerprint(self) -> str:
        """Return the SHA-256 of these rows."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def problems_of(self, code: str) -> tuple[ProblemRow, ...]:
        """Return the problems that charge a body."""
        return tuple(one for one in self.problems if any(b.code == code for b in one.bodies))
