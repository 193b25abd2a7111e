"""What people decided of pairs of plans, and which of them were reminded to merge (R8).

A pair accepted by a person is the reminder: it goes to the body that leads, with the day by which
to answer. It is answered once the plans are merged, or the pair is refused or postponed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import MatchVerdict
from data.rows.matching import MatchState, VerdictRow
from data.rows.period import day_number, day_of
from data.store.bulk import text_filter

COLUMNS = ("id", "due")


def verdict_row(one: MatchVerdict) -> VerdictRow:
    """Return an entry as a row."""
    until, due = (None if day is None else day_of(day) for day in (one.until, one.due))
    return VerdictRow(
        one.pair_key, MatchState.at(one.state), one.lead, until, one.reason, one.actor,
        day_of(one.day), due, bool(one.back), one.id,
    )  # fmt: skip


def standing_verdicts(
    session: Session, keys: Sequence[str] | None = None
) -> dict[str, list[VerdictRow]]:
    """Return the decisions nobody took back by pair (of all if None), the one that holds last."""
    query = select(MatchVerdict).order_by(MatchVerdict.id)
    if keys is not None:
        query = query.where(text_filter(MatchVerdict.pair_key, keys))
    found: dict[str, list[VerdictRow]] = defaultdict(list)
    for row in map(verdict_row, session.scalars(query)):
        if not row.back:
            found[row.key].append(row)
        elif found[row.key]:
            found[row.key].pop()
    return {key: rows for key, rows in found.items() if rows}


def reminders(session: Session) -> pd.DataFrame:
    """Return the reminders that stand by pair: the entry, and by when to answer (NaN if unknown).

    The keys are those of `pair_key`.
    """
    standing = {
        key: rows[-1] for key, rows in standing_verdicts(session).items()
        if rows[-1].state is MatchState.ACCEPTED
    }  # fmt: skip
    rows = [(one.id, None if one.due is None else day_number(one.due)) for one in standing.values()]
    frame = pd.DataFrame(rows, index=pd.Index(list(standing), dtype="object"), columns=COLUMNS)
    return frame.astype("float64")


def reminders_of(session: Session, ids: Sequence[int]) -> dict[int, VerdictRow]:
    """Return some entries by id."""
    query = select(MatchVerdict).where(MatchVerdict.id.in_(list(ids)))
    return {one.id: verdict_row(one) for one in session.scalars(query)}
