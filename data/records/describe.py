"""Turning ids of visits, bodies, enterprises and items into rows that can be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, Enterprise, Item, Visit, VisitBody, VisitItem
from data.rows.findings import Named
from data.rows.records import RecordRow
from data.store.bulk import id_filter


def named_bodies(session: Session) -> dict[int, Named]:
    """Return every body by id."""
    rows = session.execute(select(Body.id, Body.code, Body.name))
    return {row.id: Named(row.code, row.name) for row in rows}


def named_enterprises(session: Session, ids: Sequence[int]) -> dict[int, Named]:
    """Return enterprises by id."""
    rows = session.execute(
        select(Enterprise.id, Enterprise.code, Enterprise.name).where(id_filter(Enterprise.id, ids))
    )
    return {row.id: Named(row.code, row.name or row.code) for row in rows}


def named_items(session: Session) -> dict[int, Named]:
    """Return every item by id."""
    rows = session.execute(select(Item.id, Item.code, Item.name))
    return {row.id: Named(row.code, row.name) for row in rows}


def bodies_of(session: Session, ids: Sequence[int]) -> dict[int, tuple[Named, ...]]:
    """Return the bodies present at each visit, the lead first."""
    names = named_bodies(session)
    leads = {
        row.id: row.body_id
        for row in session.execute(select(Visit.id, Visit.body_id).where(id_filter(Visit.id, ids)))
    }
    found: dict[int, list[int]] = defaultdict(list)
    for row in session.execute(
        select(VisitBody.visit_id, VisitBody.body_id).where(id_filter(VisitBody.visit_id, ids))
    ):
        found[row.visit_id].append(row.body_id)
    return {
        visit: tuple(
            names[body]
            for body in sorted(
                bodies, key=lambda body: (body != leads.get(visit), names[body].code)
            )
        )
        for visit, bodies in found.items()
    }


def items_of(session: Session, ids: Sequence[int]) -> dict[int, tuple[Named, ...]]:
    """Return the items checked at each visit, by code."""
    names = named_items(session)
    found: dict[int, list[Named]] = defaultdict(list)
    for row in session.execute(
        select(VisitItem.visit_id, VisitItem.item_id).where(id_filter(VisitItem.visit_id, ids))
    ):
        found[row.visit_id].append(names[row.item_id])
    return {
        visit: tuple(sorted(items, key=lambda item: item.code)) for visit, items in found.items()
    }


def visit_records(
    session: Session, ids: Sequence[int], with_items: bool = True
) -> list[RecordRow]:
    """Return visits as records, in order of day and id."""
    bodies = bodies_of(session, ids)
    items = items_of(session, ids) if with_items else {}
    rows = session.execute(
        select(Visit.id, Visit.number, Visit.day, Enterprise.code, Enterprise.name)
        .join(Enterprise, Enterprise.id == Visit.enterprise_id)
        .where(id_filter(Visit.id, ids))
        .order_by(Visit.day, Visit.id)
    )
    return [
        RecordRow(
            "visit",
            str(row.id),
            row.number,
            Named(row.code, row.name or row.code),
            bodies.get(row.id, ()),
            row.day,
            items.get(row.id, ()),
            (row.id,),
        )
        for row in rows
    ]
