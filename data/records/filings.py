"""备案台账 as rows: the plans of a period with what their receivers did, and the counts of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from data.measures.workdays import load_calendar
from data.models import Body, Contact, Edit, Filing, Plan
from data.records.plans import by_codes, list_plans, plan_of
from data.rows.clocks import ClockRow
from data.rows.edits import EditKind
from data.rows.filings import (
    WAITING,
    FilingCount,
    FilingEvent,
    FilingRow,
    FilingState,
    Receiver,
    receiver_of,
)
from data.rows.period import Period, day_number, day_of
from data.rows.plans import PlanFilter, PlanRow
from data.store.bulk import id_filter

HANDED = (EditKind.FILING, EditKind.PLAN)
"""The edits that make a plan's history in the register."""


def list_filings(session: Session, wanted: PlanFilter, today: date) -> list[FilingRow]:
    """Return the plans wanted, and all that wait for somebody or moved within the period."""
    plans = list_plans(session, wanted, today)
    if wanted.ids is None:
        known = {one.id for one in plans}
        also = [one for one in _moving(session, wanted.period) if one not in known]
        rest = list_plans(session, PlanFilter(wanted.period, ids=tuple(also)), today)
        plans += _fitting(session, rest, by_codes(session, wanted))
    return _rows(session, plans, today)


def filing_of(session: Session, key: str, today: date) -> FilingRow:
    """Return the plan of a key (编码:编号) with its filing; InvalidInput where there is none."""
    return _rows(session, [plan_of(session, key, today)], today)[0]


def _moving(session: Session, period: Period) -> list[int]:
    """Return the plans that wait for the receiver or the body, or moved within a period."""
    span = period.first_day, period.last_day
    days = (Filing.received, Filing.returned, Filing.taken)
    moved = [day.between(*span) for day in days]
    open_ones = Filing.state != FilingState.TAKEN
    query = select(Filing.plan_id).where(open_ones | moved[0] | moved[1] | moved[2])
    return list(session.scalars(query.order_by(Filing.plan_id)))


def _fitting(session: Session, plans: Iterable[PlanRow], wanted: PlanFilter) -> list[PlanRow]:
    """Return the plans of the body, region, level and 条线 wanted."""
    ours = set(session.scalars(select(Body.code).where(Body.system == wanted.system)))
    return [
        one
        for one in plans
        if wanted.body in ("", one.body.code)
        and wanted.region in ("", one.region.code)
        and wanted.level in (None, one.level)
        and (not wanted.system or one.body.code in ours)
    ]


def _rows(session: Session, plans: list[PlanRow], today: date) -> list[FilingRow]:
    ids = [one.id for one in plans]
    query = select(Plan.id, Plan.version, Plan.filing).where(id_filter(Plan.id, ids))
    stored = {row.id: row for row in session.execute(query)}
    query_of = select(Filing).where(id_filter(Filing.plan_id, ids))
    kept = {one.plan_id: one for one in session.scalars(query_of)}
    return [_row(one, kept.get(one.id), stored[one.id], today) for one in plans]


def _row(
    plan: PlanRow, one: Filing | None, stored: Row[int, int, str], today: date
) -> FilingRow:
    filed = _day(plan.filed)
    if one is None:
        claims = plan.filed is not None or plan.accepted is not None or stored.filing != ""
        state = FilingState.CLAIMED if claims else FilingState.UNSEEN
        return FilingRow(plan, state, receiver_of(plan.type), stored.filing, filed=filed,
                         taken=_day(plan.accepted))  # fmt: skip
    state = state_of(one, stored.version)
    return FilingRow(
        plan, state, Receiver.at(one.receiver), one.number or "", one.id, one.receipt,
        day_of(one.received), one.sender, one.handler, _day(one.returned), lacks_of(one.lacks),
        one.reason, _day(one.due), one.returns, _day(one.back), _day(one.taken), filed, one.note,
        one.version, is_late(state, one.due, today),
    )  # fmt: skip


def state_of(one: Filing, version: int) -> FilingState:
    """Return where a plan stands, whose own row has that version now."""
    state = FilingState.at(one.state)
    came_back = one.seen is not None and version > one.seen
    return FilingState.AMENDED if state is FilingState.RETURNED and came_back else state


def is_late(state: FilingState, due: int | None, today: date) -> bool:
    """Return whether a returned plan should have come back before a day."""
    return state is FilingState.RETURNED and due is not None and due < day_number(today)


def lacks_of(text: str) -> tuple[str, ...]:
    """Return the fields a plan was returned for."""
    return tuple(filter(None, text.split(",")))


def _day(number: int | None) -> date | None:
    return None if number is None else day_of(number)


def history_of(session: Session, plan: int) -> list[FilingEvent]:
    """Return what was registered of a plan, oldest first, also what was taken back."""
    # Edits name the rows they changed at the head of each image: ["filing", 12, …].
    named = Edit.images.contains(f'["plan", {plan}, ', autoescape=True)
    own = session.scalar(select(Filing.id).where(Filing.plan_id == plan))
    if own is not None:
        named |= Edit.images.contains(f'["filing", {own}, ', autoescape=True)
    kinds = [int(one) for one in HANDED]
    query = select(Edit).where(Edit.kind.in_(kinds), named).order_by(Edit.id)
    return [
        FilingEvent(one.id, one.subject, one.actor, day_of(one.day), one.at, one.why,
                    bool(one.undone), one.back_actor)
        for one in session.scalars(query)
    ]  # fmt: skip


def count_filings(session: Session, period: Period, today: date) -> tuple[FilingCount, ...]:
    """Count what each receiver's register says of a period; none where it has no entry."""
    query = select(Filing, Plan.version).join(Plan, Plan.id == Filing.plan_id)
    kept = [(one, state_of(one, version)) for one, version in session.execute(query)]
    return tuple(
        _count(session, receiver, mine, period, today)
        for receiver in Receiver
        if (mine := [pair for pair in kept if pair[0].receiver == receiver])
    )


def _count(
    session: Session, receiver: Receiver, mine: list[tuple[Filing, FilingState]], period: Period,
    today: date,
) -> FilingCount:  # fmt: skip
    def within(day: int | None) -> bool:
        return day is not None and period.first_day <= day <= period.last_day

    taken = [one for one, _ in mine if within(one.taken)]
    out = [one for one, state in mine if state is FilingState.RETURNED]
    return FilingCount(
        receiver,
        sum(within(one.received) for one, _ in mine),
        sum(within(one.returned) for one, _ in mine),
        len(taken),
        _mean_days(session, taken),
        sum(state in WAITING for _, state in mine),
        len(out),
        sum(is_late(FilingState.RETURNED, one.due, today) for one in out),
    )


def _mean_days(session: Session, taken: list[Filing]) -> float | None:
    """Return the mean working days from receipt to taking, None where no calendar tells."""
    first = pd.Series([one.received for one in taken], dtype="float64")
    last = pd.Series([one.taken for one in taken], dtype="float64")
    days = load_calendar(session).workdays_between(first, last).dropna()
    return None if days.empty else float(np.mean(days))


def filing_clocks(session: Session, today: date) -> list[ClockRow]:
    """Return the days by which returned plans should come back."""
    query = (
        select(Filing, Plan.version, Plan.name, Plan.number, Body.name)
        .join(Plan, Plan.id == Filing.plan_id).join(Body, Body.id == Plan.body_id)
        .where(Filing.state == FilingState.RETURNED, Filing.due.is_not(None))
        .order_by(Filing.id)
    )  # fmt: skip
    found = []
    for one, version, name, number, body in session.execute(query):
        state = state_of(one, version)
        if state is FilingState.RETURNED and one.due is not None:
            late = is_late(state, one.due, today)
            found.append(ClockRow(
                day_of(one.due), "计划备案", f"补正报回：{number} {name}", body,
                "逾期" if late else "待办", late, f"filing-return-{one.id}", "plans", one.plan_id,
            ))  # fmt: skip
    return found


def senders(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the 联络员 of each body by its code: who usually brings its plans."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(Body.code, Contact.name).join(Contact, Contact.body_id == Body.id)
    for code, name in session.execute(query.order_by(Body.code, Contact.id)):
        found[code] = (*found.get(code, ()), name)
    return found
