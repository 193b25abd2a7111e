"""Taking a batch back as a whole, while nothing rests on it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from data.intake.differences import made_by_batches
from data.intake.identifying import codes_of, follow_codes
from data.intake.plan_upkeep import BY_PLANS, Retreat
from data.intake.queries import touched_of_reports
from data.intake.removed import keep_removed
from data.intake.resting import refuse_if_needed
from data.models import (
    Base,
    BasisVerdict,
    Batch,
    BatchChange,
    Body,
    CodeEvent,
    Enterprise,
    Item,
    Plan,
    PlanTarget,
    Quality,
    Report,
    Task,
)
from data.models.tables import table_of
from data.rows.errors import InvalidInput
from data.rows.period import day_number
from data.rules.judging_day import TODAY
from data.rules.maintenance import Upkeep, rebuild, rejudge, rejudge_rest
from data.rules.notice_rules import rejudge_notices
from data.rules.plan_scope import rejudge_items
from data.rules.reached import by_lists
from data.rules.reached_plans import months_told
from data.rules.same_days import NO_DAYS
from data.store.bulk import id_filter
from data.store.database import Database

REGISTERS = frozenset(
    table_of(one).name for one in (PlanTarget, Task, Plan, Item, Enterprise, Body)
)
"""What visits refer to: it goes last, when the visits are made anew."""
BY_REPORTS = ("visits", "codes")
"""Kinds whose derived rows are those of the reports they touch."""
BY_REGISTERS = ("bodies", "enterprises", "items")
"""Kinds that reach visits of other batches; nothing is derived from the rest."""


def undo(db: Database, batch: int, actor: str, today: date | None = None) -> int:
    """Take a batch back; return how many rows it had brought. Refuses where others rest on it.

    What goes is kept packed, with the day, so that the days before can still be looked at.
    """
    with db.bulk_writing(actor, f"撤销批次 {batch}") as session:
        session.info[TODAY] = today
        row = session.get(Batch, batch)
        if row is None or row.undone:
            raise InvalidInput(f"批次 {batch} 不存在或已撤销，请在导入历史中核对批次号。")
        refuse_if_needed(session, batch)
        keep_removed(session, batch)
        by_reports = row.kind in BY_REPORTS
        upkeep = Upkeep(session, touched_of_reports(session, batch)) if by_reports else None
        retreat = Retreat(session, batch) if row.kind in BY_PLANS else None
        reached = by_lists(session, row.kind, batch)
        months = months_told(session, row.kind, batch)
        removed = take_facts(session, batch, row.kind)
        if upkeep is not None:
            upkeep.finish()
        elif row.kind in BY_REGISTERS:
            rebuild(session)
        elif reached:
            rejudge(session, reached, [])
        elif retreat is not None:
            retreat.finish()
        elif months:
            rejudge_rest(session, [], NO_DAYS, months)
        elif row.kind == "scenarios":
            rejudge_items(session)
        elif row.kind == "replies":
            rejudge_notices(session)
        removed += take_registers(session, batch)
        if retreat is not None:
            retreat.judge()
        day = day_number(today or date.today())
        session.execute(update(Batch).where(Batch.id == batch).values(undone=1, undone_day=day))
        return removed


def take_facts(session: Session, batch: int, kind: str) -> int:
    """Remove what a batch brought, registers apart, and restore what it changed."""
    _remove_events(session, batch)
    facts = [one for one in made_by_batches()[::-1] if one.name not in REGISTERS]
    removed = _remove(session, facts, batch)
    codes = codes_of(session, _changed_enterprises(session, batch))
    _restore(session, batch, kind in BY_REPORTS)
    follow_codes(session, codes)
    return removed


def take_registers(session: Session, batch: int) -> int:
    """Remove what visits refer to and a batch had brought; nothing refers to it any more."""
    registers = [one for one in made_by_batches()[::-1] if one.name in REGISTERS]
    removed = _remove(session, registers, batch)
    session.execute(delete(BatchChange).where(BatchChange.batch_id == batch))
    session.execute(delete(Quality).where(Quality.batch_id == batch))
    return removed


def _changed_enterprises(session: Session, batch: int) -> list[int]:
    query = select(BatchChange.row_id).where(
        BatchChange.batch_id == batch, BatchChange.table_name == table_of(Enterprise).name
    )
    return list(session.scalars(query))


def _remove_events(session: Session, batch: int) -> None:
    reports = select(Report.id).where(Report.batch_id == batch)
    for model in (CodeEvent, BasisVerdict):
        session.execute(delete(model).where(model.report_id.in_(reports)))


def _remove(session: Session, tables: Iterable[Table], batch: int) -> int:
    removed = 0
    for table in tables:
        result = session.connection().execute(delete(table).where(table.c.batch_id == batch))
        removed += result.rowcount
    return removed


def _restore(session: Session, batch: int, rewrote_events: bool) -> None:
    """Put the old images back, the oldest of a row last.

    Visits and codes wrote the code events of the reports they changed anew; other kinds only moved
    reports, whose code events stayed as they were.
    """
    changes = session.execute(
        select(BatchChange.table_name, BatchChange.row_id, BatchChange.before)
        .where(BatchChange.batch_id == batch)
        .order_by(BatchChange.id.desc())
    ).all()
    if rewrote_events:
        events = {change.row_id for change in changes if change.table_name == "report"}
        session.execute(delete(CodeEvent).where(id_filter(CodeEvent.report_id, events)))
    for name, row_id, before in changes:
        table = Base.metadata.tables[name]
        values = json.loads(before)
        if name == CodeEvent.__tablename__:
            session.execute(delete(CodeEvent).where(CodeEvent.report_id == row_id))
            session.execute(insert(table).values(values))
            continue
        session.execute(update(table).where(table.c.id == row_id).values(values))
