"""Counters by what the register tells of enterprises, summed by the database itself.

Those of visits and of enterprise-months; whatever else is asked is counted from the facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import ColumnElement, func, select

from data.measures.counters import monthly_caps
from data.measures.fetching import fetch
from data.measures.rulebook import rule_book
from data.measures.scope import COUNTED
from data.models import Enterprise, Visit

if TYPE_CHECKING:
    from data.measures.asking import Question

GRADE_COLUMNS = {
    "credit": Enterprise.credit,
    "risk": Enterprise.risk,
    "industry": Enterprise.section,
    "town": Enterprise.town,
}
OF_MONTHS = frozenset({"months", "months_beyond"})


def counted_by_grade(question: Question, names: Sequence[str]) -> pd.DataFrame | None:
    """Return counters by grades of enterprises and months; None where only the facts tell."""
    grades = [name for name in question.by if name in GRADE_COLUMNS]
    if not grades or question.basis != "visits" or set(question.by) - {*grades, "month"}:
        return None
    if set(names) == {"visits"}:
        return question.sum(_visits(question, grades), ("visits",))
    if set(names) <= OF_MONTHS and question.period.whole_months:
        return question.sum(_months(question, grades), sorted(OF_MONTHS))
    return None


def _visits(question: Question, grades: Sequence[str]) -> pd.DataFrame:
    """Return how many counted visits there are of each grade and month."""
    keys = (*(GRADE_COLUMNS[name] for name in grades), Visit.month)
    query = (
        select(*keys, func.count())
        .select_from(Visit)
        .join(Enterprise, Enterprise.id == Visit.enterprise_id)
        .where(*_counted(question))
        .group_by(*keys)
    )
    return fetch(question.session, query, [*grades, "month", "visits"], (), grades)


def _months(question: Question, grades: Sequence[str]) -> pd.DataFrame:
    """Return how many enterprise-months with on-site visits there are, and those past the cap."""
    busy = (
        select(Visit.enterprise_id, Visit.month, func.count().label("n"))
        .where(*_counted(question), Visit.onsite == 1)
        .group_by(Visit.enterprise_id, Visit.month)
        .subquery()
    )
    keys = (*(GRADE_COLUMNS[name] for name in grades), busy.c.month, busy.c.n)
    query = (
        select(*keys, func.count())
        .select_from(busy)
        .join(Enterprise, Enterprise.id == busy.c.enterprise_id)
        .group_by(*keys)
    )
    frame = fetch(question.session, query, [*grades, "month", "n", "months"], (), grades)
    past = frame["n"] > monthly_caps(rule_book(question.session), frame["month"])
    return frame.assign(months_beyond=frame["months"].where(past, 0))


def _counted(question: Question) -> tuple[ColumnElement[bool], ...]:
    days = Visit.day.between(question.period.first_day, question.period.last_day)
    return days, *COUNTED
