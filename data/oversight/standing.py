"""Findings a paper may speak of: judged by a set in force, and not found baseless by people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Finding, Region
from data.records.describe import bodies_of
from data.rows.briefing import FindingSummary, OverRow
from data.rows.enums import FindingState, Severity
from data.rows.findings import FindingRow, Named
from data.rows.period import Period
from data.rows.rulesets import RuleBook
from data.rules.listing import GROUPED, list_findings
from data.store.bulk import id_filter

OVER_ROWS = 300
BASIS = {"none": "无依据", "some": "部分有依据", "all": "有依据"}
_BASIS_ORDER = tuple(BASIS)
_DROPPED = (FindingState.UNFOUNDED, FindingState.EXEMPT)


def standing(session: Session, period: Period, rules: Sequence[str] | None = None,
             with_records: bool = False) -> list[FindingRow]:
    """Return the findings of a period without 试算, 不成立 and 尽职免责."""
    found = list_findings(session, period, rules=rules, with_records=with_records)
    return [row for row in found if not row.trial and row.state not in _DROPPED]


def over_rows(session: Session, period: Period) -> tuple[tuple[OverRow, ...], int]:
    """Return the enterprises past a cap, worst first, and how many there are in all."""
    found = [row for row in standing(session, period, GROUPED, True) if row.beyond > 0]
    found.sort(key=lambda row: (_BASIS_ORDER.index(row.claimed_basis), -row.beyond, -row.count,
                                row.key))
    chosen = found[:OVER_ROWS]
    regions = _regions(session, chosen)
    came = bodies_of(session, [visit for row in chosen if not row.bodies
                               for visit in row.beyond_ids])
    return tuple(_over_row(row, regions, came) for row in chosen), len(found)


def _over_row(row: FindingRow, regions: dict[int, str],
              came: dict[int, tuple[Named, ...]]) -> OverRow:
    """Name the bodies the finding charges; where all claim a basis, those that came past the cap.
    """
    bodies = row.bodies or [body for visit in row.beyond_ids for body in came.get(visit, ())]
    return OverRow(
        rule=row.rule, enterprise=row.subject.name, code=row.subject.code,
        region=regions.get(row.id, "未知地区"), period=row.period,
        item=row.item.name if row.item else None, count=row.count, beyond=row.beyond,
        bodies=tuple(dict.fromkeys(body.name for body in bodies)),
        basis=BASIS[row.claimed_basis], severity=row.severity)


def _regions(session: Session, found: Sequence[FindingRow]) -> dict[int, str]:
    rows = session.execute(
        select(Finding.id, Region.name).join(Region, Region.id == Finding.region_id)
        .where(id_filter(Finding.id, [row.id for row in found])))
    return {row.id: row.name for row in rows}


def summaries(
    book: RuleBook, found: Sequence[FindingRow], period: Period
) -> tuple[FindingSummary, ...]:
    """Count findings by rule and severity: every rule in force at the period's end, by number."""
    counted: dict[str, Counter[Severity]] = defaultdict(Counter)
    for row in found:
        counted[row.rule][row.severity] += 1
    rows = []
    for rule, latest in book.known_rules.items():
        text = book.rule_text(rule, period.last)
        if text is not None or counted[rule]:
            rows.append(FindingSummary(text or latest, dict(counted[rule])))
    return tuple(rows)
