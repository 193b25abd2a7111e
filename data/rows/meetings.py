"""Joint meetings as rows: agenda, who came, what was settled and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rows.enums import Word
from data.rows.findings import Named


class Presence(Word):
    """How a body took part."""

    PRESENT = 1, "出席"
    EXCUSED = 2, "请假"
    GUEST = 3, "列席"


class DecisionState(Word):
    """Where a decision stands; 逾期 follows from its due day."""

    OPEN = 1, "进行中"
    DONE = 2, "已完成"


LATE = "逾期"


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """What a meeting is to be; `period` is what it speaks of, such as 2026-Q3."""

    title: str
    day: date
    period: str
    clock: str = ""
    place: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting with how much is on its agenda, was settled, and is still open."""

    id: int
    title: str
    day: date
    clock: str
    place: str
    host: str
    period: str
    version: int
    agenda: int = 0
    decisions: int = 0
    open: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class AgendaDraft:
    """What an item of the agenda is to be."""

    title: str
    presenter: str = ""
    paper: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item of the agenda; `paper` is an issued paper's number, `page` a page of the window."""

    id: int
    place: int
    title: str
    presenter: str
    paper: str
    page: str


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """A person of a body, and how they took part; the person may be empty."""

    id: int
    body: Named
    person: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it stands on a day; `word` is 进行中, 已完成 or 逾期."""

    id: int
    version: int
    meeting: int
    place: int
    content: str
    body: Named | None
    due: date | None
    state: DecisionState
    told_on: date
    note: str
    overdue: bool

    @property
    def word(self) -> str:
        """Return the state in one word."""
        return LATE if self.overdue else self.state.label


@dataclass(frozen=True, slots=True)
class DecisionEventRow:
    """What was told of a decision; `undone` where that was taken back."""

    decision: int
    state: DecisionState
    actor: str
    day: date
    note: str
    is_amendment: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """A meeting with everything on it."""

    meeting: MeetingRow
    agenda: tuple[AgendaRow, ...] = ()
    attendance: tuple[AttendanceRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
