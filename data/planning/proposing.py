"""Candidates of a year: pairs of plans proposed to be joined, with what people decided of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, Region
from data.planning.deciding import verdicts
from data.planning.loading import PlannedYear
from data.planning.matching import Pairs, described, pairs_of
from data.planning.plan_table import PlanTable, load_table, states_of
from data.planning.spans import Flags, Ints
from data.planning.timetable import without_capacities
from data.rows.errors import InvalidInput
from data.rows.matching import Candidate, CandidateList, MatchRow, MatchState, VerdictRow

SHOWN = {
    "open": (MatchState.OPEN,), "accepted": (MatchState.ACCEPTED,),
    "refused": (MatchState.REFUSED,), "postponed": (MatchState.POSTPONED,),
    "all": tuple(MatchState),
}  # fmt: skip
"""Which candidates are listed: what waits for a decision, unless something else is asked."""
MOST = 1_000


@dataclass(frozen=True, slots=True)
class CandidateWish:
    """Which candidates are asked for; body, region and 条线 narrow to pairs one side of which fits.

    `lead` (code or name) narrows to those it leads, or would lead.
    """

    show: str = "open"
    least: int = 1
    body: str = ""
    region: str = ""
    system: str = ""
    lead: str = ""


def propose(
    session: Session, planned: PlannedYear, wish: CandidateWish, today: date
) -> CandidateList:
    """Return the candidates of a year, the most visits saved first."""
    table = load_table(session, planned)
    decided = verdicts(session, None, today)
    pairs = _with_decided(table, pairs_of(planned.instance, max(1, wish.least)), decided)
    pairs = pairs.only(_within(session, table, pairs, wish))
    states = states_of(table, pairs, decided)
    counts = tuple((state, int((states == state).sum())) for state in MatchState)
    shown = np.flatnonzero(np.isin(states, [int(state) for state in SHOWN[wish.show]]))
    if wish.lead:
        shown = shown[_led_by(table, pairs.only(shown), decided, wish.lead)]
    rows = [
        _candidate(table.match_row(pair), decided)
        for pair in described(pairs.only(shown[:MOST]), *table.described_by)
    ]
    rows.sort(key=lambda one: (-one.row.shared, -len(one.row.flags), one.key))
    fewest = without_capacities(planned.instance, 60.0).lower_bound
    return CandidateList(
        planned.year, tuple(rows), counts, len(shown), len(planned.instance), fewest
    )


def _with_decided(
    table: PlanTable, pairs: Pairs, decided: Mapping[str, VerdictRow]
) -> Pairs:
    """Return pairs with those decided on that share no listed target: drawn together, or so few."""
    place = {key: at for at, key in enumerate(table.plans["whole"].astype(str).tolist())}
    sides = [sorted(place.get(side, -1) for side in key.split("|")) for key in decided]
    one, other = np.array([side for side in sides if side[0] >= 0], dtype=np.int64).reshape(-1, 2).T
    width = len(table.plans)
    new = ~np.isin(one * width + other, pairs.one * width + pairs.other)
    one, other = one[new], other[new]
    low = np.maximum(table.first[one], table.first[other])
    high = np.minimum(table.last[one], table.last[other])
    return Pairs(
        np.r_[pairs.one, one], np.r_[pairs.other, other],
        np.r_[pairs.shared, np.zeros_like(one)], np.r_[pairs.first, low],
        np.r_[pairs.last, np.maximum(low, high)], table.size,
    )  # fmt: skip


def _within(session: Session, table: PlanTable, pairs: Pairs, wish: CandidateWish) -> Ints:
    """Return the pairs of which one side is of the body, region and 条线 asked for."""
    codes = bodies_within(session, wish)
    mine = np.array([one.code in codes for one in table.bodies], dtype=bool)[table.body]
    return np.flatnonzero(mine[pairs.one] | mine[pairs.other]).astype(np.int64)


def _led_by(
    table: PlanTable, pairs: Pairs, decided: Mapping[str, VerdictRow], lead: str
) -> Flags:
    """Return which pairs a body leads, or would lead."""
    found = []
    for pair in described(pairs, *table.described_by):
        body = _candidate(table.match_row(pair), decided).lead
        found.append(body is not None and lead in (body.code, body.name))
    return np.array(found, dtype=bool)


def _candidate(row: MatchRow, decided: Mapping[str, VerdictRow]) -> Candidate:
    known, lead = decided.get(row.key), row.lead
    if known is not None and known.state is MatchState.ACCEPTED:
        bodies = (row.one.body, row.other.body)
        lead = next((body for body in bodies if body.code == known.lead), None)
    return Candidate(row, MatchState.OPEN if known is None else known.state, lead, known)


def bodies_within(session: Session, wish: CandidateWish) -> set[str]:
    """Return the codes of the bodies a wish narrows to; all without one."""
    query = select(Body.code).outerjoin(Region, Region.id == Body.region_id)
    if wish.body:
        query = query.where((Body.code == wish.body) | (Body.name == wish.body))
    if wish.region:
        query = query.where((Region.code == wish.region) | (Region.name == wish.region))
    if wish.system:
        query = query.where(Body.system == wish.system)
    found: set[str] = set(session.scalars(query))
    if not found and (wish.body or wish.region or wish.system):
        raise InvalidInput("没有符合条件的单位，请核对单位、地区或条线。")
    return found
