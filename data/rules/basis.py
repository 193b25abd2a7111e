"""依据核验: what 市司法局 says of the bases claimed for going beyond a cap (RULES.md, "basis")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from data.measures.tallies import Touched
from data.models import (
    BasisVerdict,
    Body,
    Enterprise,
    Finding,
    FindingVisit,
    Report,
)
from data.rows.decisions import ClaimRow, VerdictRow
from data.rows.enums import Claim, VisitStatus
from data.rows.errors import Conflict, InvalidInput, NotFound
from data.rows.findings import Named
from data.rows.issues import Changes
from data.rows.period import Period, day_number
from data.rules.maintenance import Tell, Upkeep
from data.store.bulk import id_filter
from data.store.columns import say_nothing

CAPPED = ("R1", "R3")
"""Rules that a claimed basis answers."""
REASONED = (Claim.REFUSED, Claim.OPEN)
"""Verdicts that need a reason; OPEN takes the last one back."""
JUDGED = (Claim.OPEN, Claim.ACCEPTED, Claim.REFUSED)
MINUTES = 1440
MOST = 2000


def judge_claims(
    session: Session,
    reports: Sequence[int],
    verdict: Claim,
    reason: str,
    actor: str,
    day: date,
    seen: dict[int, Claim] | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Accept or refuse the bases of reports, or lay them open again; findings follow.

    `seen` is how the claims stood for who judges; a claim that moved on meanwhile is a Conflict.
    """
    if verdict is Claim.NONE:
        raise InvalidInput("请选择认可、不认可或改回待核验。")
    reason = reason.strip()
    if verdict in REASONED and not reason:
        word = "改回待核验" if verdict is Claim.OPEN else verdict.label
        raise InvalidInput(f"{word}须写明理由。")
    found = _claimed(session, reports, verdict, seen or {})
    upkeep = Upkeep(session, _touched(found))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    for one in found:
        session.add(
            BasisVerdict(
                report_id=one.id, body_id=one.body_id, basis=one.basis, verdict=int(verdict),
                reason=reason, actor=actor, at=at, day=day_number(day),
            )
        )  # fmt: skip
    session.flush()
    upkeep.finish(tell)
    session.expire_all()
    return Changes(visits=True, findings=True, count=len(found))


def list_claims(
    session: Session,
    period: Period,
    state: Claim | None = None,
    body: str | None = None,
    limit: int = MOST,
) -> list[ClaimRow]:
    """Return the claimed bases of a period: those to be judged first, then the latest."""
    query = (
        select(Report, Body.code, Body.name, Enterprise.code, Enterprise.name)
        .join(Body, Body.id == Report.body_id)
        .join(Enterprise, Enterprise.id == Report.enterprise_id)
        .where(*_asked(period, state, body))
        .order_by(Report.claim != Claim.OPEN, Report.day.desc(), Body.code, Report.number)
        .limit(limit)
    )
    rows = session.execute(query).all()
    keys = _findings(session, [row[0].visit_id for row in rows])
    last = _last_verdicts(session, [row[0].id for row in rows])
    return [
        _claim_row(row[0], Named(row[1], row[2]), Named(row[3], row[4] or row[3]), keys, last)
        for row in rows
    ]


def claim_counts(session: Session, period: Period, body: str | None = None) -> dict[Claim, int]:
    """Return how many claimed bases of a period stand how."""
    query = (
        select(Report.claim, func.count())
        .join(Body, Body.id == Report.body_id)
        .where(*_asked(period, None, body))
        .group_by(Report.claim)
    )
    counts = dict.fromkeys(JUDGED, 0)
    for claim, n in session.execute(query):
        counts[Claim.at(claim)] = n
    return counts


def verdicts_of(session: Session, report: int) -> tuple[VerdictRow, ...]:
    """Return what was said of a report's bases, oldest first."""
    rows = session.scalars(
        select(BasisVerdict).where(BasisVerdict.report_id == report).order_by(BasisVerdict.id)
    )
    return tuple(
        VerdictRow(one.basis, Claim.at(one.verdict), one.reason, one.actor, one.at, one.day)
        for one in rows
    )


def _asked(period: Period, state: Claim | None, body: str | None) -> list[ColumnElement[bool]]:
    states = JUDGED if state is None else (state,)
    # The index of claims serves only where its own condition stands in plain text.
    conditions: list[ColumnElement[bool]] = [
        literal_column("report.claim") != literal_column("0"),
        Report.claim.in_([int(one) for one in states]),
        Report.day.between(period.first_day, period.last_day),
        Report.status != VisitStatus.CANCELLED,
    ]
    if body:
        conditions.append((Body.code == body) | (Body.name == body))
    return conditions


def _claimed(
    session: Session, reports: Sequence[int], verdict: Claim, seen: dict[int, Claim]
) -> list[Report]:
    wanted = list(dict.fromkeys(reports))
    if not wanted:
        raise InvalidInput("请至少选择一份检查报告。")
    found = {
        one.id: one for one in session.scalars(select(Report).where(id_filter(Report.id, wanted)))
    }
    for one in wanted:
        if one not in found:
            raise NotFound(f"没有检查报告 {one}，请在依据核验清单中核对序号。")
        report = found[one]
        name = f"检查报告 {one}（{report.number or '无编号'}）"
        if not report.basis:
            raise InvalidInput(f"{name}没有主张超频次依据，不需要核验。")
        now = Claim.at(report.claim)
        if seen.get(one, now) is not now:
            raise Conflict(
                f"{name}的依据已有变化：您看到的是“{seen[one].label}”，现为“{now.label}”。"
                "请刷新后再核验。"
            )
        if now is verdict:
            raise InvalidInput(f"{name}的依据已是“{now.label}”，不必再次核验。")
    return [found[one] for one in wanted]


def _touched(reports: Sequence[Report]) -> Touched:
    days = [one.day for one in reports]
    return Touched(
        tuple({one.enterprise_id for one in reports}),
        min(days),
        max(days),
        frozenset(one.task_id for one in reports if one.task_id is not None),
        frozenset(one.plan_id for one in reports if one.plan_id is not None),
    )


def _findings(session: Session, visits: Sequence[int]) -> dict[int, list[str]]:
    """Return the keys of the findings in which those visits go beyond a cap."""
    query = (
        select(FindingVisit.visit_id, Finding.key)
        .join(Finding, Finding.id == FindingVisit.finding_id)
        .where(
            id_filter(FindingVisit.visit_id, visits),
            FindingVisit.beyond == 1,
            Finding.rule.in_(CAPPED),
            Finding.holds == 1,
        )
        .order_by(Finding.key)
    )
    keys: dict[int, list[str]] = defaultdict(list)
    for visit, key in session.execute(query):
        keys[visit].append(key)
    return keys


def _last_verdicts(session: Session, reports: Sequence[int]) -> dict[tuple[int, str], BasisVerdict]:
    """Return the latest verdict on each report's words."""
    rows = session.scalars(
        select(BasisVerdict)
        .where(id_filter(BasisVerdict.report_id, reports))
        .order_by(BasisVerdict.id)
    )
    return {(one.report_id, one.basis): one for one in rows}


def _claim_row(
    report: Report,
    body: Named,
    enterprise: Named,
    keys: dict[int, list[str]],
    last: dict[tuple[int, str], BasisVerdict],
) -> ClaimRow:
    said = last.get((report.id, report.basis))
    return ClaimRow(
        report.id, report.number, body, enterprise, report.day, report.basis, report.approver,
        report.basis_day, Claim.at(report.claim), _lacks(report),
        tuple(keys.get(report.visit_id, ())),
        *((said.reason, said.actor, said.at) if said else ("", "", "")),
    )  # fmt: skip


def _lacks(report: Report) -> tuple[str, ...]:
    """Return what a basis lacks: approver, a day, a day not after arrival (RULES.md)."""
    lacks = []
    if not report.approver:
        lacks.append("无批准人")
    arrived = report.day if report.arrive is None else report.arrive // MINUTES
    if report.basis_day is None:
        lacks.append("无批准日期")
    elif report.basis_day > arrived:
        lacks.append("批准晚于检查")
    return tuple(lacks)


__all__ = ["claim_counts", "judge_claims", "list_claims", "verdicts_of"]
