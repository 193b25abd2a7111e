"""The table of 检查记录: which visits, in which order, a page of rows at a time.

The query orders ids; the table pages rows in by id (DESIGN.md, decision 5).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from data.models import (
    Body,
    Enterprise,
    Item,
    Plan,
    Region,
    Report,
    Task,
    Visit,
    VisitBody,
    VisitItem,
)
from data.records.describe import bodies_of, items_of
from data.rows.enums import CheckType, Claim, Code, Mode, Trigger, VisitStatus
from data.rows.records import VisitFilter, VisitRow
from data.store.bulk import id_filter

FOUND = {None: "未提供", 0: "未发现问题", 1: "发现问题"}
SORTS = {
    "day": Visit.day,
    "number": Visit.number,
    "trigger": Visit.trigger,
    "type": Visit.type,
    "code": Visit.code,
    "result": Visit.found,
    "officers": Visit.officers,
    "enterprise": Enterprise.name,
    "body": Body.code,
    "region": Region.id,
}


def visit_ids(
    session: Session, wanted: VisitFilter, sort: str = "day", descending: bool = True
) -> list[int]:
    """Return the ids of the visits wanted, ordered; ties by day and id."""
    column = SORTS.get(sort, Visit.day)
    order = column.desc() if descending else column.asc()
    query = _joined(select(Visit.id), sort).where(*_conditions(wanted))
    tie = Visit.id.desc() if descending else Visit.id.asc()
    return list(session.scalars(query.order_by(order, tie)))


def _joined(query: Select[int], sort: str) -> Select[int]:
    if sort == "enterprise":
        return query.join(Enterprise, Enterprise.id == Visit.enterprise_id)
    if sort == "body":
        return query.join(Body, Body.id == Visit.body_id)
    if sort == "region":
        return query.outerjoin(Region, Region.id == Visit.region_id)
    return query


def _conditions(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.ids is not None:
        found.append(id_filter(Visit.id, wanted.ids))
    if wanted.first is not None:
        found.append(Visit.day >= wanted.first)
    if wanted.last is not None:
        found.append(Visit.day <= wanted.last)
    if wanted.body:
        present = select(VisitBody.visit_id).join(Body, Body.id == VisitBody.body_id)
        found.append(Visit.id.in_(present.where(Body.code == wanted.body)))
    if wanted.system:
        present = select(VisitBody.visit_id).join(Body, Body.id == VisitBody.body_id)
        found.append(Visit.id.in_(present.where(Body.system == wanted.system)))
    if wanted.region:
        found.append(Visit.region_id.in_(select(Region.id).where(Region.code == wanted.region)))
    if wanted.enterprise:
        found.append(
            Visit.enterprise_id.in_(
                select(Enterprise.id).where(Enterprise.code == wanted.enterprise)
            )
        )
    if wanted.trigger is not None:
        found.append(Visit.trigger == wanted.trigger)
    if wanted.code is not None:
        found.append(Visit.code == wanted.code)
    if wanted.joint is not None:
        found.append(Visit.joint == int(wanted.joint))
    if wanted.text.strip():
        found.append(_says(wanted.text.strip()))
    return found


def _says(text: str) -> ColumnElement[bool]:
    """Match a text in the enterprise, the numbers, the items or a present body."""
    like = f"%{text.replace('%', '')}%"
    enterprises = select(Enterprise.id).where(
        or_(Enterprise.name.like(like), Enterprise.code.like(like))
    )
    numbers = select(Report.visit_id).where(Report.number.like(like))
    items = (
        select(VisitItem.visit_id)
        .join(Item, Item.id == VisitItem.item_id)
        .where(or_(Item.name.like(like), Item.code.like(like)))
    )
    bodies = (
        select(VisitBody.visit_id)
        .join(Body, Body.id == VisitBody.body_id)
        .where(Body.name.like(like))
    )
    return or_(
        Visit.enterprise_id.in_(enterprises),
        Visit.id.in_(numbers),
        Visit.id.in_(items),
        Visit.id.in_(bodies),
    )


def visit_rows(session: Session, ids: Sequence[int]) -> list[VisitRow]:
    """Return the rows of those visits, in the order of the ids."""
    query = (
        select(
            Visit,
            Enterprise.code,
            Enterprise.name,
            Body.name,
            func.coalesce(Region.name, ""),
            func.coalesce(Plan.number, ""),
            func.coalesce(Task.number, ""),
        )
        .join(Enterprise, Enterprise.id == Visit.enterprise_id)
        .join(Body, Body.id == Visit.body_id)
        .outerjoin(Region, Region.id == Visit.region_id)
        .outerjoin(Plan, Plan.id == Visit.plan_id)
        .outerjoin(Task, Task.id == Visit.task_id)
        .where(id_filter(Visit.id, ids))
    )
    bodies, items = bodies_of(session, ids), items_of(session, ids)
    rows = {}
    for row in session.execute(query):
        visit = row[0]
        rows[visit.id] = _row(
            row,
            tuple(body.name for body in bodies.get(visit.id, ())),
            tuple(item.name for item in items.get(visit.id, ())),
        )
    return [rows[one] for one in ids if one in rows]


def _row(
    row: Row[Visit, str, str, str, str, str, str],
    bodies: tuple[str, ...],
    items: tuple[str, ...],
) -> VisitRow:
    visit, code, name, body = row[0], row[1], row[2], row[3]
    region, plan, task = row[4], row[5], row[6]
    return VisitRow(
        id=visit.id,
        number=visit.number,
        day=visit.day,
        enterprise_code=code,
        enterprise=name or code,
        body=body,
        bodies=bodies,
        region=region,
        items=items,
        trigger=Trigger.at(visit.trigger).label,
        check_type=CheckType.at(visit.type).label,
        mode=(Mode.ON_SITE if visit.onsite else Mode.OFF_SITE).label,
        code=Code.at(visit.code).label,
        result=FOUND[visit.found],
        basis=Claim.at(visit.claim).label if visit.claim else "",
        plan=plan,
        task=task,
        officers=visit.officers,
        joint=bool(visit.joint),
        status=VisitStatus.at(visit.status).label,
    )
