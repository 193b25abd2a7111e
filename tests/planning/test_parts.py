"""The parts of planning, each against what its words say, counted the plain way."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import ceil

import numpy as np
import pandas as pd

from data.planning.bounding import recompute, rounded
from data.planning.infeasible import CAPACITY, TOGETHER
from data.planning.instance import UNLIMITED, Instance
from data.planning.loading import windows_of
from data.planning.matching import matches
from data.planning.reducing import same_sets
from data.planning.slacks import open_months, place_pending, slack_table
from data.planning.spans import FIRST, LAST, SPANS
from data.planning.timetable import solve
from data.rows.period import day_number, month_number
from tests.planning.cases import random_instance

YEAR = 2026


def _plain_bound(instance: Instance, prices: np.ndarray) -> float:
    """Reckon L as its definition reads: every set of months, every subset of it, one by one."""
    months = range(instance.months)
    total = 0.0
    for e in range(instance.enterprises):
        windows: dict[int, list[tuple[int, int]]] = {}
        for a in np.flatnonzero(instance.enterprise == e):
            window = (int(instance.first[a]), int(instance.last[a]))
            windows.setdefault(int(instance.body[a]), []).append(window)
        best = np.inf
        for size in range(instance.months + 1):
            for chosen in combinations(months, size):
                cost = float(size)
                for body, mine in windows.items():
                    cost += _cheapest(chosen, mine, prices[body])
                best = min(best, cost)
        total += best
    return total - float((prices * instance.limits).sum())


def _cheapest(chosen: tuple[int, ...], windows: list[tuple[int, int]], price: np.ndarray) -> float:
    found = np.inf
    for size in range(1, len(chosen) + 1):
        for taken in combinations(chosen, size):
            if all(any(first <= t <= last for t in taken) for first, last in windows):
                found = min(found, float(sum(price[t] for t in taken)))
    return found


def test_that_a_bound_reckoned_from_prices_is_what_its_definition_says() -> None:
    equal = 0
    for seed in range(60):
        instance = random_instance(seed, 20)
        if instance.months > 6:
            continue
        draw = np.random.default_rng(seed)
        prices = rounded(draw.random(instance.capacity.shape) * draw.choice([0.2, 1.0]))
        ours, plain = recompute(instance, prices), max(0, ceil(_plain_bound(instance, prices)))
        assert ours <= plain
        equal += ours == plain
        assert equal >= 1
    assert equal >= 30


def test_that_raising_capacities_as_told_heals_and_by_one_less_does_not() -> None:
    healed = 0
    for seed in range(70):
        instance = random_instance(seed)
        found = solve(instance)
        kinds = {one.kind for one in found.collisions}
        if not found.collisions or not kinds <= {CAPACITY, TOGETHER}:
            continue
        capacity = instance.capacity.copy()
        raises = [(one.body, *raised) for one in found.collisions for raised in one.raises]
        for body, month, by in raises:
            capacity[body, month] += by
        again = solve(replace(instance, capacity=capacity))
        if {one.kind for one in again.collisions} - {CAPACITY} or (
            again.collisions and instance.item_cap < 10
        ):
            continue
        assert again.month is not None, seed
        body, month, _ = raises[0]
        capacity[body, month] -= 1
        assert solve(replace(instance, capacity=capacity)).month is None, seed
        healed += 1
    assert healed >= 3


def test_that_months_are_open_where_every_slack_they_use_has_one_left() -> None:
    draw = np.random.default_rng(3)
    slack = draw.integers(0, 3, (4, SPANS))
    is_open = open_months(slack)
    for span in range(SPANS):
        for month in range(12):
            inside = FIRST[span] <= month <= LAST[span]
            used = (
                (month >= FIRST) & (month <= LAST)
                & ~((FIRST[span] >= FIRST) & (LAST[span] <= LAST))
            )  # fmt: skip
            for body in range(4):
                expected = inside and all(slack[body, used] >= 1)
                assert is_open[body, span, month] == expected


def test_that_whatever_the_slacks_allow_is_placed_within_its_months() -> None:
    for seed in range(40):
        draw = np.random.default_rng(seed)
        body, span = draw.integers(0, 2, 30), draw.integers(0, SPANS, 30)
        limits = draw.integers(1, 4, (2, 12))
        pending = np.zeros((2, SPANS), dtype=np.int64)
        np.add.at(pending, (body, span), 1)
        fits = (slack_table(limits, np.zeros_like(limits), pending) >= 0).all()
        month = place_pending(body, span, limits)
        assert ((month >= 0).all()) == fits
        placed = month >= 0
        assert (FIRST[span] <= month)[placed].all() and (month <= LAST[span])[placed].all()
        for one in range(2):
            assert (np.bincount(month[placed & (body == one)], minlength=12) <= limits[one]).all()


def test_that_owners_are_of_one_class_exactly_if_their_members_are_equal() -> None:
    draw = np.random.default_rng(5)
    sets = [sorted(draw.choice(4, draw.integers(0, 4), replace=False).tolist()) for _ in range(60)]
    start = np.r_[0, np.cumsum([len(one) for one in sets])]
    owner = np.repeat(np.arange(60), np.diff(start))
    member = np.array([one for part in sets for one in part], dtype=np.int64)
    label, example, count = same_sets(owner, member, start)
    for one, other in combinations(range(60), 2):
        assert (label[one] == label[other]) == (sets[one] == sets[other])
    assert count.sum() == 60 and all(label[one] == k for k, one in enumerate(example))


def test_that_plans_that_share_enterprises_and_months_are_found_with_what_they_share() -> None:
    for seed in range(20):
        instance = random_instance(seed)
        who = {p: set(instance.enterprise[instance.plan == p].tolist()) for p in set(instance.plan)}
        row = {p: int(np.flatnonzero(instance.plan == p)[0]) for p in who}
        expected = {}
        for one, other in combinations(sorted(who), 2):
            a, b = row[one], row[other]
            low = max(instance.first[a], instance.first[b])
            high = min(instance.last[a], instance.last[b])
            both = len(who[one] & who[other])
            if instance.body[a] != instance.body[b] and low <= high and both:
                expected[int(one), int(other)] = both
        found, count = matches(instance)
        assert {(one.one, one.other): one.shared for one in found} == expected
        assert count == len(expected)
        assert [one.shared for one in found] == sorted(expected.values(), reverse=True)


def test_that_a_month_without_an_open_day_is_no_month_of_a_plan() -> None:
    base = day_number(pd.Timestamp(YEAR, 1, 1).date())
    days = pd.date_range(f"{YEAR}-01-01", f"{YEAR}-12-31")
    free = ~np.asarray((days.day <= 25) | (days.month == 7))
    spans = [("03-01", "05-20"), ("03-26", "08-31"), ("04-01", "04-25"), ("01-01", "12-31")]
    plans = pd.DataFrame({
        "open": [base + (pd.Timestamp(f"{YEAR}-{a}") - days[0]).days for a, _ in spans],
        "close": [base + (pd.Timestamp(f"{YEAR}-{b}") - days[0]).days for _, b in spans],
    })  # fmt: skip
    months, first, last = windows_of(YEAR, plans, free)
    start = month_number(days[0].date())
    assert months == tuple(start + m for m in range(12) if m != 6)
    assert list(zip(first.tolist(), last.tolist(), strict=True)) == [
        (2, 3), (2, 6), (1, 0), (0, 10),
    ]  # fmt: skip


def test_that_an_empty_year_and_one_without_capacities_need_no_search() -> None:
    none = np.zeros(0, dtype=np.int64)
    empty = Instance(none, none, none, none, none, np.zeros((0, 12), dtype=np.int64))
    assert solve(empty).visits_after == 0
    free = random_instance(1)
    free = replace(free, capacity=np.full_like(free.capacity, UNLIMITED))
    assert solve(free).gap == 0
