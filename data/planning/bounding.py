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

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from data.planning.instance import Instance
from data.planning.reducing import Reduced, incidence, reduce
from data.planning.serving import Menu, Prices, cheapest, serve, serving_table
from data.planning.spans import BITS, MONTHS, Floats, Ints, subsets

GRAIN = 4096
"""Prices are whole numbers of this part of a visit."""
_CELLS = 6_000_000
"""How many costs are held at once."""
_BEYOND = 2
"""How many visits more than the fewest an enterprise is asked about; more only lower the bound."""
_PARTS = {1: 6, 2: 6, 3: 3}
"""Into how many parts signatures are dealt, by their need; all of a larger need are one part."""


@dataclass(frozen=True)
class Part:
    """Some signatures that need equally many visits (`rows`), and the matrix of their kinds.

    `kind`, `owner` (a place in `rows`) and `weight` (how many enterprises) tell of each group.
    """

    need: int
    rows: Ints
    kinds: Ints
    matrix: csr_array
    kind: Ints
    owner: Ints
    weight: Ints


class Bounding:
    """What is asked of one instance at ever new prices: its bound, and who goes when.

    `floating` are signatures of one group with one window: they go wherever it is cheapest.
    """

    def __init__(self, instance: Instance, reduced: Reduced) -> None:
        self.instance, self.reduced = instance, reduced
        groups = np.diff(reduced.start)[reduced.example]
        first = np.minimum(reduced.start[reduced.example], len(reduced.kind) - 1)
        windows = reduced.kinds.count[reduced.kind[first]] if len(groups) else groups
        self.floating = np.flatnonzero((groups == 1) & (windows == 1))

    @cached_property
    def parts(self) -> list[Part]:
        """Return all signatures that do not float, dealt at random but always the same way."""
        draw = np.random.default_rng(20260702)
        need = self.reduced.need.copy()
        need[self.floating] = 0
        found = []
        for visits in np.unique(need[need > 0]).tolist():
            rows = draw.permutation(np.flatnonzero(need == visits))
            for part in np.array_split(rows, min(_PARTS.get(visits, 1), len(rows))):
                found.append(self._part(visits, np.sort(part)))
        return found

    def _part(self, need: int, rows: Ints) -> Part:
        groups, owner = self.reduced.members(self.reduced.example[rows])
        kind = self.reduced.kind[groups]
        kinds, back = np.unique(kind, return_inverse=True)
        matrix = incidence(owner, back, (len(rows), len(kinds)), np.float32)
        return Part(need, rows, kinds, matrix, kind, owner, self.reduced.count[rows][owner])

    def cheapest(self, menu: Prices) -> tuple[Floats, Ints]:
        """Return for each signature what its cheapest months cost at least, and these months."""
        signatures = len(self.reduced.example)
        value: Floats = np.zeros(signatures, dtype=np.float64)
        months = np.zeros(signatures, dtype=np.int64)
        floating = self.reduced.kind[self.reduced.start[self.reduced.example[self.floating]]]
        cost, months[self.floating] = cheapest(self.reduced.kinds, floating, menu)
        value[self.floating] = 1 + cost
        for one in self.parts:
            value[one.rows], months[one.rows] = self.of_part(one, menu)
        return value, months

    def of_part(self, one: Part, menu: Prices) -> tuple[Floats, Ints]:
        """Return for each signature of a part the least it costs, and the months behind it."""
        anywhere = cheapest(self.reduced.kinds, one.kinds, menu)[0]
        floor = one.matrix @ anywhere.astype(menu.dtype)
        best = np.full(len(one.rows), np.inf, dtype=menu.dtype)
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
        self, one: Part, rows: Ints, menu: Menu, size: int
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

    def load(self, one: Part, months: Ints, menu: Prices) -> Ints:
        """Return how often each body goes in each month when a part chooses these months."""
        _, taken = serve(self.reduced.kinds, one.kind, months[one.owner], menu)
        return load_by_body(
            self.reduced.kinds.body[one.kind], taken, one.weight, self.instance
        )

    def proved(self, prices: Floats) -> int:
        """Return the bound that prices prove, all counted in whole 4096ths of a visit."""
        whole = np.round(np.asarray(prices, dtype=np.float64) * GRAIN).astype(np.int64)
        value, _ = self.cheapest(Prices(whole.astype(np.float64) / GRAIN))
        of_signatures = np.round(value * GRAIN).astype(np.int64)
        paid = int((whole * self.instance.limits).sum())
        total = int(of_signatures @ self.reduced.count) - paid
        return max(0, -(-total // GRAIN))


_OF_SET = BITS.astype(np.float64)


def load_by_body(body: Ints, taken: Ints, weight: Ints | None, instance: Instance) -> Ints:
    """Return bodies × months: how often each body goes, from sets of months with a weight."""
    sets = len(_OF_SET)
    counts = np.bincount(body * sets + taken, weights=weight, minlength=instance.bodies * sets)
    load = counts.reshape(instance.bodies, sets) @ _OF_SET
    return np.round(load[:, : instance.months]).astype(np.int64)


def rounded(prices: Floats) -> Floats:
    """Return prices as whole multiples of 1/4096."""
    return np.round(prices.astype(np.float64) * GRAIN) / GRAIN


def recompute(instance: Instance, prices: Floats) -> int:
    """Return the bound that prices prove: nothing but the instance and the prices goes into it."""
    if prices.shape != instance.capacity.shape or bool((prices < 0).any()):
        raise ValueError("prices do not fit the instance")
    return Bounding(instance, reduce(instance)).proved(prices) if len(instance) else 0
