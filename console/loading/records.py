"""The ids of the visits a page of records shows: all under a filter, or those behind a number."""

from __future__ import annotations

from dataclasses import dataclass
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
    """The visits to show, in order; `behind` counts the records behind the drilled number."""

    ids: tuple[int, ...]
    behind: int | None = None


def read_visits(
    session: Session,
    state: FilterState,
    origin: Origin | None,
    today: date,
    text: str = "",
    sort: str = "day",
    is_descending: bool = True,
) -> VisitList:
    """Return the visits under a filter, or exactly those behind a drilled number."""
    from data.records.visits import visit_ids

    if origin is None:
        period = state.span(today)
        wanted = VisitFilter(
            period.first_day, period.last_day, state.body, state.region, None, state.trigger,
            text=text,
        )  # fmt: skip
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
    """Return the records behind a measure's cell or a finding."""
    from data.records.behind import records_of_finding, records_of_measure

    if origin.finding:
        return records_of_finding(session, origin.finding)
    return records_of_measure(
        session, origin.measure, Period.parse(origin.period, today), by=origin.by, key=origin.key,
        part=origin.part, basis=origin.basis,
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
