"""Two reports of one entry into an enterprise: proposed, joined by a person, or kept apart.

Proposed are reports of one enterprise and day, not one visit yet, one of which names the other's
body as partner (RULES.md, "visit"): they count as two until a person accepts.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, and_, cast, literal, or_, select
from sqlalchemy.orm import Session, aliased

from data.intake.mending.changes import REPORT
from data.intake.mending.edits import mend, needed, standing
from data.intake.mending.reports import subject_of
from data.models import Body, Edit, Enterprise, Report
from data.records.edit_entries import About
from data.records.edit_images import updated
from data.rows.edits import EditKind, JoinProposal, ReportSide
from data.rows.enums import VisitStatus
from data.rows.errors import InvalidInput
from data.rows.findings import Named
from data.rows.issues import Changes
from data.rows.period import Period, day_of
from data.rules.maintenance import Tell
from data.store.bulk import id_filter
from data.store.columns import say_nothing

MOST = 2000
"""So many proposals are listed at once."""


def proposals(session: Session, period: Period, most: int = MOST) -> list[JoinProposal]:
    """Return the pairs of reports of a period that may be one visit, by day and enterprise."""
    one, other = aliased(Report), aliased(Report)
    naming = literal(",") + one.partners + ","
    named = naming.contains(literal(",") + cast(other.body_id, String) + ",")
    query = (
        select(one.id, other.id)
        .join(
            other,
            and_(
                other.enterprise_id == one.enterprise_id,
                other.day == one.day,
                other.visit_id != one.visit_id,
                other.body_id != one.body_id,
            ),
        )
        .where(
            one.day.between(period.first_day, period.last_day),
            one.partners != "",
            named,
            one.status != VisitStatus.CANCELLED,
            other.status != VisitStatus.CANCELLED,
        )
    )
    pairs = {(min(pair), max(pair)) for pair in map(tuple, session.execute(query))}
    refused = {pair_of(edit) for edit in standing(session, Edit.kind == EditKind.APART)}
    return _told(session, sorted(pairs - refused), most)


def pair_of(edit: Edit) -> tuple[int, int]:
    """Return the reports a refusal is about: its subject begins with both."""
    first, _, rest = edit.subject.partition("+")
    return int(first), int(rest.partition(" ")[0])


def _told(session: Session, pairs: list[tuple[int, int]], most: int) -> list[JoinProposal]:
    query = (
        select(Report, Body.code, Body.name, Enterprise.code, Enterprise.name)
        .join(Body, Body.id == Report.body_id)
        .join(Enterprise, Enterprise.id == Report.enterprise_id)
        .where(id_filter(Report.id, [one for pair in pairs for one in pair]))
    )
    rows = {row[0].id: row for row in session.execute(query)}
    found = []
    for pair in pairs:
        first, second = (rows[one] for one in pair)
        sides = (
            ReportSide(row[0].id, row[0].number, Named(row[1], row[2]), row[0].officers)
            for row in (first, second)
        )
        enterprise = Named(first[3], first[4] or first[3])
        found.append(JoinProposal(enterprise, day_of(first[0].day), *sides))
    found.sort(key=lambda one: (one.day, one.enterprise.code, one.first.report))
    return found[:most]


def accept(
    session: Session,
    first: int,
    second: int,
    why: str = "",
    today: date | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Let two reports of one enterprise and day, and what is one visit with them, be one visit."""
    _, one, other = _checked(session, first, second)
    visits = {one.visit_id, other.visit_id}
    if len(visits) == 1:
        raise InvalidInput("两份检查报告已是同一次入企检查，不必再并。")
    query = select(REPORT).where(id_filter(REPORT.c.visit_id, visits)).order_by(REPORT.c.id)
    rows = session.execute(query).mappings().all()
    mark = {"joined": min(int(row["id"]) for row in rows)}
    changes = [change for row in rows if (change := updated(REPORT, row, mark)) is not None]
    about = About(EditKind.JOIN, _subject(session, first, second), why.strip(), first)
    return mend(session, about, changes, today, tell)


def refuse(
    session: Session, first: int, second: int, why: str, today: date | None = None
) -> Changes:
    """Say that two reports are two visits: they are not proposed again."""
    low, one, other = _checked(session, first, second)
    if one.visit_id == other.visit_id:
        raise InvalidInput("两份检查报告已是同一次入企检查，请先撤回合并。")
    pair = (low, first + second - low)
    kept = standing(session, Edit.kind == EditKind.APART)
    if any(pair_of(edit) == pair for edit in kept):
        raise InvalidInput("这两份检查报告已认定为两次检查。")
    reason = needed(why, "不并为一次")
    about = About(EditKind.APART, _subject(session, *pair), reason, low)
    return mend(session, about, [], today)


def _checked(session: Session, first: int, second: int) -> tuple[int, Report, Report]:
    """Return the lower number and both reports; refuse what can never be one visit."""
    found = session.scalars(
        select(Report).where(or_(Report.id == first, Report.id == second)).order_by(Report.id)
    ).all()
    if len(found) != 2:
        raise InvalidInput("请写明两份不同的检查报告，可用 join list 查看。")
    one, other = found
    if (one.enterprise_id, one.day) != (other.enterprise_id, other.day):
        raise InvalidInput("两份检查报告的企业或检查日期不同，不能并为一次入企检查。")
    if VisitStatus.CANCELLED in (one.status, other.status):
        raise InvalidInput("已取消或作废的检查报告不能并入。")
    return one.id, one, other


def _subject(session: Session, first: int, second: int) -> str:
    words = "、".join(subject_of(session, one) for one in (first, second))
    return f"{first}+{second} {words}"
