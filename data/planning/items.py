"""Enterprises whose timetable breaks the cap on items, solved again with all else as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.planning.exact import Solved, solve_exactly
from data.planning.instance import UNLIMITED, Instance, broken_items, load_of
from data.planning.spans import Ints

_MORE = 150
"""How many other enterprises are moved too where the broken ones do not fit alone."""


def mend_items(instance: Instance, month: Ints, seconds: float) -> Ints | None:
    """Return the timetable with the cap on items kept, None where no way was found in time."""
    broken = np.unique([pair[0] for pair in broken_items(instance, month)]).astype(np.int64)
    if not len(broken):
        return month
    for extra in (0, _MORE, 4 * _MORE):
        chosen = np.union1d(broken, _neighbours(instance, broken, extra))
        solved = resolve(instance, month, chosen, seconds)
        if solved.month is not None:
            changed = month.copy()
            changed[instance.rows_of(chosen)] = solved.month
            return changed
    return None


def resolve(instance: Instance, month: Ints, enterprises: Ints, seconds: float) -> Solved:
    """Solve some enterprises exactly with the capacity the others leave."""
    mine = np.isin(instance.enterprise, enterprises)
    rows, others = np.flatnonzero(mine), np.flatnonzero(~mine)
    rest = instance.only(others)
    used = load_of(rest, month[others]) if len(others) else np.zeros_like(instance.capacity)
    capacity = np.where(
        instance.capacity < UNLIMITED, np.maximum(instance.capacity - used, 0), UNLIMITED
    )
    return solve_exactly(instance.only(rows, capacity), seconds)


def _neighbours(instance: Instance, broken: Ints, most: int) -> Ints:
    """Return some enterprises that are visited by the bodies of the broken ones."""
    bodies = np.unique(instance.body[instance.rows_of(broken)])
    known = np.unique(instance.enterprise[np.isin(instance.body, bodies)])
    known = np.setdiff1d(known, broken)
    return known[:: max(1, len(known) // most)][:most] if most else known[:0]


def fewest_with_items(
    instance: Instance, month: Ints, count: Ints, seconds: float
) -> tuple[Ints, Ints, Sequence[int]]:
    """Mend each broken enterprise by itself where no capacity binds; all stays as few as possible.

    Returns the months, the fewest visits of each enterprise, and those that cannot be mended.
    """
    month, count = month.copy(), count.copy()
    hopeless = []
    for enterprise in sorted({pair[0] for pair in broken_items(instance, month)}):
        rows = instance.rows_of(np.array([enterprise]))
        solved = solve_exactly(instance.only(rows), seconds)
        if solved.month is None or not solved.optimal:
            hopeless.append(enterprise)
            continue
        month[rows] = solved.month
        count[enterprise] = solved.bound
    return month, count, hopeless
