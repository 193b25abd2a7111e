"""Planning anew with the least change: an earlier timetable is kept wherever that costs no visit.

What lies before a month stays as it was. Of the ways to visit an enterprise as seldom as the new
timetable does, the one that keeps most of its former months is taken, within the capacities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from data.planning.instance import Instance, load_of
from data.planning.loading import PlannedYear
from data.planning.spans import Ints

NEW = -1
"""The former month of an assignment that had none."""


@dataclass(frozen=True)
class Kept:
    """A timetable beside the former one: `before` is NEW where there was none."""

    month: Ints
    before: Ints

    @property
    def changed(self) -> Ints:
        """Return the assignments that go to another month than before."""
        rows: Ints = np.flatnonzero((self.before != NEW) & (self.before != self.month))
        return rows

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return how many stay, change, and are new."""
        new, changed = int((self.before == NEW).sum()), len(self.changed)
        return len(self.month) - new - changed, changed, new


def former_months(
    planned: PlannedYear, told: Mapping[tuple[str, str, str], int]
) -> Ints:
    """Return the former month (place) of each assignment.

    `told` gives month numbers by lead, plan number and enterprise code.
    """
    instance = planned.instance
    place = {month: at for at, month in enumerate(planned.months)}
    numbers = planned.plans["number"].astype(str).tolist()
    leads = [planned.bodies[body].name for body in planned.plans["body"].tolist()]
    codes = [one.code for one in planned.enterprises]
    pairs = zip(instance.plan.tolist(), instance.enterprise.tolist(), strict=True)
    keys = [(leads[plan], numbers[plan], codes[whom]) for plan, whom in pairs]
    return np.array([place.get(told.get(key, NEW), NEW) for key in keys], dtype=np.int64)


def held_before(instance: Instance, before: Ints, month: int) -> Instance:
    """Return the instance in which all that lay before a month (place) stays where it was."""
    inside = (before >= instance.first) & (before <= instance.last)
    held = (before != NEW) & (before < month) & inside
    first = np.where(held, before, instance.first)
    return replace(instance, first=first, last=np.where(held, before, instance.last))


def keep_most(instance: Instance, month: Ints, before: Ints) -> Ints:
    """Return a timetable with no more visits of any enterprise that keeps more former months."""
    month = month.copy()
    load = load_of(instance, month)
    held = {enterprise for enterprise, _ in instance.capped}
    moved = np.unique(instance.enterprise[(before != NEW) & (before != month)])
    order = np.argsort(instance.enterprise, kind="stable")
    starts = np.searchsorted(instance.enterprise[order], np.r_[moved, moved + 1]).reshape(2, -1)
    for enterprise, begin, end in zip(moved.tolist(), *starts.tolist(), strict=True):
        if enterprise not in held:
            _keep(instance, month, before, load, order[begin:end])
    return month


def _keep(instance: Instance, month: Ints, before: Ints, load: Ints, rows: Ints) -> None:
    """Give one enterprise the months that keep most, if the capacities allow them."""
    body = instance.body[rows]
    now = {(int(b), int(t)) for b, t in zip(body, month[rows], strict=True)}
    best, kept = month[rows], int((month[rows] == before[rows]).sum())
    for chosen in combinations(range(instance.months), len(set(month[rows].tolist()))):
        found = _within(instance, before, rows, chosen)
        count = -1 if found is None else int((found == before[rows]).sum())
        if found is None or count <= kept:
            continue
        then = {(int(b), int(t)) for b, t in zip(body, found, strict=True)}
        if all(load[b, t] < instance.capacity[b, t] for b, t in then - now):
            best, kept = found, count
    for b, t in now:
        load[b, t] -= 1
    month[rows] = best
    for b, t in {(int(b), int(t)) for b, t in zip(body, best, strict=True)}:
        load[b, t] += 1


def _within(
    instance: Instance, before: Ints, rows: Ints, chosen: tuple[int, ...]
) -> Ints | None:
    """Return months out of some for assignments, the former one where it is; None if none fits."""
    found = []
    for row in rows.tolist():
        mine = [t for t in chosen if instance.first[row] <= t <= instance.last[row]]
        if not mine:
            return None
        found.append(int(before[row]) if before[row] in mine else mine[0])
    return np.array(found, dtype=np.int64)
