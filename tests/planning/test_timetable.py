"""The joint timetable against a checker and a solver of its own."""

from __future__ import annotations

import pytest

from data.planning import timetable
from data.planning.bounding import recompute
from data.planning.timetable import Limits, solve
from tests.planning.cases import faults, fewest, random_instance, visits

USUAL, MANY = range(80), range(80, 580)


def _compare(seeds: range) -> tuple[int, int]:
    feasible = 0
    for seed in seeds:
        instance = random_instance(seed)
        found, best = solve(instance), fewest(instance)
        assert (found.month is None) == (best is None), seed
        assert bool(found.collisions) == (best is None), seed
        if found.month is None or best is None:
            continue
        feasible += 1
        months = found.month.tolist()
        assert faults(instance, months) == [], seed
        assert found.visits_after == visits(instance, months) == best, seed
        assert found.lower_bound == best, seed
        assert recompute(instance, found.prices) <= best, seed
    return feasible, len(seeds) - feasible


def test_that_small_timetables_are_the_best_there_are_and_no_verdict_is_wrong() -> None:
    feasible, infeasible = _compare(USUAL)
    assert feasible >= 40 and infeasible >= 8


@pytest.mark.night
def test_that_five_hundred_small_timetables_are_the_best_there_are() -> None:
    _compare(MANY)


def test_that_the_way_for_large_instances_keeps_everything_and_its_bound_is_true(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timetable, "SMALL", 0)
    near = 0
    for seed in USUAL:
        instance = random_instance(seed)
        best = fewest(instance)
        if best is None:
            continue
        found = solve(instance, Limits(seconds=0.5))
        assert found.lower_bound <= best, seed
        assert found.month is not None and found.visits_after is not None, seed
        assert faults(instance, found.month.tolist()) == [], seed
        assert found.visits_after == visits(instance, found.month.tolist()) >= best, seed
        near += found.visits_after - best
    assert near <= 20
