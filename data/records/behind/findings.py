"""The records a finding rests on: visits, and what is no visit (plans, complaints, fines …)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.plan_frames import load_plan_items
from data.models import (
    Body,
    Complaint,
    Enterprise,
    Finding,
    FindingRecord,
    FindingVisit,
    Fine,
    Item,
    Plan,
    Report,
    SelfCheck,
    Task,
    Whitelist,
)
from data.records.behind.notices import paper_records
from data.records.describe import named_items, visit_records
from data.records.reminders import reminder_records
from data.rows.enums import RecordKind
from data.rows.errors import InvalidInput
from data.rows.findings import Named
from data.rows.period import day_number, month_first, month_text
from data.rows.records import RecordRow
from data.store.bulk import id_filter

Reader = Callable[[Session, Sequence[int]], list[RecordRow]]


def records_of_finding(session: Session, key: str) -> list[RecordRow]:
    """Return the visits a finding rests on, then what it rests on beside them."""
    finding = session.scalar(select(Finding.id).where(Finding.key == key))
    if finding is None:
        raise InvalidInput(f"没有预警“{key}”，请按 findings 输出的 key 填写。")
    visits = select(FindingVisit.visit_id).where(FindingVisit.finding_id == finding)
    found = visit_records(session, list(session.scalars(visits)))
    others = (
        select(FindingRecord.kind, FindingRecord.record_id)
        .where(FindingRecord.finding_id == finding)
        .order_by(FindingRecord.kind, FindingRecord.record_id)
    )
    by_kind: dict[int, list[int]] = {}
    for row in session.execute(others):
        by_kind.setdefault(row.kind, []).append(row.record_id)
    # What a plan lacks is no record: the sentence says it.
    by_kind.pop(RecordKind.LACK, None)
    for kind, ids in by_kind.items():
        found += _READERS[RecordKind.at(kind)](session, ids)
    return found


def _plans(session: Session, ids: Sequence[int]) -> list[RecordRow]:
    query = (
        select(Plan.id, Plan.number, Plan.first, Plan.items, Plan.scenario, Body.code, Body.name)
        .join(Body, Body.id == Plan.body_id)
        .where(id_filter(Plan.id, ids))
        .order_by(Body.code, Plan.number)
    )
    rows = session.execute(query).all()
    texts = [(one, items, scene) for one, _, _, items, scene, _, _ in rows]
    plans = pd.DataFrame(texts, columns=["id", "items", "scenario"])
    listed, named = load_plan_items(session, plans), named_items(session)
    items = {one: rows["item_id"].tolist() for one, rows in listed.groupby("plan_id")}
    return [
        RecordRow("plan", str(one), number, None, (Named(code, name),), day or 0,
                  tuple(named[item] for item in items.get(one, ())))
        for one, number, day, _, _, code, name in rows
    ]  # fmt: skip


def _tasks(session: Session, ids: Sequence[int]) -> list[RecordRow]:
    query = (
        select(Task.id, Task.number, Body.code, Body.name)
        .join(Body, Body.id == Task.body_id)
        .where(id_filter(Task.id, ids))
        .order_by(Task.id)
    )
    return [
        RecordRow("task", f"T{one}", number, None, (Named(code, name),), 0)
        for one, number, code, name in session.execute(query)
    ]


def _complaints(session: Session, ids: Sequence[int]) -> list[RecordRow]:
    columns = (Complaint.id, Complaint.number, Complaint.day, Body.code, Body.name)
    query = (
        select(*columns, Enterprise.code, Enterprise.name)
        .join(Body, Body.id == Complaint.body_id)
        .outerjoin(Enterprise, Enterprise.id == Complaint.enterprise_id)
        .where(id_filter(Complaint.id, ids))
        .order_by(Complaint.id)
    )
    return [
        RecordRow("complaint", str(one), number, _named(whom, title), (Named(code, name),), day)
        for one, number, day, code, name, whom, title in session.execute(query)
    ]


def _fines(session: Session, ids: Sequence[int]) -> list[RecordRow]:
    query = (
        select(Fine.id, Fine.month, Body.code, Body.name)
        .join(Body, Body.id == Fine.body_id)
        .where(id_filter(Fine.id, ids))
        .order_by(Fine.month, Fine.id)
    )
    return [
        RecordRow(
            "fine", str(one), month_text(month), None, (Named(code, name),),
            day_number(month_first(month)),
        )
        for one, month, code, name in session.execute(query)
    ]  # fmt: skip


def _selfchecks(session: Session, ids: Sequence[int]) -> list[RecordRow]:
    columns = (SelfCheck.id, SelfCheck.day, Enterprise.code, Enterprise.name, Item.code, Item.name)
    query = (
        select(*columns)
        .join(Enterprise, Enterprise.id == SelfCheck.enterprise_id)
        .join(Item, Item.id == SelfCheck.item_id)
        .where(id_filter(SelfCheck.id, ids))
        .order_by(SelfCheck.id)
    )
    return [
        RecordRow("selfcheck", str(one), "", _named(code, name), (), day, (Named(item, title),))
        for one, day, code, name, item, title in session.execute(query)
    ]


def _reports(session: Session, ids: Sequence[int]) -> list[RecordRow]:
    columns = (Report.id, Report.number, Report.day, Report.visit_id, Body.code, Body.name)
    query = (
        select(*columns, Enterprise.code, Enterprise.name)
        .join(Body, Body.id == Report.body_id)
        .join(Enterprise, Enterprise.id == Report.enterprise_id)
        .where(id_filter(Report.id, ids))
        .order_by(Report.day, Report.id)
    )
    return [
        RecordRow(
            "report", str(one), number, _named(whom, title), (Named(code, name),), day, (), (visit,)
        )
        for one, number, day, visit, code, name, whom, title in session.execute(query)
    ]


def _whitelists(session: Session, ids: Sequence[int]) -> list[RecordRow]:
    columns = (Whitelist.id, Whitelist.field, Whitelist.valid_from)
    query = (
        select(*columns, Enterprise.code, Enterprise.name)
        .join(Enterprise, Enterprise.id == Whitelist.enterprise_id)
        .where(id_filter(Whitelist.id, ids))
        .order_by(Whitelist.id)
    )
    return [
        RecordRow("whitelist", str(one), field, _named(code, name), (), day or 0)
        for one, field, day, code, name in session.execute(query)
    ]


def _named(code: str | None, name: str | None) -> Named | None:
    return Named(code, name or code) if code else None


_READERS: dict[RecordKind, Reader] = {
    RecordKind.NOTICE: paper_records,
    RecordKind.PLAN: _plans,
    RecordKind.REMINDER: reminder_records,
    RecordKind.COMPLAINT: _complaints,
    RecordKind.FINE: _fines,
    RecordKind.SELFCHECK: _selfchecks,
    RecordKind.REPORT: _reports,
    RecordKind.TASK: _tasks,
    RecordKind.WHITELIST: _whitelists,
}
