"""`planning`: the joint timetable of a synthetic year against every bar it has to keep.

100 bodies, 4,000 plans in 24 kinds of windows, 40 % of enterprises in one plan only; each body can
do 1.1 to 1.3 times its mean month (tight: 1.0 to 1.05), or a little more than it must. The floor
is the fewest visits without capacities, which a bare greedy finds. `free` is ours without
capacities (bar: 2 × the floor); the others run until the gap is reached (bar: 120 s, 2 GiB at
3 million); `again` is solved anew from the last solve after capacities changed, its peer from
nothing (bar: a quarter). Gap, processor seconds and growth are told on standard error.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np

from console.cli.benchmarks.children import peak_mib
from console.cli.benchmarks.parts import Benchmark, Room, Sample, say
from data.planning.infeasible import needed_by_span
from data.planning.instance import UNLIMITED, Instance
from data.planning.reducing import reduce
from data.planning.spans import FIRST, LAST, MONTHS, Ints
from data.planning.timetable import Limits, Start, faults_of, solve

BODIES, PLANS, MOST = 100, 4_000, 92
WINDOWS = (
    *((first, first + 2) for first in (0, 3, 6, 9)), (0, 5), (6, 11), (0, 11), (2, 10), (3, 9),
    (4, 7), (2, 5), (5, 8), (8, 10), (1, 3), (2, 2), (4, 4), (5, 5), (8, 8), (9, 10), (3, 4),
    (6, 7), (0, 8), (3, 11), (1, 6),
)  # fmt: skip
GAP, TIGHT_GAP, SECONDS, MILLIONS = 0.005, 0.01, 600.0, 3_000_000
SIZES = {"30k": 30_000, "300k": 300_000, "3m": MILLIONS}
DEAREST, LEFT = 3, 0.98
"""The scarcest bodies can do but so much in their scarcest month, before it is made again."""


def planning(_: Room) -> dict[str, Benchmark]:
    """Return the comparisons: by size, tight, without capacities, and from the last solve."""
    floor = partial(_bare, MILLIONS)
    found = {
        name: Benchmark(partial(_ours, name, size), partial(_bare, size))
        for name, size in SIZES.items()
    }
    found["tight"] = Benchmark(partial(_ours, "tight", MILLIONS, True), floor)
    found["free"] = Benchmark(_free, floor)
    found["again"] = Benchmark(partial(_again, True), floor, partial(_again, False))
    return found


@lru_cache(maxsize=2)
def _made(assignments: int, tight: bool = False) -> Instance:
    return synthetic(assignments, tight=tight)


@lru_cache(maxsize=1)
def _last() -> tuple[Instance, Start]:
    """Return an instance some of whose capacities changed, and what was solved before they did."""
    before = _made(MILLIONS)
    found = solve(before, Limits(SECONDS, GAP))
    capacity = before.capacity.copy()
    scarce = (found.prices * np.minimum(capacity, before.limits)).max(axis=1)
    for body in np.argsort(-scarce)[:DEAREST].tolist():
        month = int(found.prices[body].argmax())
        capacity[body, month] = np.floor(LEFT * capacity[body, month])
    return replace(before, capacity=capacity), Start(found.prices, found.month)


def synthetic(assignments: int, seed: int = 1, tight: bool = False) -> Instance:
    """Return an instance of about so many assignments that has a timetable."""
    draw = np.random.default_rng(seed)
    weight = 1.0 / np.arange(1, PLANS + 1) ** 0.6
    body_of = draw.integers(0, BODIES, PLANS)
    window_of = np.array(WINDOWS)[draw.integers(0, len(WINDOWS), PLANS)]
    enterprises = max(1, round(assignments / 3.5))
    size = np.where(
        draw.random(enterprises) < 0.4, 1, 2 + draw.lognormal(0.85, 0.85, enterprises).astype(int)
    ).clip(1, MOST)
    enterprise = np.repeat(np.arange(enterprises), size)
    plan = draw.choice(PLANS, len(enterprise), p=weight / weight.sum())
    pairs = np.unique(enterprise * PLANS + plan)
    enterprise, plan = pairs // PLANS, pairs % PLANS
    free = np.full((BODIES, MONTHS), UNLIMITED, dtype=np.int64)
    instance = Instance(
        plan, enterprise, body_of[plan], window_of[plan, 0], window_of[plan, 1], free
    )
    low, high = (1.0, 1.05) if tight else (1.1, 1.3)
    return with_capacity(instance, draw.uniform(low, high, BODIES))


def with_capacity(instance: Instance, share: np.ndarray) -> Instance:
    """Return the instance in which a body can do a share of its mean month, or what it must."""
    reduced = reduce(instance)
    groups = np.bincount(reduced.kind, minlength=len(reduced.kinds.body)).astype(np.int64)
    needed = needed_by_span(instance, reduced, groups)
    whole = needed[:, (FIRST == 0) & (LAST == MONTHS - 1)][:, 0]
    least = 1.03 * (needed / (LAST - FIRST + 1)).max(axis=1)
    capacity: Ints = np.ceil(np.maximum(whole / MONTHS * share, least)).astype(np.int64)
    return Instance(
        instance.plan, instance.enterprise, instance.body, instance.first, instance.last,
        np.repeat(capacity[:, None], MONTHS, axis=1),
    )  # fmt: skip


def _ours(name: str, assignments: int, tight: bool = False) -> Sample:
    return _solved(name, _made(assignments, tight), TIGHT_GAP if tight else GAP, None)


def _again(from_last: bool) -> Sample:
    changed, start = _last()
    name = "again" if from_last else "again（从头）"
    return _solved(name, changed, GAP, start if from_last else None)


def _free() -> Sample:
    made = _made(MILLIONS)
    return _solved("free", replace(made, capacity=np.full_like(made.capacity, UNLIMITED)), 0, None)


def _solved(name: str, instance: Instance, goal: float, start: Start | None) -> Sample:
    # A new instance remembers nothing a former round found out about it.
    instance, used = replace(instance), time.process_time()
    began = time.perf_counter()
    found = solve(instance, Limits(SECONDS, goal), start)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    faults = [] if found.month is None else faults_of(instance, found.month)
    gap = "—" if found.gap is None else f"{found.gap:.3%}"
    say(
        f"planning-{name}：{len(instance):,} 户次合并为 {found.visits_after} 次，"
        f"下界 {found.lower_bound} 次，差距 {gap}，处理器 {used:.2f} 秒，"
        f"每万户次 {used / len(instance) * 10_000:.3f} 秒{'，'.join(['', *faults])}"
    )
    return Sample(seconds, peak_mib(os.getpid()))


def _bare(assignments: int) -> Sample:
    made = _made(assignments)
    began = time.perf_counter()
    _greedy(made.enterprise, made.first, made.last)
    return Sample(time.perf_counter() - began, peak_mib(os.getpid()))


def _greedy(enterprise: Ints, first: Ints, last: Ints) -> tuple[Ints, int]:
    """Meet what ends in a month and was not met yet; nothing of ours is in it."""
    latest = np.full(enterprise.max() + 1, -1)
    chosen, visits = np.empty_like(last), 0
    for month in range(MONTHS):
        rows = np.flatnonzero(last == month)
        missed = enterprise[rows[first[rows] > latest[enterprise[rows]]]]
        latest[missed] = month
        visits += int(np.count_nonzero(latest == month))
        chosen[rows] = latest[enterprise[rows]]
    return chosen, visits
