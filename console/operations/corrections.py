"""What changed of closed months since they were closed, in sentences fit for the next issue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from data.intake.mending.closings import closed_among
from data.intake.past import Shelf, compare
from data.oversight.dimensions import MEASURES
from data.records.past_difference import Asked
from data.records.past_log import after, decided_after
from data.rows.edits import Closing
from data.rows.past import Compared, DifferenceRow
from data.rows.past_words import number_words, summary_words
from data.rows.period import Period
from data.store.columns import say_nothing
from data.store.database import Database

Tell = Callable[[str], None]


def corrections_of(db: Database, period: Period, today: date) -> tuple[str, ...]:
    """Return what changed of a period's closed months since each was closed."""
    with db.reading() as session:
        found = closed_among(session, period.months)
    return corrections_since(db, found, today)


def corrections_since(
    db: Database, closings: Sequence[Closing], today: date, tell: Tell = say_nothing
) -> tuple[str, ...]:
    """Return a sentence for each closed month whose figures changed after the day of closing.

    The day of closing itself still belongs to what was closed.
    """
    with db.reading() as session:
        moved = [
            one for one in closings
            if one.day < today and (after(session, one.day) or decided_after(session, one.day))
        ]  # fmt: skip
    if not moved:
        return ()
    told = []
    with Shelf() as shelf:
        for one in moved:
            asked = Asked(Period.parse(one.month), one.day, today, MEASURES)
            told.append(_sentence(one, compare(shelf, db, asked, tell)))
    return tuple(sentence for sentence in told if sentence)


def _sentence(closing: Closing, found: Compared) -> str:
    rows = [row for row in found.rows if not row.key and row.then.value != row.now.value]
    if not rows:
        return ""
    day = f"{closing.day.year}年{closing.day.month}月{closing.day.day}日"
    changed = "；".join(map(_changed, rows))
    return f"{found.period.title}数据已于{day}封账，封账后有更正：{changed}。"


def _changed(row: DifferenceRow) -> str:
    why = f"（{summary_words(row.causes)}）" if row.causes else ""
    then, now = (number_words(side, row.share) for side in (row.then, row.now))
    return f"{row.name}由{then}变为{now}{why}"
