"""Statistics of the ladder itself: time at each step, who gets papers again, what followed.

How many matters are closed in time is measure M19 and stands in data/measures alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Body, Finding, FindingBody, NoticeEvent
from data.oversight.notices.listing import Wanted, list_notices
from data.rows.enums import FindingState, Severity
from data.rows.findings import Named
from data.rows.notices import Deed, KindStatistics, LadderStatistics, NoticeRow, Offender
from data.rows.papers import PaperKind
from data.rows.period import Period, day_number
from data.store.bulk import id_filter

AGAIN = 2
"""A body that got so many papers in a period is told by name."""
_LEFT_OUT = (FindingState.UNFOUNDED, FindingState.EXEMPT)


def ladder_statistics(session: Session, period: Period, today: date) -> LadderStatistics:
    """Return what became of the papers issued in a period, as it stands on a day.

    Restricted papers are counted nowhere.
    """
    rows = [
        one for one in list_notices(session, today, Wanted())
        if one.issued_on is not None and period.first <= one.issued_on <= period.last
    ]  # fmt: skip
    deeds = _deeds(session, [one.id for one in rows])
    followed = {one.previous for one in list_notices(session, today, Wanted())}
    kinds = list(dict.fromkeys(sorted((one.kind for one in rows), key=lambda kind: kind.value)))
    told = tuple(
        _of_kind(kind, [one for one in rows if one.kind is kind], deeds, followed)
        for kind in kinds
    )
    return LadderStatistics(period, told, _offenders(session, rows, period, today))


def _deeds(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[Deed, int]]]:
    told: dict[int, list[tuple[Deed, int]]] = defaultdict(list)
    query = (
        select(NoticeEvent.notice_id, NoticeEvent.deed, NoticeEvent.day)
        .where(id_filter(NoticeEvent.notice_id, ids))
        .order_by(NoticeEvent.id)
    )
    for number, deed, day in session.execute(query):
        told[number].append((Deed.at(deed), day))
    return told


def _of_kind(
    kind: PaperKind, rows: Sequence[NoticeRow], deeds: Mapping[int, list[tuple[Deed, int]]],
    followed: set[int | None],
) -> KindStatistics:  # fmt: skip
    said = [deed for one in rows for deed, _ in deeds.get(one.id, ())]
    return KindStatistics(
        kind=kind,
        issued=len(rows),
        closed=sum(one.closed_on is not None for one in rows),
        overdue=sum(one.overdue for one in rows),
        reminded=said.count(Deed.REMIND),
        asked=said.count(Deed.ASK_MORE_TIME),
        granted=said.count(Deed.GRANT),
        returned=said.count(Deed.RETURN),
        escalated=sum(one.id in followed for one in rows),
        drafting_days=_mean([_between(deeds[one.id], Deed.OPEN, Deed.ISSUE) for one in rows]),
        answer_days=_mean([_span(one.issued_on, one.replied_on) for one in rows]),
        closing_days=_mean([_span(one.issued_on, one.closed_on) for one in rows]),
    )


def _between(deeds: Sequence[tuple[Deed, int]], first: Deed, last: Deed) -> int | None:
    days = {deed: day for deed, day in deeds}
    return days[last] - days[first] if first in days and last in days else None


def _span(first: date | None, last: date | None) -> int | None:
    return None if first is None or last is None else (last - first).days


def _mean(days: Sequence[int | None]) -> float | None:
    known = [one for one in days if one is not None]
    return sum(known) / len(known) if known else None


def _offenders(
    session: Session, rows: Sequence[NoticeRow], period: Period, today: date
) -> tuple[Offender, ...]:
    """Return the bodies with papers again and again, most first, and what came after."""
    of_body: dict[str, list[NoticeRow]] = defaultdict(list)
    for one in rows:
        if one.body is not None:
            of_body[one.body.code].append(one)
    again = {code: own for code, own in of_body.items() if len(own) >= AGAIN}
    found = [
        Offender(
            own[0].body or Named(code, code), len(own), max(one.step for one in own),
            _after(session, code, own, today),
        )
        for code, own in again.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.papers, -one.highest, one.body.code)))


def _after(session: Session, code: str, rows: Sequence[NoticeRow], today: date) -> int:
    """Return how many findings, more than hints, of the same rules came after the first paper."""
    rules = {key.partition(":")[0] for one in rows for key in one.keys}
    first = min(one.issued_on for one in rows if one.issued_on is not None)
    query = (
        select(func.count())
        .select_from(Finding)
        .join(FindingBody, FindingBody.finding_id == Finding.id)
        .join(Body, Body.id == FindingBody.body_id)
        .where(
            Body.code == code, Finding.rule.in_(sorted(rules)),
            Finding.severity > Severity.HINT, Finding.state.not_in(_LEFT_OUT),
            Finding.day > day_number(first), Finding.day <= day_number(today),
        )
    )  # fmt: skip
    return int(session.scalar(query) or 0)
