"""The ids of the visits a page of records shows: all under a filter, or those behind a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState
from console.history import Origin
from data.rows.period import Period
from data.rows.records import RecordRow, VisitFilter, VisitRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

PAGE = 500


@dataclass(frozen=True, slots=True)
class VisitList:
    """The visits to show, in order; `behind` counts the records behind the drilled number.

    Long lists in the usual order are not listed by id: `latest` says which filter, and stretches
    of them are read when they are shown.
    """

    ids: tuple[int, ...] = ()
    behind: int | None = None
    latest: VisitFilter | None = None
    total: int = 0
    is_descending: bool = True
    place: int | None = None
    """The place of the visit that was looked for."""

    @property
    def count(self) -> int:
        """Return how many visits there are."""
        return len(self.ids) if self.latest is None else self.total

    def stretch(self, session: Session, first: int, n: int) -> Sequence[int]:
        """Return the ids of `n` visits from place `first` on."""
        from data.records.visit_pages import stretch

        if self.latest is None:
            return self.ids[first : first + n]
        return stretch(session, self.latest, self.is_descending, first, n)

    def everything(self, session: Session) -> Sequence[int]:
        """Return the ids of all visits, for an export."""
        from data.records.visits import visit_ids

        if self.latest is None:
            return self.ids
        return visit_ids(session, self.latest, "day", self.is_descending)


def read_visits(
    session: Session,
    state: FilterState,
    origin: Origin | None,
    today: date,
    text: str = "",
    sort: str = "day",
    is_descending: bool = True,
    sought: int | None = None,
) -> VisitList:
    """Return the visits under a filter, or exactly those behind a drilled number.

    `sought` is a visit whose place is wanted.
    """
    from data.records.visit_pages import count_visits, is_plain, place_of

    if origin is None:
        wanted = _under(state, today, text)
        if sort == "day" and is_plain(wanted):
            total = count_visits(session, wanted)
            place = None
            if sought is not None:
                place = place_of(session, wanted, is_descending, sought)
            return VisitList((), None, wanted, total, is_descending, place)
    listed = _listed(session, state, origin, today, text, sort, is_descending)
    if sought in listed.ids:
        return replace(listed, place=listed.ids.index(sought))
    return listed


def _under(state: FilterState, today: date, text: str) -> VisitFilter:
    period = state.span(today)
    return VisitFilter(
        period.first_day, period.last_day, state.body, state.region, None, state.trigger, text=text,
        system=state.system,
    )


def _listed(
    session: Session, state: FilterState, origin: Origin | None, today: date, text: str, sort: str,
    is_descending: bool,
) -> VisitList:  # fmt: skip
    """Return the visits by their ids."""
    from data.records.visits import visit_ids

    if origin is None:
        wanted = _under(state, today, text)
        return VisitList(tuple(visit_ids(session, wanted, sort, is_descending)))
    if origin.enterprise or origin.text:
        named = VisitFilter(enterprise=origin.enterprise or None, text=origin.text or text)
        listed = visit_ids(session, named, sort, is_descending)
        if origin.text and text:
            both = VisitFilter(ids=tuple(listed), text=text)
            listed = visit_ids(session, both, sort, is_descending)
        return VisitList(tuple(listed))
    records = records_behind(session, origin, today)
    ids = visits_of(records)
    ordered = visit_ids(session, VisitFilter(ids=ids, text=text), sort, is_descending)
    return VisitList(tuple(ordered), len(records))


def records_behind(session: Session, origin: Origin, today: date) -> list[RecordRow]:
    """Return the records behind a measure's cell, a finding or a plan."""
    from data.records.behind import records_of_finding, records_of_measure
    from data.records.plan_detail import records_of_plan

    if origin.plan:
        return records_of_plan(session, origin.plan)
    if origin.finding:
        return records_of_finding(session, origin.finding)
    return records_of_measure(
        session, origin.measure, Period.parse(origin.period, today), by=origin.by, key=origin.key,
        part=origin.part, basis=origin.basis, today=today,
    )  # fmt: skip


def visits_of(records: Sequence[RecordRow]) -> tuple[int, ...]:
    """Return the visits of records, each once."""
    return tuple(dict.fromkeys(visit for record in records for visit in record.visit_ids))


def read_rows(session: Session, ids: Sequence[int]) -> list[VisitRow]:
    """Return the rows of some visits, in their order, in slices the database likes."""
    from data.records.visits import visit_rows

    rows: list[VisitRow] = []
    for first in range(0, len(ids), PAGE):
        rows.extend(visit_rows(session, ids[first : first + PAGE]))
    return rows


def read_stretch(session: Session, found: VisitList, first: int, n: int) -> list[VisitRow]:
    """Return `n` rows of a list from place `first` on."""
    return read_rows(session, found.stretch(session, first, n))
