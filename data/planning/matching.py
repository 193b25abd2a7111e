"""Which plans of different bodies to join: who shares enterprises and months, what that saves.

三相一就 as flags: the same objects (most of the smaller plan's targets are shared), similar content
(an item in common), similar length (of the windows), and the rarer goes along with the more
frequent (its targets are fewer and lie within the other's window).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from data.planning.instance import Instance
from data.planning.reducing import incidence, same_sets
from data.planning.spans import Ints

SAME_OBJECTS, SIMILAR_LENGTH = 0.5, 0.5
"""From which share on objects count as the same, and lengths of windows as similar."""
_SLICE = 2_000


@dataclass(frozen=True)
class Match:
    """Two plans (places) of different bodies; joined they save up to `shared` visits.

    `first` and `last` are the months both have.
    """

    one: int
    other: int
    shared: int
    smaller: int
    first: int
    last: int
    same_objects: bool
    similar_content: bool
    similar_length: bool
    goes_along: bool

    @property
    def flags(self) -> int:
        """Return how many of the four speak for joining them."""
        return sum((self.same_objects, self.similar_content, self.similar_length, self.goes_along))


def matches(instance: Instance, least: int = 1, most: int = 1000) -> tuple[list[Match], int]:
    """Return the pairs of plans that share most visits, at most so many; and how many there are."""
    if not len(instance):
        return [], 0
    size = np.bincount(instance.plan)
    plans = len(size)
    body, first, last = (np.zeros(plans, dtype=np.int64) for _ in range(3))
    for target, source in (
        (body, instance.body), (first, instance.first), (last, instance.last)
    ):  # fmt: skip
        target[instance.plan] = source
    one, other, shared = _shared(instance, plans)
    low, high = np.maximum(first[one], first[other]), np.minimum(last[one], last[other])
    fits = np.flatnonzero((body[one] != body[other]) & (low <= high) & (shared >= least))
    best = fits[np.lexsort((other[fits], one[fits], -shared[fits]))][:most].tolist()
    items = _items(instance)
    found = [
        _match(
            int(one[at]), int(other[at]), int(shared[at]), (int(low[at]), int(high[at])),
            (first, last, size), not items[int(one[at])].isdisjoint(items[int(other[at])]),
        )
        for at in best
    ]  # fmt: skip
    found.sort(key=lambda pair: (-pair.shared, -pair.flags, pair.one, pair.other))
    return found, len(fits)


def _match(
    one: int, other: int, shared: int, both: tuple[int, int], of_plan: tuple[Ints, Ints, Ints],
    alike: bool,
) -> Match:  # fmt: skip
    first, last, size = of_plan
    lengths = sorted(int(last[p] - first[p]) + 1 for p in (one, other))
    rare, often = (one, other) if size[one] <= size[other] else (other, one)
    inside = bool(first[often] <= first[rare] and last[rare] <= last[often])
    smaller = int(size[rare])
    return Match(
        one, other, shared, smaller, *both, shared >= SAME_OBJECTS * smaller, alike,
        lengths[0] >= SIMILAR_LENGTH * lengths[1], inside and size[rare] < size[often],
    )  # fmt: skip


def _shared(instance: Instance, plans: int) -> tuple[Ints, Ints, Ints]:
    """Return pairs of plans (the smaller number first) and how many enterprises they share.

    Enterprises in equal plans count together: a product over their classes is exact.
    """
    pairs = np.unique(np.column_stack([instance.enterprise, instance.plan]), axis=0)
    owner, plan = pairs[:, 0], pairs[:, 1]
    start = np.searchsorted(owner, np.arange(instance.enterprises + 1))
    _, example, count = same_sets(owner, plan, start)
    lengths = start[example + 1] - start[example]
    several = lengths > 1
    example, count, lengths = example[several], count[several], lengths[several]
    row = np.repeat(np.arange(len(example)), lengths)
    step = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    sets = incidence(row, plan[start[example][row] + step], (len(example), plans), np.int64)
    weighted: csr_array = csr_array(sets.multiply(count[:, None]))
    across = csr_array(sets.T)
    found: list[tuple[Ints, Ints, Ints]] = []
    for begin in range(0, plans, _SLICE):
        product = (across[begin : begin + _SLICE] @ weighted).tocoo()
        one, other = product.coords[0].astype(np.int64) + begin, product.coords[1].astype(np.int64)
        kept = one < other
        found.append((one[kept], other[kept], product.data[kept]))
    one, other, shared = (np.concatenate([part[side] for part in found]) for side in range(3))
    return one, other, shared


def _items(instance: Instance) -> dict[int, set[int]]:
    """Return the items of each plan."""
    found: dict[int, set[int]] = defaultdict(set)
    looks = np.column_stack([instance.plan[instance.items[:, 0]], instance.items[:, 1]])
    for plan, item in np.unique(looks, axis=0).tolist():
        found[plan].add(item)
    return found
