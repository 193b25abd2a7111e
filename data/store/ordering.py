"""Orders of rows by columns of whole numbers, for millions of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints: TypeAlias = npt.NDArray[np.int64]
    Bools: TypeAlias = npt.NDArray[np.bool_]

ROOM = 1 << 62
"""Numbers below this can be told apart in 63 bits."""


def packed(columns: Sequence[npt.NDArray[np.generic]]) -> Ints | None:
    """Return one number a row, 0 or more, in order where the columns are, the first before others.

    None where they are no whole numbers, or do not fit into one.
    """
    whole, room = None, 1
    for column in columns:
        if column.dtype.kind not in "iub" or not len(column):
            return None
        values = column.astype(np.int64, copy=False)
        low = int(values.min())
        width = int(values.max()) - low + 1
        room *= width
        if room >= ROOM:
            return None
        whole = values - low if whole is None else whole * np.int64(width) + (values - low)
    return whole


def ascending(numbers: Ints) -> Ints | None:
    """Return the order of numbers (0 or more), equal ones as they stand; None where they are in it.

    Numbers with their places, all different, sort in a third of the time.
    """
    if (numbers[1:] >= numbers[:-1]).all():
        return None
    size = len(numbers)
    if int(numbers.max()) >= ROOM // size:
        return np.argsort(numbers, kind="stable").astype(np.int64, copy=False)
    both = numbers * np.int64(size) + np.arange(size)
    both.sort()
    both %= size
    return both


def order_of_groups(numbers: Ints) -> Ints:
    """Return the order of numbers (0 or more), equal ones as they stand."""
    found = ascending(numbers)
    return np.arange(len(numbers), dtype=np.int64) if found is None else found


def in_order_by(keys: Sequence[npt.NDArray[np.generic]]) -> tuple[Ints, Bools]:
    """Return the order of rows by keys, the first before others, equal rows as they stand.

    Also whether each row but the first is equal to the one before it, in that order.
    """
    whole = packed(keys)
    if whole is None:
        order = np.lexsort(list(keys)[::-1]).astype(np.int64, copy=False)
        same = np.ones(max(len(order) - 1, 0), dtype=bool)
        for values in keys:
            ordered = values[order]
            same &= ordered[1:] == ordered[:-1]
        return order, same
    order = order_of_groups(whole)
    numbers = whole[order]
    return order, numbers[1:] == numbers[:-1]
