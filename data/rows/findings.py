"""Findings and rules as rows.

Stable keys, the same in every database because they are made of codes people know:

- R1 `R1:<enterprise code>:<YYYY-MM>`
- R2 `R2:<enterprise code>:<YYYY-MM-DD>` for a day, `R2:<enterprise code>:<YYYY>-W<ww>` for a week
- R3 `R3:<enterprise code>:<item code>:<YYYY>`
- R4, R5, R24, R25, R27 `R5:<检查单位编码>:<检查编号>:<item code>` (R25: the lower level's visit)
- R6, R7, R12, R13, R14, R15, R17, R22 `R6:<检查单位编码>:<检查编号>` (lead report of the visit)
- R10 `R10:<检查单位编码>:<检查编号>` of each report, R26 the same with `:<item code>`
- R11 `R11:<检查单位编码>:<检查编号>:<执法证号>` of each report and officer
- R9 `R9:<检查单位编码>:<检查编号>:停留` of each report, the same with `:<执法证号>` of
  the later report that names an officer who was elsewhere; `R9:<检查单位编码>:<YYYY-MM-DD>:空白`
  (or 雷同) of a body's day
- R8 `R8:<牵头编码>:<计划编号>|<牵头编码>:<计划编号>`, the lower code and number first
- R16, R19, R23 `R16:<牵头编码>:<计划编号>`
- R18 `R18:<单位编码>:<YYYY-MM>`; R20, R29 `R20:<单位编码>:<YYYY-Qn>`
- R21 `R21:<发文字号>`; R28 `R28:<number of the case>`
- R25 of two plans `R25:<下级编码>:<计划编号>|<上级编码>:<计划编号>`

A report without 检查编号 is named by `<enterprise code>@<YYYY-MM-DD>`, `@<任务编号>` behind it
where there is one. An enterprise's code is its 统一社会信用代码, else its other number, else its
name.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.enums import FindingState, Force, Severity
from data.rows.inbox import Ranges
from data.rows.period import Period


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding, ready to show; `record_ids` and `beyond_ids` are visit ids."""

    id: int
    key: str
    rule: str
    rule_name: str
    ruleset: str
    trial: bool
    severity: Severity
    force: Force
    state: FindingState
    reason: str
    holds: bool
    subject_kind: str
    subject: Named
    item: Named | None
    bodies: tuple[Named, ...]
    period: str
    day: int
    count: int
    beyond: int
    claimed_basis: str
    tracked_by: tuple[Named, ...]
    sentence: str
    record_ids: tuple[int, ...] = ()
    beyond_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are listed, and in which order.

    `body` and `other` are codes of bodies that are charged, both where both are given; `sort`
    names an order of data/rules/paging.py; `holds` False asks for those that hold no more.
    """

    period: Period
    body: str = ""
    other: str = ""
    rule: str = ""
    severity: Severity | None = None
    text: str = ""
    sort: str = "severity"
    descending: bool = True
    state: FindingState | None = None
    holds: bool | None = None
    columns: tuple[tuple[str, str], ...] = ()
    """What is typed over columns of the list, by the names of data/rules/paging.py."""
    then: tuple[tuple[str, bool], ...] = ()
    """Further orders with whether they go downwards."""
    ranges: Ranges = ()
    """Only findings of those ids that are more than hints."""

    @property
    def is_usual(self) -> bool:
        """Return whether nothing is asked that the index of the usual order cannot serve."""
        return self.sort == "severity" and not (self.text or self.columns or self.then)
