"""What it costs a group to be served within a set of months, and how it is then served.

`costs` has for each body and span what each month costs, infinity for months outside the span or
closed. The windows of a group are met in consecutive runs, each in one month all its windows have.
"""

from __future__ import annotations

import numpy as np

from data.planning.reducing import Kinds
from data.planning.spans import BITS, HAS, MONTHS, SPANS, Floats, Ints, subsets


def month_costs(prices: Floats) -> Floats:
    """Return the costs of all months of all spans where none is closed: bodies × spans × months."""
    infinite = prices.dtype.type(np.inf)
    return np.where(HAS[None, :, :], prices[:, None, :], infinite)


def whole_year(prices: Floats, months: int) -> Floats:
    """Return prices of twelve months; those that the instance does not have cost infinity."""
    full = np.full((prices.shape[0], MONTHS), np.inf, dtype=prices.dtype)
    full[:, :months] = prices
    return full


def serving_table(kinds: Kinds, chosen: Ints, costs: Floats, size: int) -> Floats:
    """Return what some kinds cost within each set of `size` months (kinds × sets)."""
    months, _ = subsets(size)
    flat = costs.reshape(-1, MONTHS)
    table = np.empty((len(chosen), len(months)), dtype=costs.dtype)
    for windows in np.unique(kinds.count[chosen]):
        rows = np.flatnonzero(kinds.count[chosen] == windows)
        table[rows] = _cheapest_runs(kinds, chosen[rows], int(windows), flat, months)
    return table


def _cheapest_runs(kinds: Kinds, rows: Ints, windows: int, flat: Floats, months: Ints) -> Floats:
    shape = (len(rows), len(months))
    best = [np.zeros(shape, dtype=flat.dtype)]
    for end in range(windows):
        found = np.full(shape, np.inf, dtype=flat.dtype)
        for begin in range(end, -1, -1):
            span = kinds.run(rows, begin, end)
            if not (span >= 0).any():
                break
            np.minimum(found, best[begin] + _cheapest(kinds, rows, span, flat, months), out=found)
        best.append(found)
    return best[windows]


def _cheapest(kinds: Kinds, rows: Ints, span: Ints, flat: Floats, months: Ints) -> Floats:
    """Return the cheapest month of each set in a span, computed once for equal spans."""
    place = np.where(span >= 0, kinds.body[rows] * SPANS + span, -1)
    known, back = np.unique(place, return_inverse=True)
    month = flat[known]
    month[known < 0] = np.inf
    found = month[:, months[:, 0]]
    for column in range(1, months.shape[1]):
        np.minimum(found, month[:, months[:, column]], out=found)
    spread: Floats = found[back]
    return spread


def cheapest_anywhere(kinds: Kinds, costs: Floats) -> Floats:
    """Return what each kind costs if every month is visited."""
    everything = np.full(len(kinds.body), (1 << MONTHS) - 1, dtype=np.int64)
    return serve(kinds, np.arange(len(kinds.body)), everything, costs)[0]


def serve(kinds: Kinds, rows: Ints, within: Ints, costs: Floats) -> tuple[Floats, Ints]:
    """Return the cost of serving kinds within sets of months, and the months taken, as a set."""
    total = np.zeros(len(rows), dtype=costs.dtype)
    taken = np.zeros(len(rows), dtype=np.int64)
    flat = costs.reshape(-1, MONTHS)
    for windows in np.unique(kinds.count[rows]):
        some = np.flatnonzero(kinds.count[rows] == windows)
        total[some], taken[some] = _serve(kinds, rows[some], int(windows), within[some], flat)
    return total, taken


def _serve(
    kinds: Kinds, rows: Ints, windows: int, within: Ints, flat: Floats
) -> tuple[Floats, Ints]:
    best = [np.zeros(len(rows), dtype=flat.dtype)]
    sets = [np.zeros(len(rows), dtype=np.int64)]
    open_months = BITS[within]
    for end in range(windows):
        found = np.full(len(rows), np.inf, dtype=flat.dtype)
        chosen = np.zeros(len(rows), dtype=np.int64)
        for begin in range(end, -1, -1):
            span = kinds.run(rows, begin, end)
            if not (span >= 0).any():
                break
            month = np.where(open_months, flat[kinds.body[rows] * SPANS + span], np.inf)
            month[span < 0] = np.inf
            at = month.argmin(axis=1)
            cost = best[begin] + month[np.arange(len(rows)), at]
            better = cost < found
            found = np.where(better, cost, found)
            chosen = np.where(better, sets[begin] | (1 << at), chosen)
        best.append(found)
        sets.append(chosen)
    return best[windows], sets[windows]
