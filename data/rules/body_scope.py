"""Running the rules about bodies as a whole, from the tallies and the small tables."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from data.models import Body, Finding
from data.rows.period import month_text
from data.rules.body_context import QUARTER, YEAR, BodyContext, load_body_context
from data.rules.body_rules import basis_too_often, complaints_heaped, fines_grow
from data.rules.frames import Findings, join
from data.rules.storing import of_bodies, store

BODY_RULES: dict[str, Callable[[BodyContext], Findings]] = {
    "R18": complaints_heaped,
    "R20": basis_too_often,
    "R29": fines_grow,
}


def evaluate_bodies(session: Session, months: Collection[int] | None = None) -> Findings:
    """Return all findings about bodies that those months decide; all findings if None."""
    context = load_body_context(session, months)
    return join(rule(context) for rule in BODY_RULES.values())


def of_months(months: Collection[int]) -> ColumnElement[bool]:
    """Return the findings about bodies that those months decide."""
    quarters = {month // QUARTER for month in months}
    later = quarters | {one + YEAR // QUARTER for one in quarters}
    spans = {
        "R18": [month_text(one) for one in months],
        "R20": [_quarter_text(one) for one in quarters],
        "R29": [_quarter_text(one) for one in later],
    }
    parts = [and_(Finding.rule == rule, Finding.period.in_(texts)) for rule, texts in spans.items()]
    # By their bodies they are found through an index, among a million of other findings.
    return of_bodies() & Finding.subject_id.in_(select(Body.id)) & or_(*parts)


def rejudge_bodies(session: Session, months: Collection[int]) -> None:
    """Judge bodies anew by what changed in those months."""
    store(session, evaluate_bodies(session, months), of_months(months))


def _quarter_text(quarter: int) -> str:
    return f"{1970 + quarter // 4}-Q{quarter % 4 + 1}"
