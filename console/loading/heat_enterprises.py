"""The heat of single enterprises by month: as they were visited, and as filed plans would have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState
from console.history import Origin
from console.loading.heat import (
    ENTERPRISE,
    PLANNED,
    Heat,
    HeatLine,
    heat_months,
    month_of_text,
    month_words,
    months_period,
    read_heat,
)
from data.rows.period import day_number, month_first, month_number, month_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.what_if import WhatIf
    from data.records.enterprise_months import Busy


def read_any_heat(
    session: Session, state: FilterState, by: str, today: date, text: str = "",
    what_if: WhatIf | None = None,
) -> Heat:  # fmt: skip
    """Return a heat by body, region, industry or town, or of the enterprises a text looks for."""
    if by == ENTERPRISE:
        return _visited(session, state, today, text)
    if by == PLANNED:
        return _planned(session, state, today, text, what_if)
    return read_heat(session, state, by, today)


def _visited(session: Session, state: FilterState, today: date, text: str) -> Heat:
    from data.records.enterprise_months import busiest
    from data.records.registers import data_days

    months = heat_months(state.span(today))
    span = months_period(months)
    found = busiest(session, span.months, text, state.region, state.body)
    last = data_days(session)[1] or 0
    known = [day_number(month_first(month_of_text(text))) <= last for text in months]
    origins = {}
    for one in found:
        for month, ids in (*one.months.items(), ("", sum(one.months.values(), ()))):
            when = month_words(month) if month else span.title
            title = f"{one.enterprise.name} · {when}"
            origins[one.enterprise.code, month] = Origin(
                title, len(ids), "次", month or span.text, visits=ids
            )
    return Heat(ENTERPRISE, months, _lines(found, months, known), "visits", (), origins)


def _planned(
    session: Session, state: FilterState, today: date, text: str, what_if: WhatIf | None
) -> Heat:
    from data.measures.rulebook import rule_book
    from data.records.enterprise_months import planned
    from data.records.plans import plan_keys

    year = state.span(today).last.year
    first = month_number(date(year, 1, 1))
    months = tuple(month_text(first + place) for place in range(12))
    found = _tried_out(session, state, year, text, what_if) if what_if is not None else []
    if not found:
        found = planned(session, rule_book(session), year, text, state.region, state.body)
    keys = plan_keys(session, {plan for one in found for ids in one.months.values()
                               for plan in ids})  # fmt: skip
    origins = {}
    for one in found:
        everything = tuple(dict.fromkeys(sum(one.months.values(), ())))
        for month, ids in (*one.months.items(), ("", everything)):
            when = month_words(month) if month else f"{year}年"
            title = f"{one.enterprise.name} · {when}可能的检查计划"
            plans = "|".join(keys[plan] for plan in ids)
            origins[one.enterprise.code, month] = Origin(
                title, len(ids), "个计划", str(year), plan=plans
            )
    return Heat(PLANNED, months, _lines(found, months, [True] * 12), "visits", (), origins)


def _tried_out(
    session: Session, state: FilterState, year: int, text: str, what_if: WhatIf
) -> list[Busy]:
    """Return the enterprises that merges somebody tries out touch, before and after."""
    from data.measures.rulebook import rule_book
    from data.records.enterprise_months import monthly_limits, planned
    from data.records.merged_months import shared_by, with_merges
    from data.records.plans import ids_of_keys

    keys = [(one.one.key, one.other.key) for one in what_if.of_body(state.body)]
    merged = [(ids[0], ids[1]) for ids in (ids_of_keys(session, pair) for pair in keys)
              if len(ids) == 2]  # fmt: skip
    book = rule_book(session)
    found = planned(
        session, book, year, text, state.region, None, lambda rows: shared_by(rows, merged)
    )
    limits = {month_text(month): most for month, most in monthly_limits(book, year).items()}
    return with_merges(found, merged, limits)


def _lines(
    found: Sequence[Busy], months: Sequence[str], known: Sequence[bool]
) -> tuple[HeatLine, ...]:
    return tuple(
        HeatLine(
            one.enterprise.code, one.enterprise.name,
            tuple(len(one.months.get(month, ())) if is_known else None
                  for month, is_known in zip(months, known, strict=True)),
            tuple(month in one.beyond for month in months),
            len(set(sum(one.months.values(), ()))),
            tuple(one.after.get(month, 0) for month in months) if one.after else (),
        )
        for one in found
    )  # fmt: skip
