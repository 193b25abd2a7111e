"""Visits spread over the months they may be made in, where no capacity tells when.

The fewest visits do not say in which of their months they are made: where nothing binds, each is
put into one of the months all its assignments have, evenly over the year and always the same way.
Visits for the same plans are made in the same month, a few at a time: the same people go together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.planning.instance import UNLIMITED, Instance
from data.planning.spans import Flags, Ints, places_within

TOGETHER = 20
"""So many visits of the same plans are made in one month."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


def spread(instance: Instance, month: Ints) -> Ints:
    """Return a timetable with as many visits, spread over the year.

    Visits of bodies that have a capacity stay where they are.
    """
    if not len(instance):
        return month
    visit, of_row = np.unique(instance.enterprise * instance.months + month, return_inverse=True)
    low, high = np.zeros(len(visit), dtype=np.int64), np.full(len(visit), instance.months)
    np.maximum.at(low, of_row, instance.first)
    np.minimum.at(high, of_row, instance.last)
    fixed = np.zeros(len(visit), dtype=bool)
    np.logical_or.at(fixed, of_row, _limited(instance))
    room = high - low + 1
    chosen = low + (teams(instance, of_row) % room.astype(np.uint64)).astype(np.int64)
    moved: Ints = np.where(fixed[of_row], month, chosen[of_row]).astype(np.int64)
    return moved


def teams(instance: Instance, of_row: Ints) -> npt.NDArray[np.uint64]:
    """Return a number for each visit: the same for a few that are made for the same plans."""
    team = np.zeros(int(of_row.max()) + 1, dtype=np.uint64)
    np.add.at(team, of_row, _mixed(instance.plan.astype(np.uint64)))
    order = np.argsort(team, kind="stable")
    part = np.empty(len(team), dtype=np.uint64)
    part[order] = places_within(team[order].view(np.int64)) // TOGETHER
    return _mixed(team + part) >> np.uint64(33)


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    return (numbers + np.uint64(1)) * _MIX ^ ((numbers + np.uint64(7)) >> np.uint64(29))


def _limited(instance: Instance) -> Flags:
    """Return which assignments are of a body that has a capacity in any month."""
    has: Flags = np.asarray((instance.capacity < UNLIMITED).any(axis=1))
    return has[instance.body]
