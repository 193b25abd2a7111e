"""One body alone: can it serve its windows with what it can do in each month, and how.

A group of one body is served in runs of its windows, each run in one month: a way through its
windows from the first to the last. Equal kinds of groups go together, so a body is a small flow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from data.planning.reducing import Kinds
from data.planning.spans import HAS, Ints


@dataclass(frozen=True)
class Flow:
    """How a body serves its kinds: by kind, sets of months and how many groups take each.

    `over` is the least by which the capacity of each month must be raised for that.
    """

    over: Ints
    ways: dict[int, list[tuple[int, int]]]


Arc = tuple[int, int, int, int]
"""A kind (its place), the windows from one up to another, and the month they are met in."""


def body_flow(kinds: Kinds, chosen: Ints, count: Ints, capacity: Ints) -> Flow:
    """Return how a body serves some kinds, so many groups of each, with the least raises."""
    months = len(capacity)
    arcs = _arcs(kinds, chosen, months)
    nodes = np.r_[0, np.cumsum(kinds.count[chosen] + 1)]
    rows, columns, values = [], [], []
    for column, (place, begin, end, month) in enumerate(arcs):
        rows += [nodes[place] + begin, nodes[place] + end + 1, nodes[-1] + month]
        columns += [column] * 3
        values += [-1.0, 1.0, 1.0]
    for month in range(months):
        rows.append(nodes[-1] + month)
        columns.append(len(arcs) + month)
        values.append(-1.0)
    shape = (int(nodes[-1]) + months, len(arcs) + months)
    balance = np.zeros(shape[0])
    balance[nodes[:-1]] -= count
    balance[nodes[1:] - 1] += count
    low, high = balance.copy(), balance.copy()
    low[nodes[-1] :], high[nodes[-1] :] = -np.inf, capacity
    costs = np.r_[np.zeros(len(arcs)), np.ones(months)]
    found = milp(
        costs, integrality=np.ones(shape[1]), bounds=Bounds(0, np.inf),
        constraints=LinearConstraint(csr_array((values, (rows, columns)), shape=shape), low, high),
        options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    if found.x is None:
        raise ValueError(f"the flow of a body was not solved: {found.message}")
    amounts = np.round(found.x).astype(np.int64)
    return Flow(amounts[len(arcs) :], _ways(kinds, chosen, arcs, amounts[: len(arcs)], count))


def _arcs(kinds: Kinds, chosen: Ints, months: int) -> list[Arc]:
    found = []
    for place, kind in enumerate(chosen.tolist()):
        windows = int(kinds.count[kind])
        for end in range(windows):
            for begin in range(end + 1):
                span = int(kinds.run(np.array([kind]), begin, end)[0])
                if span >= 0:
                    found += [
                        (place, begin, end, month) for month in range(months) if HAS[span, month]
                    ]
    return found


def _ways(
    kinds: Kinds, chosen: Ints, arcs: list[Arc], amounts: Ints, count: Ints
) -> dict[int, list[tuple[int, int]]]:
    """Take the flow of each kind apart into ways: sets of months, each with a number of groups."""
    left: dict[int, dict[int, list[list[int]]]] = {}
    for (place, begin, end, month), amount in zip(arcs, amounts.tolist(), strict=True):
        if amount:
            left.setdefault(place, {}).setdefault(begin, []).append([end + 1, month, amount])
    ways: dict[int, list[tuple[int, int]]] = {}
    for place, kind in enumerate(chosen.tolist()):
        windows, remaining = int(kinds.count[kind]), int(count[place])
        while remaining:
            at, path = 0, []
            while at < windows:
                step = next(one for one in left[place][at] if one[2])
                path.append(step)
                at = step[0]
            amount = min([remaining, *(step[2] for step in path)])
            for step in path:
                step[2] -= amount
            remaining -= amount
            months = sum({1 << step[1] for step in path})
            ways.setdefault(kind, []).append((months, amount))
    return ways
