"""Drawing and numbering for whole columns at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Small = npt.NDArray[np.integer]


def drawn(rng: np.random.Generator, shares: Floats, count: int) -> Ints:
    """Draw places by their shares."""
    edges = np.cumsum(shares)
    return np.searchsorted(edges / edges[-1], rng.random(count), side="right").astype(np.int64)


def positions(rng: np.random.Generator, first: Ints, count: Ints) -> Ints:
    """Draw one position of each block, which begins at `first` and is `count` long."""
    return first + (rng.random(len(first)) * count).astype(np.int64)


def serials(groups: Small) -> Ints:
    """Return the number of each row within its group, from 1 on, in the order of the rows."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    lengths = np.diff(np.concatenate((begins, [len(ordered)])))
    numbers = np.empty(len(groups), dtype=np.int64)
    numbers[order] = np.arange(len(ordered)) - np.repeat(begins, lengths) + 1
    return numbers


def blocks(lengths: list[int]) -> tuple[Ints, Ints]:
    """Return where each of some lists begins in all of them joined, and how long it is."""
    count = np.array(lengths, dtype=np.int64)
    return np.concatenate(([0], np.cumsum(count)[:-1])).astype(np.int64), count
