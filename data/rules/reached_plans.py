"""What plans, targets, tasks and monthly figures reach: visits, plans and months of bodies."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from sqlalchemy import Table, func, or_, select, update
from sqlalchemy.orm import Session

from data.measures.tallies import Touched
from data.models import BatchChange, Complaint, Fine, Plan, PlanTarget, Report, Task
from data.models.tables import table_of
from data.rows.period import day_of, month_number
from data.store.bulk import id_filter

Image = Mapping[str, object]
DECIDING: dict[str, tuple[str, ...]] = {
    "plan": ("type", "joint", "filed", "accepted"),
    "task": ("plan_id", "status", "type", "body_id"),
}
"""The columns that decide of visits and their tasks; the others are read where they are shown."""
TOLD_BY = {"complaints": (table_of(Complaint), "day"), "fines": (table_of(Fine), "month")}
NOTHING = Touched()


def images_of(session: Session, table: Table, batch: int) -> dict[int, Image]:
    """Return the rows of a table that a batch changed, as they were before it, by id."""
    query = (
        select(BatchChange.row_id, BatchChange.before)
        .where(BatchChange.batch_id == batch, BatchChange.table_name == table.name)
        .order_by(BatchChange.id.desc())
    )
    return {row: json.loads(before) for row, before in session.execute(query)}


def deciding(session: Session, table: Table, batch: int) -> dict[int, Image]:
    """Return of the rows a batch changed those that visits are judged by, as they were."""
    names = DECIDING[table.name]
    old = images_of(session, table, batch)
    columns = [table.c[name] for name in names]
    now = session.execute(select(table.c.id, *columns).where(id_filter(table.c.id, old)))
    return {
        row[0]: {name: old[row[0]][name] for name in names}
        for row in now
        if tuple(row[1:]) != tuple(old[row[0]][name] for name in names)
    }


def put_rows(session: Session, table: Table, rows: Mapping[int, Image]) -> dict[int, Image]:
    """Write some columns of rows; return what stood there."""
    if not rows:
        return {}
    names = DECIDING[table.name]
    found = session.execute(
        select(table.c.id, *[table.c[name] for name in names]).where(id_filter(table.c.id, rows))
    ).mappings()
    stood: dict[int, Image] = {row["id"]: {name: row[name] for name in names} for row in found}
    for one, values in rows.items():
        session.execute(update(table).where(table.c.id == one).values(**values))
    return stood


def visited_under(session: Session, plans: Collection[int], tasks: Collection[int]) -> Touched:
    """Return what the visits of those plans and tasks touch, nothing where there are none."""
    if not plans and not tasks:
        return NOTHING
    of_plans = select(Task.id).where(id_filter(Task.plan_id, plans))
    conditions = [id_filter(Report.task_id, tasks)]
    if plans:
        conditions += [id_filter(Report.plan_id, plans), Report.task_id.in_(of_plans)]
    query = select(Report.enterprise_id, func.min(Report.day), func.max(Report.day)).where(
        or_(*conditions)
    )
    rows = session.execute(query.group_by(Report.enterprise_id)).all()
    if not rows:
        return NOTHING
    known = set(session.scalars(of_plans)) if plans else set()
    return Touched(
        tuple(row[0] for row in rows),
        min(row[1] for row in rows),
        max(row[2] for row in rows),
        frozenset(tasks) | known,
        frozenset(plans),
    )


def loose_tasks(session: Session, tasks: Collection[int]) -> set[int]:
    """Return the tasks no file lists that share a number with some; their reports may move."""
    numbers = select(Task.number).where(id_filter(Task.id, tasks))
    query = select(Task.id).where(Task.listed == 0, Task.number.in_(numbers))
    return set(session.scalars(query))


def left_tasks(session: Session, batch: int) -> set[int]:
    """Return the tasks that reports had before a batch moved them."""
    olds = images_of(session, table_of(Report), batch).values()
    return {int(str(old["task_id"])) for old in olds if old["task_id"] is not None}


def kin(session: Session, plans: Collection[int]) -> list[int]:
    """Return plans with all of the files they came in: what a file tells of one tells of all."""
    files = select(Plan.batch_id).where(id_filter(Plan.id, plans), Plan.batch_id.is_not(None))
    together = session.scalars(select(Plan.id).where(Plan.batch_id.in_(files)))
    return sorted({*plans, *together})


def plans_of(session: Session, batch: int) -> set[int]:
    """Return the plans a batch brought, changed, or gave other targets."""
    plan, target = table_of(Plan), table_of(PlanTarget)
    found = set(session.scalars(select(Plan.id).where(Plan.batch_id == batch)))
    found |= set(images_of(session, plan, batch))
    changed = images_of(session, target, batch)
    found |= {int(str(old["plan_id"])) for old in changed.values()}
    own = or_(PlanTarget.batch_id == batch, id_filter(PlanTarget.id, changed))
    return found | set(session.scalars(select(PlanTarget.plan_id).where(own).distinct()))


def months_told(session: Session, kind: str, batch: int) -> set[int]:
    """Return the months of the complaints or fines a batch brought or changed; none of others.

    Asked while the batch stands: after it was taken in, or before it is taken back.
    """
    if kind not in TOLD_BY:
        return set()
    table, name = TOLD_BY[kind]
    old = images_of(session, table, batch)
    own = or_(table.c.batch_id == batch, id_filter(table.c.id, old))
    found = {int(one) for one in session.scalars(select(table.c[name]).where(own))}
    found |= {int(str(one[name])) for one in old.values()}
    return {month_number(day_of(one)) for one in found} if name == "day" else found
