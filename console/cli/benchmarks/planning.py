"""`planning`: the joint timetable of a synthetic year, with capacities, beside none at all.

100 bodies, 4,000 plans in 24 kinds of windows, 40 % of enterprises in one plan only; each body can
do 1.1 to 1.3 times its mean month (tight: 1.0 to 1.05), or a little more than it must. The floor
is the fewest visits without capacities, which bare arrays find. The gap is told on standard error.
"""

from __future__ import annotations

import time
from functools import partial

import numpy as np
import psutil

from console.cli.benchmarks.children import MIB
from console.cli.benchmarks.parts import Benchmark, Room, Sample, say
from data.planning.infeasible import needed_by_span
from data.planning.instance import UNLIMITED, Instance
from data.planning.reducing import reduce
from data.planning.spans import FIRST, LAST, MONTHS, Ints
from data.planning.stabbing import stab
from data.planning.timetable import Limits, faults_of, solve

BODIES, PLANS, MOST = 100, 4_000, 92
WINDOWS = (
    *((first, first + 2) for first in (0, 3, 6, 9)), (0, 5), (6, 11), (0, 11), (2, 10), (3, 9),
    (4, 7), (2, 5), (5, 8), (8, 10), (1, 3), (2, 2), (4, 4), (5, 5), (8, 8), (9, 10), (3, 4),
    (6, 7), (0, 8), (3, 11), (1, 6),
)  # fmt: skip
SIZES = {"30k": (30_000, 60.0), "300k": (300_000, 180.0)}
GAP = 0.005


def planning(_: Room) -> dict[str, Benchmark]:
    """Return the comparisons: 30,000 and 300,000 assignments."""
    found = {}
    for name, (assignments, seconds) in SIZES.items():
        instance = synthetic(assignments)
        limits = Limits(seconds, GAP)
        found[name] = Benchmark(partial(_ours, name, instance, limits), partial(_bare, instance))
    return found


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


def _ours(name: str, instance: Instance, limits: Limits) -> Sample:
    began = time.perf_counter()
    found = solve(instance, limits)
    seconds = time.perf_counter() - began
    faults = [] if found.month is None else faults_of(instance, found.month)
    gap = "—" if found.gap is None else f"{found.gap:.3%}"
    say(
        f"planning-{name}：{len(instance):,} 户次合并为 {found.visits_after} 次，"
        f"下界 {found.lower_bound} 次，差距 {gap}{'，'.join(['', *faults])}"
    )
    return Sample(seconds, _memory())


def _bare(instance: Instance) -> Sample:
    began = time.perf_counter()
    stab(instance.enterprise, instance.first, instance.last, instance.months)
    return Sample(time.perf_counter() - began, _memory())


def _memory() -> float:
    return float(psutil.Process().memory_info().rss) / MIB
