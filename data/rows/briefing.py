"""What a meeting briefing (联席会议简报) is made of; filled from the measures, printed by reports.

Shares are fractions, never percents. `yoy` and `mom` are differences for shares and
(new − old)/old for counts, None where there is nothing to compare with.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date

from data.rows.board import NO_DATE, Lamp
from data.rows.enums import Severity
from data.rows.measures import Definition, Target
from data.rows.meetings import MeetingSheet
from data.rows.period import Period
from data.rows.rulesets import RuleText
from data.rows.timetables import KeptTimetable


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure: a measure's value with everything a reader needs to weigh it.

    `share` says that `value` is a fraction (printed as a percentage). `status` is the lamp's
    word: 绿, 黄, 橙, 红 or 无; empty means 无. `target_source` is where the target is from.
    """

    id: str
    name: str
    value: float | None
    numerator: int | None
    denominator: int | None
    unknown: int
    unit: str
    target: Target | None = None
    target_source: str = ""
    yoy: float | None = None
    mom: float | None = None
    share: bool = True
    status: str = ""


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """One of the six tracked dimensions.

    An empty `lead` lets the report word the sentence from the figures; `unavailable` says
    why figures are missing (a file without the column, a measure not counted yet). `beside` is
    said after the lead: what stands beside the measures, such as the register of filings.
    """

    name: str
    figures: tuple[FigureRow, ...]
    lead: str = ""
    unavailable: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One month of a measure; `month` is `2026-09`."""

    month: str
    value: float | None
    numerator: int = 0
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A joint share (M1, M1b, M1c) with its months."""

    figure: FigureRow
    trend: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class JointRows:
    """The joint shares and how far the city is from 25 % (M2.new, M2.merge) by a reading."""

    shares: tuple[ShareRow, ...]
    gap_new: int | None = None
    gap_merge: int | None = None
    reading: str = "M1"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One month of a heat row: None is no data, zero is zero; flagged is past the cap."""

    value: int | None
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One body or region over the months of a heat table."""

    code: str
    name: str
    cells: tuple[HeatCell, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Visits by body or region and month; `months` are `2026-09`, `of` is 单位 or 地区."""

    of: str
    months: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class RankColumn:
    """A column of the ranking: the measure's id, short name and kind."""

    id: str
    name: str
    unit: str = ""
    share: bool = True


@dataclass(frozen=True, slots=True)
class RankCell:
    """A value of the ranking with its 95 % Wilson interval (shares only)."""

    value: float | None
    numerator: int | None = None
    denominator: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class RankRow:
    """One body of a peer group: its place, or the word why it has none.

    `place_change` is positive for places gained against the period before.
    """

    code: str
    name: str
    cells: tuple[RankCell, ...]
    place: int | None = None
    unranked: str | None = None
    place_change: int | None = None


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Bodies compared with each other: 市级部门, 各地区单位."""

    name: str
    rows: tuple[RankRow, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking of bodies by the column `by`; places come from the rows, never from here."""

    by: str
    columns: tuple[RankColumn, ...]
    groups: tuple[PeerGroup, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class OverRow:
    """An enterprise visited more often than the cap: R1 by month, R3 by item and year.

    `basis` is 无依据, 部分有依据 or 有依据; `period` is `2026-07` or `2026`.
    """

    rule: str
    enterprise: str
    code: str
    region: str
    period: str
    item: str | None
    count: int
    beyond: int
    bodies: tuple[str, ...]
    basis: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class FindingSummary:
    """A rule's findings in the period, counted by severity."""

    rule: RuleText
    counts: dict[Severity, int] = field(default_factory=dict)
    trial: bool = False


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One of the 15 tasks: who answers for it, which figures speak of it, what was reported.

    `bodies` told of progress, `problems` of them of a problem. `due` is the day people set,
    `done` the day they found it done; `lamp` and its word follow (data/rows/board.py).
    """

    number: int
    name: str
    lead: str
    figures: tuple[str, ...]
    bodies: int = 0
    problems: int = 0
    due: date | None = None
    done: date | None = None
    lamp: Lamp = NO_DATE
    steps: int = 0
    steps_done: int = 0


@dataclass(frozen=True, slots=True)
class BriefingRows:
    """Everything a briefing prints. `as_of` is the data's cut-off, `sample` the watermark.

    `basis` is the counting in words (按次：一次联合检查计 1 次). `over_total` is the number of
    over-frequency findings where `over` holds only the first of them.
    """

    period: Period
    as_of: date
    made_on: date
    sample: bool
    rulesets: tuple[str, ...]
    basis: str
    dimensions: tuple[DimensionRow, ...]
    joint: JointRows
    bodies: HeatTable
    regions: HeatTable
    ranking: Ranking
    over: tuple[OverRow, ...]
    findings: tuple[FindingSummary, ...]
    definitions: tuple[Definition, ...]
    quality: tuple[str, ...] = ()
    over_total: int | None = None
    snapshot: str = ""
    tasks: tuple[TaskRow, ...] = ()
    timetable: KeptTimetable | None = None
    """The joint timetable kept for the year of the period."""
    followed: MeetingSheet | None = None
    """The meeting before, with what became of its decisions."""
    notes: tuple[str, ...] = ()
    """What people noted on bodies, regions and their months, a sentence each."""
    caps: str = "原则上同一企业同一月内、同一企业同一事项全年接受检查均不超过3次"
    """The caps on visits in force in the period, in words."""

    def fingerprint(self) -> str:
        """Return the SHA-256 of these rows, the given snapshot apart."""
        return hashlib.sha256(repr(replace(self, snapshot="")).encode()).hexdigest()
