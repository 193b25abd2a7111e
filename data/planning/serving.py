"""What it costs a group to be served within a set of months, and how it is then served.

The windows of a group are met in consecutive runs, each in one month all its windows have. What a
month costs is asked of a menu: prices alone, or prices with some months closed to some spans.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from data.planning.reducing import Kinds
from data.planning.spans import BITS, HAS, MONTHS, SPANS, Flags, Floats, Ints, subsets

_SETS = 1 << MONTHS
MASK: Ints = np.r_[(HAS * (1 << np.arange(MONTHS))).sum(axis=1), 0]
"""The months of each span as a set; the last entry belongs to span −1, which has none."""


class Menu(Protocol):
    """What the cheapest month of a set costs a body within a span."""

    def table(self, body: Ints, span: Ints, size: int) -> Floats:
        """Return the least cost for all sets of so many months (rows × sets)."""
        ...

    def pick(self, body: Ints, span: Ints, within: Ints) -> tuple[Floats, Ints]:
        """Return the least cost within a set each, and that month as a set."""
        ...


class Prices:
    """Every month is open to every span that has it."""

    def __init__(self, prices: Floats) -> None:
        """Find the cheapest month of every set of months, for each body."""
        bodies, months = prices.shape
        cost = np.full((bodies, _SETS), np.inf, dtype=prices.dtype)
        month = np.zeros((bodies, _SETS), dtype=np.int16)
        for at in range(months):
            half = slice(0, 1 << at)
            both = slice(1 << at, 2 << at)
            price = prices[:, at : at + 1]
            better = price < cost[:, half]
            cost[:, both] = np.where(better, price, cost[:, half])
            month[:, both] = np.where(better, 1 << at, month[:, half])
        for at in range(months, MONTHS):
            # Months the instance does not have change nothing.
            cost[:, 1 << at : 2 << at] = cost[:, : 1 << at]
            month[:, 1 << at : 2 << at] = month[:, : 1 << at]
        self._cost, self._month = cost.ravel(), month.ravel()
        self.dtype = prices.dtype

    def table(self, body: Ints, span: Ints, size: int) -> Floats:
        """Return the least cost for all sets of so many months (rows × sets)."""
        sets = subsets(size)[1]
        place = (MASK[span][:, None] & sets[None, :]) + (body * _SETS)[:, None]
        cost: Floats = self._cost.take(place)
        return cost

    def pick(self, body: Ints, span: Ints, within: Ints) -> tuple[Floats, Ints]:
        """Return the least cost within a set each, and that month as a set."""
        place = (MASK[span] & within) + body * _SETS
        return self._cost.take(place), self._month.take(place).astype(np.int64)


class OpenPrices:
    """Some months are closed to the spans of some bodies (`is_open`: bodies × spans × months)."""

    def __init__(self, prices: Floats, is_open: Flags) -> None:
        """Price what is open; what is closed costs infinity."""
        full = np.full((len(prices), MONTHS), np.inf, dtype=prices.dtype)
        full[:, : prices.shape[1]] = prices
        infinite = prices.dtype.type(np.inf)
        self._costs = np.where(is_open & HAS[None, :, :], full[:, None, :], infinite)
        self._costs = self._costs.reshape(-1, MONTHS)
        self._tables: dict[int, Floats] = {}

    def choice(self, body: Ints, span: Ints) -> Ints:
        """Return how many months are open to spans."""
        open_months: Ints = np.isfinite(self._costs[body * SPANS + span]).sum(axis=1)
        return open_months

    def table(self, body: Ints, span: Ints, size: int) -> Floats:
        """Return the least cost for all sets of so many months (rows × sets)."""
        months = subsets(size)[0]
        place = np.where(span >= 0, body * SPANS + span, -1)
        known, back = np.unique(place, return_inverse=True)
        month = self._costs[known]
        month[known < 0] = np.inf
        found = month[:, months[:, 0]]
        for column in range(1, months.shape[1]):
            np.minimum(found, month[:, months[:, column]], out=found)
        cost: Floats = found[back]
        return cost

    def pick(self, body: Ints, span: Ints, within: Ints) -> tuple[Floats, Ints]:
        """Return the least cost within a set each, and that month as a set."""
        month = np.where(BITS[within], self._costs[body * SPANS + span], np.inf)
        month[span < 0] = np.inf
        at = month.argmin(axis=1)
        return month[np.arange(len(at)), at], 1 << at


def serving_table(kinds: Kinds, chosen: Ints, menu: Menu, size: int) -> Floats:
    """Return what some kinds cost within each set of `size` months (kinds × sets)."""
    count = kinds.count[chosen]
    shape = (len(chosen), len(subsets(size)[0]))
    parts = []
    for windows in range(1, int(count.max()) + 1 if len(count) else 1):
        rows = np.flatnonzero(count == windows)
        if len(rows):
            parts.append((rows, _cheapest_runs(kinds, chosen[rows], windows, menu, size)))
    table: Floats = np.empty(shape, dtype=parts[0][1].dtype if parts else np.float32)
    for rows, part in parts:
        table[rows] = part
    return table


def _cheapest_runs(kinds: Kinds, rows: Ints, windows: int, menu: Menu, size: int) -> Floats:
    body = kinds.body[rows]
    best: list[Floats] = []
    for end in range(windows):
        found: Floats | None = None
        for begin in range(end, -1, -1):
            span = kinds.run(rows, begin, end)
            if not (span >= 0).any():
                break
            cost = menu.table(body, span, size)
            if begin:
                cost += best[begin - 1]
            found = cost if found is None else np.minimum(found, cost, out=found)
        assert found is not None
        best.append(found)
    return best[-1]


def cheapest(kinds: Kinds, rows: Ints, menu: Menu) -> tuple[Floats, Ints]:
    """Return what kinds cost if every month is visited, and the months they then take."""
    return serve(kinds, rows, np.full(len(rows), _SETS - 1, dtype=np.int64), menu)


def cheapest_anywhere(kinds: Kinds, menu: Menu) -> Floats:
    """Return what each kind costs if every month is visited."""
    return cheapest(kinds, np.arange(len(kinds.body)), menu)[0]


def serve(kinds: Kinds, rows: Ints, within: Ints, menu: Menu) -> tuple[Floats, Ints]:
    """Return the cost of serving kinds within sets of months, and the months taken, as a set."""
    count = kinds.count[rows]
    total: Floats = np.zeros(len(rows), dtype=np.float64)
    taken = np.zeros(len(rows), dtype=np.int64)
    for windows in range(1, int(count.max()) + 1 if len(rows) else 1):
        some = np.flatnonzero(count == windows)
        if len(some):
            total[some], taken[some] = _serve(kinds, rows[some], windows, within[some], menu)
    return total, taken


def _serve(
    kinds: Kinds, rows: Ints, windows: int, within: Ints, menu: Menu
) -> tuple[Floats, Ints]:
    body = kinds.body[rows]
    best: list[tuple[Floats, Ints]] = []
    for end in range(windows):
        found: tuple[Floats, Ints] | None = None
        for begin in range(end, -1, -1):
            span = kinds.run(rows, begin, end)
            if not (span >= 0).any():
                break
            cost, month = menu.pick(body, span, within)
            if begin:
                cost, month = cost + best[begin - 1][0], month | best[begin - 1][1]
            if found is not None:
                better = cost < found[0]
                cost = np.where(better, cost, found[0])
                month = np.where(better, month, found[1])
            found = cost, month
        assert found is not None
        best.append(found)
    return best[-1]
