"""Findings as rows: lists, totals, the sentence fit for a letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, func, literal_column, select
from sqlalchemy.orm import Session

from data.measures.rulebook import rule_book
from data.models import (
    Body,
    Enterprise,
    Finding,
    FindingBody,
    FindingTally,
    FindingVisit,
    Item,
    Region,
    Tally,
)
from data.rows.enums import FindingState, Force, Severity, SubjectKind
from data.rows.errors import InvalidInput, WrongUsage
from data.rows.findings import FindingRow, Named
from data.rows.period import Period, month_text
from data.rows.rulesets import RuleBook, RuleText
from data.rules.sentences import Told, sentence
from data.rules.subjects import Subjects, Trackers
from data.store.bulk import id_filter, text_filter

CLAIMED = ("none", "some", "all")
GROUPED = ("R1", "R3")
BODIES, REGIONS = 1, 2


@dataclass(frozen=True)
class FindingInFull:
    """A finding with its rule's text."""

    row: FindingRow
    rule_text: RuleText


def list_findings(
    session: Session,
    period: Period,
    rules: Sequence[str] | None = None,
    body: str | None = None,
    state: str | None = None,
    severity: Severity | None = None,
    with_records: bool = False,
) -> list[FindingRow]:
    """Return the findings whose day lies in the period: most severe first, then latest."""
    conditions: list[ColumnElement[bool]] = [Finding.day.between(period.first_day, period.last_day)]
    if rules:
        conditions.append(Finding.rule.in_(list(rules)))
    if severity is not None:
        conditions.append(Finding.severity == severity)
    if state:
        conditions.append(Finding.state == _state(state))
    if body:
        charged = select(FindingBody.finding_id).where(FindingBody.body_id == _body(session, body))
        conditions.append(Finding.id.in_(charged))
    return _rows(session, conditions, with_records)


def rows_of(session: Session, ids: Sequence[int]) -> list[FindingRow]:
    """Return the findings of those ids, in their order."""
    rows = {row.id: row for row in _rows(session, [id_filter(Finding.id, ids)], False)}
    return [rows[one] for one in ids if one in rows]


def findings_of_enterprise(session: Session, enterprise: int, period: Period) -> list[FindingRow]:
    """Return the findings about an enterprise or visits to it, with the visits they rest on."""
    days = Finding.day.between(period.first_day, period.last_day)
    return _rows(session, [Finding.enterprise_id == enterprise, days], True)


def rows_of_keys(session: Session, keys: Sequence[str]) -> list[FindingRow]:
    """Return the findings of those keys, the gravest first; keys unknown by now are left out."""
    found = _rows(session, [text_filter(Finding.key, keys)], False) if keys else []
    return sorted(found, key=lambda row: (-row.severity, row.key))


def finding_by_key(session: Session, key: str) -> FindingInFull:
    """Return one finding; InvalidInput where there is none of that key."""
    found = _rows(session, [Finding.key == key], True)
    if not found:
        raise InvalidInput(f"没有预警“{key}”，请按 findings 输出的 key 填写。")
    book = rule_book(session)
    return FindingInFull(found[0], book.text_in(found[0].rule, found[0].ruleset))


def findings_keyed(session: Session, text: str, most: int = 5) -> list[FindingRow]:
    """Return the findings whose key begins with a text that names a rule and more."""
    wanted = text.strip()
    if ":" not in wanted:
        return []
    query = select(Finding.id).where(Finding.key.startswith(wanted, autoescape=True))
    return rows_of(session, list(session.scalars(query.order_by(Finding.key).limit(most))))


def _body(session: Session, text: str) -> int:
    named = select(Body.id).where((Body.code == text) | (Body.name == text))
    found = session.scalar(named.order_by(Body.code != text).limit(1))
    if found is None:
        raise WrongUsage(f"没有单位“{text}”，请写单位编码或全称。")
    return found


def _state(text: str) -> FindingState:
    state = FindingState.of(text)
    if state is None:
        words = "、".join(one.label for one in FindingState)
        raise WrongUsage(f"没有状态“{text}”，可用：{words}。")
    return state


def _rows(
    session: Session, conditions: list[ColumnElement[bool]], with_records: bool
) -> list[FindingRow]:
    query = (
        select(Finding, Enterprise.code, Enterprise.name, Item.code, Item.name)
        .outerjoin(Enterprise, Enterprise.id == Finding.enterprise_id)
        .outerjoin(Item, Item.id == Finding.item_id)
        .where(*conditions)
        .order_by(Finding.severity.desc(), Finding.day.desc(), Finding.key)
    )
    found = session.execute(query).all()
    ids = [row[0].id for row in found]
    bodies = _charged(session, ids)
    visits = _visits(session, ids) if with_records else {}
    subjects = Subjects(session, [row[0] for row in found])
    trackers, book = Trackers(session), rule_book(session)
    return [_row(row, subjects, bodies, visits, trackers, book) for row in found]


def _charged(session: Session, ids: list[int]) -> dict[int, list[Named]]:
    charged: dict[int, list[Named]] = defaultdict(list)
    query = (
        select(FindingBody.finding_id, Body.code, Body.name)
        .join(Body, Body.id == FindingBody.body_id)
        .where(id_filter(FindingBody.finding_id, ids))
        .order_by(Body.code)
    )
    for one, code, name in session.execute(query):
        charged[one].append(Named(code, name))
    return charged


def _visits(session: Session, ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    visits: dict[int, list[tuple[int, int]]] = defaultdict(list)
    query = (
        select(FindingVisit.finding_id, FindingVisit.visit_id, FindingVisit.beyond)
        .where(id_filter(FindingVisit.finding_id, ids))
        .order_by(FindingVisit.visit_id)
    )
    for one, visit, beyond in session.execute(query):
        visits[one].append((visit, beyond))
    return visits


def _row(
    found: Row[Finding, str, str, str, str],
    subjects: Subjects,
    bodies: dict[int, list[Named]],
    visits: dict[int, list[tuple[int, int]]],
    trackers: Trackers,
    book: RuleBook,
) -> FindingRow:
    finding, code, name, item_code, item_name = found[0], found[1], found[2], found[3], found[4]
    rule = book.text_in(finding.rule, finding.ruleset)
    whom = Named(code, name or code) if code else subjects.of(finding)
    item = Named(item_code, item_name or item_code) if item_code else None
    charged = tuple(bodies.get(finding.id, ()))
    resting = visits.get(finding.id, [])
    return FindingRow(
        id=finding.id,
        key=finding.key,
        rule=finding.rule,
        rule_name=rule.name,
        ruleset=finding.ruleset,
        trial=bool(finding.trial),
        severity=Severity.at(finding.severity),
        force=Force.at(finding.force),
        state=FindingState.at(finding.state),
        reason=finding.reason,
        holds=bool(finding.holds),
        subject_kind=SubjectKind.at(finding.subject_kind).name.lower(),
        subject=whom,
        item=item,
        bodies=charged,
        period=finding.period,
        day=finding.day,
        count=finding.count,
        beyond=finding.beyond,
        claimed_basis=CLAIMED[finding.claimed],
        tracked_by=trackers.of(finding, charged),
        sentence=_said(finding, whom, item, charged, subjects, rule),
        record_ids=tuple(visit for visit, _ in resting),
        beyond_ids=tuple(visit for visit, beyond in resting if beyond),
    )


def _said(
    finding: Finding, whom: Named, item: Named | None, charged: Sequence[Named],
    subjects: Subjects, rule: RuleText,
) -> str:  # fmt: skip
    lacks, reminder = subjects.lacks(finding), subjects.reminder(finding)
    return sentence(Told(finding, whom, item, charged, lacks, reminder, rule.limits))


def finding_totals(
    session: Session, period: Period, body: str | None = None
) -> dict[str, dict[Severity, int]]:
    """Return standing findings of the period by rule and severity, from the tally if it can."""
    totals: dict[str, dict[Severity, int]] = defaultdict(lambda: dict.fromkeys(Severity, 0))
    query = (
        _tally_totals(session, period, body)
        if period.whole_months
        else _counted_totals(session, period, body)
    )
    for rule, severity, n in session.execute(query):
        totals[rule][Severity.at(severity)] = int(n)
    return dict(totals)


def _tally_totals(session: Session, period: Period, body: str | None) -> Select[str, int, int]:
    keys = (FindingTally.rule, FindingTally.severity)
    shape, key = _tally_key(session, body)
    return (
        select(*keys, func.sum(FindingTally.n))
        .where(
            FindingTally.shape == shape,
            FindingTally.k1 == key,
            FindingTally.month.in_(list(period.months)),
        )
        .group_by(*keys)
    )


def _tally_key(session: Session, body: str | None) -> tuple[int, int]:
    if not body:
        return 0, 0
    found = session.scalar(select(Body.id).where((Body.code == body) | (Body.name == body)))
    return BODIES, found or 0


def _counted_totals(session: Session, period: Period, body: str | None) -> Select[str, int, int]:
    keys = (Finding.rule, Finding.severity)
    query = select(*keys, func.count()).where(
        Finding.day.between(period.first_day, period.last_day),
        Finding.state != FindingState.UNFOUNDED,
    )
    if body:
        charged = select(FindingBody.finding_id).where(
            FindingBody.body_id == _tally_key(session, body)[1]
        )
        query = query.where(Finding.id.in_(charged))
    return query.group_by(*keys)


def monthly_totals(
    session: Session, months: Sequence[int], rule: str, body: str | None = None
) -> dict[int, dict[Severity, int]]:
    """Return standing findings of a rule by month and severity, from the tally."""
    shape, key = _tally_key(session, body)
    totals: dict[int, dict[Severity, int]] = {}
    query = select(FindingTally.month, FindingTally.severity, FindingTally.n).where(
        FindingTally.shape == shape,
        FindingTally.k1 == key,
        FindingTally.rule == rule,
        FindingTally.month.in_(list(months)),
    )
    for month, severity, n in session.execute(query):
        totals.setdefault(month, {})[Severity.at(severity)] = n
    return totals


def totals_by_body(
    session: Session, period: Period, severity: Severity, body: str | None = None
) -> dict[tuple[str, str, str], int]:
    """Return standing findings of a severity by rule, and code and name of the body charged."""
    if period.whole_months:
        names = (FindingTally.rule, Body.code, Body.name)
        query = (
            select(*names, func.sum(FindingTally.n))
            .join(Body, Body.id == FindingTally.k1)
            .where(
                FindingTally.shape == BODIES,
                FindingTally.month.in_(list(period.months)),
                FindingTally.severity == severity,
            )
        )
    else:
        names = (Finding.rule, Body.code, Body.name)
        query = (
            select(*names, func.count())
            .join(FindingBody, FindingBody.finding_id == Finding.id)
            .join(Body, Body.id == FindingBody.body_id)
            .where(
                Finding.day.between(period.first_day, period.last_day),
                Finding.severity == severity,
                Finding.state != FindingState.UNFOUNDED,
            )
        )
    if body:
        query = query.where((Body.code == body) | (Body.name == body))
    rows = session.execute(query.group_by(*names))
    return {(rule, code, name): int(n) for rule, code, name, n in rows}


def settled_by_body(
    session: Session, period: Period, severity: Severity
) -> dict[tuple[str, str], int]:
    """Return findings of a severity found 尽职免责 or 已整改, by rule and code of the body."""
    query = (
        select(Finding.rule, Body.code, func.count())
        .join(FindingBody, FindingBody.finding_id == Finding.id)
        .join(Body, Body.id == FindingBody.body_id)
        .where(
            literal_column("finding.state") != literal_column("1"),  # the index of those few
            Finding.state.in_([FindingState.EXEMPT, FindingState.CORRECTED]),
            Finding.day.between(period.first_day, period.last_day),
            Finding.severity + 0 == int(severity),
        )
        .group_by(Finding.rule, Body.code)
    )
    return {(rule, code): int(n) for rule, code, n in session.execute(query)}


def flagged_cells(session: Session, period: Period, by: str) -> set[tuple[str, str]]:
    """Return (code, month) of bodies or regions with an enterprise beyond the monthly cap.

    A body is marked where it took part in a visit past the cap, a region where the enterprise is.
    The tally counts just those enterprise-months (M6).
    """
    shape, model = (BODIES, Body) if by == "body" else (REGIONS, Region)
    query = (
        select(model.code, Tally.month)
        .join(model, model.id == Tally.k1)
        .where(
            Tally.shape == shape,
            Tally.month.in_(list(period.months)),
            Tally.months_beyond > 0,
        )
    )
    return {(code, month_text(month)) for code, month in session.execute(query)}
