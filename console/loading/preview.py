"""The records of one cell of the heat, and those of its enterprises beyond the monthly cap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState
from console.history import Origin
from console.loading.records import read_rows, read_visits
from data.rows.findings import FindingRow
from data.rows.period import Period
from data.rows.records import VisitRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HEAD = 100
"""So many rows are read with the cell, a page of the table."""


@dataclass(frozen=True, slots=True)
class Preview:
    """All visits a cell counts, and all visits of its over-frequency enterprises that month."""

    origin: Origin
    ids: tuple[int, ...]
    behind: int
    beyond: tuple[int, ...] = ()
    enterprises: int = 0
    past: frozenset[int] = frozenset()
    """The visits that went past the cap."""
    head: tuple[VisitRow, ...] = ()
    """The first of those shown at once: of the ones beyond the cap, else of all."""


def read_preview(
    session: Session, state: FilterState, origin: Origin, is_flagged: bool, today: date
) -> Preview:
    """Read the records of a cell; of a flagged one also those of the enterprises that flag it."""
    from data.records.visits import visit_ids
    from data.rows.records import VisitFilter

    found = read_visits(session, state, origin, today)
    over = _over(session, origin, tuple(found.ids), today) if is_flagged else []
    wanted = tuple(dict.fromkeys(number for row in over for number in row.record_ids))
    ordered: list[int] = []
    if wanted:
        ordered = visit_ids(session, VisitFilter(ids=wanted), "day", False)
    shown = ordered or tuple(found.ids)
    return Preview(
        origin, tuple(found.ids), found.behind or 0, tuple(ordered),
        len({row.subject for row in over}),
        frozenset(number for row in over for number in row.beyond_ids),
        tuple(read_rows(session, shown[:HEAD])),
    )  # fmt: skip


def _over(session: Session, origin: Origin, ids: tuple[int, ...], today: date) -> list[FindingRow]:
    """Return the findings beyond the cap that rest on visits of the cell."""
    from data.rules.listing import list_findings

    period, inside = Period.parse(origin.period, today), set(ids)
    found = list_findings(session, period, rules=["R1"], with_records=True)
    by_body = "body" in origin.by
    return [
        row
        for row in found
        if row.beyond and not inside.isdisjoint(row.beyond_ids if by_body else row.record_ids)
    ]
