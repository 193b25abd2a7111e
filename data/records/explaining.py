"""Explain a number: its definition and sources, what counts, what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from data.measures.compute import measure as ask
from data.measures.definitions import DEFINITIONS, expand
from data.models import Body, Region, Visit, VisitBody
from data.records.behind import records_of_finding, records_of_measure
from data.rows.enums import Code, VisitStatus
from data.rows.errors import InvalidInput
from data.rows.measures import Definition, Explanation
from data.rows.period import Period
from data.rules.listing import finding_by_key
from data.rules.sets import sets_of, title_of

FAMILY_OF_CODE = frozenset({"M3"})
ON_SITE_ONLY = frozenset({"M3", "M6", "M6.bare", "M7", "M7.bare"})
NO_RECORDS = frozenset({"M20"})


def explain_measure(
    session: Session,
    measure: str,
    period: Period,
    by: Sequence[str] = (),
    key: Sequence[str] = (),
    basis: str = "visits",
) -> Explanation:
    """Return how a measure, or one cell of it, came about."""
    try:
        chosen = expand([measure])[0]
    except KeyError as exc:
        raise InvalidInput(f"没有指标“{measure}”，可用：{'、'.join(DEFINITIONS)}。") from exc
    definition = DEFINITIONS[chosen]
    value = ask(session, period, [chosen], by, basis).get(chosen)
    numerator, denominator, unknown = value.numerator, value.denominator, value.unknown
    if by:
        cell = next((group for group in value.groups if group.key == tuple(key)), None)
        if cell is None:
            raise InvalidInput(f"{period.title}没有“{'、'.join(key)}”这一格的数据。")
        numerator, denominator, unknown = cell.numerator, cell.denominator, cell.unknown
    fraction = f"{numerator:,}" if denominator is None else f"{numerator:,} ÷ {denominator:,}"
    text = _text(definition, period, fraction, basis)
    included = (
        numerator
        if chosen in NO_RECORDS
        else len(records_of_measure(session, chosen, period, by, key, "numerator", basis))
    )
    return Explanation(
        text, included, _excluded(session, chosen, period, unknown, _narrowed(by, key)), definition
    )


def _text(definition: Definition, period: Period, fraction: str, basis: str) -> str:
    """Return the figure with its definition, source, counting basis, rule sets and target."""
    sets = "、".join(title_of(name) for name in sets_of(period.first_day, period.last_day))
    words = "按次（一次入企计一次）" if basis == "visits" else "按记录（每单位每行计一次）"
    text = (
        f"{definition.name}（{definition.id}），{period.title}：{fraction}。\n"
        f"算法：{definition.text}\n来源：{definition.source}\n口径：{words}\n规则集：{sets}"
    )
    if definition.target is None:
        return text
    target = definition.target
    sign = {">=": "不低于", "<=": "不高于"}[target.op]
    figure = f"{target.value:.0%}" if definition.share else f"{target.value:g}"
    scope = "全市" if target.scope == "city" else "各单位"
    return f"{text}\n目标：{sign}{figure}（{scope}，{target.force.label}）"


def _narrowed(by: Sequence[str], key: Sequence[str]) -> list[ColumnElement[bool]]:
    """Return the conditions of a cell on visits: its body, region and month."""
    found: list[ColumnElement[bool]] = []
    for name, code in zip(by, key, strict=False):
        if name == "body":
            present = select(VisitBody.visit_id).join(Body, Body.id == VisitBody.body_id)
            found.append(Visit.id.in_(present.where((Body.code == code) | (Body.name == code))))
        if name == "region":
            named = (Region.code == code) | (Region.name == code)
            found.append(Visit.region_id.in_(select(Region.id).where(named)))
        if name == "month":
            found.append(Visit.month == Period.parse(code).months[0])
    return found


def _excluded(
    session: Session,
    measure: str,
    period: Period,
    unknown: int,
    cell: list[ColumnElement[bool]],
) -> tuple[tuple[str, int], ...]:
    """Return what the population leaves out in the period and cell, with the reason."""
    within = and_(Visit.day.between(period.first_day, period.last_day), *cell)
    standing = Visit.status != VisitStatus.CANCELLED

    def count(*conditions: object) -> int:
        query = select(func.count()).select_from(Visit).where(within)
        return session.scalar(query.where(*conditions)) or 0  # type: ignore[arg-type]

    reasons = [
        ("已取消的检查", count(Visit.status == VisitStatus.CANCELLED)),
        ("非行政检查的入企（指导服务、走访调研等）", count(standing, Visit.inspection == 0)),
    ]
    if measure in ON_SITE_ONLY:
        reasons.append(("非现场检查", count(standing, Visit.inspection == 1, Visit.onsite == 0)))
    if measure in FAMILY_OF_CODE:
        reasons.append(
            (
                "免亮码",
                count(
                    standing, Visit.inspection == 1, Visit.onsite == 1, Visit.code == Code.EXEMPT
                ),
            )
        )
    if unknown:
        reasons.append(("未提供", unknown))
    return tuple((reason, number) for reason, number in reasons if number)


def explain_finding(session: Session, key: str) -> Explanation:
    """Return why a finding stands: the rule's text, source and force, and its records."""
    finding = finding_by_key(session, key)
    rule = finding.rule_text
    text = (
        f"{finding.row.sentence}\n规则 {rule.id} {rule.name}：{rule.text}\n"
        f"来源：{rule.source}\n效力：{rule.force.label}　规则集：{title_of(rule.ruleset)}"
        + ("（试算）" if finding.row.trial else "")
    )
    return Explanation(text, len(records_of_finding(session, key)), ())
