"""Visits spread over their months: as many, all within their windows, not all at one end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.planning.instance import UNLIMITED, Instance, load_of, visits_of
from data.planning.spreading import spread
from data.planning.timetable import faults_of, solve
from tests.planning.cases import faults, random_instance


def test_that_spread_visits_are_as_many_and_break_nothing() -> None:
    moved = 0
    for seed in range(60):
        instance = random_instance(seed)
        if seed % 2:
            instance = replace(instance, capacity=np.full_like(instance.capacity, UNLIMITED))
        month = solve(instance).month
        if month is None:
            continue
        found = spread(instance, month)
        assert visits_of(instance, found) == visits_of(instance, month), seed
        assert faults(instance, found.tolist()) == [] == faults_of(instance, found), seed
        moved += int((found != month).any())
    assert moved >= 15


def test_that_visits_without_capacities_are_not_all_in_the_last_month() -> None:
    count = 600
    rows = np.arange(count, dtype=np.int64)
    plan = rows % 30
    none = np.zeros(count, dtype=np.int64)
    capacity = np.full((1, 12), UNLIMITED, dtype=np.int64)
    instance = Instance(plan, rows, none, none, none + 11, capacity)
    month = solve(instance).month
    assert month is not None
    load = load_of(instance, spread(instance, month))[0]
    assert load.max() < count / 4 and (load > 0).sum() >= 9
