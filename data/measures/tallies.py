"""The tallies: counters by month for the city, bodies, regions and body × region.

They are maintained by difference: what the touched visits and tasks contributed before a write is
taken away, what they contribute afterwards is added. `recount` makes them anew from the facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import pandas as pd
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from data.measures.counters import (
    COUNTED_BY,
    COUNTERS,
    MONTH_COUNTERS,
    TASK_COUNTERS,
    VISIT_COUNTERS,
    count_visits,
    keyed,
    month_flags,
    months_in_cells,
    task_frame,
    task_key,
    task_visits,
    tasks_in_cells,
)
from data.measures.grouping import summed
from data.measures.scope import Scope, concat_scopes, load_scope
from data.measures.stored_counts import StoredCounts
from data.models import Tally
from data.models.tables import table_of
from data.rows.period import day_number, month_first, month_last

SHAPES: dict[tuple[str, ...], int] = {(): 0, ("body",): 1, ("region",): 2, ("body", "region"): 3}
COMMON: tuple[tuple[str, ...], ...] = ((), ("body",))
"""What rows are keyed by once for several shapes; each row has its region anyway."""
Counts: TypeAlias = "dict[tuple[str, ...], pd.DataFrame]"
"""Counters by key for each shape."""
KEYS = ["shape", "month", "k1", "k2"]
STORED = StoredCounts(table_of(Tally), tuple(KEYS), COUNTERS)


@dataclass(frozen=True)
class Touched:
    """What a write touches: enterprises with a range of days, and tasks and plans by id."""

    enterprises: tuple[int, ...] = ()
    first: int = 0
    last: int = -1
    tasks: frozenset[int] = field(default_factory=frozenset)
    plans: frozenset[int] = field(default_factory=frozenset)

    @property
    def days(self) -> tuple[int, int]:
        """Return the days widened to whole months, so that enterprise-months are complete."""
        return whole_months(self.first, self.last)


def whole_months(first: int, last: int) -> tuple[int, int]:
    """Return the range of days widened to whole months."""
    low, high = _month(first), _month(last)
    return day_number(month_first(low)), day_number(month_last(high))


def _month(day: int) -> int:
    stamp = pd.Timestamp(day, unit="D")
    return (stamp.year - 1970) * 12 + stamp.month - 1


def touched_scope(session: Session, touched: Touched) -> Scope:
    """Return the visits of the touched enterprises in the months touched."""
    return load_scope(session, enterprises=touched.enterprises, days=touched.days, with_items=False)


def contributions(session: Session, touched: Touched, scope: Scope) -> pd.DataFrame:
    """Return what the touched visits and tasks contribute now, as tally rows by key."""
    keys = set(task_key(scope.visits).tolist())
    keys |= {task * 4 + 1 for task in touched.tasks} | {plan * 4 + 2 for plan in touched.plans}
    tasks = _task_scope(session, scope, keys)
    return counted(scope, tasks)


def _task_scope(session: Session, scope: Scope, keys: set[int]) -> Scope:
    tasks = [key // 4 for key in keys if key % 4 == 1]
    plans = [key // 4 for key in keys if key % 4 == 2]
    parts = [scope]
    if tasks:
        parts.append(load_scope(session, tasks=tasks, with_items=False))
    if plans:
        parts.append(load_scope(session, plans=plans, with_items=False))
    whole = concat_scopes(parts)
    wanted = task_key(whole.visits).isin(keys)
    return replace(whole, visits=whole.visits[wanted])


def counted(scope: Scope, tasks: Scope) -> pd.DataFrame:
    """Return tally rows by key: visits and enterprise-months of a scope, tasks of another.

    `scope` is complete per enterprise and month, `tasks` holds all visits of each of its tasks.
    """
    parts = []
    # One after the other: each holds frames of as many rows as there are visits while it counts.
    parts_of = list(zip(*map(_count_part, scope.having(COUNTED_BY).slices()), strict=True))
    visits, months = ({by: summed(one[by] for one in kind) for by in SHAPES} for kind in parts_of)
    kinds = [visits, _count_tasks(tasks), months]
    for by, shape in SHAPES.items():
        keys = ["month", *by]
        counted = pd.concat([kind[by] for kind in kinds], axis=1).fillna(0)
        counted = counted.astype("int64").reset_index()
        counted.columns = pd.Index([*keys, *VISIT_COUNTERS, *TASK_COUNTERS, *MONTH_COUNTERS])
        counted["shape"] = shape
        counted["k1"] = counted[by[0]] if by else 0
        counted["k2"] = counted[by[1]] if len(by) > 1 else 0
        parts.append(counted[[*KEYS, *COUNTERS]])
    return pd.concat(parts, ignore_index=True).set_index(KEYS).astype("int64")


def _count_part(scope: Scope) -> tuple[Counts, Counts]:
    """Return the visit counters and those of enterprise-months of a part of a scope."""
    return _count_visits(scope), _count_months(scope)


def _count_visits(scope: Scope) -> Counts:
    """Return the visit counters of all shapes; a visit has one region, so regions add up."""
    counts: Counts = {}
    for by in ((), ("body",)):
        keys = ["month", *by]
        counts[*by, "region"] = count_visits(scope, [*keys, "region"])
        counts[by] = counts[*by, "region"].groupby(level=keys, sort=True).sum()
    return counts


def _count_tasks(scope: Scope) -> Counts:
    """Return the task counters of all shapes."""
    tasks = task_frame(scope)
    counts: Counts = {}
    for common in COMMON:
        visits = task_visits(scope, common)
        for by in _shapes_with(common):
            counts[by] = tasks_in_cells(tasks, visits, ["month", *by])
    return counts


def _count_months(scope: Scope) -> Counts:
    """Return the counters of enterprise-months of all shapes."""
    flags = month_flags(scope)
    counts: Counts = {}
    for common in COMMON:
        places = keyed(scope, flags, common)
        for by in _shapes_with(common):
            counts[by] = months_in_cells(places, ["month", *by])
    return counts


def _shapes_with(common: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [by for by in SHAPES if ("body" in by) == ("body" in common)]


def apply_difference(session: Session, before: pd.DataFrame | None, after: pd.DataFrame) -> None:
    """Add `after` − `before` to the stored tallies."""
    change = after if before is None else after.sub(before, fill_value=0)
    months = change.index.get_level_values("month").unique().tolist()
    STORED.add(session, change, Tally.month.in_([int(month) for month in months]))


def load_tallies(
    session: Session,
    months: list[int] | None = None,
    shape: int | None = None,
    also: Sequence[ColumnElement[bool]] = (),
) -> pd.DataFrame:
    """Return stored tally rows of those months (all if None), keyed by shape, month, k1, k2."""
    conditions: list[ColumnElement[bool]] = list(also)
    if months is not None:
        conditions.append(Tally.month.in_([int(month) for month in months]))
    if shape is not None:
        conditions.append(Tally.shape == shape)
    return STORED.load(session, *conditions)


def recount(session: Session) -> pd.DataFrame:
    """Return the tallies as the facts say they must be."""
    scope = load_scope(session, with_items=False)
    return counted(scope, scope)


__all__ = [
    "SHAPES",
    "Touched",
    "apply_difference",
    "contributions",
    "counted",
    "load_tallies",
    "recount",
    "touched_scope",
    "whole_months",
]
