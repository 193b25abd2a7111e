"""检查记录 in the usual order, the latest first, a stretch at a time.

How many there are comes from the tally of 来源; a stretch is read from an index that holds all it
needs, so that ten million visits are never listed.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.measures.spans_asked import shape_of
from data.models import Body, Region, TriggerTally, Visit, VisitBody
from data.rows.period import day_of, month_first, month_last, month_number
from data.rows.records import VisitFilter


def is_plain(wanted: VisitFilter) -> bool:
    """Return whether a filter has nothing but days, body, region and 来源."""
    others = (wanted.ids, wanted.enterprise, wanted.code, wanted.joint, wanted.item,
              wanted.system)  # fmt: skip
    return all(one is None for one in others) and not wanted.text.strip() and not wanted.columns


def count_visits(session: Session, wanted: VisitFilter) -> int:
    """Return how many visits a plain filter leaves."""
    months = _whole_months(wanted)
    if months is None:
        return session.scalar(select(func.count()).where(*_conditions(session, wanted))) or 0
    named = [name for name in ("body", "region") if getattr(wanted, name)]
    keys, shape = shape_of(named)
    conditions: list[ColumnElement[bool]] = [
        TriggerTally.shape == shape,
        TriggerTally.month.between(*months),
    ]
    for name, column in zip(keys, (TriggerTally.k1, TriggerTally.k2), strict=False):
        conditions.append(column == _id_of(session, name, str(getattr(wanted, name))))
    if wanted.trigger is not None:
        conditions.append(TriggerTally.trigger == wanted.trigger)
    return int(session.scalar(select(func.sum(TriggerTally.listed)).where(*conditions)) or 0)


def stretch(
    session: Session, wanted: VisitFilter, descending: bool, first: int, n: int
) -> list[int]:
    """Return the ids of `n` visits from place `first` on, by day and id."""
    day, number = _ordered_by(wanted)
    order = (day.desc(), number.desc()) if descending else (day.asc(), number.asc())
    query = select(number).where(*_conditions(session, wanted)).order_by(*order)
    return list(session.scalars(query.offset(first).limit(n)))


def place_of(session: Session, wanted: VisitFilter, descending: bool, visit: int) -> int | None:
    """Return the place of a visit in that order; None where the filter leaves it out."""
    day, number = _ordered_by(wanted)
    conditions = _conditions(session, wanted)
    own = session.scalar(select(day).where(*conditions, number == visit))
    if own is None:
        return None
    later = or_(day > own, (day == own) & (number > visit))
    earlier = or_(day < own, (day == own) & (number < visit))
    ahead = later if descending else earlier
    return session.scalar(select(func.count()).where(*conditions, ahead)) or 0


def _ordered_by(
    wanted: VisitFilter,
) -> tuple[InstrumentedAttribute[int], InstrumentedAttribute[int]]:
    return (VisitBody.day, VisitBody.visit_id) if wanted.body else (Visit.day, Visit.id)


def _conditions(session: Session, wanted: VisitFilter) -> list[ColumnElement[bool]]:
    day, number = _ordered_by(wanted)
    found: list[ColumnElement[bool]] = []
    if wanted.first is not None:
        found.append(day >= wanted.first)
    if wanted.last is not None:
        found.append(day <= wanted.last)
    of_visit: list[ColumnElement[bool]] = []
    if wanted.region:
        of_visit.append(Visit.region_id == _id_of(session, "region", wanted.region))
    if wanted.trigger is not None:
        of_visit.append(Visit.trigger == wanted.trigger)
    if wanted.body:
        found.append(VisitBody.body_id == _id_of(session, "body", wanted.body))
        if of_visit:
            found += [Visit.id == number, *of_visit]
        return found
    return [*found, *of_visit]


def _id_of(session: Session, name: str, code: str) -> int:
    model = Body if name == "body" else Region
    return session.scalar(select(model.id).where(model.code == code)) or -1


def _whole_months(wanted: VisitFilter) -> tuple[int, int] | None:
    """Return the first and last month of a filter of whole months, None of any other."""
    if wanted.first is None or wanted.last is None:
        return None
    first, last = day_of(wanted.first), day_of(wanted.last)
    low, high = month_number(first), month_number(last)
    return (low, high) if first == month_first(low) and last == month_last(high) else None
