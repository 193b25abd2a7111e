"""Findings as rows: lists, totals, the sentence fit for a letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from data.models import (
    Body,
    Enterprise,
    Finding,
    FindingBody,
    FindingTally,
    FindingVisit,
    Item,
    Region,
    VisitBody,
)
from data.rows.enums import FindingState, Force, Level, Severity
from data.rows.errors import InvalidInput
from data.rows.findings import FindingRow, Named, RuleText
from data.rows.period import Period, day_of, month_text
from data.rules.sets import rule_sets
from data.store.bulk import id_filter

CLAIMED = ("none", "some", "all")
JUSTICE, MARKET = "市司法局", "市市场监管局"
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
        charged = select(FindingBody.finding_id).join(Body, Body.id == FindingBody.body_id)
        conditions.append(Finding.id.in_(charged.where((Body.code == body) | (Body.name == body))))
    return _rows(session, conditions, with_records)


def finding_by_key(session: Session, key: str) -> FindingInFull:
    """Return one finding; InvalidInput where there is none of that key."""
    found = _rows(session, [Finding.key == key], True)
    if not found:
        raise InvalidInput(f"没有预警“{key}”，请按 findings 输出的 key 填写。")
    return FindingInFull(found[0], _rule(found[0].rule, found[0].ruleset))


def _state(text: str) -> FindingState:
    state = FindingState.of(text)
    if state is None:
        words = "、".join(one.label for one in FindingState)
        raise InvalidInput(f"没有状态“{text}”，可用：{words}。")
    return state


def _rows(
    session: Session, conditions: list[ColumnElement[bool]], with_records: bool
) -> list[FindingRow]:
    query = (
        select(Finding, Enterprise.code, Enterprise.name, Item.code, Item.name)
        .join(Enterprise, Enterprise.id == Finding.enterprise_id)
        .outerjoin(Item, Item.id == Finding.item_id)
        .where(*conditions)
        .order_by(Finding.severity.desc(), Finding.day.desc(), Finding.key)
    )
    found = session.execute(query).all()
    ids = [row[0].id for row in found]
    bodies = _charged(session, ids)
    visits = _visits(session, ids) if with_records else {}
    heads = _Heads(session)
    return [_row(row, bodies, visits, heads) for row in found]


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


class _Heads:
    """Who tracks a finding: the two that track most, and each system's head department."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(select(Body.code, Body.name, Body.level, Body.system)).all()
        by_name = {row.name: Named(row.code, row.name) for row in rows}
        self._two = tuple(by_name.get(name, Named("", name)) for name in (JUSTICE, MARKET))
        self._systems = {row.code: row.system for row in rows}
        self._heads = {
            row.system: Named(row.code, row.name)
            for row in rows
            if row.level == Level.CITY and row.system
        }

    def of(self, rule: str, charged: Sequence[Named]) -> tuple[Named, ...]:
        if rule != "R5":
            return self._two
        heads = [self._heads.get(self._systems.get(one.code, "")) for one in charged]
        return tuple(dict.fromkeys(head for head in heads if head)) or self._two


def _row(
    row: Row[Finding, str, str, str, str],
    bodies: dict[int, list[Named]],
    visits: dict[int, list[tuple[int, int]]],
    heads: _Heads,
) -> FindingRow:
    finding, code, name, item_code, item_name = row[0], row[1], row[2], row[3], row[4]
    rule = _rule(finding.rule, finding.ruleset)
    subject = Named(code, name or code)
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
        subject_kind="enterprise" if finding.rule in GROUPED else "visit",
        subject=subject,
        item=item,
        bodies=charged,
        period=finding.period,
        day=finding.day,
        count=finding.count,
        beyond=finding.beyond,
        claimed_basis=CLAIMED[finding.claimed],
        tracked_by=heads.of(finding.rule, charged),
        sentence=_sentence(finding, subject, item, charged),
        record_ids=tuple(visit for visit, _ in resting),
        beyond_ids=tuple(visit for visit, beyond in resting if beyond),
    )


def _rule(rule: str, ruleset: str) -> RuleText:
    return next(one.rules[rule] for one in rule_sets() if one.name == ruleset)


def _sentence(
    finding: Finding, subject: Named, item: Named | None, charged: Sequence[Named]
) -> str:
    """Return the finding in one sentence fit for a letter."""
    day = day_of(finding.day)
    whom = subject.name + (" " if subject.name[-1:].isascii() else "")
    when = f"{day.year}年{day.month}月{day.day}日"
    who = "、".join(one.name for one in charged)
    basis = ("，均未提出检查依据", "，部分提出检查依据", "，均提出检查依据")[finding.claimed]
    over = f"超出{finding.beyond}次{basis}" if finding.beyond else "已达上限"
    if finding.rule == "R1":
        month = f"{finding.period[:4]}年{int(finding.period[5:])}月"
        return f"{whom}{month}接受现场检查{finding.count}次，{over}。"
    if finding.rule == "R3":
        what = item.name if item else "同一事项"
        return f"{whom}{finding.period}年“{what}”接受现场检查{finding.count}次，{over}。"
    if finding.rule == "R5":
        what = item.name if item else "同一事项"
        return f"{when}{who}对{whom}检查“{what}”，此前90日内其他层级已查。"
    if finding.rule == "R6":
        red = finding.severity == Severity.RED
        how = "无检查计划，亦无临时检查事由" if red else "为临时检查，事后未补录计划"
        return f"{when}{who}对{whom}的检查{how}。"
    if finding.rule == "R7":
        how = "未亮码" if finding.severity == Severity.RED else "事后补码"
        return f"{when}{who}对{whom}的现场检查{how}。"
    return f"{when}{who}对{whom}的检查，执法人员不足2人。"


def finding_totals(
    session: Session, period: Period, body: str | None = None
) -> dict[str, dict[Severity, int]]:
    """Return standing findings of the period by rule and severity, from the tally if it can."""
    totals: dict[str, dict[Severity, int]] = defaultdict(lambda: dict.fromkeys(Severity, 0))
    if period.whole_months:
        shape, key = 0, 0
        if body:
            found = session.scalar(select(Body.id).where((Body.code == body) | (Body.name == body)))
            shape, key = BODIES, found or 0
        query = (
            select(FindingTally.rule, FindingTally.severity, func.sum(FindingTally.n))
            .where(
                FindingTally.shape == shape,
                FindingTally.k1 == key,
                FindingTally.month.in_(list(period.months)),
            )
            .group_by(FindingTally.rule, FindingTally.severity)
        )
        for rule, severity, n in session.execute(query):
            totals[rule][Severity.at(severity)] = int(n)
        return dict(totals)
    for row in list_findings(session, period, body=body):
        if row.state is not FindingState.UNFOUNDED:
            totals[row.rule][row.severity] += 1
    return dict(totals)


def flagged_cells(session: Session, period: Period, by: str) -> set[tuple[str, str]]:
    """Return (code, month) of bodies or regions with an enterprise beyond the monthly cap.

    A body is marked where it took part in a visit past the cap, a region where the enterprise is.
    """
    over = (
        Finding.rule == "R1",
        Finding.beyond > 0,
        Finding.day.between(period.first_day, period.last_day),
    )
    if by == "region":
        query = (
            select(Region.code, Finding.month)
            .join(Region, Region.id == Finding.region_id)
            .where(*over)
        )
    else:
        query = (
            select(Body.code, Finding.month)
            .join(FindingVisit, FindingVisit.finding_id == Finding.id)
            .join(VisitBody, VisitBody.visit_id == FindingVisit.visit_id)
            .join(Body, Body.id == VisitBody.body_id)
            .where(*over, FindingVisit.beyond == 1)
        )
    return {(code, month_text(month)) for code, month in session.execute(query.distinct())}
