"""One enterprise's year: who it is, every visit with what the rules say of it, what lies ahead."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.enums import Severity
from data.rows.findings import FindingRow, Named
from data.rows.records import VisitRow


@dataclass(frozen=True, slots=True)
class WhiteEntry:
    """How an enterprise is supervised in one field; days are None where none is told."""

    field: str
    mode: str
    first: int | None
    last: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """An enterprise on the register, words ready to show; `codes` are those it went by."""

    id: int
    code: str
    name: str
    uscc: str
    other: str
    codes: tuple[str, ...]
    region: str
    town: str
    section: str
    industry: str
    category: str
    credit: str
    risk: str
    tags: str
    moved_in: int | None
    moved_from: str
    is_provisional: bool
    whitelist: tuple[WhiteEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class YearVisit:
    """A visit of the year: its row, its moments, and the findings that rest on it.

    `counts` says that it is an inspection that was not cancelled (M9); `severity` is the gravest
    of the standing findings that hold this visit against somebody.
    """

    row: VisitRow
    arrive: int | None
    is_on_site: bool
    counts: bool
    findings: tuple[FindingRow, ...] = ()
    severity: Severity | None = None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class PlanAhead:
    """A plan that names the enterprise and whose window is not over yet."""

    number: str
    name: str
    body: Named
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SelfCheckRow:
    """A self-check the enterprise handed in."""

    day: int
    item: Named
    verdict: str


@dataclass(frozen=True, slots=True)
class EnterpriseYear:
    """Everything of one enterprise in one year; `years` are those with a visit."""

    card: EnterpriseCard
    year: int
    years: tuple[int, ...]
    visits: tuple[YearVisit, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    plans: tuple[PlanAhead, ...] = ()
    selfchecks: tuple[SelfCheckRow, ...] = ()
    months_beyond: tuple[tuple[str, FindingRow], ...] = ()
    """Months in which it was visited beyond the cap (R1), each with the finding."""
    items_beyond: tuple[FindingRow, ...] = ()
    """Findings of items checked beyond the yearly cap (R3)."""

    @property
    def count(self) -> int:
        """Return how many inspections the year has (M9)."""
        return sum(visit.counts for visit in self.visits)


@dataclass(frozen=True, slots=True)
class ClassRate:
    """M24 of a credit class: visits per enterprise on the register in the year."""

    credit: str
    value: float | None
    visits: int
    enterprises: int
