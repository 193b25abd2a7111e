"""A number of visits no timetable can go under, proved by prices on the capacities.

Whatever each body must pay for a visit in a month (0 or more), an enterprise at its cheapest plus
nothing for what is left over can only be too little, so

    L = Σ over enterprises of min over sets S of months [ |S| + Σ over its groups of F(g, S) ]
        − Σ over bodies and months of price × capacity

is below every timetable, F(g, S) being the cheapest months of S (at the body's prices) that meet
all windows of the group. The prices are the certificate: `recompute` asks for nothing else. They
are multiples of 1/4096, so that all sums are exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from data.planning.instance import Instance
from data.planning.reducing import Reduced, incidence, reduce
from data.planning.serving import Menu, Prices, cheapest_anywhere, serve, serving_table
from data.planning.spans import BITS, MONTHS, Floats, Ints, subsets

GRAIN = 4096
"""Prices are whole numbers of this part of a visit."""
_CELLS = 6_000_000
"""How many costs are held at once."""
_BEYOND = 2
"""How many visits more than the fewest an enterprise is asked about; more only lower the bound."""
_KEEP, _MIX, _SOFT, _STEP = 0.9, 0.03, 1e-3, 0.2
_MOST_PRICE = 64.0


@dataclass(frozen=True)
class _Class:
    """The signatures that need equally many visits, and the matrix of their kinds."""

    need: int
    rows: Ints
    kinds: Ints
    matrix: csr_array


class Bounding:
    """What is asked of one instance at ever new prices: its bound, and who goes when."""

    def __init__(self, instance: Instance, reduced: Reduced) -> None:
        self.instance, self.reduced = instance, reduced
        self.groups, self.owner = reduced.members(reduced.example)
        self.weight = reduced.count[self.owner]
        self.kind = reduced.kind[self.groups]
        self._classes = [self._class(need) for need in np.unique(reduced.need).tolist() if need]

    def _class(self, need: int) -> _Class:
        rows = np.flatnonzero(self.reduced.need == need)
        groups, owner = self.reduced.members(self.reduced.example[rows])
        kinds, back = np.unique(self.reduced.kind[groups], return_inverse=True)
        matrix = incidence(owner, back, (len(rows), len(kinds)), np.float32)
        return _Class(need, rows, kinds, matrix)

    def cheapest(self, menu: Prices) -> tuple[Floats, Ints]:
        """Return for each signature what its cheapest months cost at least, and these months."""
        anywhere = cheapest_anywhere(self.reduced.kinds, menu)
        signatures = len(self.reduced.example)
        value: Floats = np.zeros(signatures, dtype=np.float64)
        months = np.zeros(signatures, dtype=np.int64)
        for one in self._classes:
            value[one.rows], months[one.rows] = self._of_class(one, menu, anywhere)
        return value, months

    def _of_class(self, one: _Class, menu: Menu, anywhere: Floats) -> tuple[Floats, Ints]:
        floor = one.matrix @ anywhere[one.kinds]
        best = np.full(len(one.rows), np.inf, dtype=anywhere.dtype)
        months = np.zeros(len(one.rows), dtype=np.int64)
        open_rows = np.arange(len(one.rows))
        size = one.need
        while len(open_rows) and size <= min(MONTHS, one.need + _BEYOND):
            found, at = self._of_size(one, open_rows, menu, size)
            better = found < best[open_rows]
            best[open_rows[better]] = found[better]
            months[open_rows[better]] = at[better]
            size += 1
            open_rows = open_rows[size + floor[open_rows] < best[open_rows]]
        if size <= MONTHS:
            # Not asked about so many visits: they cost no less than this.
            best[open_rows] = np.minimum(best[open_rows], size + floor[open_rows])
        return best, months

    def _of_size(
        self, one: _Class, rows: Ints, menu: Menu, size: int
    ) -> tuple[Floats, Ints]:
        sets, numbers = subsets(size)
        whole = len(rows) == len(one.rows)
        matrix = one.matrix if whole else one.matrix[rows]
        used = np.arange(len(one.kinds)) if whole else np.flatnonzero(np.bincount(matrix.indices))
        if not whole:
            matrix = matrix[:, used]
        table = serving_table(self.reduced.kinds, one.kinds[used], menu, size)
        value = np.empty(len(rows), dtype=table.dtype)
        at = np.empty(len(rows), dtype=np.int64)
        step = max(1, _CELLS // len(sets))
        for begin in range(0, len(rows), step):
            part = matrix[begin : begin + step] if step < len(rows) else matrix
            total = part @ table
            at[begin : begin + step] = column = total.argmin(axis=1)
            value[begin : begin + step] = total[np.arange(len(column)), column]
        return size + value, numbers[at]

    def bound(self, prices: Floats, menu: Prices | None = None) -> tuple[float, Ints]:
        """Return the bound at some prices, and the months of each signature behind it."""
        value, months = self.cheapest(menu or Prices(prices))
        paid = float((prices.astype(np.float64) * self.instance.limits).sum())
        return float(value @ self.reduced.count) - paid, months

    def load(self, months: Ints, menu: Prices) -> Ints:
        """Return how often each body goes in each month when signatures choose these months."""
        _, taken = serve(self.reduced.kinds, self.kind, months[self.owner], menu)
        body = self.reduced.kinds.body[self.kind]
        return load_by_body(body, taken, self.weight, self.instance)


def load_by_body(body: Ints, taken: Ints, weight: Ints, instance: Instance) -> Ints:
    """Return bodies × months: how often each body goes, from sets of months with a weight."""
    width = instance.months
    row, month = np.nonzero(BITS[taken])
    key = body[row] * width + month
    load = np.bincount(key, weights=weight[row], minlength=instance.bodies * width)
    return np.round(load.reshape(instance.bodies, width)).astype(np.int64)


Stop = Callable[[float], bool]
"""Asked after each step with the best bound so far; true ends the ascent."""


def ascend(bounding: Bounding, steps: int, stop: Stop, prices: Floats | None = None) -> Floats:
    """Return prices under which the bound is high, found by a subgradient that keeps its way."""
    instance = bounding.instance
    limits, binds = instance.limits.astype(np.float32), instance.binds
    usual = np.maximum(1.0, limits.mean(axis=1, keepdims=True)).astype(np.float32)
    price = np.zeros(limits.shape, np.float32) if prices is None else prices.astype(np.float32)
    way, square = np.zeros_like(price), np.zeros_like(price)
    best, kept = -np.inf, price.copy()
    late, lates = np.zeros(price.shape, np.float64), 0
    for step in range(steps):
        menu = Prices(price)
        value, months = bounding.bound(price, menu)
        if value > best:
            best, kept = value, price.copy()
        if stop(best):
            break
        if step >= 0.7 * steps:
            late, lates = late + price, lates + 1
        slope = (bounding.load(months, menu) - limits) / usual
        slope[~binds | ((price == 0) & (slope < 0))] = 0
        way = _KEEP * way + (1 - _KEEP) * slope
        square = (1 - _MIX) * square + _MIX * slope**2
        stride = np.float32(_STEP * (1 - step / steps))
        price = np.clip(price + stride * way / np.sqrt(square + _SOFT), 0, _MOST_PRICE)
        price[~binds] = 0
    if lates:
        mean = (late / lates).astype(np.float32)
        if bounding.bound(mean)[0] > best:
            kept = mean
    return rounded(kept)


def rounded(prices: Floats) -> Floats:
    """Return prices as whole multiples of 1/4096."""
    return np.round(prices.astype(np.float64) * GRAIN) / GRAIN


def recompute(instance: Instance, prices: Floats) -> int:
    """Return the bound that prices prove: nothing but the instance and the prices goes into it.

    All is counted in whole 4096ths of a visit.
    """
    whole = np.round(np.asarray(prices, dtype=np.float64) * GRAIN).astype(np.int64)
    if whole.shape != instance.capacity.shape or bool((whole < 0).any()):
        raise ValueError("prices do not fit the instance")
    if not len(instance):
        return 0
    exact = whole.astype(np.float64) / GRAIN
    reduced = reduce(instance)
    value, _ = Bounding(instance, reduced).cheapest(Prices(exact))
    of_signatures = np.round(value * GRAIN).astype(np.int64)
    total = int(of_signatures @ reduced.count) - int((whole * instance.limits).sum())
    return max(0, -(-total // GRAIN))
