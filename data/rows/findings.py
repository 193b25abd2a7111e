"""Findings and rules as rows.

Stable keys, the same in every database because they are made of codes people know:

- R1 `R1:<enterprise code>:<YYYY-MM>`
- R3 `R3:<enterprise code>:<item code>:<YYYY>`
- R5 `R5:<检查单位编码>:<检查编号>:<item code>`
- R6, R7 `R6:<检查单位编码>:<检查编号>` (lead report of the visit), R10 the same for each report

A report without 检查编号 is named by `<enterprise code>@<YYYY-MM-DD>`, `@<任务编号>` behind it
where there is one. An enterprise's code is its 统一社会信用代码, else its other number, else its
name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from data.rows.enums import FindingState, Force, Severity


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as it stands in one rule set: its text, source, force and thresholds."""

    id: str
    name: str
    text: str
    source: str
    force: Force
    ruleset: str
    limits: dict[str, int] = field(default_factory=dict)


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
