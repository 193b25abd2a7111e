"""Which plans of different bodies to join: who shares enterprises and months, what that saves.

三相一就 as flags: the same objects (most of the smaller plan's targets are shared), similar content
(an item in common), similar length (of the windows), and the rarer goes along with the more
frequent (its targets are fewer and lie within the other's window).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from data.planning.instance import Instance
from data.planning.reducing import incidence, same_sets
from data.planning.spans import Ints
from data.rows.matching import FLAGS

SAME_OBJECTS, SIMILAR_LENGTH = 0.5, 0.5
"""From which share on objects count as the same, and lengths of windows as similar."""
_SLICE = 2_000
_PARTS = ("body", "first", "last")


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
    def words(self) -> tuple[str, ...]:
        """Return which of the four speak for joining them."""
        return tuple(word for name, word in FLAGS.items() if getattr(self, name))


@dataclass(frozen=True)
class Pairs:
    """Plans (places) of different bodies that share enterprises and months, a row each.

    `first` and `last` are the months both have; `size` counts the targets of each plan.
    """

    one: Ints
    other: Ints
    shared: Ints
    first: Ints
    last: Ints
    size: Ints

    def __len__(self) -> int:
        return len(self.one)

    @property
    def smaller(self) -> Ints:
        """Return the targets of the smaller plan of each pair."""
        least: Ints = np.minimum(self.size[self.one], self.size[self.other])
        return least

    def only(self, rows: Ints) -> Pairs:
        """Return some pairs, in that order."""
        return Pairs(
            self.one[rows], self.other[rows], self.shared[rows], self.first[rows],
            self.last[rows], self.size,
        )  # fmt: skip


def pairs_of(instance: Instance, least: int = 1) -> Pairs:
    """Return the pairs of plans that share at least so many enterprises, most shared first."""
    if not len(instance):
        none = np.zeros(0, dtype=np.int64)
        return Pairs(none, none, none, none, none, none)
    body, first, last = (_of_plan(instance, part) for part in _PARTS)
    one, other, shared = _shared(instance, len(body))
    low, high = np.maximum(first[one], first[other]), np.minimum(last[one], last[other])
    fits = np.flatnonzero((body[one] != body[other]) & (low <= high) & (shared >= least))
    order = fits[np.lexsort((other[fits], one[fits], -shared[fits]))]
    return Pairs(one, other, shared, low, high, np.bincount(instance.plan)).only(order)


def matches(instance: Instance, least: int = 1, most: int = 1000) -> tuple[list[Match], int]:
    """Return the pairs of plans that share most visits, at most so many; and how many there are."""
    pairs = pairs_of(instance, least)
    found = described(pairs.only(np.arange(min(most, len(pairs)))), *windows_by_plan(instance))
    found.sort(key=lambda pair: (-pair.shared, -len(pair.words), pair.one, pair.other))
    return found, len(pairs)


def windows_by_plan(instance: Instance) -> tuple[Ints, Ints, Mapping[int, set[int]]]:
    """Return the first and last month of each plan, and its items."""
    if not len(instance):
        none = np.zeros(0, dtype=np.int64)
        return none, none, {}
    first, last = (_of_plan(instance, part) for part in _PARTS[1:])
    return first, last, _items(instance)


def described(
    pairs: Pairs, first: Ints, last: Ints, items: Mapping[int, set[int]]
) -> list[Match]:
    """Return pairs with what speaks for joining each; the rest is told of each plan."""
    columns = (pairs.one, pairs.other, pairs.shared, pairs.first, pairs.last)
    none: set[int] = set()
    return [
        _match(
            one, other, shared, (low, high), (first, last, pairs.size),
            not items.get(one, none).isdisjoint(items.get(other, none)),
        )
        for one, other, shared, low, high in np.column_stack(columns).tolist()
    ]  # fmt: skip


def _of_plan(instance: Instance, name: str) -> Ints:
    """Return what all assignments of a plan say, for each plan."""
    found = np.zeros(int(instance.plan.max()) + 1, dtype=np.int64)
    found[instance.plan] = getattr(instance, name)
    return found


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
        one, other, shared, smaller, *both, shared >= max(1, SAME_OBJECTS * smaller), alike,
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
