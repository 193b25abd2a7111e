"""Plans as rows: the list of them, what bodies leave out, which plans meet at one enterprise."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.enums import CheckType, PlanStanding
from data.rows.findings import FindingRow, Named
from data.rows.period import Period

STARTS, RUNS, ENDS = "starts", "runs", "ends"
SPANS = {STARTS: "期内开始", RUNS: "期内执行", ENDS: "期内结束"}
"""How a plan belongs to a period: by its day (RULES.md), by sharing a day, by the day of M12."""
FIELDS = {
    "items": "事项或场景", "scope": "对象范围", "ratio": "抽查比例", "partners": "参与部门",
    "window": "时间范围",
}  # fmt: skip
"""The five fields the seed asks of a plan, as data/measures/plan_frames.py knows them."""
ANY, NONE = "any", "none"


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """Which plans are read: those of a period, of a lead body, a region, a level, a 条线."""

    period: Period
    span: str = STARTS
    body: str = ""
    region: str = ""
    level: int | None = None
    ids: tuple[int, ...] | None = None
    """Just these plans, whatever the rest says."""
    system: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan ready to show; `key` is 编码:编号, days are day numbers.

    `lacks` names fields of FIELDS it leaves empty, `untold` those its whole file leaves empty.
    """

    id: int
    key: str
    number: str
    name: str
    body: Named
    region: Named
    level: int
    type: CheckType
    cycle: str
    first: int | None
    last: int | None
    day: int
    partners: tuple[str, ...]
    joint: bool | None
    ratio: str
    filed: int | None
    accepted: int | None
    lacks: tuple[str, ...]
    untold: tuple[str, ...]
    settled: int
    wanted: int | None
    is_listed: bool
    visited: int
    standing: PlanStanding
    findings: int

    @property
    def complete(self) -> bool | None:
        """Return whether all five fields are stated, None where its file does not tell of all."""
        return None if self.untold else not self.lacks

    @property
    def reached(self) -> int:
        """Return how many enterprises count as done: targets settled, else enterprises visited."""
        return self.settled if self.is_listed else self.visited

    @property
    def share(self) -> float | None:
        """Return which part of what it means to visit is done, at most all of it."""
        return min(1.0, self.reached / self.wanted) if self.wanted else None

    @property
    def lack_words(self) -> str:
        """Return the missing fields in words, or that nothing is missing or known."""
        if self.lacks:
            return "缺" + "、".join(FIELDS[one] for one in self.lacks)
        if self.untold:
            return "未提供" + "、".join(FIELDS[one] for one in self.untold)
        return "齐全"

    @property
    def progress_words(self) -> str:
        """Return done / meant, such as 12/20."""
        if self.wanted is None:
            return f"{self.visited}/未定" if self.visited else ""
        return f"{self.reached}/{self.wanted}"


@dataclass(frozen=True, slots=True)
class PlanDetail:
    """What stands beside a plan: its other fields in words, whom it means, visits, findings."""

    fields: tuple[tuple[str, str], ...] = ()
    visits: tuple[int, ...] = ()
    open_targets: tuple[Named, ...] = ()
    """The targets that are not settled yet."""
    targets: int = 0
    findings: tuple[FindingRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanGaps:
    """What the plans of a body state and when they were accepted (M11), with what is missing.

    `lacks` counts the plans that lack a field, by the keys of FIELDS.
    """

    body: Named
    plans: int
    told: int
    complete: int
    lacks: dict[str, int]
    due: int
    filed: int
    filed_unknown: int

    @property
    def untold(self) -> int:
        """Return how many plans come from files that do not tell of all five fields."""
        return self.plans - self.told


@dataclass(frozen=True, slots=True)
class PlanSide:
    """One of two plans that meet."""

    id: int
    key: str
    number: str
    name: str
    body: Named
    type: CheckType
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PlanPair:
    """Two plans of different bodies that share enterprises and days.

    `finding` is the key of the finding about it, empty where its source makes none.
    """

    one: PlanSide
    other: PlanSide
    shared: int
    finding: str = ""
    state: str = ""

    @property
    def key(self) -> str:
        """Return what names the pair in every database."""
        return f"{self.one.key}|{self.other.key}"

    @property
    def first(self) -> int:
        """Return the first day both have."""
        return max(self.one.first, self.other.first)

    @property
    def last(self) -> int:
        """Return the last day both have."""
        return min(self.one.last, self.other.last)

    @property
    def days(self) -> int:
        """Return how many days both have."""
        return self.last - self.first + 1
