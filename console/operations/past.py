"""Looking at a past day, and comparing two: made beside the window, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, ReadOp, Task
from data.rows.past import Compared, RecordedDay

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.intake.past import Past, Shelf
    from data.records.past_difference import Asked
    from data.store.database import Database


class Looking:
    """The ledgers of past days a window has made; they go when it closes."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None

    def as_of(self, db: Database, day: date, task: Task) -> Past:
        """Return the ledger of a day; called in a worker."""
        return self._own().as_of(db, day, _teller(task))

    def compare(self, db: Database, asked: Asked, task: Task) -> Compared:
        """Compare two days; called in a worker."""
        from data.intake.past import compare

        return compare(self._own(), db, asked, _teller(task))

    def close(self) -> None:
        """Close the ledgers and remove their files."""
        if self._shelf is not None:
            self._shelf.close()
            self._shelf = None

    def _own(self) -> Shelf:
        from data.intake.past import Shelf

        if self._shelf is None:
            self._shelf = Shelf()
        return self._shelf


def _teller(task: Task) -> Callable[[str], None]:
    return lambda label: task.step(0, 1, label)


def look_at_day(
    ctx: AppContext, looking: Looking, db: Database, day: date, done: Callable[[Past], None]
) -> JobOp[Past]:
    """Make the ledger of a past day."""

    def work(task: Task) -> Past:
        return looking.as_of(db, day, task)

    return JobOp(ctx, work, done, label="复原当日数据")


def compare_days(
    ctx: AppContext,
    looking: Looking,
    db: Database,
    asked: Asked,
    done: Callable[[Compared], None],
    failed: Callable[[BaseException], None],
) -> JobOp[Compared]:
    """Compare what two days saw of a period."""

    def work(task: Task) -> Compared:
        return looking.compare(db, asked, task)

    return JobOp(ctx, work, done, label="两日对比", failed=failed)


def read_days(
    ctx: AppContext, db: Database, done: Callable[[list[RecordedDay]], None]
) -> ReadOp[list[RecordedDay]]:
    """Read the days on which anything was recorded, newest first."""

    def work(_: Session) -> list[RecordedDay]:
        from data.records.past_log import recorded_days

        with db.reading() as session:
            return recorded_days(session)

    return ReadOp(ctx, work, done, topic="past-days")
