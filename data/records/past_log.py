"""The log of what changed the ledger: batches, merges of enterprises, edits, each taken back too.

Each event has a place in the order things happened, whatever the clock said, and the day it was
recorded. An event that happened before another of a given day was known on that day at the
latest, so the clock set wrongly once does not tear the log apart.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import (
    AuditSample,
    BasisVerdict,
    Batch,
    BatchRemoved,
    Decision,
    Edit,
    EnterpriseMerge,
    MatchVerdict,
    RuleChange,
)
from data.rows.edits import JOINT_WORK
from data.rows.past import RecordedDay
from data.rows.period import day_number, day_of
from data.store.packing import unpacked

PLACE = "place"
"""Stands for the table in the part of a packed batch that says when it was taken back."""
DECIDED = (BasisVerdict, Decision, RuleChange, AuditSample, MatchVerdict)
"""What people decide: kept as entered, with the day it was entered."""
NO_IMAGES = "[]"
"""What an edit holds that changed no data: a month closed, a joining refused."""
DECIDED_WORDS = {
    "basis_verdict": "依据认定",
    "decision": "预警认定",
    "rule_change": "规则调整",
    "audit_sample": "核查抽样",
    "match_verdict": "计划合并决定",
}


class EventKind(StrEnum):
    """What happened to the ledger."""

    IMPORT = "导入"
    UNDO = "撤销"
    MERGE = "合并"
    SPLIT = "拆分"
    EDIT = "更正"
    EDIT_BACK = "撤回更正"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an event stands: the newest batch there was, then the events since that batch."""

    batch: int
    step: int = 0

    def next(self) -> Place:
        """Return the place of what happens next, if it is no import."""
        return Place(self.batch, self.step + 1)


@dataclass(frozen=True, slots=True)
class Event:
    """One change of the ledger; `number` is that of the batch, the merge or the edit."""

    place: Place
    kind: EventKind
    number: int
    day: int


def place_now(session: Session) -> Place:
    """Return the place of the newest event."""
    newest = session.scalar(select(func.max(Batch.id))) or 0
    undone = select(func.count()).where(BatchRemoved.table_name == PLACE)
    merged = select(func.count(EnterpriseMerge.id), func.sum(EnterpriseMerge.undone))
    merges, splits = session.execute(merged).one()
    edits, backs = session.execute(select(func.count(Edit.id), func.sum(Edit.undone))).one()
    steps = merges + (splits or 0) + edits + (backs or 0)
    return Place(newest, (session.scalar(undone) or 0) + steps)


def log(session: Session) -> list[Event]:
    """Return all events in the order they happened, each with the day it was known on."""
    found = [*_batches(session), *_merges(session), *_edits(session)]
    events = sorted(found, key=lambda one: one.place)
    known: list[Event] = []
    latest: int | None = None
    for event in reversed(events):
        latest = event.day if latest is None else min(latest, event.day)
        known.append(Event(event.place, event.kind, event.number, latest))
    return known[::-1]


def _batches(session: Session) -> list[Event]:
    """Return the imports, and the undoings of what can be put back."""
    columns = (Batch.id, Batch.day, Batch.at, Batch.undone, Batch.undone_day)
    found = []
    places = _undone_places(session)
    for one, day, at, undone, undone_day in session.execute(select(*columns)):
        if undone and one not in places:
            # Taken back before such things were kept: it never happened, as far as we can tell.
            continue
        found.append(Event(Place(one), EventKind.IMPORT, one, day or _day_at(at)))
        if undone:
            back = undone_day if undone_day is not None else day
            found.append(Event(places[one], EventKind.UNDO, one, back))
    return found


def _undone_places(session: Session) -> dict[int, Place]:
    query = select(BatchRemoved.batch_id, BatchRemoved.rows).where(BatchRemoved.table_name == PLACE)
    rows = ((one, json.loads(unpacked(told))["rows"][0]) for one, told in session.execute(query))
    return {one: Place(*told) for one, told in rows}


def _merges(session: Session) -> list[Event]:
    columns = (EnterpriseMerge.id, EnterpriseMerge.at, EnterpriseMerge.undone)
    found = []
    for one, at, undone, text in session.execute(select(*columns, EnterpriseMerge.images)):
        images = json.loads(text)
        merged = images.get("merged") or (*_guessed(session, one, at), _day_at(at))
        found.append(Event(Place(*merged[:2]), EventKind.MERGE, one, merged[2]))
        if undone:
            split = images.get("split") or merged
            found.append(Event(Place(*split[:2]), EventKind.SPLIT, one, split[2]))
    return found


def _edits(session: Session) -> list[Event]:
    """Return the edits that changed any data of the ledger, and those taken back."""
    columns = (
        *(Edit.id, Edit.place_batch, Edit.place_step, Edit.day),
        *(Edit.undone, Edit.back_batch, Edit.back_step, Edit.back_day),
    )
    found = []
    own = [int(one) for one in JOINT_WORK]
    query = select(*columns).where(Edit.images != NO_IMAGES, Edit.kind.not_in(own))
    for row in session.execute(query):
        place = Place(row.place_batch, row.place_step)
        found.append(Event(place, EventKind.EDIT, row.id, row.day))
        if row.undone:
            back = Place(row.back_batch, row.back_step)
            found.append(Event(back, EventKind.EDIT_BACK, row.id, row.back_day))
    return found


def _guessed(session: Session, merge: int, at: str) -> tuple[int, int]:
    """Return the place of a merge made before places were noted: after the batches begun by then.

    Among those since one batch the merges stand by their numbers.
    """
    newest = session.scalar(select(func.max(Batch.id)).where(Batch.at <= at)) or 0
    return newest, merge


def _day_at(at: str) -> int:
    """Return the local day of a moment (UTC, ISO)."""
    return day_number(datetime.fromisoformat(at).astimezone().date())


def after(session: Session, day: date) -> list[Event]:
    """Return the events recorded after a day, in order."""
    number = day_number(day)
    return [event for event in log(session) if event.day > number]


def between(session: Session, first: date, second: date) -> list[Event]:
    """Return the events recorded after the first day and on the second at the latest, in order."""
    low, high = day_number(first), day_number(second)
    return [event for event in log(session) if low < event.day <= high]


def head(session: Session) -> tuple[int, ...]:
    """Return what changes with every change of the ledger: the newest of each kind."""
    place = place_now(session)
    decided = [session.scalar(select(func.max(one.id))) or 0 for one in DECIDED]
    return (place.batch, place.step, *decided)


def decided_after(session: Session, day: date) -> bool:
    """Return whether people decided anything after a day."""
    number = day_number(day)
    return any(
        session.scalar(select(one.id).where(one.day > number).limit(1)) is not None
        for one in DECIDED
    )


def recorded_days(session: Session) -> list[RecordedDay]:
    """Return the days on which the ledger was changed, newest first, with what was done."""
    counts: dict[int, Counter[str]] = {}
    for event in log(session):
        counts.setdefault(event.day, Counter())[event.kind.value] += 1
    for model in DECIDED:
        rows = select(model.day, func.count()).group_by(model.day)
        for day, count in session.execute(rows):
            counts.setdefault(day, Counter())[DECIDED_WORDS[model.__tablename__]] += count
    return [
        RecordedDay(day_of(day), "、".join(f"{word} {n:,}" for word, n in counts[day].items()))
        for day in sorted(counts, reverse=True)
    ]
