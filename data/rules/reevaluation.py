"""Judging everything anew after a change of the rules: resumable, and nobody has to wait.

The work is cut into short transactions: first the counts that depend on the caps, a month or a
year at a time, then the findings, a slice of enterprises at a time. Where it stands is kept in the
ledger (Setting `rejudging`): a run that was cancelled or cut off goes on from there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

import pandas as pd
from sqlalchemy import ColumnElement, delete, false, func, select
from sqlalchemy.orm import Session

from data.measures.counters import MONTH_COUNTERS, count_months, count_visits
from data.measures.distinct import apply_spans, counted_spans
from data.measures.rulebook import use_book
from data.measures.scope import load_scope
from data.measures.tallies import KEYS, SHAPES, apply_difference, load_tallies
from data.models import DistinctTally, Enterprise, Finding, Setting, Visit
from data.rows.period import day_number, day_of, month_first, month_last, month_number
from data.rules.body_scope import evaluate_bodies
from data.rules.changing import Wish, changed_book
from data.rules.evaluate import ENTERPRISE_RULES, evaluate, evaluate_days
from data.rules.frames import Findings, join
from data.rules.freshening import REJUDGING
from data.rules.maintenance import rejudge_rest
from data.rules.plan_scope import PLAN_RULES, evaluate_plans
from data.rules.same_days import EVERY_DAY
from data.rules.slices import VISITS_A_SLICE, WHY, Step, rejudge_slice, slices_of, walk_silently
from data.rules.storing import of_bodies, of_days, of_enterprises, of_plans
from data.store.database import Database

REST = "核对计划和单位"
COUNTED = {"R1": MONTH_COUNTERS, "R7": ("code_overdue",)}
"""The counters of a month that a rule's threshold decides; R3 decides counts of a year."""
BY_YEAR = "R3"
BY_DAYS = "R9"
"""The rule that is judged by days of bodies too."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Where a whole re-evaluation stands: counts to be made by rule and day, then enterprises."""

    counts: dict[str, int]
    low: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do on the present data, and how many findings there are now."""

    before: int = 0
    added: int = 0
    removed: int = 0
    graver: int = 0
    milder: int = 0
    examples: tuple[str, ...] = field(default=())


def pending(session: Session) -> Pending | None:
    """Return where an unfinished re-evaluation stands, None without one."""
    row = session.get(Setting, REJUDGING)
    if row is None:
        return None
    told = json.loads(row.value)
    return Pending(told["counts"], told["low"])


def reevaluate(
    db: Database, actor: str, step: Step = walk_silently, size: int = VISITS_A_SLICE
) -> bool:
    """Judge everything anew from where it stands; return whether anything was to do.

    `step` hears how far it is and may raise to cancel between two transactions.
    """
    with db.reading() as session:
        if pending(session) is None:
            return False
        slices, last = list(slices_of(session, size)), _last_month(session)
    whole = 0
    while True:
        with db.reading() as session:
            stands = pending(session)
        if stands is None:
            step(whole, whole, WHY)
            return True
        left, label = _left(stands, slices, last)
        whole = max(whole, left)
        step(whole - left, whole, label)
        with db.writing(actor, WHY) as session:
            # Another change may have come since: then it begins anew.
            _go_on(session, pending(session), slices, last)


def _go_on(
    session: Session, stands: Pending | None, slices: list[tuple[int, int]], last: int
) -> None:
    """Do the next part and note how far it went."""
    if stands is None:
        return
    for rule, day in stands.counts.items():
        counts = {name: one for name, one in stands.counts.items() if name != rule}
        after = _recount(session, rule, day, last)
        _note(session, replace(stands, counts=counts if after is None else {**counts, rule: after}))
        return
    for low, high in slices:
        if high >= stands.low:
            rejudge_slice(session, low, high)
            _note(session, replace(stands, low=high + 1))
            return
    rejudge_rest(session, None)
    session.execute(delete(Setting).where(Setting.key == REJUDGING))


def _note(session: Session, stands: Pending) -> None:
    row = session.get_one(Setting, REJUDGING)
    row.value = json.dumps({"counts": stands.counts, "low": stands.low})
    session.flush()


def _left(stands: Pending, slices: list[tuple[int, int]], last: int) -> tuple[int, str]:
    """Return how many parts are left, and what comes next in words."""
    counts = sum(_parts(rule, day, last) for rule, day in stands.counts.items())
    left = sum(high >= stands.low for _, high in slices)
    return counts + left + 1, "更新汇总" if counts else WHY if left else REST


def _parts(rule: str, day: int, last: int) -> int:
    if rule == BY_YEAR:
        return max(0, last // 12 + 1970 - day_of(day).year + 1)
    return max(0, last - month_number(day_of(day)) + 1) if rule in COUNTED else 0


def _last_month(session: Session) -> int:
    return session.scalar(select(func.max(Visit.month))) or 0


# -- counts that depend on a threshold ----------------------------------------------------


def _recount(session: Session, rule: str, day: int, last: int) -> int | None:
    """Count the first month (year) from a day on anew; return the day to go on from, None at end.

    A month or year keeps the cap of its first day, so counting the one of the day itself is
    never wrong.
    """
    month = month_number(day_of(day))
    if month > last or rule not in (*COUNTED, BY_YEAR):
        return None
    if rule == BY_YEAR:
        first = month - month % 12
        _recount_year(session, first)
        following = first + 12
    else:
        _recount_month(session, month, COUNTED[rule])
        following = month + 1
    return None if following > last else day_number(month_first(following))


def _recount_month(session: Session, month: int, counters: tuple[str, ...]) -> None:
    days = (day_number(month_first(month)), day_number(month_last(month)))
    scope = load_scope(session, days=days, with_items=False)
    count = count_months if counters == MONTH_COUNTERS else count_visits
    parts = []
    for by, shape in SHAPES.items():
        keys = ["month", *by]
        counted = count(scope, keys).fillna(0).astype("int64").reset_index()
        counted = counted.assign(
            shape=shape,
            k1=counted[by[0]] if by else 0,
            k2=counted[by[1]] if len(by) > 1 else 0,
        )
        parts.append(counted[[*KEYS, *counters]])
    fresh = pd.concat(parts, ignore_index=True).set_index(KEYS)
    stored = load_tallies(session, [month])[list(counters)]
    apply_difference(session, stored, fresh)


def _recount_year(session: Session, first: int) -> None:
    last = first + 11
    days = (day_number(month_first(first)), day_number(month_last(last)))
    fresh = counted_spans(load_scope(session, days=days))
    session.execute(delete(DistinctTally).where(DistinctTally.first.between(first, last)))
    apply_spans(session, None, fresh)


# -- what a change would do ---------------------------------------------------------------


def preview(
    db: Database, wish: Wish, step: Step = walk_silently, size: int = VISITS_A_SLICE
) -> Preview:
    """Return what a change would add and remove on the present data; nothing is written."""
    found = Preview()
    with db.reading() as session:
        book = changed_book(session, wish)
        use_book(session, book)
        by_enterprise = wish.rule in ENTERPRISE_RULES
        slices = list(slices_of(session, size)) if by_enterprise else []
        for place, (low, high) in enumerate(slices):
            step(place, len(slices), "试算")
            query = select(Enterprise.id).where(Enterprise.id.between(low, high))
            ids = list(session.scalars(query))
            stored = _stored(session, wish.rule, of_enterprises(ids))
            found = _compared(found, evaluate(session, ids), wish.rule, stored)
        parts: list[Findings] = []
        condition: ColumnElement[bool] = false()
        if wish.rule == BY_DAYS:
            parts, condition = [evaluate_days(session, EVERY_DAY)], of_days(EVERY_DAY)
        elif wish.rule in PLAN_RULES:
            parts, condition = [evaluate_plans(session, None, (wish.rule,))], of_plans(None)
        elif not by_enterprise:
            parts, condition = [evaluate_bodies(session)], of_bodies()
        if parts:
            step(len(slices), len(slices) + 1, "试算")
            stored = _stored(session, wish.rule, condition)
            found = _compared(found, join(parts), wish.rule, stored)
    step(1, 1, "试算")
    return found


def _stored(session: Session, rule: str, condition: ColumnElement[bool]) -> pd.Series:
    query = select(Finding.key, Finding.severity).where(
        Finding.rule == rule, Finding.holds == 1, condition
    )
    rows = session.execute(query).all()
    return pd.Series([row[1] for row in rows], index=[row[0] for row in rows], dtype="int64")


def _compared(so_far: Preview, found: Findings, rule: str, stored: pd.Series) -> Preview:
    own = found.found[found.found["rule"] == rule]
    fresh = pd.Series(
        own["severity"].to_numpy(dtype="int64"), index=own["key"].to_numpy(), dtype="int64"
    )
    added, gone = fresh.index.difference(stored.index), stored.index.difference(fresh.index)
    shared = fresh.index.intersection(stored.index)
    change = fresh[shared] - stored[shared]
    return Preview(
        so_far.before + len(stored),
        so_far.added + len(added),
        so_far.removed + len(gone),
        so_far.graver + int((change > 0).sum()),
        so_far.milder + int((change < 0).sum()),
        (*so_far.examples, *added[:3].tolist())[:5],
    )


__all__ = ["Pending", "Preview", "pending", "preview", "reevaluate"]
