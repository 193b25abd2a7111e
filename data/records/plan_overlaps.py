"""Plans of different bodies that share enterprises and days, and the enterprises they share.

Where the pairs come from is asked of a source: now the findings of R8. What matches plans to merge
them can become another, without a change to who shows them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, Finding, FindingRecord, Plan, PlanTarget, Region
from data.records.describe import named_enterprises
from data.records.plans import by_codes
from data.rows.enums import CheckType, FindingState, RecordKind
from data.rows.findings import Named
from data.rows.period import Period
from data.rows.plans import PlanFilter, PlanPair, PlanSide
from data.store.bulk import id_filter

RULE = "R8"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two plans (ids) that share so many enterprises, and the finding that says so, if any."""

    one: int
    other: int
    shared: int
    finding: str = ""
    state: str = ""


Source = Callable[[Session, Period], list[Meeting]]


def found_pairs(session: Session, period: Period) -> list[Meeting]:
    """Return the pairs of R8 that hold, on whose day (the later beginning) the period has."""
    query = (
        select(Finding.key, Finding.beyond, Finding.state, FindingRecord.record_id)
        .join(FindingRecord, FindingRecord.finding_id == Finding.id)
        .where(Finding.rule == RULE, Finding.holds == 1, FindingRecord.kind == RecordKind.PLAN)
        .where(Finding.day.between(period.first_day, period.last_day))
        .order_by(Finding.key, FindingRecord.record_id)
    )
    plans: dict[tuple[str, int, int], list[int]] = {}
    for key, shared, state, plan in session.execute(query):
        plans.setdefault((key, shared or 0, state), []).append(plan)
    return [
        Meeting(ids[0], ids[1], shared, key, FindingState.at(state).label)
        for (key, shared, state), ids in plans.items()
        if len(ids) == 2
    ]


def list_overlaps(
    session: Session, wanted: PlanFilter, source: Source = found_pairs
) -> list[PlanPair]:
    """Return the pairs of a period, most shared enterprises first; one side fits the filter."""
    wanted = by_codes(session, wanted)
    meetings = source(session, wanted.period)
    sides = _sides(session, [plan for one in meetings for plan in (one.one, one.other)])
    found = []
    for one in meetings:
        if one.one not in sides or one.other not in sides:
            continue
        (left, fits), (right, fits_too) = sides[one.one], sides[one.other]
        if not (_chosen(fits, wanted) or _chosen(fits_too, wanted)):
            continue
        # In the order of R8's keys: by code, then by number.
        first, second = sorted((left, right), key=lambda side: (side.body.code, side.number))
        found.append(PlanPair(first, second, one.shared, one.finding, one.state))
    return sorted(found, key=lambda pair: (-pair.shared, -pair.days, pair.key))


Place = tuple[str, str, int, str]
"""The codes of a lead body and of its region, and its level and 条线."""


def _chosen(place: Place, wanted: PlanFilter) -> bool:
    code, region, level, system = place
    if wanted.body not in ("", code) or wanted.region not in ("", region):
        return False
    return wanted.system in ("", system) and wanted.level in (None, level)


def _sides(session: Session, plans: Sequence[int]) -> dict[int, tuple[PlanSide, Place]]:
    query = (
        select(Plan.id, Plan.number, Plan.name, Plan.type, Plan.first, Plan.last, Body.code,
               Body.name, Region.code, Body.level, Body.system)
        .join(Body, Body.id == Plan.body_id)
        .outerjoin(Region, Region.id == Body.region_id)
        .where(id_filter(Plan.id, plans), Plan.first.is_not(None), Plan.last.is_not(None))
    )  # fmt: skip
    found = {}
    for row in session.execute(query):
        one, number, name, kind, first, last, code, body, region, level, system = row
        side = PlanSide(one, f"{code}:{number}", number, name, Named(code, body),
                        CheckType.at(kind), first or 0, last or 0)  # fmt: skip
        found[one] = (side, (code, region or "", level, system))
    return found


def shared_enterprises(session: Session, pairs: Sequence[PlanPair]) -> list[tuple[Named, ...]]:
    """Return, for each pair, the enterprises that both plans mean to visit, by name."""
    return shared_of(session, [(pair.one.id, pair.other.id) for pair in pairs])


def shared_of(session: Session, pairs: Sequence[tuple[int, int]]) -> list[tuple[Named, ...]]:
    """Return, for each pair of plans (ids), the enterprises both mean to visit, by name."""
    plans = sorted({plan for pair in pairs for plan in pair})
    targets = select(PlanTarget.plan_id, PlanTarget.enterprise_id)
    meant: dict[int, set[int]] = defaultdict(set)
    for plan, enterprise in session.execute(targets.where(id_filter(PlanTarget.plan_id, plans))):
        meant[plan].add(enterprise)
    both = [meant[one] & meant[other] for one, other in pairs]
    names = named_enterprises(session, sorted(set().union(*both)))
    return [
        tuple(sorted((names[one] for one in ids), key=lambda one: (one.name, one.code)))
        for ids in both
    ]
