"""The registers as searchable lists: the query orders ids, rows are paged in by id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.body_measures import item_rows
from data.models import Body, Visit
from data.records.catalogue.registers import REGISTERS, Query, Register
from data.records.describe import named_bodies
from data.records.visits import visits_of_item
from data.rows.catalogue import Cell, Listed, ListKind, ListRow, ListWish
from data.rows.errors import InvalidInput
from data.rows.findings import Named
from data.rows.period import Period
from data.store.bulk import id_filter

CONNECTED, UNCONNECTED, RETIRED = "已接入", "未接入", "不再使用"
LINK = "connected"
KINDS: dict[str, ListKind] = {key: one.kind for key, one in REGISTERS.items()}


def list_kind(text: str) -> ListKind:
    """Return a register by key or title; InvalidInput names those there are."""
    for key, kind in KINDS.items():
        if text in (key, kind.title):
            return kind
    names = "、".join(f"{key}（{kind.title}）" for key, kind in KINDS.items())
    raise InvalidInput(f"没有清单“{text}”，可用：{names}。")


def list_ids(session: Session, wish: ListWish) -> Listed:
    """Return the ids of the rows wanted, in order, with the counts of the register's facet."""
    register = REGISTERS[wish.kind]
    linked, used = _linked(session, wish.period) if wish.kind == "items" else ((), ())
    found = Listed(wish, connected=frozenset(linked), in_use=frozenset(used))
    narrowed = _conditions(session, register, wish)
    facet, sort = register.kind.facet, wish.sort
    query = register.joined(select(register.id)).where(*narrowed)
    if facet and facet != LINK and wish.facet:
        query = query.where(register.expression(facet) == _facet_value(register, wish.facet))
    ids = [int(one) for one in session.scalars(_ordered(register, query, wish))]
    counts = _facets(session, register, narrowed)
    if facet == LINK:
        marks = {one: _link(found, one) for one in ids}
        counts = [(word, sum(mark == word for mark in marks.values()))
                  for word in (CONNECTED, UNCONNECTED, RETIRED)]  # fmt: skip
        ids = [one for one in ids if wish.facet in ("", marks[one])]
        if sort == LINK:
            ids.sort(key=lambda one: marks[one], reverse=wish.descending)
    whole = session.scalar(register.joined(select(func.count(register.id)))) or 0
    return Listed(wish, tuple(ids), whole, tuple(counts), found.connected, found.in_use)


def list_rows(session: Session, listed: Listed, first: int, n: int) -> list[ListRow]:
    """Return `n` rows from place `first` on."""
    register = REGISTERS[listed.wish.kind]
    ids = listed.ids[first : first + n]
    expressions = [field.expression for field in register.fields]
    query = register.joined(select(register.id, register.code, register.subject, *expressions))
    bodies = named_bodies(session) if any(field.partners for field in register.fields) else {}
    rows = {}
    for one, code, subject, *values in session.execute(query.where(id_filter(_id(register), ids))):
        cells = tuple(
            _cell(listed, register, place, one, value, bodies)
            for place, value in enumerate(values)
        )
        rows[one] = ListRow(one, code, subject, cells)
    return [rows[one] for one in ids if one in rows]


def item_visits(session: Session, code: str) -> int:
    """Return how many visits checked an item or one that was merged into it."""
    return session.scalar(select(func.count()).where(Visit.id.in_(visits_of_item(code)))) or 0


def _id(register: Register) -> Any:  # any table's id: their models differ
    return register.id


def _linked(session: Session, period: Period) -> tuple[list[int], list[int]]:
    """Return the items with an entry in the period, and all that are in use (M16.items)."""
    rows = item_rows(Question(session, period))
    used = [int(one) for one in rows["item_id"]]
    return [one for one, linked in zip(used, rows["connected"], strict=True) if linked], used


def _link(listed: Listed, item: int) -> str:
    if item not in listed.in_use:
        return RETIRED
    return CONNECTED if item in listed.connected else UNCONNECTED


def _cell(
    listed: Listed, register: Register, place: int, one: int, value: object,
    bodies: dict[int, Named],
) -> Cell:  # fmt: skip
    field = register.fields[place]
    if field.column.key == LINK:
        return _link(listed, one)
    if field.partners:
        ids = [int(part) for part in str(value or "").split(",") if part]
        return "、".join(bodies[body].name for body in ids if body in bodies)
    return value if value is None or isinstance(value, int) else str(value)


def _conditions(
    session: Session, register: Register, wish: ListWish
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in wish.text.split():
        found.append(or_(*(one.contains(word, autoescape=True) for one in register.searched)))
    if wish.body and register.body is not None:
        found.append(register.body.in_(_names_of(session, wish.body)))
    if wish.region and register.region is not None:
        found.append(register.region == wish.region)
    return found


def _names_of(session: Session, body: str) -> list[str]:
    """Return what a body goes by: items name their 实施单位 in words."""
    row = session.execute(select(Body.code, Body.name, Body.short).where(Body.code == body)).one()
    return [text for text in row if text]


def _ordered(register: Register, query: Query, wish: ListWish) -> Query:
    order: list[Any] = list(register.order)  # columns of any table
    if wish.sort and wish.sort != LINK:
        column = register.expression(wish.sort)
        order = [column.desc() if wish.descending else column.asc(), *order]
    return query.order_by(*order, register.id)


def _facets(
    session: Session, register: Register, narrowed: Sequence[ColumnElement[bool]]
) -> list[tuple[str, int]]:
    if register.kind.facet in ("", LINK):
        return []
    # Grouped by its label: PostgreSQL takes an expression with values for another one each time.
    column = register.expression(register.kind.facet).label("facet")
    query = register.joined(select(column, func.count(register.id))).where(*narrowed)
    rows = session.execute(query.group_by("facet").order_by("facet"))
    return [(str(value), int(n)) for value, n in rows]


def _facet_value(register: Register, text: str) -> str | int:
    return int(text) if register.kind.facet == "year" and text.isdecimal() else text
