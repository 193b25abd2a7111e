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
from data.records.visit_columns import (
    FOUND,
    JOINED,
    column_condition,
    count_of_bodies,
    count_of_fits,
    is_common,
)
from data.rows.enums import CheckType, Claim, Code, Mode, Trigger, VisitStatus
from data.rows.records import VisitFilter, VisitRow
from data.store.bulk import id_filter

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
    "region": Visit.region_id,
}
WALK_SHARE = 2
"""Asking one visit costs about half of finding one that fits and then its day (SQLite)."""
NEVER_EMPTY = frozenset({"day", "number", "trigger", "type", "code", "region"})


VisitOrder = tuple[tuple[str, bool], ...]
"""Names of SORTS with whether they go downwards, the weightiest first."""


def visit_ids(
    session: Session, wanted: VisitFilter, sort: str = "day", descending: bool = True
) -> list[int]:
    """Return the ids of the visits wanted, ordered; ties by day and id."""
    walks = worth_walking(session, wanted)
    return list(session.scalars(_ordered(wanted, ((sort, descending),), walks)))


def visit_stretch(
    session: Session, wanted: VisitFilter, order: VisitOrder, first: int = 0, n: int | None = None
) -> list[int]:
    """Return the ids of `n` visits from place `first` on (all from there on without `n`)."""
    if n is None:
        whole = _ordered(wanted, order, worth_walking(session, wanted))
        return list(session.scalars(whole.offset(first or None)))
    query = _ordered(wanted, order, _walks(session, wanted))
    if len(order) > 1 and order[0][0] in NEVER_EMPTY:
        # Only what the first column leaves in question is ordered by the others.
        column, is_down = SORTS[order[0][0]], order[0][1]
        alone = _ordered(wanted, order[:1]).with_only_columns(column, maintain_column_froms=True)
        edge = session.scalar(alone.offset(first + n - 1).limit(1))
        if edge is not None:
            query = query.where(column >= edge if is_down else column <= edge)
    return list(session.scalars(query.offset(first).limit(n)))


def count_wanted(session: Session, wanted: VisitFilter) -> int:
    """Return how many visits any filter leaves."""
    named = dict(wanted.columns)
    days = VisitFilter(first=wanted.first, last=wanted.last, columns=wanted.columns)
    if wanted == days and set(named) == {"body"}:
        return count_of_bodies(session, named["body"], wanted.first, wanted.last)
    walks = worth_walking(session, wanted)
    return session.scalar(select(func.count(Visit.id)).where(*_conditions(wanted, walks))) or 0


def worth_walking(session: Session, wanted: VisitFilter) -> frozenset[str]:
    """Return the columns that fit so much that asking each visit of the days takes less."""
    typed = [one for one in wanted.columns if one[0] in JOINED]
    if not typed:
        return frozenset()
    days = _conditions(VisitFilter(first=wanted.first, last=wanted.last))
    visits = session.scalar(select(func.count()).select_from(Visit).where(*days)) or 0
    limit = int(visits / WALK_SHARE)
    return frozenset(
        name for name, text in typed
        if count_of_fits(session, name, text, limit + 1) > limit
    )  # fmt: skip


def _ordered(
    wanted: VisitFilter, order: VisitOrder, walks: frozenset[str] = frozenset()
) -> Select[int]:
    query = select(Visit.id).where(*_conditions(wanted, walks))
    is_down = order[0][1] if order else True
    for sort in dict.fromkeys(name for name, _ in order):
        query = _joined(query, sort)
    columns = [(SORTS.get(name, Visit.day), down) for name, down in order]
    keys = [column.desc() if down else column.asc() for column, down in columns]
    return query.order_by(*keys, Visit.id.desc() if is_down else Visit.id.asc())


def _walks(session: Session, wanted: VisitFilter) -> frozenset[str]:
    """Return the columns whose words fit so many visits that each is better looked at in order."""
    return frozenset(
        name for name, typed in wanted.columns if name in JOINED and is_common(session, name, typed)
    )


def _joined(query: Select[int], sort: str) -> Select[int]:
    if sort == "enterprise":
        return query.join(Enterprise, Enterprise.id == Visit.enterprise_id)
    if sort == "body":
        return query.join(Body, Body.id == Visit.body_id)
    return query


def _conditions(
    wanted: VisitFilter, walks: frozenset[str] = frozenset()
) -> list[ColumnElement[bool]]:
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
    if wanted.item:
        found.append(Visit.id.in_(visits_of_item(wanted.item)))
    if wanted.trigger is not None:
        found.append(Visit.trigger == wanted.trigger)
    if wanted.code is not None:
        found.append(Visit.code == wanted.code)
    if wanted.joint is not None:
        found.append(Visit.joint == int(wanted.joint))
    found += [
        column_condition(name, typed, name in walks) for name, typed in wanted.columns
    ]
    if wanted.text.strip():
        found.append(_says(wanted.text.strip()))
    return found


def visits_of_item(code: str) -> Select[int]:
    """Return the ids of the visits that checked an item or one that was merged into it."""
    own = select(Item.id).where(Item.code == code)
    return (
        select(VisitItem.visit_id)
        .join(Item, Item.id == VisitItem.item_id)
        .where(or_(Item.code == code, Item.merged_into.in_(own)))
    )


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
