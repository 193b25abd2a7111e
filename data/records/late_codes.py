"""补码 one by one: exactly the visits M4.late counts, with the delay and the reason given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.compute import Names
from data.measures.counters import BODY_DIMENSIONS, keyed, visit_flags
from data.measures.formulas import VISIT_PAIRS
from data.measures.scope import load_scope
from data.models import CodeEvent, Report
from data.records.behind.asked import NUMERATOR, Asked, tuples
from data.records.describe import visit_records
from data.rows.code_lists import NO_REASON, LateCode, ReasonCount
from data.rows.enums import Code
from data.rows.findings import Named
from data.rows.period import Period
from data.store.bulk import id_filter

LATE = "M4.late"
NOBODY = Named("", "")


def late_codes(
    session: Session, period: Period, by: Sequence[str] = (), key: Sequence[str] = ()
) -> tuple[LateCode, ...]:
    """Return the 补码 of a period or of one cell of M4.late: longest delay first, then latest."""
    question = Question(session, period, tuple(by))
    # Only 补码 are read, however many visits there are; the flags are those of the measure.
    days = (period.first_day, period.last_day)
    of_bodies = bool(set(by) & set(BODY_DIMENSIONS))
    scope = load_scope(
        session, days=days, codes=[Code.LATE], with_items=False, with_presence=of_bodies
    )
    rows = keyed(scope, visit_flags(question.graded(scope).counted, scope.book), by)
    rows = Asked(question, LATE, Names(session).ids(by, key), NUMERATOR).cut(rows)
    rows = rows[rows[VISIT_PAIRS[LATE].top] > 0].fillna({"delay": 0}).drop_duplicates("id")
    told = {one: (delay, past) for one, delay, past in tuples(rows, "id", "delay", "code_overdue")}
    reasons = _reasons(session, list(told))
    found = []
    for record in visit_records(session, list(told), with_items=False):
        (visit,) = record.visit_ids
        delay, past = told[visit]
        found.append(
            LateCode(
                visit, record.number, record.day, record.enterprise or NOBODY, record.bodies,
                delay, bool(past), reasons.get(visit, (NO_REASON,)),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.delay, -one.day, one.visit)))


def reason_counts(codes: Sequence[LateCode]) -> tuple[ReasonCount, ...]:
    """Return for how many visits each reason was given, the most frequent first.

    A visit for which several bodies gave different reasons counts for each of them.
    """
    counts = Counter(reason for one in codes for reason in one.reasons)
    past = Counter(reason for one in codes if one.overdue for reason in one.reasons)
    order = sorted(counts, key=lambda reason: (-counts[reason], reason))
    return tuple(ReasonCount(reason, counts[reason], past[reason]) for reason in order)


def _reasons(session: Session, visits: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the different reasons its reports give of each visit."""
    query = (
        select(Report.visit_id, CodeEvent.late_reason)
        .join(CodeEvent, CodeEvent.report_id == Report.id)
        .where(id_filter(Report.visit_id, visits), CodeEvent.late_reason != "")
        .order_by(Report.visit_id, Report.id)
    )
    found: dict[int, dict[str, None]] = {}
    for visit, reason in session.execute(query):
        found.setdefault(visit, {})[reason.strip()] = None
    return {visit: tuple(told) for visit, told in found.items()}
