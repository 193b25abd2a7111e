"""One enterprise's whole year: its card, visits with their findings, plans ahead, self-checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.measures.compute import measure
from data.models import (
    Body,
    Enterprise,
    EnterpriseCode,
    Item,
    Plan,
    PlanTarget,
    Region,
    SelfCheck,
    Visit,
    Whitelist,
)
from data.records.named import enterprise_id
from data.records.visits import visit_rows
from data.rows.enterprises import (
    ClassRate,
    EnterpriseCard,
    EnterpriseYear,
    PlanAhead,
    SelfCheckRow,
    WhiteEntry,
    YearVisit,
)
from data.rows.enums import FindingState, SelfCheckResult, Severity, VisitStatus, WhiteMode
from data.rows.findings import FindingRow, Named
from data.rows.period import Period, day_number
from data.rules.listing import GROUPED, findings_of_enterprise

SETTLED = (FindingState.UNFOUNDED, FindingState.EXEMPT)
"""Decided that nothing is to be held against anybody."""
MONTHLY, YEARLY = GROUPED


def enterprise_year(session: Session, text: str, year: int, today: date) -> EnterpriseYear:
    """Return the year of the enterprise that a number or a name means."""
    one, period = enterprise_id(session, text), Period.parse(str(year))
    findings = findings_of_enterprise(session, one, period)
    over = [row for row in findings if row.beyond > 0 and row.holds]
    return EnterpriseYear(
        _card(session, one),
        year,
        _years(session, one),
        _visits(session, one, period, findings),
        tuple(findings),
        _plans(session, one, period, today),
        _selfchecks(session, one, period),
        tuple((row.period, row) for row in over if row.rule == MONTHLY),
        tuple(row for row in over if row.rule == YEARLY),
    )


def class_rate(session: Session, credit: str, year: int) -> ClassRate:
    """Return M24 of a credit class in a year (RULES.md): visits per enterprise of the class."""
    sheet = measure(session, Period.parse(str(year)), ["M24"], by=("credit",), compared=False)
    for group in sheet.get("M24").groups:
        if group.key[0] == credit:
            return ClassRate(credit, group.value, group.numerator, group.denominator or 0)
    return ClassRate(credit, None, 0, 0)


def _card(session: Session, one: int) -> EnterpriseCard:
    row = session.get_one(Enterprise, one)
    region = session.scalar(select(Region.name).where(Region.id == row.region_id))
    codes = session.scalars(
        select(EnterpriseCode.code)
        .where(EnterpriseCode.enterprise_id == one)
        .order_by(EnterpriseCode.id)
    )
    return EnterpriseCard(
        one, row.code, row.name or row.code, row.uscc, row.other, tuple(codes), region or "",
        row.town, row.section, row.industry, row.category, row.credit, row.risk, row.tags,
        row.moved_in, row.moved_from, bool(row.provisional), _whitelist(session, one),
    )  # fmt: skip


def _whitelist(session: Session, one: int) -> tuple[WhiteEntry, ...]:
    rows = session.execute(
        select(
            Whitelist.field, Whitelist.mode, Whitelist.valid_from, Whitelist.valid_to,
            Whitelist.basis,
        ).where(Whitelist.enterprise_id == one).order_by(Whitelist.field)
    )  # fmt: skip
    return tuple(
        WhiteEntry(row.field, WhiteMode.at(row.mode).label, row.valid_from, row.valid_to, row.basis)
        for row in rows
    )


def _years(session: Session, one: int) -> tuple[int, ...]:
    """Return the years from the first visit to the last."""
    days = select(func.min(Visit.month), func.max(Visit.month)).where(Visit.enterprise_id == one)
    first, last = session.execute(days).one()
    return () if first is None else tuple(range(1970 + first // 12, 1971 + last // 12))


def _visits(
    session: Session, one: int, period: Period, findings: Sequence[FindingRow]
) -> tuple[YearVisit, ...]:
    facts = session.execute(
        select(Visit.id, Visit.arrive, Visit.onsite, Visit.inspection, Visit.status)
        .where(
            Visit.enterprise_id == one, Visit.day.between(period.first_day, period.last_day)
        )
        .order_by(Visit.day, func.coalesce(Visit.arrive, 1 << 30), Visit.id)
    ).all()  # fmt: skip
    resting: dict[int, list[FindingRow]] = defaultdict(list)
    for finding in findings:
        for visit in finding.record_ids:
            resting[visit].append(finding)
    rows = {row.id: row for row in visit_rows(session, [fact.id for fact in facts])}
    return tuple(
        YearVisit(
            rows[fact.id], fact.arrive, bool(fact.onsite),
            bool(fact.inspection) and fact.status != VisitStatus.CANCELLED,
            tuple(resting[fact.id]), _gravest(fact.id, resting[fact.id]),
            any(fact.id in row.beyond_ids for row in resting[fact.id] if row.rule in GROUPED),
        )
        for fact in facts
    )  # fmt: skip


def _gravest(visit: int, findings: Sequence[FindingRow]) -> Severity | None:
    """Return the gravest severity held against a visit: of a cap only the visits beyond it."""
    held = [
        row.severity
        for row in findings
        if row.holds
        and row.state not in SETTLED
        and (row.rule not in GROUPED or visit in row.beyond_ids)
    ]
    return max(held, default=None)


def _plans(session: Session, one: int, period: Period, today: date) -> tuple[PlanAhead, ...]:
    """Return the plans that name the enterprise, are not over and have not led there yet."""
    done = select(Visit.plan_id).where(Visit.enterprise_id == one, Visit.plan_id.is_not(None))
    rows = session.execute(
        select(Plan.number, Plan.name, Body.code, Body.name, Plan.first, Plan.last)
        .join(PlanTarget, PlanTarget.plan_id == Plan.id)
        .join(Body, Body.id == Plan.body_id)
        .where(
            PlanTarget.enterprise_id == one,
            Plan.first <= period.last_day,
            Plan.last >= max(period.first_day, day_number(today)),
            Plan.id.not_in(done),
        )
        .order_by(Plan.first, Body.code, Plan.number)
    )
    return tuple(
        PlanAhead(number, name, Named(code, body), first or 0, last or 0)
        for number, name, code, body, first, last in rows
    )


def _selfchecks(session: Session, one: int, period: Period) -> tuple[SelfCheckRow, ...]:
    rows = session.execute(
        select(SelfCheck.day, Item.code, Item.name, SelfCheck.verdict)
        .join(Item, Item.id == SelfCheck.item_id)
        .where(
            SelfCheck.enterprise_id == one,
            SelfCheck.day.between(period.first_day, period.last_day),
        )
        .order_by(SelfCheck.day, Item.code)
    )
    return tuple(
        SelfCheckRow(day, Named(code, name), SelfCheckResult.at(verdict).label)
        for day, code, name, verdict in rows
    )
