"""What the page 联合计划 reads: candidates, what may be merged, the year to be planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState
from data.rows.announcing import AnnounceList
from data.rows.findings import Named
from data.rows.matching import CandidateList, VerdictRow
from data.rows.merge_groups import MergeGroup
from data.rows.period import month_text
from data.rows.timetables import KeptTimetable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.planning.loading import PlannedYear
    from data.planning.merging import MergeWish, MergeYear
    from data.planning.proposing import CandidateWish


@dataclass(frozen=True, slots=True)
class PairDetail:
    """What stands beside a pair: the enterprises both plans mean, and what was decided."""

    shared: tuple[Named, ...]
    verdicts: tuple[VerdictRow, ...]


@dataclass(frozen=True)
class YearToPlan:
    """The year to be planned, and the places of the bodies the filter narrows to.

    `digest` tells whether a timetable is still of the same plans, capacities and visits.
    """

    planned: PlannedYear
    bodies: tuple[int, ...]
    digest: str
    kept: KeptTimetable | None


@dataclass(frozen=True)
class MergesRead:
    """What may be merged; the bodies that have anything to merge, and which the filter means."""

    merges: MergeYear
    bodies: tuple[Named, ...]
    meant: frozenset[str]


def year_of(state: FilterState, today: date) -> int:
    """Return the year planned: that of the period's end."""
    return state.span(today).last.year


def read_candidates(
    session: Session, state: FilterState, today: date, show: str
) -> CandidateList:
    """Read the candidates under the filter."""
    from data.planning.loading import load_year
    from data.planning.proposing import propose

    planned = load_year(session, year_of(state, today))
    return propose(session, planned, _wish(state, show), today)


def read_pair(session: Session, key: str) -> PairDetail:
    """Read what stands beside a pair of plans."""
    from data.planning.deciding import verdicts_on
    from data.records.plan_overlaps import shared_of
    from data.records.plans import ids_of_keys

    ids = ids_of_keys(session, key.split("|"))
    shared = shared_of(session, [(ids[0], ids[1])])[0] if len(ids) == 2 else ()
    return PairDetail(shared, tuple(verdicts_on(session, key)))


def read_merges(
    session: Session, state: FilterState, wish: MergeWish, today: date
) -> MergesRead:
    """Read what may be merged in the year of the filter."""
    import numpy as np

    from data.planning.merging import load_merges

    merges = load_merges(session, year_of(state, today), wish, today)
    choices = merges.choices
    places = np.unique(choices.body[np.r_[choices.one, choices.other]]) if len(choices) else ()
    bodies = sorted((merges.table.bodies[int(one)] for one in places), key=lambda one: one.code)
    return MergesRead(merges, tuple(bodies), frozenset(_meant(session, state)))


def read_year(session: Session, state: FilterState, today: date, remaining: bool) -> YearToPlan:
    """Read the year to be planned."""
    from data.planning.certificates import digest
    from data.planning.loading import load_year
    from data.records.timetables import kept_timetable

    planned = load_year(session, year_of(state, today), remaining)
    codes = _meant(session, state)
    places = tuple(place for place, one in enumerate(planned.bodies) if one.code in codes)
    kept = kept_timetable(session, planned.year, today)
    return YearToPlan(planned, places, digest(planned.instance), kept)


def read_groups(session: Session, state: FilterState, today: date) -> tuple[MergeGroup, ...]:
    """Read merges of three plans and more under the filter."""
    from data.planning.grouping import propose_groups
    from data.planning.loading import load_year

    planned = load_year(session, year_of(state, today))
    return propose_groups(session, planned, _wish(state), today)


def read_announcements(session: Session, state: FilterState, today: date) -> AnnounceList:
    """Read what may be announced in the months of the filter's period."""
    from data.planning.announcing import announce_list

    span = state.span(today)
    months = {month_text(one) for one in span.months}
    return announce_list(session, span.last.year, months, _wish(state), today)


def _wish(state: FilterState, show: str = "open") -> CandidateWish:
    from data.planning.proposing import CandidateWish

    return CandidateWish(
        show, body=state.body or "", region=state.region or "", system=state.system or ""
    )


def _meant(session: Session, state: FilterState) -> set[str]:
    """Return the codes of the bodies the filter narrows to."""
    from data.planning.proposing import bodies_within

    return bodies_within(session, _wish(state))
