"""What follows from a file of plans, targets or tasks: only what it reaches is made anew.

A plan decides of the visits under it (type, filing, whether it is joint), a task of its visits. The
upkeep of those visits must see the facts as they were before: for that moment they are put back.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.lookup import Lookup
from data.intake.tasks import relink
from data.measures.tallies import Touched
from data.models import Plan, Task
from data.models.tables import table_of
from data.rules.maintenance import Upkeep, rebuild, rejudge_plans
from data.rules.reached_plans import (
    deciding,
    images_of,
    kin,
    left_tasks,
    loose_tasks,
    plans_of,
    put_rows,
    visited_under,
)

BY_PLANS = ("plans", "targets", "tasks")
"""Kinds whose derived rows are those of the plans and tasks they bring or change."""
MOST = 100_000
"""With more enterprises than this everything is made anew, which is faster."""


def follow_plans(session: Session, lookup: Lookup, tasks: set[int], batch: int) -> None:
    """Make anew what a batch of plans, targets or tasks reaches, after it was written."""
    plan, task = table_of(Plan), table_of(Task)
    plans = deciding(session, plan, batch)
    changed = deciding(session, task, batch)
    now = put_rows(session, plan, plans), put_rows(session, task, changed)
    touched = visited_under(session, set(plans), {*changed, *loose_tasks(session, tasks), *tasks})
    upkeep = _upkeep(session, touched)
    put_rows(session, plan, now[0])
    put_rows(session, task, now[1])
    if tasks:
        relink(session, lookup, tasks, batch)
    _finish(session, upkeep, touched)
    rejudge_plans(session, kin(session, plans_of(session, batch)))


class Retreat:
    """The upkeep of taking back a batch of plans, targets or tasks: made before it goes."""

    def __init__(self, session: Session, batch: int) -> None:
        """Remember what the batch reaches while it stands."""
        self._session = session
        plans = set(deciding(session, table_of(Plan), batch))
        tasks = set(session.scalars(select(Task.id).where(Task.batch_id == batch)))
        tasks |= set(images_of(session, table_of(Task), batch)) | left_tasks(session, batch)
        self._touched = visited_under(session, plans, tasks)
        self._upkeep = _upkeep(session, self._touched)
        self._plans = kin(session, plans_of(session, batch))

    def finish(self) -> None:
        """Make visits anew, after the facts went and before the registers do."""
        _finish(self._session, self._upkeep, self._touched)

    def judge(self) -> None:
        """Judge the plans anew, after the registers went too."""
        rejudge_plans(self._session, self._plans)


def _upkeep(session: Session, touched: Touched) -> Upkeep | None:
    """Return the upkeep of what is touched; None where nothing is, or too much."""
    few = 0 < len(touched.enterprises) <= MOST
    return Upkeep(session, touched) if few else None


def _finish(session: Session, upkeep: Upkeep | None, touched: Touched) -> None:
    if upkeep is not None:
        upkeep.finish()
    elif touched.enterprises:
        rebuild(session)
