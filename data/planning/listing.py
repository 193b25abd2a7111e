"""A timetable as lines: every visit of an enterprise, and where each body goes with whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from data.planning.loading import PlannedYear
from data.planning.spans import Ints
from data.rows.findings import Named
from data.rows.period import month_text


@dataclass(frozen=True)
class VisitLine:
    """One visit: whom, when, which bodies go for which plans (numbers of 编码:编号)."""

    enterprise: Named
    when: str
    bodies: tuple[Named, ...]
    plans: tuple[str, ...]


@dataclass(frozen=True)
class BodyLine:
    """One plan of a body at one enterprise, and who else goes there at that time."""

    body: Named
    when: str
    enterprise: Named
    plan: str
    name: str
    partners: tuple[str, ...]
    row: int
    """The place of the assignment."""


def visit_count(planned: PlannedYear, slot: Ints) -> int:
    """Return how many visits there are; `slot` is when each assignment is served."""
    return len(np.unique(_visit_of(planned, slot)))


def visit_lines(planned: PlannedYear, slot: Ints, names: Collection[str]) -> Iterator[VisitLine]:
    """Give every visit, by enterprise and time; `names` tells what each slot is called."""
    titles = list(names)
    whole = planned.plans["whole"].astype(str).tolist()
    for rows in _visits(planned, slot):
        first = int(rows[0])
        plans = sorted({int(one) for one in planned.instance.plan[rows]})
        bodies = sorted({int(one) for one in planned.instance.body[rows]})
        yield VisitLine(
            planned.enterprises[int(planned.instance.enterprise[first])],
            titles[int(slot[first])],
            tuple(planned.bodies[one] for one in bodies), tuple(whole[one] for one in plans),
        )  # fmt: skip


def body_lines(
    planned: PlannedYear, slot: Ints, names: Collection[str], bodies: Collection[int]
) -> Iterator[BodyLine]:
    """Give where some bodies (places) go, by body and time."""
    titles, instance = list(names), planned.instance
    numbers = planned.plans["number"].astype(str).tolist()
    called = planned.plans["name"].astype(str).tolist()
    partners: dict[int, tuple[int, ...]] = {}
    for rows in _visits(planned, slot):
        mine = tuple(sorted({int(one) for one in instance.body[rows]}))
        partners.update(dict.fromkeys(rows.tolist(), mine))
    wanted = np.flatnonzero(np.isin(instance.body, list(bodies)))
    order = np.lexsort(
        (instance.plan[wanted], instance.enterprise[wanted], slot[wanted], instance.body[wanted])
    )
    for row in wanted[order].tolist():
        body, plan = int(instance.body[row]), int(instance.plan[row])
        yield BodyLine(
            planned.bodies[body], titles[int(slot[row])],
            planned.enterprises[int(instance.enterprise[row])], numbers[plan], called[plan],
            tuple(planned.bodies[one].name for one in partners[row] if one != body), row,
        )  # fmt: skip


def month_names(planned: PlannedYear) -> tuple[str, ...]:
    """Return what the months of a timetable are called."""
    return tuple(month_text(one) for one in planned.months)


def _visit_of(planned: PlannedYear, slot: Ints) -> Ints:
    width = int(slot.max()) + 1 if len(slot) else 1
    visit: Ints = planned.instance.enterprise * width + slot
    return visit


def _visits(planned: PlannedYear, slot: Ints) -> Iterator[Ints]:
    """Give the assignments of each visit, by enterprise and slot."""
    if not len(slot):
        return
    visit = _visit_of(planned, slot)
    order = np.argsort(visit, kind="stable").astype(np.int64)
    sorted_visits = visit[order]
    starts = np.flatnonzero(np.r_[True, sorted_visits[1:] != sorted_visits[:-1]])
    yield from np.split(order, starts[1:])
