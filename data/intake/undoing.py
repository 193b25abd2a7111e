"""Taking a batch back as a whole, while nothing rests on it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from data.intake.differences import made_by_batches
from data.intake.identifying import codes_of, follow_codes
from data.intake.queries import touched_of_reports
from data.intake.resting import refuse_if_needed
from data.models import (
    Base,
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
from data.rules.maintenance import Upkeep, rebuild
from data.store.bulk import id_filter
from data.store.database import Database

REGISTERS = frozenset(
    table_of(one).name for one in (PlanTarget, Task, Plan, Item, Enterprise, Body)
)
"""What visits refer to: it goes last, when the visits are made anew."""
BY_REPORTS = ("visits", "codes")
"""Kinds whose derived rows are those of the reports they touch."""
BY_REGISTERS = ("bodies", "enterprises", "items", "plans", "targets", "tasks")
"""Kinds that reach visits of other batches; nothing is derived from the rest."""


def undo(db: Database, batch: int, actor: str) -> int:
    """Take a batch back; return how many rows it had brought. Refuses where others rest on it."""
    with db.bulk_writing(actor, f"撤销批次 {batch}") as session:
        row = session.get(Batch, batch)
        if row is None or row.undone:
            raise InvalidInput(f"批次 {batch} 不存在或已撤销，请在导入历史中核对批次号。")
        refuse_if_needed(session, batch)
        by_reports = row.kind in BY_REPORTS
        upkeep = Upkeep(session, touched_of_reports(session, batch)) if by_reports else None
        tables = made_by_batches()[::-1]
        _remove_events(session, batch)
        facts = [one for one in tables if one.name not in REGISTERS]
        removed = _remove(session, facts, batch)
        codes = codes_of(session, _changed_enterprises(session, batch))
        _restore(session, batch, by_reports)
        follow_codes(session, codes)
        if upkeep is not None:
            upkeep.finish()
        elif row.kind in BY_REGISTERS:
            rebuild(session)
        removed += _remove(session, [one for one in tables if one.name in REGISTERS], batch)
        session.execute(delete(BatchChange).where(BatchChange.batch_id == batch))
        session.execute(delete(Quality).where(Quality.batch_id == batch))
        session.execute(update(Batch).where(Batch.id == batch).values(undone=1))
        return removed


def _changed_enterprises(session: Session, batch: int) -> list[int]:
    query = select(BatchChange.row_id).where(
        BatchChange.batch_id == batch, BatchChange.table_name == table_of(Enterprise).name
    )
    return list(session.scalars(query))


def _remove_events(session: Session, batch: int) -> None:
    reports = select(Report.id).where(Report.batch_id == batch)
    session.execute(delete(CodeEvent).where(CodeEvent.report_id.in_(reports)))


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
