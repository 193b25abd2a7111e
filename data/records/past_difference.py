"""Measures and findings as two days saw them, and the causes of every difference.

The records behind a number of both days are compared as sets: what entered less what left is the
change of the number, and each record has one cause.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.compute import measure
from data.measures.definitions import DEFINITIONS
from data.measures.rulebook import rule_book
from data.models import Visit
from data.records.behind import records_in
from data.records.past_causes import causes_of
from data.records.past_log import Event
from data.records.past_touches import Sides
from data.rows.enums import FindingState
from data.rows.errors import InvalidInput
from data.rows.findings import FindingRow
from data.rows.measures import Group, MeasureSheet, MeasureValue
from data.rows.past import Compared, DifferenceRow, Side
from data.rows.period import Period, day_number
from data.rows.records import RecordRow
from data.rules.listing import list_findings
from data.store.bulk import id_filter
from data.store.columns import say_nothing
from data.store.database import Database

Tell = Callable[[str], None]
ABSENT = Side(None, 0, None, 0)
PEOPLE = "M9.people"
PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class Asked:
    """What is compared: a period as seen from two days, of some or all measures and rules."""

    period: Period
    first: date
    second: date
    ids: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    basis: str = "visits"

    @property
    def measures(self) -> list[str] | None:
        """Return the measures asked for, None for all."""
        chosen = [one for one in self.ids if not _is_rule(one)]
        return chosen if self.ids else None

    def wants(self, rule: str) -> bool:
        """Return whether the findings of a rule are asked for."""
        return rule in self.ids if self.ids else not self.by


def difference(
    then: Database,
    now: Database,
    events: Sequence[Event],
    asked: Asked,
    tell: Tell = say_nothing,
) -> Compared:
    """Compare the ledger of two days (data/intake/past.py); `events` lie between them.

    `tell` hears what is compared, and may raise to cancel.
    """
    with then.reading() as old, now.reading() as new:
        days = day_number(asked.first), day_number(asked.second)
        sides = Sides(old, new, *days, events)
        rows: list[DifferenceRow] = []
        if asked.measures is None or asked.measures:
            rows += _measures(sides, asked, tell)
        rows += _findings(sides, asked, tell)
    return Compared(asked.period, asked.first, asked.second, asked.by, asked.basis, tuple(rows))


def _is_rule(text: str) -> bool:
    return text.startswith("R") and text[1:].isdecimal()


# -- measures ------------------------------------------------------------------------------


def _measures(sides: Sides, asked: Asked, tell: Tell) -> list[DifferenceRow]:
    then, now = (
        measure(session, asked.period, asked.measures, asked.by, asked.basis, day, compared=False)
        for session, day in ((sides.then, asked.first), (sides.now, asked.second))
    )
    views = _View(sides.then, asked, asked.first), _View(sides.now, asked, asked.second)
    rows: list[DifferenceRow] = []
    for value in now.measures:
        tell(f"比对 {value.id} {value.name}")
        rows += [_explained(sides, views, row) for row in _cells(then, value)]
    return rows


@dataclass(frozen=True)
class _View:
    """The ledger of one day; what it reads for one number it keeps for the others."""

    session: Session
    asked: Asked
    day: date
    questions: dict[tuple[str, ...], Question] = field(default_factory=dict)
    described: dict[int, RecordRow] = field(default_factory=dict)

    def records(self, row: DifferenceRow, part: str) -> list[RecordRow]:
        """Return the records of a cell; none where the day does not know the cell or number."""
        by = self.asked.by if row.key else ()
        if by not in self.questions:
            self.questions[by] = Question(
                self.session, self.asked.period, by, self.asked.basis, self.day
            )
        try:
            return records_in(self.questions[by], row.id, row.key, part, self.described)
        except InvalidInput:
            return []


def _cells(then: MeasureSheet, now: MeasureValue) -> list[DifferenceRow]:
    """Return the whole of a measure and each of its cells, seen on either day."""
    old = then.get(now.id)
    share = DEFINITIONS[now.id].share
    rows = [DifferenceRow(now.id, now.name, (), "", share, _side(old), _side(now))]
    before = {group.key: group for group in old.groups}
    after = {group.key: group for group in now.groups}
    for key in dict.fromkeys([*after, *before]):
        name = (after.get(key) or before[key]).name
        first, second = (_side(one[key]) if key in one else ABSENT for one in (before, after))
        rows.append(DifferenceRow(now.id, now.name, key, name, share, first, second))
    return rows


def _side(value: MeasureValue | Group) -> Side:
    return Side(value.value, value.numerator, value.denominator, value.unknown)


def _explained(sides: Sides, views: tuple[_View, _View], row: DifferenceRow) -> DifferenceRow:
    """Add the causes, unless nothing happened between the days, or in a cell nothing changed.

    The whole of a number may be the same on both days although its records are not.
    """
    if row.then == row.now and (row.key or not sides.anything):
        return row
    known: dict[tuple[str, str], int] = {}
    rows: list[RecordRow] = []
    frames, adds_up = [], True
    for part in PARTS:
        weights = []
        for view, side in zip(views, (row.then, row.now), strict=True):
            # A cell that a day does not have has no records either, whatever could be counted.
            found = [] if side is ABSENT else view.records(row, part)
            weight = _weights(view.session, row.id, found)
            told = getattr(side, part)
            adds_up &= told is None or sum(weight) == told
            for one in found:
                if (one.kind, one.id) not in known:
                    known[one.kind, one.id] = len(rows)
                    rows.append(one)
            places = [known[one.kind, one.id] for one in found]
            whole = pd.Series(weight, index=places, dtype="int64")
            weights.append(whole.groupby(level=0).sum())
        below = part == PARTS[1]
        if not (below and row.then.denominator is None and row.now.denominator is None):
            frames.append(_moved(weights[0], weights[1], "_below" if below else ""))
    changes, rows = _only_changed(pd.concat(frames, axis=1).fillna(0), rows)
    causes = causes_of(sides, row.id, changes, rows)
    return DifferenceRow(
        row.id, row.name, row.key, row.group, row.share, row.then, row.now, causes, adds_up
    )


def _weights(session: Session, measure_id: str, rows: Sequence[RecordRow]) -> list[int]:
    """Return how much each record counts: one, of 人次 the officers of the visit."""
    if measure_id != PEOPLE:
        return [1] * len(rows)
    ids = [visit for row in rows for visit in row.visit_ids]
    query = select(Visit.id, Visit.officers).where(id_filter(Visit.id, ids))
    people = {one: officers or 0 for one, officers in session.execute(query)}
    return [sum(people.get(visit, 0) for visit in row.visit_ids) for row in rows]


def _moved(then: pd.Series, now: pd.Series, suffix: str) -> pd.DataFrame:
    change = now.sub(then, fill_value=0).astype("int64")
    return pd.DataFrame(
        {f"added{suffix}": change.clip(lower=0), f"removed{suffix}": -change.clip(upper=0)}
    )


def _only_changed(
    changes: pd.DataFrame, rows: Sequence[RecordRow]
) -> tuple[pd.DataFrame, list[RecordRow]]:
    """Return the changes of the records that changed, and those records, numbered anew."""
    columns = ["added", "removed", "added_below", "removed_below"]
    whole = changes.reindex(columns=columns, fill_value=0)
    whole = whole[(whole != 0).any(axis=1)]
    chosen = [rows[int(place)] for place in whole.index]
    whole = whole.reset_index(drop=True).rename_axis("record").reset_index()
    return whole, chosen


# -- findings ------------------------------------------------------------------------------


def _findings(sides: Sides, asked: Asked, tell: Tell) -> list[DifferenceRow]:
    """Return the standing findings of each rule on both days: how many, and which came or went."""
    book = rule_book(sides.now)
    rules = [rule for rule in book.known_rules if asked.wants(rule)]
    if not rules:
        return []
    tell("比对预警")
    then, now = (
        _standing(list_findings(session, asked.period, rules, with_records=True))
        for session in (sides.then, sides.now)
    )
    rows = []
    for rule in rules:
        old = {key: row for key, row in then.items() if row.rule == rule}
        new = {key: row for key, row in now.items() if row.rule == rule}
        text = book.rule_text(rule, asked.period.last)
        name = text.name if text else rule
        before, after = (Side(float(len(one)), len(one), None) for one in (old, new))
        row = DifferenceRow(rule, name, (), "", False, before, after)
        rows.append(_finding_causes(sides, row, old, new))
    return rows


def _standing(rows: Sequence[FindingRow]) -> dict[str, FindingRow]:
    return {row.key: row for row in rows if row.state is not FindingState.UNFOUNDED}


def _finding_causes(
    sides: Sides, row: DifferenceRow, then: dict[str, FindingRow], now: dict[str, FindingRow]
) -> DifferenceRow:
    """Add why findings came or went; one of the same key on both days is the same finding."""
    keys = [*(set(then) - set(now)), *(set(now) - set(then))]
    records = [_as_record(then.get(key) or now[key]) for key in sorted(keys)]
    changes = pd.DataFrame(
        {
            "record": range(len(records)),
            "added": [int(one.id in now) for one in records],
            "removed": [int(one.id in then) for one in records],
        }
    ).assign(added_below=0, removed_below=0)
    causes = causes_of(sides, row.id, changes, records)
    return DifferenceRow(row.id, row.name, row.key, row.group, row.share, row.then, row.now, causes)


def _as_record(row: FindingRow) -> RecordRow:
    return RecordRow("finding", row.key, row.key, row.subject, row.bodies, row.day, (),
                     row.record_ids)  # fmt: skip
