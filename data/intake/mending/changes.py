"""Changes of edits (data/records/edit_images.py) written, with all that is derived from them.

What is derived (visits, tallies, findings) follows and is never part of a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from data.measures.tallies import Touched
from data.models import Base, Body, CodeEvent, Enterprise, Plan, Report
from data.models.tables import table_of
from data.records.edit_images import Change, Plain, Values, key_of, row_of
from data.rules.maintenance import Tell, Upkeep, rebuild, rejudge_plans
from data.rules.reached_plans import kin, visited_under
from data.store.bulk import id_filter
from data.store.columns import say_nothing

REPORT, EVENT = table_of(Report), table_of(CodeEvent)
ENTERPRISE, BODY, PLAN = table_of(Enterprise), table_of(Body), table_of(Plan)
REACH = ("enterprise_id", "day", "task_id", "plan_id")


def write(session: Session, changes: Iterable[Change]) -> None:
    """Write changes; nothing derived is made anew."""
    session.flush()
    changes = tuple(changes)
    moved = {
        one.key: one.after["body_id"]
        for one in changes
        if one.table == REPORT.name and one.after is not None and "body_id" in one.after
    }
    with _following(session, moved):
        _write_rows(session, changes)
    session.expire_all()


@contextmanager
def _following(session: Session, moved: Mapping[int, Plain]) -> Iterator[None]:
    """Let what hangs on reports and carries their body follow them to another body.

    It is taken off and put on again: a part never stands beside a report of another body.
    """
    kept: list[tuple[Table, list[dict[str, Plain]]]] = []
    for table in _carriers() if moved else ():
        here = id_filter(table.c.report_id, moved)
        query = select(table).where(here).order_by(*table.primary_key.columns)
        rows = [dict(row) for row in session.execute(query).mappings()]
        if rows:
            kept.append((table, rows))
            session.execute(delete(table).where(here))
    yield
    for table, rows in kept:
        told = [{**row, "body_id": moved[int(str(row["report_id"]))]} for row in rows]
        session.execute(insert(table), told)


def _carriers() -> list[Table]:
    """Return the tables whose rows name a report together with its body."""
    return [
        table
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table is REPORT and len(key.elements) > 1
    ]


def _write_rows(session: Session, changes: Iterable[Change]) -> None:
    for one in changes:
        table = Base.metadata.tables[one.table]
        mine = key_of(table) == one.key
        if one.after is None:
            session.execute(delete(table).where(mine))
        elif one.before is None:
            session.execute(insert(table).values(dict(one.after)))
        else:
            session.execute(update(table).where(mine).values(dict(one.after)))


def perform(session: Session, changes: Sequence[Change], tell: Tell = say_nothing) -> Touched:
    """Write changes and let everything derived follow; return what they touched."""
    names = {one.table for one in changes}
    touched = touched_by(session, changes)
    if BODY.name in names:
        write(session, changes)
        tell("更新汇总、按规则核对")
        rebuild(session)
        return touched
    upkeep = Upkeep(session, touched) if touched.enterprises else None
    write(session, changes)
    if upkeep is not None:
        upkeep.finish(tell)
    if plans := {one.key for one in changes if one.table == PLAN.name}:
        rejudge_plans(session, kin(session, plans))
    return touched


def touched_by(session: Session, changes: Sequence[Change]) -> Touched:
    """Return what changes touch, as it stands and as it will be."""
    return _together(_by_reports(session, changes), _by_plans(session, changes))


def _by_plans(session: Session, changes: Sequence[Change]) -> Touched:
    """Return the visits and tasks of plans that count otherwise after changes."""
    plans = {
        one.key
        for one in changes
        if one.table == PLAN.name and one.before is not None and one.after is not None
        and _decides({**(row_of(session, PLAN, one.key) or {})}, one.after)
    }  # fmt: skip
    return visited_under(session, plans, ())


def _decides(plan: Values, after: Values) -> bool:
    """Tell whether visits under a plan count otherwise: a new day of filing alone moves none."""
    now, then = ((one["type"], one["joint"], _is_filed(one)) for one in (plan, {**plan, **after}))
    return now != then


def _is_filed(plan: Values) -> bool:
    return plan["filed"] is not None or plan["accepted"] is not None


def _together(one: Touched, other: Touched) -> Touched:
    parts = [part for part in (one, other) if part.enterprises]
    if len(parts) < 2:
        return parts[0] if parts else one
    return Touched(
        tuple(sorted({*one.enterprises, *other.enterprises})),
        min(one.first, other.first),
        max(one.last, other.last),
        one.tasks | other.tasks,
        one.plans | other.plans,
    )


def _by_reports(session: Session, changes: Sequence[Change]) -> Touched:
    reports = {one for change in changes if (one := report_of(session, change)) is not None}
    entries = [one.key for one in changes if one.table == ENTERPRISE.name]
    query = select(REPORT.c.id, *[REPORT.c[name] for name in REACH])
    mine = id_filter(REPORT.c.id, reports) | id_filter(REPORT.c.enterprise_id, entries)
    rows = {row.id: dict(row._mapping) for row in session.execute(query.where(mine))}
    told = list(rows.values())
    for change in changes:
        if change.table == REPORT.name and change.after is not None:
            told.append({**rows.get(change.key, {}), **change.after})
    enterprises = {*entries, *(int(str(row["enterprise_id"])) for row in told)}
    days = [int(str(row["day"])) for row in told]
    return Touched(
        tuple(sorted(enterprises)),
        min(days, default=0),
        max(days, default=-1),
        frozenset(int(str(row["task_id"])) for row in told if row["task_id"] is not None),
        frozenset(int(str(row["plan_id"])) for row in told if row["plan_id"] is not None),
    )


def report_of(session: Session, change: Change) -> int | None:
    """Return the report a changed row belongs to."""
    if change.table in (REPORT.name, EVENT.name):
        return change.key
    table = Base.metadata.tables[change.table]
    if "report_id" not in table.c:
        return None
    own = change.after or change.before or {}
    if "report_id" in own:
        return int(str(own["report_id"]))
    return session.scalar(select(table.c.report_id).where(table.c.id == change.key))
