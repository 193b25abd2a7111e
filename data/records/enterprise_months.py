"""Enterprises by month: who was visited how often, and who would be if all filed plans ran."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.scope import COUNTED
from data.models import Body, Enterprise, Finding, Plan, PlanTarget, Region, Visit, VisitBody
from data.rows.findings import Named
from data.rows.period import day_number, month_number, month_text
from data.rows.rulesets import RuleBook
from data.store.bulk import id_filter

MOST = 60
"""So many enterprises are shown at once; the search finds the others."""
Months = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Busy:
    """An enterprise with the ids of its visits (or plans) by month, and the months beyond a cap."""

    enterprise: Named
    months: Months
    beyond: frozenset[str]
    after: Mapping[str, int] = field(default_factory=dict)
    """How many plans each month has once the merges somebody tries out are made."""


def busiest(
    session: Session, months: Sequence[int], text: str = "", region: str | None = None,
    body: str | None = None,
) -> list[Busy]:  # fmt: skip
    """Return the enterprises with most visits in a month, all 行政检查 visits counted.

    `beyond` are the months in which R1 finds visits past the cap. `text` looks for a name or a
    code; `region` and `body` are codes.
    """
    counts = (
        select(Visit.enterprise_id, Visit.month, func.count().label("n"))
        .where(*COUNTED, Visit.month.in_(list(months)), *_narrowed(text, region, body))
        .group_by(Visit.enterprise_id, Visit.month)
        .subquery()
    )
    query = (
        select(counts.c.enterprise_id)
        .group_by(counts.c.enterprise_id)
        .order_by(func.max(counts.c.n).desc(), func.sum(counts.c.n).desc(), counts.c.enterprise_id)
        .limit(MOST)
    )
    chosen = list(session.scalars(query))
    visits: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    found = select(Visit.enterprise_id, Visit.month, Visit.id).where(
        *COUNTED, Visit.month.in_(list(months)), id_filter(Visit.enterprise_id, chosen),
        *_narrowed("", region, body),
    )  # fmt: skip
    for enterprise, month, visit in session.execute(found.order_by(Visit.day, Visit.id)):
        visits[enterprise][month_text(month)].append(visit)
    past = _past_the_cap(session, chosen, months)
    return _busy(session, chosen, visits, past)


def _narrowed(text: str, region: str | None, body: str | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if text:
        named = select(Enterprise.id).where(
            or_(Enterprise.name.contains(text, autoescape=True), Enterprise.code == text.upper())
        )
        found.append(Visit.enterprise_id.in_(named))
    if region is not None:
        found.append(Visit.region_id.in_(select(Region.id).where(Region.code == region)))
    if body is not None:
        came = select(VisitBody.visit_id).join(Body, Body.id == VisitBody.body_id)
        found.append(Visit.id.in_(came.where(Body.code == body)))
    return found


def _past_the_cap(
    session: Session, enterprises: Sequence[int], months: Sequence[int]
) -> dict[int, set[str]]:
    told: dict[int, set[str]] = defaultdict(set)
    query = select(Finding.enterprise_id, Finding.period).where(
        Finding.rule == "R1", Finding.beyond > 0, id_filter(Finding.enterprise_id, enterprises),
        Finding.period.in_([month_text(one) for one in months]),
    )  # fmt: skip
    for enterprise, month in session.execute(query):
        if enterprise is not None:
            told[enterprise].add(month)
    return told


def _busy(
    session: Session, chosen: Sequence[int], ids: dict[int, dict[str, list[int]]],
    past: dict[int, set[str]],
) -> list[Busy]:  # fmt: skip
    query = select(Enterprise.id, Enterprise.code, Enterprise.name)
    names = {
        one: Named(code, name or code)
        for one, code, name in session.execute(query.where(id_filter(Enterprise.id, chosen)))
    }
    return [
        Busy(names[one], {month: tuple(found) for month, found in ids[one].items()},
             frozenset(past.get(one, ())))
        for one in chosen
    ]  # fmt: skip


def planned(
    session: Session, book: RuleBook, year: int, text: str = "", region: str | None = None,
    body: str | None = None, only: Callable[[pd.DataFrame], set[int]] | None = None,
) -> list[Busy]:  # fmt: skip
    """Return the enterprises that filed plans of a year name most, by month of the plans' days.

    A month holds the plans whose days reach into it; a plan without days counts in all months.
    `beyond` are months into which, each plan's one visit spread evenly over its months, more
    visits fall than R1 allows. That is a reckoning, no finding. `body` is the plans' lead; `only`
    may choose enterprises from the targets of all plans.
    """
    first, last = month_number(date(year, 1, 1)), month_number(date(year, 12, 1))
    targets = _targets(session, year, text, region, body)
    if only is not None:
        targets = targets[targets["enterprise_id"].isin(only(targets))]
    months = np.arange(first, last + 1)
    begin = targets["first"].map(_month_of, na_action="ignore").fillna(first).clip(lower=first)
    end = targets["last"].map(_month_of, na_action="ignore").fillna(last).clip(upper=last)
    width = end - begin + 1
    targets = targets.assign(begin=begin, end=end, share=1 / width)[width > 0]
    covered = pd.concat(
        [targets[(targets["begin"] <= one) & (targets["end"] >= one)].assign(month=int(one))
         for one in months], ignore_index=True,
    )  # fmt: skip
    if covered.empty:
        return []
    pace = covered.groupby(["enterprise_id", "month"])["share"].sum().rename("pace").reset_index()
    limit = pace["month"].map(monthly_limits(book, year))
    pace = pace.assign(over=pace["pace"] > limit + 1e-9)
    order = pace.groupby("enterprise_id").agg(over=("over", "sum"), most=("pace", "max"))
    order = order.sort_values(["over", "most"], ascending=False, kind="stable").head(MOST)
    chosen = [int(one) for one in order.index]
    own = covered[covered["enterprise_id"].isin(chosen)]
    ids: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for enterprise, month, plan in own[["enterprise_id", "month", "plan_id"]].to_numpy("int64"):
        ids[int(enterprise)][month_text(int(month))].append(int(plan))
    past: dict[int, set[str]] = defaultdict(set)
    for enterprise, month in pace.loc[pace["over"], ["enterprise_id", "month"]].to_numpy("int64"):
        past[int(enterprise)].add(month_text(int(month)))
    return _busy(session, chosen, ids, past)


def monthly_limits(book: RuleBook, year: int) -> dict[int, float]:
    """Return how many visits R1 allows in each month of a year, by month number."""
    first = month_number(date(year, 1, 1))
    return {
        one: book.limit("R1", "visits_per_month", _first_day(one))
        for one in range(first, first + 12)
    }


def _targets(
    session: Session, year: int, text: str, region: str | None, body: str | None
) -> pd.DataFrame:
    begin, end = day_number(date(year, 1, 1)), day_number(date(year, 12, 31))
    query = (
        select(PlanTarget.enterprise_id, Plan.id, Plan.first, Plan.last)
        .join(Plan, Plan.id == PlanTarget.plan_id)
        .where(
            or_(Plan.first.is_(None), Plan.first <= end),
            or_(Plan.last.is_(None), Plan.last >= begin),
            or_(Plan.first.is_not(None), Plan.last.is_not(None)),
        )
    )
    if text:
        named = or_(
            Enterprise.name.contains(text, autoescape=True), Enterprise.code == text.upper()
        )
        query = query.where(PlanTarget.enterprise_id.in_(select(Enterprise.id).where(named)))
    if region is not None:
        inside = select(Enterprise.id).join(Region, Region.id == Enterprise.region_id)
        query = query.where(PlanTarget.enterprise_id.in_(inside.where(Region.code == region)))
    if body is not None:
        query = query.where(Plan.body_id.in_(select(Body.id).where(Body.code == body)))
    names = ("enterprise_id", "plan_id", "first", "last")
    return fetch(session, query, names, ("first", "last"))


def _month_of(day: float) -> int:
    whole = np.datetime64(int(day), "D").astype("datetime64[M]")
    return int(whole.astype("int64"))


def _first_day(month: int) -> int:
    return int(np.datetime64(month, "M").astype("datetime64[D]").astype("int64"))
