"""Letting the day of judgement move on: deadlines pass without any write (R8, R16, R17, R21)."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.rulebook import rule_book
from data.measures.scope import load_scope
from data.models import Finding, Visit
from data.rows.enums import VisitStatus
from data.rules.evaluate import context_of
from data.rules.facts import Facts
from data.rules.hours import deadlines, entered_late
from data.rules.judging_day import asked_day, judging_day, keep_day
from data.rules.notice_rules import rejudge_notices
from data.rules.plan_scope import pass_deadlines
from data.rules.registers import load_registers, most
from data.rules.storing import store
from data.store.bulk import id_filter

REST_DAYS = 3
"""So many days at most pass for one working day, and a month more for the long holidays."""
HOLIDAYS = 31


def move_day(session: Session) -> int:
    """Judge as of the asked day what deadlines between it and the last day decide.

    Returns how many findings changed. All other findings are the same on any day.
    """
    old, new = judging_day(session), asked_day(session)
    keep_day(session, new)
    longest = int(most(rule_book(session), "R17", "days"))
    if old == new:
        return 0
    first, last = min(old, new), max(old, new)
    changed = pass_deadlines(session, first, last) + rejudge_notices(session)
    if not longest:
        return changed
    due = _due(session, first - longest * REST_DAYS - HOLIDAYS, first, last)
    if due.empty:
        return changed
    days = (int(due["day"].min()), int(due["day"].max()))
    whom = due["enterprise_id"].unique().tolist()
    scope = load_scope(session, enterprises=whom, days=days, with_items=False)
    registers = load_registers(session, whom, scope.book)
    found = entered_late(context_of(session, scope, Facts(), registers))
    found = found.of_visits(due["id"])
    stored = (Finding.rule == "R17") & id_filter(Finding.subject_id, due["id"].tolist())
    return changed + store(session, found, stored)


def _due(session: Session, begin: int, first: int, last: int) -> pd.DataFrame:
    """Return the visits without a result entered whose deadline lies between two days."""
    names = ("id", "enterprise_id", "day")
    query = select(*[getattr(Visit, name) for name in names]).where(
        Visit.day.between(begin, last),
        Visit.entered == 0,
        Visit.inspection == 1,
        Visit.status == VisitStatus.DONE,
    )
    visits = fetch(session, query, names)
    book = rule_book(session)
    deadline = deadlines(book, load_registers(session, [], book).calendar, visits["day"])
    return visits[(deadline >= first) & (deadline < last)]
