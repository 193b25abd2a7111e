"""R21 督办逾期: papers that were not answered by their deadline (RULES.md, ladder and rules)."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.rulebook import rule_book
from data.measures.scope import load_bodies
from data.models import Finding, Notice, Reply
from data.rows.enums import RecordKind, Severity, SubjectKind
from data.rows.notices import ANSWERED, NoticeState
from data.rules.frames import Findings, empty, judged
from data.rules.judging_day import judging_day
from data.rules.no_visits import charging, found_about, no_rests, records_of
from data.rules.storing import store


def overdue(session: Session) -> Findings:
    """Find papers unanswered at their deadline, a granted extension in its place.

    The day is the deadline. An answer that came later does not unmake the delay; a paper that was
    withdrawn, or closed before its day, was never late.
    """
    notices = _due(session)
    late = notices[notices["answered"].isna() | (notices["answered"] > notices["deadline"])]
    if late.empty:
        return empty()
    law = judged(rule_book(session), "R21", late["deadline"])
    late = late[law["ruleset"].notna()]
    if late.empty:
        return empty()
    bodies = load_bodies(session).set_index("id")["region_id"].fillna(0).astype("int64")
    rows = late.assign(
        key="R21:" + late["number"],
        severity=int(Severity.RED),
        subject_id=late["id"],
        region_id=late["body_id"].map(bodies),
        day=late["deadline"].astype("int64"),
        count=1,
    )
    return Findings(
        found_about("R21", SubjectKind.NOTICE, rows, law.loc[rows.index]),
        no_rests(),
        charging(rows["key"], rows["body_id"]),
        records_of(rows["key"], RecordKind.NOTICE, rows["id"]),
    )


def _due(session: Session) -> pd.DataFrame:
    """Return papers whose deadline has passed, with the day of their first answer (or end)."""
    names = ("id", "number", "body_id", "deadline", "replied", "closed")
    query = select(*(getattr(Notice, name) for name in names)).where(
        Notice.issued_id.is_not(None),
        Notice.body_id.is_not(None),
        Notice.kind.in_([kind.value for kind in ANSWERED]),
        Notice.state != NoticeState.WITHDRAWN,
        Notice.deadline < judging_day(session),
    )
    notices = fetch(session, query, names, ("replied", "closed"), ("number",))
    sent = fetch(
        session,
        select(Reply.number, Reply.body_id, func.min(Reply.day))
        .join(Notice, (Notice.number == Reply.number) & (Notice.body_id == Reply.body_id))
        .group_by(Reply.number, Reply.body_id),
        ("number", "body_id", "sent"),
        (),
        ("number",),
    )
    both = notices.merge(sent, on=["number", "body_id"], how="left")
    return both.assign(answered=both[["replied", "closed", "sent"]].min(axis=1))


def of_notices() -> ColumnElement[bool]:
    """Return the findings about papers."""
    return Finding.subject_kind == SubjectKind.NOTICE


def rejudge_notices(session: Session, counted: bool = True) -> int:
    """Judge all papers anew as of the day findings are judged; return how many changed."""
    return store(session, overdue(session), of_notices(), counted)
