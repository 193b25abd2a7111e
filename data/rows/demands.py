"""整改要求不一 as rows: a case, its sides, the unified opinion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rows.enums import Word
from data.rows.findings import Named

LEAD, RANDOM_LEAD = "市司法局", "市市场监管局"
"""Who leads the task: 市司法局, for 双随机 市市场监管局 (seed, task 8)."""


class DemandState(Word):
    """Where a case stands; 逾期 follows from its due day."""

    OPEN = 1, "待出具意见"
    SETTLED = 2, "已出具意见"
    CLOSED = 3, "已办结"


class DemandDeed(Word):
    """What somebody did with a case."""

    OPEN = 1, "立案"
    OPINION = 2, "出具统一意见"
    CLOSE = 3, "办结"


@dataclass(frozen=True, slots=True)
class DemandDraft:
    """What a case is to be; from a complaint, its enterprise and words are taken over."""

    initiator: str
    sides: tuple[tuple[str, str], ...]
    matter: str = ""
    complaint: str = ""
    enterprise: str = ""
    is_random: bool = False


@dataclass(frozen=True, slots=True)
class DemandSideRow:
    """What one body demands."""

    body: Named
    content: str


@dataclass(frozen=True, slots=True)
class DemandRow:
    """A case as it stands on a day."""

    id: int
    matter: str
    complaint: str
    enterprise: Named | None
    initiator: Named
    is_random: bool
    opened: date
    due: date | None
    state: DemandState
    opinion: str
    number: str
    settled: date | None
    closed: date | None
    version: int
    overdue: bool
    sides: tuple[DemandSideRow, ...] = ()

    @property
    def lead(self) -> str:
        """Return the body that leads the task."""
        return RANDOM_LEAD if self.is_random else LEAD

    @property
    def word(self) -> str:
        """Return the state in one word."""
        return "逾期" if self.overdue else self.state.label


@dataclass(frozen=True, slots=True)
class DemandEventRow:
    """One deed in a case."""

    deed: DemandDeed
    actor: str
    day: date
    note: str
