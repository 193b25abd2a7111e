"""Who has sent what for a period: bodies by kinds of workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Receipt(Enum):
    """How it stands with one kind of one body; the value is the word shown."""

    SENT = "已报送"
    RETURNED = "有退回"
    LATE = "逾期报送"
    PARTIAL = "缺部分月份"
    MISSING = "未报送"
    DUE = "待报送"
    NOT_ASKED = "不要求"


@dataclass(frozen=True, slots=True)
class BatchPart:
    """What one batch brought of one body in the months asked for."""

    batch: int
    file: str
    kind: str
    at: datetime
    rows: int
    clean: int
    rejected: int
    warnings: int
    is_late: bool | None = None
    """Whether it came first after its deadline; None where nothing was due."""


@dataclass(frozen=True, slots=True)
class ReceivedKind:
    """One kind of one body: what came, and which of the months due are missing."""

    kind: str
    receipt: Receipt
    batches: tuple[BatchPart, ...] = ()
    missing: tuple[str, ...] = ()
    """The months or the year still missing, as people write them; empty where nothing is."""
    deadline: date | None = None
    """The last day on which what is asked for was or will be in time."""

    @property
    def rows(self) -> int:
        """Return how many rows were sent, rejected ones included."""
        return sum(part.rows for part in self.batches)

    @property
    def clean(self) -> int:
        """Return how many rows were taken without a warning."""
        return sum(part.clean for part in self.batches)

    @property
    def rejected(self) -> int:
        """Return how many rows were returned."""
        return sum(part.rejected for part in self.batches)

    @property
    def last(self) -> datetime | None:
        """Return when the last of it came."""
        return max((part.at for part in self.batches), default=None)


@dataclass(frozen=True, slots=True)
class ReceivedBody:
    """A body with all its kinds, in the order of the board."""

    code: str
    name: str
    level: str
    region: str
    kinds: tuple[ReceivedKind, ...]

    @property
    def batches(self) -> tuple[BatchPart, ...]:
        """Return everything that came of it, the latest first."""
        parts = [part for kind in self.kinds for part in kind.batches]
        return tuple(sorted(parts, key=lambda part: (part.at, part.batch), reverse=True))

    @property
    def missing(self) -> tuple[ReceivedKind, ...]:
        """Return the kinds of which something asked for has not come."""
        return tuple(kind for kind in self.kinds if kind.missing)

    @property
    def rows(self) -> int:
        """Return how many rows it sent, rejected ones included."""
        return sum(kind.rows for kind in self.kinds)

    @property
    def clean(self) -> int:
        """Return how many of its rows were taken without a warning."""
        return sum(kind.clean for kind in self.kinds)

    @property
    def last(self) -> datetime | None:
        """Return when the last of it came."""
        return max((part.at for part in self.batches), default=None)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What bodies are asked for: kinds due each month by a day of the next, kinds due each year."""

    monthly: tuple[str, ...]
    yearly: tuple[str, ...]
    day: int
    """The last day of the following month on which a month's rows are in time."""


@dataclass(frozen=True, slots=True)
class Received:
    """The board of a period: its kinds in order, what is asked for, the bodies."""

    title: str
    kinds: tuple[str, ...]
    asked: Expectation
    bodies: tuple[ReceivedBody, ...]

    @property
    def missing(self) -> tuple[ReceivedBody, ...]:
        """Return the bodies of which something asked for has not come."""
        return tuple(body for body in self.bodies if body.missing)

    @property
    def expected(self) -> tuple[ReceivedBody, ...]:
        """Return the bodies that are asked for anything."""
        return tuple(
            body for body in self.bodies if any(kind.deadline is not None for kind in body.kinds)
        )
