"""What people decide, as rows: of findings, of claimed bases, of visits checked on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.rows.enums import AuditResult, Claim, FindingState
from data.rows.findings import Named

STATE = FindingState
MOVES: Mapping[FindingState, tuple[FindingState, ...]] = {
    STATE.OPEN: (STATE.TRUE, STATE.DISPUTED, STATE.UNFOUNDED, STATE.EXEMPT),
    STATE.TRUE: (STATE.CORRECTED, STATE.DISPUTED, STATE.OPEN),
    STATE.DISPUTED: (STATE.TRUE, STATE.UNFOUNDED, STATE.EXEMPT, STATE.OPEN),
    STATE.UNFOUNDED: (STATE.OPEN,),
    STATE.EXEMPT: (STATE.OPEN,),
    STATE.CORRECTED: (STATE.TRUE, STATE.OPEN),
}
"""Where a finding may go from where it stands; 已整改 only follows 属实."""
REASONED = frozenset({STATE.DISPUTED, STATE.UNFOUNDED, STATE.EXEMPT, STATE.OPEN})
"""States that need a reason."""


def needs_reason(before: FindingState, state: FindingState) -> bool:
    """Return whether a decision needs a reason; so does one that finds a correction lacking."""
    return state in REASONED or (before is STATE.CORRECTED and state is STATE.TRUE)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision of a finding's history."""

    key: str
    before: FindingState
    state: FindingState
    reason: str
    actor: str
    at: str
    day: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claimed basis of one report, with what 市司法局 said of these words last."""

    report: int
    number: str
    body: Named
    enterprise: Named
    day: int
    basis: str
    approver: str
    basis_day: int | None
    claim: Claim
    lacks: tuple[str, ...]
    findings: tuple[str, ...]
    """The keys of the findings that hang on this basis."""
    reason: str = ""
    actor: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One verdict on the words of a claimed basis."""

    basis: str
    verdict: Claim
    reason: str
    actor: str
    at: str
    day: int


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A sample drawn for 事后核查, and how far its results have come."""

    id: int
    period: str
    method: str
    seed: int
    population: int
    size: int
    actor: str
    at: str
    day: int
    done: int = 0
    untrue: int = 0


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A visit drawn into a sample by one of its reports, with its result, if there is one."""

    report: int
    visit: int
    number: str
    body: Named
    enterprise: Named
    day: int
    result: AuditResult | None = None
    checked: int | None = None
    checker: str = ""
    note: str = ""
    version: int = 0
    """The version of the result that was read, 0 without one."""
