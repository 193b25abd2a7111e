"""The joint timetable: the month of every assignment, with a bound that proves how good it is.

Without capacities that bind the fewest visits are found directly; small instances are solved
exactly; large ones get prices that prove a bound, and a plan led by these prices. The best plan
and the best bound are at hand whenever time is up.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from data.planning.ascending import ascend
from data.planning.bounding import Bounding, rounded
from data.planning.exact import solve_exactly
from data.planning.infeasible import ITEM, Collision, Fit, fit_of, only_together
from data.planning.instance import Instance, broken_items, load_of, visits_of
from data.planning.items import fewest_with_items, mend_items
from data.planning.placing import Placing
from data.planning.reducing import Reduced, reduce
from data.planning.spans import Floats, Ints
from data.planning.spreading import spread
from data.planning.stabbing import stab

SMALL = 8_000
"""Up to so many assignments are given to the exact solver."""
_LEAST_ROUNDS, _MOST_ROUNDS, _WORK = 14, 30, 1_200_000
"""An ascent makes more rounds where each is cheap: so many assignments, beside the least."""
_AGAIN = 4
"""From the prices of a former solve to the new ones it takes so many times fewer rounds."""
_GLANCE, _HALF = 0.15, 0.75
"""Parts of the time: for a first try of the exact model, and until a good plan must be at hand."""
_MODEL_SHARE, _BOUND_SHARE, _PLAN_SHARE = 0.4, 0.7, 0.95
"""By when, as shares of the time, the exact model, the bound and the plan must be done."""
PRICES, MODEL, GREEDY = "prices", "model", "stabbing"
"""What proves the bound: prices, the exact model, or windows that lie apart."""


@dataclass(frozen=True)
class Progress:
    """The best plan and the best bound so far; None where there is none yet."""

    visits: int | None
    bound: int

    @property
    def gap(self) -> float | None:
        """Return by which part of the bound the plan lies above it."""
        return None if self.visits is None else gap_of(self.visits, self.bound)


@dataclass(frozen=True)
class Limits:
    """When to be content: after so many seconds, at such a gap, or when `stop` says so."""

    seconds: float = 60.0
    gap: float = 0.0
    stop: Callable[[Progress], bool] = field(default=lambda _: False)
    patience: float = math.inf
    """How many seconds at most somebody who stops may have to wait for the exact model."""


@dataclass(frozen=True)
class Start:
    """What an earlier solve of nearly the same year left: its prices, and its timetable.

    `month` is −1 for assignments that had none; without a timetable only the prices are taken up.
    """

    prices: Floats | None = None
    month: Ints | None = None


@dataclass(frozen=True)
class Timetable:
    """What was found. `month` is None where nothing fits (`collisions`) or time was too short."""

    month: Ints | None
    visits_before: int
    lower_bound: int
    prices: Floats
    proof: str
    collisions: tuple[Collision, ...] = ()
    visits_after: int | None = None
    seconds: float = 0.0

    @property
    def gap(self) -> float | None:
        """Return by which part of the bound the plan lies above it."""
        return None if self.visits_after is None else gap_of(self.visits_after, self.lower_bound)


def gap_of(visits: int, bound: int) -> float:
    """Return (visits − bound) / bound, 0 where nothing is to be visited."""
    return (visits - bound) / bound if bound else 0.0


@dataclass
class _Run:
    """How far a long search is: the limits, when it began, the best plan and bound."""

    limits: Limits
    began: float
    former: Start
    bound: int = 0
    best: Ints | None = None
    visits: int | None = None
    part: float = 1.0
    """Which part of the time there is for now."""

    def is_late(self, share: float) -> bool:
        """Return whether a share of the time is over."""
        return time.monotonic() - self.began > share * self.part * self.limits.seconds

    def is_over(self, share: float) -> bool:
        """Return whether to stop: time, gap or the caller says so."""
        if self.is_late(share):
            return True
        progress = Progress(self.visits, self.bound)
        if progress.gap is not None and progress.gap <= self.limits.gap:
            return True
        return self.limits.stop(progress)

    def take(self, instance: Instance, month: Ints) -> None:
        """Keep a plan if it is better than the best so far."""
        visits = visits_of(instance, month)
        if self.visits is None or visits < self.visits:
            self.best, self.visits = month, visits

    def raise_bound(self, bound: float) -> bool:
        """Take note of a bound the ascent reached, and say whether it must end."""
        self.bound = max(self.bound, int(np.ceil(bound - 1e-3)))
        return self.is_over(_BOUND_SHARE)


def solve(
    instance: Instance, limits: Limits | None = None, former: Start | None = None
) -> Timetable:
    """Return the best timetable found within the limits, or what collides.

    With what a former solve left the search begins there.
    """
    limits = limits or Limits()
    began = time.monotonic()
    found = _solve(instance, limits, began, former or Start())
    after = None if found.month is None else visits_of(instance, found.month)
    return replace(found, visits_after=after, seconds=time.monotonic() - began)


def planned_timetable(
    instance: Instance, impossible: Sequence[Collision], limits: Limits | None = None,
    former: Start | None = None,
) -> Timetable:  # fmt: skip
    """Return the best timetable, or nothing but what collides where something does beforehand."""
    if impossible:
        free = np.zeros(instance.capacity.shape)
        return Timetable(None, len(instance), 0, free, "", tuple(impossible))
    found = solve(instance, limits, former)
    if found.month is None:
        return found
    return replace(found, month=spread(instance, found.month))


def _solve(instance: Instance, limits: Limits, began: float, former: Start) -> Timetable:
    free = np.zeros(instance.capacity.shape)
    start = Timetable(None, len(instance), 0, free, GREEDY)
    if not len(instance):
        return replace(start, month=np.zeros(0, dtype=np.int64))
    loose = without_capacities(instance, limits.seconds)
    if loose.month is not None and _is_within(instance, loose.month):
        return loose
    reduced = reduce(instance)
    fit = fit_of(instance, reduced)
    collisions = fit.collisions or loose.collisions
    if collisions:
        return replace(start, collisions=collisions)
    run = _Run(limits, began, former, loose.lower_bound)
    if len(instance) <= SMALL:
        return _small(instance, reduced, fit, run, loose)
    return _large(instance, reduced, fit, run)


def _is_within(instance: Instance, month: Ints) -> bool:
    """Return whether a timetable keeps the capacities; where none can bind that is seen at once."""
    most = np.bincount(instance.body, minlength=instance.bodies)
    if bool((instance.capacity >= most[:, None]).all()):
        return True
    return bool((load_of(instance, month) <= instance.capacity).all())


def without_capacities(instance: Instance, seconds: float) -> Timetable:
    """Return the fewest visits if no body had a capacity, each enterprise by itself."""
    month, count = stab(instance.enterprise, instance.first, instance.last, instance.months)
    month, count, hopeless = fewest_with_items(instance, month, count, seconds)
    none = np.zeros(instance.capacity.shape)
    collisions = tuple(Collision(ITEM, enterprise=one) for one in hopeless)
    return Timetable(
        None if hopeless else month, len(instance), int(count.sum()), none, GREEDY, collisions
    )


def _small(
    instance: Instance, reduced: Reduced, fit: Fit, run: _Run, loose: Timetable
) -> Timetable:
    """Try the exact model for a glance; where it needs longer, first make sure of a good plan."""
    found = _exactly(instance, reduced, run, loose, _GLANCE * run.limits.seconds)
    if found is not None:
        return found
    run.part = _HALF
    table = _large(instance, reduced, fit, run)
    run.part = 1.0
    left = run.limits.seconds - (time.monotonic() - run.began)
    if left > 0 and not run.is_over(_PLAN_SHARE):
        found = _exactly(instance, reduced, run, loose, min(left, run.limits.patience))
    return replace(table, month=run.best) if found is None else found


def _exactly(
    instance: Instance, reduced: Reduced, run: _Run, loose: Timetable, seconds: float
) -> Timetable | None:
    """Return what the exact model says; None where time was too short for it to end."""
    solved = solve_exactly(instance, seconds)
    if solved.feasible is False:
        collisions = only_together(instance, run.limits.seconds * _MODEL_SHARE)
        return replace(loose, month=None, collisions=collisions, lower_bound=0)
    if not solved.optimal:
        if solved.month is not None:
            run.take(instance, solved.month)
        return None
    ascent = ascend(Bounding(instance, reduced), _LEAST_ROUNDS, lambda _: False)
    return replace(
        loose, month=solved.month, lower_bound=solved.bound, prices=ascent.prices, proof=MODEL
    )


def _large(instance: Instance, reduced: Reduced, fit: Fit, run: _Run) -> Timetable:
    bounding, former, floor = Bounding(instance, reduced), run.former, run.bound
    start = np.zeros(instance.capacity.shape) if former.prices is None else former.prices
    placing = Placing(instance, reduced, fit, start)
    prices, proved = rounded(start), floor
    if former.prices is not None:
        proved = max(floor, bounding.proved(prices))
    if former.month is not None:
        placing.begin_with(former.month)
        _take(instance, placing.epoch(0, partial(run.is_late, _PLAN_SHARE)), run)
    run.bound = proved
    if former.month is None or not run.is_over(_BOUND_SHARE):
        ascent = ascend(bounding, _rounds(instance, former), run.raise_bound, former.prices)
        if ascent.bound > proved:
            proved, prices = ascent.bound, ascent.prices
        run.bound = proved
        placing.follow(ascent)
        _epochs(instance, placing, run)
    if proved == floor:
        return Timetable(run.best, len(instance), floor, np.zeros_like(prices), GREEDY)
    return Timetable(run.best, len(instance), proved, prices, PRICES)


def _rounds(instance: Instance, former: Start) -> int:
    rounds = min(_MOST_ROUNDS, _LEAST_ROUNDS + _WORK // len(instance))
    return rounds if former.prices is None else -(-rounds // _AGAIN)


def _epochs(instance: Instance, placing: Placing, run: _Run) -> None:
    """Make plans until time is up or the best is good enough."""
    epoch = 0
    while epoch == 0 or not run.is_over(_PLAN_SHARE):
        # The first plan is made whole even if somebody stops: half a plan is a bad one.
        over = run.is_over if epoch else run.is_late
        _take(instance, placing.epoch(epoch, partial(over, _PLAN_SHARE)), run)
        epoch += 1


def _take(instance: Instance, month: Ints, run: _Run) -> None:
    """Keep a plan if it keeps the cap on items, or can be made to."""
    mended = mend_items(instance, month, 0.2 * run.limits.seconds)
    if mended is not None:
        run.take(instance, mended)


def faults_of(instance: Instance, month: Ints) -> list[str]:
    """Return what is wrong with a timetable, in words; nothing if it keeps everything."""
    faults = []
    outside = (month < instance.first) | (month > instance.last)
    if outside.any():
        faults.append(f"{int(outside.sum())} 项安排在检查时间范围之外")
    over = load_of(instance, month) > instance.capacity
    if over.any():
        faults.append(f"{int(over.sum())} 个单位月份超出检查能力")
    broken = broken_items(instance, month)
    if broken:
        faults.append(f"{len(broken)} 个企业事项超出年度次数")
    return faults
