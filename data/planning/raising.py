"""The 25 % solver: which merges of plans raise a share to its target with the fewest changed plans.

A matching with a demand, solved exactly by HiGHS. Merging two single plans that have m tasks each
at common enterprises gives N − m, J + m; adding a single plan to one that is joint already gives
N − m. Each single plan takes part in at most one merge.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from data.planning.spans import Flags, Floats, Ints

OPTIMAL, INFEASIBLE = 0, 2
ROUNDING, TINY = 1e-6, 1e-12
_Row = tuple[csr_array, Any, float]
"""Coefficients, and the two sides between which their sums lie (numbers or an array)."""
_ROUNDS = 20
"""The highest share is found in a few rounds; never in more than these."""


@dataclass(frozen=True)
class Choices:
    """What may be merged, a row each: two plans, the tasks they get in common, visits saved.

    Where `joins` is set, `other` is joint already and `one` is added to it.
    """

    one: Ints
    other: Ints
    tasks: Ints
    saves: Ints
    joins: Flags
    body: Ints
    """The body of each plan, by its place."""

    def __len__(self) -> int:
        return len(self.one)

    @property
    def cost(self) -> Ints:
        """Return how many plans each row changes."""
        cost: Ints = np.where(self.joins, 1, 2).astype(np.int64)
        return cost

    def only(self, rows: Ints) -> Choices:
        """Return some rows."""
        return Choices(
            self.one[rows], self.other[rows], self.tasks[rows], self.saves[rows],
            self.joins[rows], self.body,
        )  # fmt: skip

    def plans_changed(self, rows: Ints) -> int:
        """Return how many plans some rows change."""
        pairs = rows[~self.joins[rows]]
        return len(np.unique(np.r_[self.one[rows], self.other[pairs]]))

    def after(self, aim: Aim, rows: Ints) -> tuple[int, int]:
        """Return all tasks and joint tasks once some rows are merged."""
        merged = self.tasks[rows]
        return aim.tasks - int(merged.sum()), aim.joint + int(merged[~self.joins[rows]].sum())


@dataclass(frozen=True)
class Aim:
    """Where a share stands and shall get: joint ÷ tasks, at least `target`.

    `demands` are the joint tasks each of some bodies lacks itself; they are met as far as can be.
    """

    tasks: int
    joint: int
    target: float
    demands: Mapping[int, int] = field(default_factory=dict)

    def is_met(self, tasks: int, joint: int) -> bool:
        """Return whether figures reach the target."""
        return tasks > 0 and joint >= self.target * tasks - ROUNDING


@dataclass(frozen=True)
class Raised:
    """Which rows to merge. `bound` is proven: fewer changed plans do not do it.

    Where the target is out of reach, the rows are those of the highest share there is, and the
    bound is of that. `short` are the joint tasks some bodies still lack.
    """

    rows: Ints
    changed: int
    bound: int
    reached: bool
    tasks: int
    joint: int
    short: Mapping[int, int]
    seconds: float
    ended: bool
    """Whether the search came to its end; else time was up, and nothing is proven impossible."""

    @property
    def proven(self) -> bool:
        """Return whether fewer changed plans are proven not to do."""
        return self.changed <= self.bound


def raise_share(choices: Choices, aim: Aim, seconds: float = 30.0, most: bool = False) -> Raised:
    """Return the fewest changed plans that reach the target, else those of the highest share.

    With `most` the highest share is looked for in any case.
    """
    began = time.monotonic()
    search = _Search(choices, aim, began + seconds)
    rows, bound = (None, 0) if most else search.fewest(search.gain(aim.target), _need(aim))
    if rows is None:
        rows, bound = search.highest()
    tasks, joint = choices.after(aim, rows)
    changed = choices.plans_changed(rows)
    return Raised(
        rows, changed, min(bound, changed), aim.is_met(tasks, joint), tasks, joint,
        search.short(rows), time.monotonic() - began, search.ended,
    )  # fmt: skip


def _need(aim: Aim) -> float:
    return aim.target * aim.tasks - aim.joint


class _Search:
    """The model of some choices, solved for one goal after another.

    Its variables are the choices, then for each body with a demand the joint tasks it still lacks.
    """

    def __init__(self, choices: Choices, aim: Aim, until: float) -> None:
        self.ended = True
        self._choices, self._aim, self._until = choices, aim, until
        self._bodies = sorted(body for body, lack in aim.demands.items() if lack > 0)
        self._weights = self._brings()
        self._limits: list[_Row] = [*self._once(), *self._demanded()]
        if self._bodies and len(choices):
            lacks = np.r_[np.zeros(len(choices)), np.ones(len(self._bodies))]
            _, least = self._solve(lacks)
            self._limits.append((csr_array(lacks[None, :]), -np.inf, math.ceil(least - ROUNDING)))

    def gain(self, share: float) -> Floats:
        """Return by how much each row brings the share nearer, in joint tasks."""
        chosen = self._choices
        return np.asarray(chosen.tasks * np.where(chosen.joins, share, 1 + share), dtype=float)

    def fewest(self, gain: Floats, need: float) -> tuple[Ints | None, int]:
        """Return the rows that gain enough with the fewest plans, of these the most visits saved.

        And the bound on the plans; None where no rows gain enough, or none were found in time.
        """
        if need <= ROUNDING and not self._bodies:
            return np.zeros(0, dtype=np.int64), 0
        if not len(self._choices):
            return None, 0
        enough = (self._row(gain), need - ROUNDING, np.inf)
        cost = self._choices.cost.astype(float)
        rows, bound = self._solve(cost, enough)
        if rows is None:
            return None, 0
        as_few = (self._row(cost), -np.inf, float(cost[rows].sum()))
        ended = self.ended
        better, _ = self._solve(-self._choices.saves.astype(float), enough, as_few)
        self.ended = ended
        return (rows if better is None else better), math.ceil(bound - ROUNDING)

    def highest(self) -> tuple[Ints, int]:
        """Return the rows of the highest share with the fewest plans, and the bound on these."""
        rows: Ints = np.zeros(0, dtype=np.int64)
        least, share = 0, -1.0
        tasks, joint = self._aim.tasks, self._aim.joint
        for _ in range(_ROUNDS if len(self._choices) else 0):
            if tasks <= 0 or joint / tasks <= share + TINY:
                break
            # Rows that gain most at the share they lead to lead to the highest (Dinkelbach).
            share = joint / tasks
            gain = self.gain(share)
            best, _ = self._solve(-gain)
            if best is None:
                break
            fewer, least = self.fewest(gain, float(gain[best].sum()))
            rows = best if fewer is None else fewer
            tasks, joint = self._choices.after(self._aim, rows)
        return rows, least

    def short(self, rows: Ints) -> dict[int, int]:
        """Return the joint tasks each body with a demand still lacks."""
        got = self._weights[:, rows].sum(axis=1)
        lacks = {
            body: self._aim.demands[body] - int(got[place])
            for place, body in enumerate(self._bodies)
        }
        return {body: lack for body, lack in lacks.items() if lack > 0}

    def _brings(self) -> Floats:
        """Return the joint tasks each row (column) brings each body with a demand (row)."""
        chosen = self._choices
        brings = np.zeros((len(self._bodies), len(chosen)))
        for place, body in enumerate(self._bodies):
            mine = chosen.body[chosen.one] == body
            mine |= (chosen.body[chosen.other] == body) & ~chosen.joins
            brings[place] = np.where(mine, chosen.tasks, 0)
        return brings

    def _once(self) -> list[_Row]:
        """Return that each single plan takes part in at most one merge."""
        chosen, count = self._choices, len(self._choices)
        if not count:
            return []
        pairs = np.flatnonzero(~chosen.joins)
        plans = np.r_[chosen.one, chosen.other[pairs]]
        known, row = np.unique(plans, return_inverse=True)
        columns = np.r_[np.arange(count), pairs]
        shape = (len(known), count + len(self._bodies))
        return [(csr_array((np.ones(len(row)), (row, columns)), shape=shape), -np.inf, 1)]

    def _demanded(self) -> list[_Row]:
        """Return that what a body gets and what it still lacks meet its demand."""
        wanted = np.array([self._aim.demands[body] for body in self._bodies], dtype=float)
        both = np.hstack([self._weights, np.eye(len(self._bodies))])
        return [(csr_array(both), wanted, np.inf)] if self._bodies and len(self._choices) else []

    def _row(self, values: Floats) -> csr_array:
        return csr_array(np.r_[values, np.zeros(len(self._bodies))][None, :])

    def _solve(self, costs: Floats, *rows: _Row) -> tuple[Ints | None, float]:
        """Return the rows of least cost and a bound on it; None where there are none in time."""
        count, bodies = len(self._choices), len(self._bodies)
        whole = np.r_[costs, np.zeros(count + bodies - len(costs))]
        found = milp(
            whole, integrality=np.ones(count + bodies),
            bounds=Bounds(0, np.r_[np.ones(count), np.full(bodies, np.inf)]),
            constraints=[LinearConstraint(*row) for row in (*self._limits, *rows)],
            options={
                "mip_rel_gap": 0.0, "time_limit": max(0.1, self._until - time.monotonic()),
            },
        )  # fmt: skip
        self.ended = self.ended and found.status in (OPTIMAL, INFEASIBLE)
        proved = getattr(found, "mip_dual_bound", None)
        bound = -np.inf if proved is None else float(np.nan_to_num(proved))
        if found.x is None:
            return None, bound
        return np.flatnonzero(found.x[:count] > 0.5).astype(np.int64), bound
