"""Edits put on the record, and the entries (of the board, of decisions) that belong to them.

Entries only grow: one whose edit was taken back stays to be read and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import BoardEvent, DecisionEvent, Edit
from data.records.edit_images import Change, text_of
from data.records.past_log import Place, place_now
from data.rows.edits import EditKind
from data.rows.period import day_number

WIDTH = 64
"""So many signs of an actor's name are kept."""
NO_DAYS: tuple[int | None, int | None] = (None, None)
Entry = BoardEvent | DecisionEvent


@dataclass(frozen=True, slots=True)
class About:
    """What an edit is about, in words, and the report or month where it is one."""

    kind: EditKind
    subject: str
    why: str
    report: int | None = None
    month: int | None = None


def actor_of(session: Session) -> str:
    """Return who writes, as edits keep the name."""
    return str(session.info.get("actor", ""))[:WIDTH]


def moment_now() -> str:
    """Return the present moment as edits keep it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def enter(
    session: Session,
    about: About,
    changes: Iterable[Change],
    today: date | None = None,
    days: tuple[int | None, int | None] = NO_DAYS,
    place: Place | None = None,
    redo_of: int | None = None,
) -> int:
    """Put an edit whose changes are written on the record; return its number."""
    place = place or place_now(session).next()
    row = Edit(
        kind=int(about.kind), subject=about.subject, why=about.why, actor=actor_of(session),
        at=moment_now(), day=day_number(today or date.today()), place_batch=place.batch,
        place_step=place.step, report_id=about.report, month=about.month, first=days[0],
        last=days[1], images=text_of(tuple(changes)), redo_of=redo_of,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def stands(edit: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Return the condition of entries that count: not of an edit that was taken back."""
    gone = select(Edit.id).where(Edit.undone == 1)
    return or_(edit.is_(None), edit.not_in(gone))


def entries_of(session: Session, edit: int) -> list[Entry]:
    """Return the entries that belong to an edit, in their order."""
    found: list[Entry] = []
    for model in (BoardEvent, DecisionEvent):
        found += session.scalars(select(model).where(model.edit_id == edit).order_by(model.id))
    return found


def later_edit(session: Session, edit: Edit) -> int | None:
    """Return the edit whose entries stand upon those of another, None where there is none.

    An edit done again stands where it first stood.
    """
    place = root_of(session, edit.id)
    later = {
        other
        for entry in entries_of(session, edit.id)
        for other in _beside(session, entry)
        if other != edit.id and root_of(session, other) > place
    }
    return max(later, default=None)


def root_of(session: Session, number: int) -> int:
    """Return the edit that was done first, of one that was done again."""
    while (before := session.scalar(select(Edit.redo_of).where(Edit.id == number))) is not None:
        number = before
    return number


def _beside(session: Session, entry: Entry) -> Sequence[int]:
    """Return the standing edits with entries about the same step, task or decision."""
    if isinstance(entry, BoardEvent):
        step = BoardEvent.step_id.is_not_distinct_from(entry.step_id)
        query = select(BoardEvent.edit_id).where(
            BoardEvent.number == entry.number, step, stands(BoardEvent.edit_id)
        )
    else:
        query = select(DecisionEvent.edit_id).where(
            DecisionEvent.decision_id == entry.decision_id, stands(DecisionEvent.edit_id)
        )
    return [one for one in session.scalars(query.distinct()) if one is not None]


def enter_again(session: Session, edit: int, redone: int) -> None:
    """Enter the entries of an edit anew, as those of the edit that does it again.

    They say who did what on which day, as before; who did it again the edit tells.
    """
    for one in entries_of(session, edit):
        columns = type(one).__table__.columns
        values = {column.name: getattr(one, column.name) for column in columns}
        del values["id"]
        session.add(type(one)(**{**values, "edit_id": redone}))
    session.flush()
