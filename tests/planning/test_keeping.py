"""Planning anew: as few visits, no rule broken, and as little changed as can be."""

from __future__ import annotations

import itertools

import numpy as np

from data.planning.instance import Instance, visits_of
from data.planning.keeping import NEW, held_before, keep_most
from data.planning.timetable import faults_of, solve
from tests.planning.cases import faults, random_instance


def _most_kept(instance: Instance, month: np.ndarray, before: np.ndarray, enterprise: int) -> int:
    """Return the most former months an enterprise can keep with as many visits, by every choice."""
    rows = np.flatnonzero(instance.enterprise == enterprise)
    spans = [range(int(instance.first[row]), int(instance.last[row]) + 1) for row in rows]
    visits = len(set(month[rows].tolist()))
    return max(
        sum(t == before[row] for t, row in zip(times, rows, strict=True))
        for times in itertools.product(*spans) if len(set(times)) <= visits
    )  # fmt: skip


def test_that_no_visit_is_added_nothing_broken_and_former_months_are_kept() -> None:
    better = 0
    for seed in range(80):
        instance = random_instance(seed, 24)
        month = solve(instance).month
        if month is None:
            continue
        draw = np.random.default_rng(seed)
        before = draw.integers(instance.first, instance.last + 1)
        before[draw.random(len(before)) < 0.3] = NEW
        found = keep_most(instance, month, before)
        assert visits_of(instance, found) <= visits_of(instance, month), seed
        assert faults(instance, found.tolist()) == [] == faults_of(instance, found), seed
        kept, was = int((found == before).sum()), int((month == before).sum())
        assert kept >= was, seed
        better += kept > was
    assert better > 20


def test_that_without_capacities_nothing_more_could_be_kept() -> None:
    for seed in range(20):
        instance = random_instance(seed, 14)
        free = np.full_like(instance.capacity, 2**31 - 1)
        instance = Instance(instance.plan, instance.enterprise, instance.body, instance.first,
                            np.minimum(instance.last, instance.first + 3), free)  # fmt: skip
        month = solve(instance).month
        assert month is not None
        before = np.random.default_rng(seed).integers(instance.first, instance.last + 1)
        found = keep_most(instance, month, before)
        for enterprise in np.unique(instance.enterprise).tolist():
            rows = instance.enterprise == enterprise
            kept = int((found[rows] == before[rows]).sum())
            assert kept == _most_kept(instance, month, before, enterprise), seed


def test_that_what_lay_before_a_month_stays() -> None:
    instance = random_instance(3)
    before = instance.first.copy()
    before[::2] = NEW
    held = held_before(instance, before, 2)
    stays = (before != NEW) & (before < 2)
    assert (held.first[stays] == before[stays]).all() and (held.last[stays] == before[stays]).all()
    assert (held.first[~stays] == instance.first[~stays]).all()
    assert (held.last[~stays] == instance.last[~stays]).all()
