"""An instance made small without losing anything: windows, kinds of groups, signatures.

A group is all assignments of one body at one enterprise. Of its windows one that contains another
is served with it and drops out; what is left has rising first and last months, so a set of first
months and a set of last months tell it whole. Groups of one body with equal windows are of one
kind; enterprises with equal kinds have one signature. (The cap on items is judged on all
assignments elsewhere.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from data.planning.instance import Instance
from data.planning.spans import MONTHS, SPAN, Floats, Ints
from data.planning.stabbing import stab

_STEP = MONTHS + 4


@dataclass(frozen=True)
class Kinds:
    """Kinds of groups: the body, and the first and last months of their windows, padded by -1."""

    body: Ints
    first: Ints
    last: Ints
    count: Ints

    def run(self, kinds: Ints, begin: int, end: int) -> Ints:
        """Return the span shared by the windows begin … end of kinds, -1 where they share none."""
        low, high = self.last[kinds, begin], self.first[kinds, end]
        return np.where(high <= low, SPAN[high, low], -1)


@dataclass(frozen=True)
class Reduced:
    """The groups by enterprise, their kinds, and the signatures of enterprises.

    `start` has for each enterprise the place of its first group and closes with their number;
    `need` is the fewest visits of an enterprise.
    """

    enterprise: Ints
    kind: Ints
    kinds: Kinds
    start: Ints
    signature: Ints
    count: Ints
    example: Ints
    need: Ints
    row: Ints
    """The place of each group of the instance."""

    def members(self, enterprises: Ints) -> tuple[Ints, Ints]:
        """Return the groups of some enterprises, and which of these each belongs to."""
        return members(self.start, enterprises)


def reduce(instance: Instance) -> Reduced:
    """Return the groups, kinds and signatures of an instance with every enterprise in it."""
    group, first, last = _antichains(instance)
    groups = int(group.max()) + 1 if len(group) else 0
    of_enterprise = np.zeros(groups, dtype=np.int64)
    of_enterprise[instance.group] = instance.enterprise
    begins = np.bincount(group, weights=1 << first, minlength=groups).astype(np.int64)
    ends = np.bincount(group, weights=1 << last, minlength=groups).astype(np.int64)
    code = (instance.body_of_group << 2 * MONTHS) | (begins << MONTHS) | ends
    known, kind = np.unique(code, return_inverse=True)
    order = np.argsort(of_enterprise * len(known) + kind)
    row = np.empty(groups, dtype=np.int64)
    row[order] = np.arange(groups)
    enterprise, kind = of_enterprise[order], kind[order].astype(np.int64)
    start = np.searchsorted(enterprise, np.arange(instance.enterprises + 1))
    signature, example, count = same_sets(enterprise, kind, start)
    kinds = _decode(known)
    need = _need(kinds, kind, start, example, instance.months)
    return Reduced(
        enterprise, kind, kinds, start, signature, count, example, need, row
    )


def _need(kinds: Kinds, kind: Ints, start: Ints, example: Ints, months: int) -> Ints:
    """Return the fewest visits of each signature."""
    groups, owner = members(start, example)
    place, window = np.nonzero(kinds.first[kind[groups]] >= 0)
    of_group = kind[groups[place]]
    first, last = kinds.first[of_group, window], kinds.last[of_group, window]
    need = np.zeros(len(example), dtype=np.int64)
    counts = stab(owner[place], first, last, months)[1]
    need[: len(counts)] = counts
    return need


def members(start: Ints, enterprises: Ints) -> tuple[Ints, Ints]:
    """Return the groups of some enterprises, and which of these each belongs to."""
    lengths = start[enterprises + 1] - start[enterprises]
    owner = np.repeat(np.arange(len(enterprises)), lengths)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return start[enterprises][owner] + offset, owner


def _antichains(instance: Instance) -> tuple[Ints, Ints, Ints]:
    """Return the windows that contain no other one of their group: group, first and last month."""
    # Windows in order of group, last month, latest first month, each written as one number.
    code = np.sort(((instance.group << 4) + instance.last << 4) + 15 - instance.first)
    group, last, first = code >> 8, code >> 4 & 15, 15 - (code & 15)
    # One number rises over groups: the latest first month so far of windows that end no later.
    latest = np.maximum.accumulate(group * _STEP + first) if len(group) else group
    before = np.r_[np.int64(-1), latest[:-1]]
    kept = group * _STEP + first > np.maximum(before, group * _STEP - 1)
    return group[kept], first[kept], last[kept]


def _decode(code: Ints) -> Kinds:
    """Return the windows of kinds from the sets of first and last months in their codes."""
    low = (1 << MONTHS) - 1
    sets = [(code >> MONTHS) & low, code & low]
    columns: tuple[list[Ints], list[Ints]] = ([], [])
    while len(code) and bool(sets[0].any()):
        for side in (0, 1):
            lowest = sets[side] & -sets[side]
            month = np.full(len(code), -1, dtype=np.int64)
            some = lowest > 0
            month[some] = np.round(np.log2(lowest[some])).astype(np.int64)
            columns[side].append(month)
            sets[side] = sets[side] ^ lowest
    shape = (0, len(code))
    first, last = (np.array(part, dtype=np.int64).reshape(-1, shape[1]).T for part in columns)
    return Kinds(code >> 2 * MONTHS, first, last, (first >= 0).sum(axis=1).astype(np.int64))


def same_sets(owner: Ints, member: Ints, start: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the class of each owner by its set of members, an example and the size of each.

    Members stand by owner and rise within it. Sets are told apart by sums of random numbers; equal
    sums are compared member by member, and other numbers are drawn should a sum lie.
    """
    owners = len(start) - 1
    draw = np.random.default_rng(20260101)
    size = np.diff(start)
    while True:
        numbers = draw.integers(0, 2**63, int(member.max()) + 1 if len(member) else 1, np.uint64)
        sums = np.r_[np.uint64(0), np.cumsum(numbers[member], dtype=np.uint64)]
        key = sums[start[1:]] - sums[start[:-1]]
        _, example, label, count = np.unique(
            key, return_index=True, return_inverse=True, return_counts=True
        )
        like = example[label]
        if bool((size == size[like]).all()):
            step = np.arange(len(member)) - start[:-1][owner]
            if bool((member == member[start[:-1][like][owner] + step]).all()):
                break
    assert len(label) == owners
    return label.astype(np.int64), example.astype(np.int64), count.astype(np.int64)


def incidence(owner: Ints, member: Ints, shape: tuple[int, int], dtype: type) -> csr_array:
    """Return the matrix with a 1 where an owner (row) has a member (column); owners rise."""
    pointers = np.searchsorted(owner, np.arange(shape[0] + 1)).astype(np.int32)
    ones: Floats = np.ones(len(member), dtype=dtype)
    return csr_array((ones, member.astype(np.int32), pointers), shape=shape)
