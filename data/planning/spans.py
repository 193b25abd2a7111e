"""Runs of months as small numbers, with the tables everything about windows is looked up in.

A span is one of the 78 runs of months of a year; months are places 0 to 11.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64] | npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

MONTHS = 12
FIRST, LAST = (part.astype(np.int64) for part in np.triu_indices(MONTHS))
"""The first and the last month of each span."""
SPANS = len(FIRST)
SPAN: Ints = np.full((MONTHS, MONTHS), -1, dtype=np.int64)
"""The span from a month to a month, -1 where the second is earlier."""
SPAN[FIRST, LAST] = np.arange(SPANS)
_MONTH = np.arange(MONTHS)
HAS: Flags = (FIRST[:, None] <= _MONTH) & (LAST[:, None] >= _MONTH)
"""Whether a span (row) has a month (column)."""
WITHIN: Flags = (FIRST[None, :] <= FIRST[:, None]) & (LAST[:, None] <= LAST[None, :])
"""Whether a span (row) lies inside another (column)."""
BITS: Flags = (np.arange(1 << MONTHS)[:, None] >> _MONTH & 1).astype(bool)
"""The months of a set of months, written as a number."""
SIZE: Ints = BITS.sum(axis=1).astype(np.int64)
"""How many months a set has."""


@cache
def subsets(size: int) -> tuple[Ints, Ints]:
    """Return all sets of so many months: their months, a row each, and their numbers."""
    months = np.array(list(combinations(range(MONTHS), size)), dtype=np.int64).reshape(-1, size)
    return months, (1 << months).sum(axis=1).astype(np.int64)


def distinct(numbers: Ints) -> Ints:
    """Return all different numbers in order; for millions faster than a hash of them."""
    order = np.sort(numbers)
    different: Ints = order[np.r_[True, order[1:] != order[:-1]]] if len(order) else order
    return different


def places_within(owners: Ints) -> Ints:
    """Return the place of each row among the rows of its owner; owners stand together."""
    new = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]]) if len(owners) else owners
    return np.arange(len(owners)) - np.repeat(new, np.diff(np.r_[new, len(owners)]))
