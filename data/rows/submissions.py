"""报送 as rows: a call, and what each body sent of what was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rows.enums import Word
from data.rows.findings import Named


class SubmissionKind(Word):
    """What is asked for."""

    PROGRESS = 1, "任务进展"
    PLAN = 2, "实施方案"
    PRACTICE = 3, "典型做法"


@dataclass(frozen=True, slots=True)
class SentCell:
    """One thing asked of one body: the day it came, None while it has not."""

    kind: SubmissionKind
    day: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class SentRow:
    """What a body sent for a call."""

    body: Named
    cells: tuple[SentCell, ...]

    @property
    def missing(self) -> tuple[SubmissionKind, ...]:
        """Return what has not come."""
        return tuple(cell.kind for cell in self.cells if cell.day is None)

    @property
    def late(self) -> bool:
        """Return whether anything came, or is still missing, after the day it was due."""
        return any(cell.late for cell in self.cells)

    @property
    def word(self) -> str:
        """Return 已报送, 迟报, 部分未报 or 未报送."""
        if not self.missing:
            return "迟报" if self.late else "已报送"
        return "未报送" if len(self.missing) == len(self.cells) else "部分未报"


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call, with how many bodies sent everything and how many something is missing of."""

    id: int
    title: str
    kinds: tuple[SubmissionKind, ...]
    opened: date
    due: date
    paper: str
    closed: date | None
    actor: str
    version: int
    bodies: int = 0
    complete: int = 0
    overdue: bool = False

    @property
    def missing(self) -> int:
        """Return of how many bodies something is missing."""
        return self.bodies - self.complete
