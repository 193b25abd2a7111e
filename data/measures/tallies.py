"""The tallies: counters by month for the city, bodies, regions and body × region.

They are maintained by difference: what the touched visits and tasks contributed before a write is
taken away, what they contribute afterwards is added. `recount` makes them anew from the facts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from data.measures.counters import (
    COUNTERS,
    MONTH_COUNTERS,
    TASK_COUNTERS,
    VISIT_COUNTERS,
    count_months,
    count_tasks,
    count_visits,
    task_frame,
    task_key,
)
from data.measures.scope import Scope, concat_scopes, load_scope
from data.models import Tally
from data.models.tables import table_of
from data.rows.period import day_number, month_first, month_last
from data.store.bulk import insert_rows

SHAPES: dict[tuple[str, ...], int] = {(): 0, ("body",): 1, ("region",): 2, ("body", "region"): 3}
KEYS = ["shape", "month", "k1", "k2"]


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


def contributions(session: Session, touched: Touched) -> pd.DataFrame:
    """Return what the touched visits and tasks contribute now, as tally rows by key."""
    scope = load_scope(
        session, enterprises=touched.enterprises, days=touched.days, with_items=False
    )
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
    return Scope(
        whole.visits[wanted], whole.presence, whole.items, whole.bodies, whole.tasks, whole.plans
    )


def counted(scope: Scope, tasks: Scope) -> pd.DataFrame:
    """Return tally rows by key: visits and enterprise-months of a scope, tasks of another.

    `scope` is complete per enterprise and month, `tasks` holds all visits of each of its tasks.
    """
    parts = []
    frame = task_frame(tasks)
    for by, shape in SHAPES.items():
        keys = ["month", *by]
        counted = (
            pd.concat(
                [
                    count_visits(scope, keys),
                    count_tasks(tasks, keys, frame),
                    count_months(scope, keys),
                ],
                axis=1,
            )
            .fillna(0)
            .astype("int64")
            .reset_index()
        )
        counted.columns = pd.Index([*keys, *VISIT_COUNTERS, *TASK_COUNTERS, *MONTH_COUNTERS])
        counted["shape"] = shape
        counted["k1"] = counted[by[0]] if by else 0
        counted["k2"] = counted[by[1]] if len(by) > 1 else 0
        parts.append(counted[[*KEYS, *COUNTERS]])
    return pd.concat(parts, ignore_index=True).set_index(KEYS).astype("int64")


def apply_difference(session: Session, before: pd.DataFrame | None, after: pd.DataFrame) -> None:
    """Add `after` − `before` to the stored tallies."""
    change = after if before is None else after.sub(before, fill_value=0)
    change = change[(change != 0).any(axis=1)].astype("int64")
    if change.empty:
        return
    months = change.index.get_level_values("month").unique().tolist()
    stored = load_tallies(session, months)
    summed = stored.add(change, fill_value=0).astype("int64")
    summed = summed.loc[change.index]
    _delete_keys(session, change, bool(len(stored)))
    kept = summed[(summed != 0).any(axis=1)].reset_index()
    insert_rows(
        session,
        table_of(Tally),
        [*KEYS, *COUNTERS],
        kept[[*KEYS, *COUNTERS]].itertuples(index=False, name=None),
    )


def _delete_keys(session: Session, change: pd.DataFrame, stored: bool) -> None:
    if not stored:
        return
    condition = [table_of(Tally).c[name] == bindparam(f"p_{name}") for name in KEYS]
    session.connection().execute(
        delete(table_of(Tally)).where(*condition),
        [
            {f"p_{name}": int(value) for name, value in zip(KEYS, key, strict=True)}
            for key in change.index
        ],
    )


def load_tallies(
    session: Session, months: list[int] | None = None, shape: int | None = None
) -> pd.DataFrame:
    """Return stored tally rows of those months (all if None), keyed by shape, month, k1, k2."""
    query = select(*[table_of(Tally).c[name] for name in [*KEYS, *COUNTERS]])
    if months is not None:
        query = query.where(Tally.month.in_([int(month) for month in months]))
    if shape is not None:
        query = query.where(Tally.shape == shape)
    frame = pd.DataFrame(session.execute(query).all(), columns=[*KEYS, *COUNTERS])
    return frame.astype("int64").set_index(KEYS)


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
    "whole_months",
]
