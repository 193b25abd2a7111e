"""The sample city while it is being made: mutable objects, known to data/sample alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

CITY_LEVEL, COUNTY_LEVEL, TOWN_LEVEL = "市级", "市（县）区级", "镇（街道）级"


@dataclass(slots=True, eq=False)
class Body:
    """A 单位; `kind` is the key of its field of work, `quality` how well it keeps the rules."""

    code: str
    name: str
    level: str
    system: str
    kind: str
    role: str = "其他"
    short: str = ""
    region: str = ""
    town: str = ""
    parent: str = ""
    former: str = ""
    inspects: bool = True
    mark: str = ""
    weight: float = 0.0
    code_rate: float = 0.97
    filing_rate: float = 0.95
    problem_rate: float = 0.18
    breach_weight: float = 1.0
    missing: frozenset[str] = frozenset()
    badges: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Enterprise:
    """A 监管对象; `category` is one letter of lexicon.CATEGORIES."""

    code: str
    name: str
    uscc: str
    other: str
    region: str
    town: str
    category: str
    section: str
    industry: str
    credit: str
    risk: str
    tags: str
    moved: date | None = None
    origin: str = ""

    def region_on(self, day: date) -> str:
        """Return the region on a day, before or after a move."""
        return self.origin if self.moved and day < self.moved else self.region


@dataclass(slots=True, eq=False)
class Item:
    """A 监管事项 of one field of work, for some categories of enterprises."""

    code: str
    name: str
    kind: str
    categories: str
    field: str
    grounds: str


@dataclass(slots=True, eq=False)
class Plan:
    """A 检查计划 of a lead body."""

    number: str
    name: str
    lead: Body
    type: str
    cycle: str
    first: date
    last: date
    partners: tuple[Body, ...] = ()
    scenario: str = ""
    scope: str = ""
    ratio: str = ""
    filed: date | None = None
    accepted: date | None = None
    approval: str = ""
    published: date | None = None
    listed: bool = False
    items: dict[str, Item] = field(default_factory=dict)
    targets: dict[str, Enterprise] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Task:
    """A 检查任务 of a lead body under a plan; `sort` is how it was made."""

    lead: Body
    plan: Plan
    type: str
    sort: str
    month: tuple[int, int]
    partners: tuple[Body, ...] = ()
    number: str = ""
    status: str = "已完成"


@dataclass(slots=True, eq=False)
class Report:
    """What one body sends of one visit."""

    body: Body
    items: list[Item]
    results: list[str] = field(default_factory=list)
    number: str = ""
    officers: int = 2
    badges: str = ""
    arrive: datetime | None = None
    leave: datetime | None = None
    named: tuple[Body, ...] = ()
    came: tuple[Body, ...] | None = None
    nobody: bool = False
    act: str = ""
    shown: datetime | None = None
    late_reason: str = ""
    scanned: datetime | None = None
    rating: str = ""
    entered: date | None = None
    published: date | None = None
    test: str = ""

    @property
    def seen_arrive(self) -> datetime | None:
        """Return the arrival, None where the body's file has no such column."""
        return None if "到达时间" in self.body.missing else self.arrive


@dataclass(slots=True, eq=False)
class Visit:
    """One entry into one enterprise; `code` is the planted 亮码: 按时, 补码 or 未亮码."""

    enterprise: Enterprise
    day: date
    plan: Plan | None
    task: Task | None
    type: str
    reports: list[Report]
    source: str = "计划内"
    reason: str = ""
    clue: str = ""
    mode: str = "现场"
    kind: str = "行政检查"
    status: str = "已完成"
    code: str = "按时"
    claim: str = ""
    approver: str = ""
    claim_day: date | None = None
    reuses: Visit | None = None
    planted: bool = False

    @property
    def counts(self) -> bool:
        """Return whether the visit is an on-site 行政检查 that was not cancelled."""
        return self.status != "已取消" and self.kind == "行政检查" and self.mode == "现场"

    @property
    def arrive(self) -> datetime | None:
        """Return the earliest arrival that the files show."""
        times = [report.seen_arrive for report in self.reports if report.seen_arrive is not None]
        return min(times, default=None)

    @property
    def lead(self) -> Report:
        """Return the lead report: of the task's lead if it reported, else the lowest code."""
        if self.task is not None:
            for report in self.reports:
                if report.body is self.task.lead:
                    return report
        return min(self.reports, key=lambda report: report.body.code)
