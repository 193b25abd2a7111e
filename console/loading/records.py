"""The ids of the visits a page of records shows: all under a filter, or those behind a number."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState
from console.history import Origin
from data.rows.period import Period
from data.rows.records import RecordRow, VisitFilter, VisitRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE = 500
HEAD = 400
LISTED = 20_000
"""Up to so many visits all ids are read at once."""
Order = tuple[tuple[str, bool], ...]
USUAL: Order = (("day", True),)


@dataclass(frozen=True, slots=True)
class Wish:
    """How the table narrows and orders beside the filter of all pages."""

    text: str = ""
    order: Order = USUAL
    columns: tuple[tuple[str, str], ...] = ()
    sought: int | None = None
    """A visit whose place is wanted."""


@dataclass(frozen=True, slots=True)
class VisitList:
    """The visits to show, in order; `behind` counts the records behind the drilled number.

    Long lists are not listed by id: `wanted` says which filter, and stretches of them are read
    when they are shown.
    """

    ids: Sequence[int] = ()
    behind: int | None = None
    wanted: VisitFilter | None = None
    total: int = 0
    order: Order = USUAL
    place: int | None = None
    """The place of the visit that was looked for."""
    head: Sequence[int] = ()
    """The first ids of a long list."""

    @property
    def count(self) -> int:
        """Return how many visits there are."""
        return len(self.ids) if self.wanted is None else self.total

    @property
    def is_slow_below(self) -> bool:
        """Return whether stretches far down cost much, until all ids are at hand."""
        return self.wanted is not None and not self._is_indexed

    @property
    def _is_indexed(self) -> bool:
        from data.records.visit_pages import is_plain

        by_day = len(self.order) == 1 and self.order[0][0] == "day"
        return by_day and self.wanted is not None and is_plain(self.wanted)

    def stretch(self, session: Session, first: int, n: int) -> Sequence[int]:
        """Return the ids of `n` visits from place `first` on."""
        from data.records.visit_pages import stretch
        from data.records.visits import visit_stretch

        if self.wanted is None:
            return self.ids[first : first + n]
        if first + n <= len(self.head):
            return self.head[first : first + n]
        if self._is_indexed:
            return stretch(session, self.wanted, self.order[0][1], first, n)
        return visit_stretch(session, self.wanted, self.order, first, n)

    def everything(self, session: Session) -> Sequence[int]:
        """Return the ids of all visits."""
        from data.records.visits import visit_stretch

        if self.wanted is None:
            return self.ids
        return array("q", visit_stretch(session, self.wanted, self.order))


def read_visits(
    session: Session, state: FilterState, origin: Origin | None, today: date, wish: Wish = Wish()
) -> VisitList:
    """Return the visits under a filter, or exactly those behind a drilled number."""
    from data.records.visit_pages import count_visits, is_plain, place_of
    from data.records.visits import count_wanted, visit_stretch

    if origin is None:
        wanted, place = _under(state, today, wish), None
        by_day = len(wish.order) == 1 and wish.order[0][0] == "day"
        if by_day and is_plain(wanted):
            total = count_visits(session, wanted)
            if wish.sought is not None:
                place = place_of(session, wanted, wish.order[0][1], wish.sought)
            return VisitList((), None, wanted, total, wish.order, place)
        if not wish.text:
            counted = count_visits if is_plain(wanted) else count_wanted
            total = counted(session, wanted)
            if not total:
                return VisitList()
            if total > LISTED:
                head = visit_stretch(session, wanted, wish.order, 0, HEAD)
                return VisitList((), None, wanted, total, wish.order, head=head)
    listed = _listed(session, state, origin, today, wish)
    if wish.sought in listed.ids:
        return replace(listed, place=listed.ids.index(wish.sought))
    return listed


def read_all_ids(session: Session, found: VisitList) -> VisitList:
    """Return a long list with all its ids at hand, so that its end is as near as its beginning."""
    return replace(found, ids=found.everything(session), wanted=None)


def _under(state: FilterState, today: date, wish: Wish) -> VisitFilter:
    period = state.span(today)
    return VisitFilter(
        period.first_day, period.last_day, state.body, state.region, None, state.trigger,
        text=wish.text, system=state.system, columns=wish.columns,
    )  # fmt: skip


def _listed(
    session: Session, state: FilterState, origin: Origin | None, today: date, wish: Wish
) -> VisitList:
    """Return the visits by their ids."""
    from data.records.visits import visit_stretch

    def ordered(wanted: VisitFilter) -> tuple[int, ...]:
        wanted = replace(wanted, columns=wish.columns)
        return tuple(visit_stretch(session, wanted, wish.order))

    if origin is None:
        return VisitList(ordered(_under(state, today, wish)))
    if origin.enterprise or origin.text or origin.item:
        span = Period.parse(origin.period, today) if origin.period else None
        named = VisitFilter(
            span.first_day if span else None, span.last_day if span else None,
            enterprise=origin.enterprise or None, text=origin.text or wish.text,
            item=origin.item or None,
        )  # fmt: skip
        listed = ordered(named)
        if origin.text and wish.text:
            listed = ordered(VisitFilter(ids=listed, text=wish.text))
        return VisitList(listed)
    records = records_behind(session, origin, today)
    return VisitList(ordered(VisitFilter(ids=visits_of(records), text=wish.text)), len(records))


def records_behind(session: Session, origin: Origin, today: date) -> list[RecordRow]:
    """Return the records behind a measure's cell, a finding, a plan, or visits a list names."""
    from data.records.behind import records_of_finding, records_of_measure
    from data.records.describe import visit_records
    from data.records.plan_detail import records_of_plan

    if origin.plan:
        return records_of_plan(session, origin.plan)
    if origin.visits:
        return visit_records(session, origin.visits)
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
