"""A timetable made again from the prices and months of the last one."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from console.cli.benchmarks.planning import synthetic
from data.planning import timetable
from data.planning.ascending import ascend
from data.planning.bounding import Bounding, recompute
from data.planning.infeasible import fit_of
from data.planning.instance import load_of
from data.planning.placing import Placing
from data.planning.reducing import reduce
from data.planning.timetable import Limits, Start, faults_of, solve
from tests.planning.cases import faults, fewest, random_instance, visits


def test_that_a_search_from_a_former_timetable_keeps_everything_and_its_bound_is_true(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timetable, "SMALL", 0)
    begun = 0
    for seed in range(40):
        draw, instance = np.random.default_rng(seed), random_instance(seed)
        found = solve(instance, Limits(seconds=0.1))
        capacity = np.maximum(instance.capacity - draw.integers(0, 2, instance.capacity.shape), 0)
        changed = replace(instance, capacity=capacity)
        best = fewest(changed)
        if best is None or found.month is None:
            continue
        before = np.where(draw.random(len(instance)) < 0.1, -1, found.month)
        again = solve(changed, Limits(seconds=0.1), Start(found.prices, before))
        assert again.month is not None and again.lower_bound <= best, seed
        assert faults(changed, again.month.tolist()) == [], seed
        assert again.visits_after == visits(changed, again.month.tolist()) >= best, seed
        begun += 1
    assert begun >= 10


def test_that_a_former_timetable_stays_but_for_bodies_that_cannot_keep_it() -> None:
    instance = synthetic(6_000)
    reduced = reduce(instance)
    ascent = ascend(Bounding(instance, reduced), 5, lambda _: False)
    first = Placing(instance, reduced, fit_of(instance, reduced), ascent.prices)
    month = first.epoch(0, lambda: False)
    same = Placing(instance, reduced, fit_of(instance, reduced), ascent.prices)
    same.begin_with(month)
    assert len(same.next) == 0
    load, moved = load_of(instance, month), 0
    for body in np.argsort(-load.sum(axis=1))[:6].tolist():
        capacity = instance.capacity.copy()
        capacity[body, load[body].argmax()] = load[body].max() // 2
        less = replace(instance, capacity=capacity)
        fit = fit_of(less, reduced)
        if fit.collisions:
            continue
        again = Placing(less, reduced, fit, ascent.prices)
        again.begin_with(month)
        found = again.next
        assert np.isin(found, instance.enterprise[instance.body == body]).all()
        assert not faults_of(less, again.epoch(0, lambda: False))
        moved += len(found) > 0
    assert moved


@pytest.mark.night
def test_that_a_search_from_the_last_one_needs_a_quarter_of_the_time_at_most() -> None:
    instance, limits = synthetic(20_000), Limits(seconds=60, gap=0.01)
    found = solve(instance, limits)
    capacity = instance.capacity.copy()
    capacity[2, :] += 1
    changed = replace(instance, capacity=capacity)
    began = time.process_time()
    again = solve(changed, limits, Start(found.prices, found.month))
    middle = time.process_time()
    anew = solve(changed, limits)
    assert anew.gap is not None and again.gap is not None and again.gap <= 0.01
    assert middle - began <= 0.25 * (time.process_time() - middle)


def test_that_the_bound_of_an_ascent_is_what_its_prices_prove() -> None:
    instance = synthetic(6_000)
    bounding = Bounding(instance, reduce(instance))
    cold = ascend(bounding, 6, lambda _: False)
    warm = ascend(bounding, 2, lambda _: False, cold.prices)
    for one in (cold, warm):
        assert one.bound == recompute(instance, one.prices)
    assert warm.bound >= 0.995 * cold.bound
