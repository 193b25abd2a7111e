"""Taking a batch back as a whole, while nothing rests on it."""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Table, delete, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.intake.queries import touched_of_reports
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
    ReportLine,
    Task,
)
from data.models.tables import table_of
from data.rows.errors import InvalidInput
from data.rules.maintenance import Upkeep, rebuild
from data.store.bulk import id_filter
from data.store.database import Database

REPORTS = (ReportLine, Report)
REGISTERS = (PlanTarget, Task, Plan, Item, Enterprise, Body)
CHILDREN_FIRST = (*REPORTS, *REGISTERS)
WORDS = {
    "report_line": "检查记录行",
    "report": "检查报告",
    "plan_target": "检查对象",
    "task": "检查任务",
    "plan": "检查计划",
}
RESTS: tuple[
    tuple[type[Base], InstrumentedAttribute[int] | InstrumentedAttribute[int | None], type[Base]],
    ...,
] = (
    (Report, ReportLine.report_id, ReportLine),
    (Body, Report.body_id, Report),
    (Enterprise, Report.enterprise_id, Report),
    (Plan, Report.plan_id, Report),
    (Task, Report.task_id, Report),
    (Item, ReportLine.item_id, ReportLine),
    (Plan, PlanTarget.plan_id, PlanTarget),
    (Enterprise, PlanTarget.enterprise_id, PlanTarget),
    (Plan, Task.plan_id, Task),
    (Body, Task.body_id, Task),
    (Body, Plan.body_id, Plan),
)


def undo(db: Database, batch: int, actor: str) -> int:
    """Take a batch back; return how many rows it had brought. Refuses where others rest on it."""
    with db.bulk_writing(actor, f"撤销批次 {batch}") as session:
        row = session.get(Batch, batch)
        if row is None or row.undone:
            raise InvalidInput(f"批次 {batch} 不存在或已撤销，请在导入历史中核对批次号。")
        _refuse_if_needed(session, batch)
        only_visits = row.kind == "visits"
        upkeep = Upkeep(session, touched_of_reports(session, batch)) if only_visits else None
        removed = _remove_reports(session, batch)
        _restore(session, batch)
        if upkeep is not None:
            upkeep.finish()
        else:
            rebuild(session)
        removed += _remove(session, REGISTERS, batch)
        session.execute(delete(BatchChange).where(BatchChange.batch_id == batch))
        session.execute(delete(Quality).where(Quality.batch_id == batch))
        session.execute(update(Batch).where(Batch.id == batch).values(undone=1))
        return removed


def _refuse_if_needed(session: Session, batch: int) -> None:
    reasons = []
    for parent, column, child in RESTS:
        ids = select(table_of(parent).c.id).where(table_of(parent).c.batch_id == batch)
        table = table_of(child)
        others = (
            select(func.count())
            .select_from(table)
            .where(column.in_(ids), table.c.batch_id != batch, ~_put_back(table, batch))
        )
        if count := session.scalar(others):
            reasons.append(f"{WORDS[table.name]} {count} 条")
    if came := _came_along(session, batch):
        reasons.append(f"配合部门或实到部门 {came} 处")
    later = _corrected_later(session, batch)
    if later:
        reasons.append(f"被以后的批次更正过的行 {later} 条")
    if reasons:
        raise InvalidInput(
            f"批次 {batch} 不能撤销：还有依赖它的数据（{'、'.join(reasons)}）。请先撤销后来的批次。"
        )


def _put_back(table: Table, batch: int) -> ColumnElement[bool]:
    """Tell rows this batch changed: they go back to what they were, and rest on it no more."""
    changed = select(BatchChange.row_id).where(
        BatchChange.batch_id == batch, BatchChange.table_name == table.name
    )
    return table.c.id.in_(changed)


def _came_along(session: Session, batch: int) -> int:
    """Return in how many reports, plans and tasks of other batches its bodies are named."""
    ids = set(session.scalars(select(Body.id).where(Body.batch_id == batch)))
    if not ids:
        return 0
    lists = (
        (Report, Report.companions),
        (Report, Report.partners),
        (Plan, Plan.partners),
        (Task, Task.partners),
    )
    named = 0
    for model, column in lists:
        table = table_of(model)
        texts = session.scalars(
            select(column).where(column != "", table.c.batch_id != batch, ~_put_back(table, batch))
        )
        named += sum(bool(ids & {int(one) for one in text.split(",")}) for text in texts)
    return named


def _corrected_later(session: Session, batch: int) -> int:
    """Return how many rows this batch brought or changed were changed by a later one."""
    mine = (
        select(BatchChange.table_name, BatchChange.row_id)
        .where(BatchChange.batch_id == batch)
        .subquery()
    )
    same = (BatchChange.table_name == mine.c.table_name) & (BatchChange.row_id == mine.c.row_id)
    count = select(func.count()).select_from(BatchChange).where(BatchChange.batch_id > batch)
    later = session.scalar(count.join(mine, same)) or 0
    for model in CHILDREN_FIRST:
        table = table_of(model)
        brought = select(table.c.id).where(table.c.batch_id == batch)
        later += (
            session.scalar(
                count.where(BatchChange.table_name == table.name, BatchChange.row_id.in_(brought))
            )
            or 0
        )
    return later


def _remove_reports(session: Session, batch: int) -> int:
    reports = select(Report.id).where(Report.batch_id == batch)
    session.execute(delete(CodeEvent).where(CodeEvent.report_id.in_(reports)))
    return _remove(session, REPORTS, batch)


def _remove(session: Session, models: tuple[type[Base], ...], batch: int) -> int:
    removed = 0
    for model in models:
        table = table_of(model)
        result = session.connection().execute(delete(table).where(table.c.batch_id == batch))
        removed += result.rowcount
    return removed


def _restore(session: Session, batch: int) -> None:
    """Put the old images back, the oldest of a row last."""
    changes = session.execute(
        select(BatchChange.table_name, BatchChange.row_id, BatchChange.before)
        .where(BatchChange.batch_id == batch)
        .order_by(BatchChange.id.desc())
    ).all()
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
