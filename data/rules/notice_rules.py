"""R21 督办逾期 and R28 整改要求不一: what papers and contradictory demands tell (RULES.md)."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.rulebook import rule_book
from data.measures.scope import load_bodies
from data.models import Demand, DemandSide, Enterprise, Finding, Notice, Reply
from data.rows.demands import DemandState
from data.rows.enums import RecordKind, Severity, SubjectKind
from data.rows.notices import ANSWERED, NoticeState
from data.rules.frames import Findings, empty, join, judged
from data.rules.judging_day import judging_day
from data.rules.no_visits import charging, found_about, no_rests, records_of
from data.rules.storing import store
from data.store.bulk import id_filter


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


def contradictions(session: Session) -> Findings:
    """Find demands of several bodies on one matter that contradict each other (seed, task 8).

    The day is that of the report. A case closed without an opinion was none.
    """
    names = ("id", "opened", "enterprise_id")
    query = select(Demand.id, Demand.opened, Demand.enterprise_id).where(
        or_(Demand.state != DemandState.CLOSED, Demand.settled.is_not(None))
    )
    cases = fetch(session, query, names, ("enterprise_id",))
    if cases.empty:
        return empty()
    law = judged(rule_book(session), "R28", cases["opened"])
    cases = cases[law["ruleset"].notna()]
    if cases.empty:
        return empty()
    sides = fetch(session, select(DemandSide.demand_id, DemandSide.body_id), ("id", "body_id"))
    counts = sides.groupby("id").size()
    regions = session.execute(select(Enterprise.id, Enterprise.region_id).where(
        id_filter(Enterprise.id, cases["enterprise_id"].dropna().astype("int64").tolist())
    ))  # fmt: skip
    where = pd.Series({one: region or 0 for one, region in regions}, dtype="float64")
    rows = cases.assign(
        key="R28:" + cases["id"].astype(str),
        severity=int(Severity.YELLOW),
        subject_id=cases["id"],
        region_id=cases["enterprise_id"].map(where).fillna(0).astype("int64"),
        day=cases["opened"],
        count=cases["id"].map(counts),
    )
    charged = rows[["key", "id"]].merge(sides, on="id")
    return Findings(
        found_about("R28", SubjectKind.DEMAND, rows, law.loc[rows.index]),
        no_rests(),
        charging(charged["key"], charged["body_id"]),
    )


def evaluate_notices(session: Session) -> Findings:
    """Return all findings about papers and contradictory demands."""
    return join((overdue(session), contradictions(session)))


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
    """Return the findings about papers and contradictory demands."""
    return Finding.subject_kind.in_([SubjectKind.NOTICE, SubjectKind.DEMAND])


def rejudge_notices(session: Session, counted: bool = True) -> int:
    """Judge all papers and demands anew as of the day findings are judged; return the changes."""
    return store(session, evaluate_notices(session), of_notices(), counted)
