"""检查记录 narrowed by what is typed over a column, as the table writes its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import Column, ColumnElement, Select, Table, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import Body, Enterprise, Item, Plan, Region, Task, Visit, VisitBody, VisitItem
from data.models.tables import table_of
from data.rows.column_filters import HAS, IS, ColumnWish, fits, read_wish
from data.rows.enums import CheckType, Claim, Code, Mode, Trigger, VisitStatus, Word
from data.rows.errors import InvalidInput
from data.rows.period import Period
from data.store.column_conditions import beyond, says

Condition = ColumnElement[bool]
FOUND: Mapping[int | None, str] = {None: "未提供", 0: "未发现问题", 1: "发现问题"}
JOINT = {0: "单独", 1: "联合"}
COMMON = 20_000
"""What fits so many visits is looked for visit by visit."""


def column_condition(column: str, typed: str, walks: bool = False) -> Condition:
    """Return the condition of one column; InvalidInput for a column that is not known.

    `walks` asks each visit in turn, which is faster where most fit and few are wanted.
    """
    if column not in CONDITIONS:
        known = "、".join(CONDITIONS)
        raise InvalidInput(f"“{column}”列不能筛选，可用：{known}。")
    wish = read_wish(typed)
    if not wish.words:
        return true()
    if walks:
        beside, key, named = JOINED[column]
        # The sum keeps the database from looking for all that fit before it asks one visit.
        own = select(1).where(beside.c.visit_id == Visit.id, (key + 0).in_(named(wish)))
        return own.exists()
    return CONDITIONS[column](wish)


def is_common(session: Session, column: str, typed: str) -> bool:
    """Return whether what is typed over bodies or items fits many visits."""
    return count_of_fits(session, column, typed, COMMON) == COMMON


def count_of_fits(session: Session, column: str, typed: str, most: int) -> int:
    """Return how many bodies or items of visits fit, at most so many."""
    beside, key, named = JOINED[column]
    some = select(beside.c.visit_id).where(key.in_(named(read_wish(typed)))).limit(most)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def count_of_bodies(session: Session, typed: str, first: int | None, last: int | None) -> int:
    """Return how many visits within some days have a present body that fits."""
    beside, key, named = JOINED["body"]
    fitting = key.in_(named(read_wish(typed)))
    query = select(func.count(beside.c.visit_id.distinct())).where(fitting)
    if first is not None:
        query = query.where(beside.c.day >= first)
    if last is not None:
        query = query.where(beside.c.day <= last)
    return session.scalar(query) or 0


def _coded(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    words: Iterable[tuple[int | None, str]],
) -> Callable[[ColumnWish], Condition]:
    listed = tuple(words)

    def condition(wish: ColumnWish) -> Condition:
        numbers = [number for number, word in listed if fits(word, None, wish)]
        known = [number for number in numbers if number is not None]
        found: Condition = column.in_(known) if known else false()
        return or_(found, column.is_(None)) if None in numbers else found

    return condition


def _words(kind: type[Word]) -> list[tuple[int | None, str]]:
    return [(int(one), one.label) for one in kind]


def _claims() -> list[tuple[int | None, str]]:
    return [(int(one), one.label if one else "") for one in Claim]


def _day(wish: ColumnWish) -> Condition:
    """Match the days of a year, month or day as periods are written, or those beyond it."""
    try:
        span = Period.parse(wish.whole)
        first, last = span.first_day, span.last_day
    except InvalidInput:
        return false()
    if wish.sign in (HAS, IS):
        return Visit.day.between(first, last)
    edge = first if wish.sign in ("<", ">=") else last
    return beyond(Visit.day, edge, wish.sign)


def _enterprise(wish: ColumnWish) -> Condition:
    return Visit.enterprise_id.in_(select(Enterprise.id).where(says(Enterprise.name, wish)))


def _bodies(wish: ColumnWish) -> Select[int]:
    return select(Body.id).where(says(Body.name, wish))


def _items(wish: ColumnWish) -> Select[int]:
    return select(Item.id).where(says(Item.name, wish))


_BODIES, _ITEMS = table_of(VisitBody), table_of(VisitItem)
JOINED: Mapping[str, tuple[Table, Column[int], Callable[[ColumnWish], Select[int]]]] = {
    "body": (_BODIES, _BODIES.c.body_id, _bodies),
    "items": (_ITEMS, _ITEMS.c.item_id, _items),
}
"""The columns whose cells stand in tables of their own: the table, its key, the ids that fit."""


def _joined(column: str) -> Callable[[ColumnWish], Condition]:
    beside, key, named = JOINED[column]
    return lambda wish: Visit.id.in_(select(beside.c.visit_id).where(key.in_(named(wish))))


def _officers(wish: ColumnWish) -> Condition:
    if wish.number is None:
        return false()
    if wish.sign in (HAS, IS):
        return Visit.officers == wish.number
    return beyond(Visit.officers, wish.number, wish.sign)


CONDITIONS: Mapping[str, Callable[[ColumnWish], Condition]] = {
    "day": _day,
    "enterprise": _enterprise,
    "body": _joined("body"),
    "items": _joined("items"),
    "trigger": _coded(Visit.trigger, _words(Trigger)),
    "code": _coded(Visit.code, _words(Code)),
    "result": _coded(Visit.found, FOUND.items()),
    "basis": _coded(Visit.claim, _claims()),
    "region": lambda wish: Visit.region_id.in_(select(Region.id).where(says(Region.name, wish))),
    "joint": _coded(Visit.joint, JOINT.items()),
    "number": lambda wish: says(Visit.number, wish),
    "officers": _officers,
    "type": _coded(Visit.type, _words(CheckType)),
    "plan": lambda wish: Visit.plan_id.in_(select(Plan.id).where(says(Plan.number, wish))),
    "task": lambda wish: Visit.task_id.in_(select(Task.id).where(says(Task.number, wish))),
    "mode": _coded(Visit.onsite, [(1, Mode.ON_SITE.label), (0, Mode.OFF_SITE.label)]),
    "status": _coded(Visit.status, _words(VisitStatus)),
}
"""What each column of the table is narrowed by."""
