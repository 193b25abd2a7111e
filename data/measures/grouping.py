"""Groups of rows as numbers, for frames of millions of rows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.store.ordering import packed

Ints = npt.NDArray[np.int64]
DENSE = 4
"""Ids are looked up by their place if they lie so close: at most so many numbers for each."""


def together(columns: Iterable[npt.NDArray[np.generic]]) -> Ints:
    """Return a number for each row, from 0 as groups first come, equal where all columns are."""
    columns = list(columns)
    whole = packed(columns)
    if whole is not None:
        return _as_they_come(whole)
    groups: Ints | None = None
    for column in columns:
        codes, distinct = pd.factorize(column)
        if groups is None:
            groups = codes.astype(np.int64)
        else:
            groups = pd.factorize(groups * np.int64(max(len(distinct), 1)) + codes)[0]
            groups = groups.astype(np.int64)
    return np.zeros(0, dtype=np.int64) if groups is None else groups


def _as_they_come(keys: Ints) -> Ints:
    """Return the number of each key, 0 for the key of the first row; keys are 0 and more."""
    room = int(keys.max()) + 1
    if room > DENSE * len(keys):
        return pd.factorize(keys)[0].astype(np.int64, copy=False)
    # Keys so close to each other are found by their place: a third of what hashing them costs.
    first = np.empty(room, dtype=np.int64)
    rows = np.arange(len(keys), dtype=np.int64)
    first[keys[::-1]] = rows[::-1]
    firsts = first[keys]
    return (np.cumsum(firsts == rows) - 1)[firsts]


def sorted_once(values: Ints) -> Ints:
    """Return the different numbers in order; where there are millions faster than `np.unique`."""
    if len(values) and (values[1:] <= values[:-1]).any():
        values = np.sort(values)
        values = values[np.concatenate(([True], values[1:] != values[:-1]))]
    return values


def places_of(ids: npt.NDArray[np.generic], wanted: npt.NDArray[np.generic]) -> Ints:
    """Return the place among distinct `ids` of each id wanted, -1 for one that is not there."""
    known: Ints = ids.astype(np.int64, copy=False)
    asked: Ints = wanted.astype(np.int64, copy=False)
    low, high = (int(known.min()), int(known.max())) if len(known) else (0, -1)
    if high - low >= DENSE * max(len(known), len(asked)):
        return pd.Index(known).get_indexer(pd.Index(asked)).astype(np.int64)
    # One number more for all that lie outside.
    places = np.full(high - low + 2, -1, dtype=np.int64)
    places[known - low] = np.arange(len(known))
    found: Ints = places[np.where((asked < low) | (asked > high), high + 1, asked) - low]
    return found


def joined(left: npt.NDArray[np.generic], right: Ints) -> tuple[Ints, Ints]:
    """Return the places in `left` and in `right` (ascending) of each pair of equal ids."""
    if not len(right) or not len(left):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.concatenate(([True], right[1:] != right[:-1])))
    sizes = np.diff(np.concatenate((starts, [len(right)])))
    found = places_of(right[starts], left)
    rows = np.flatnonzero(found >= 0)
    found = found[rows]
    many = sizes[found]
    ends = np.cumsum(many)
    inside = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - many, many)
    return np.repeat(rows, many), np.repeat(starts[found], many) + inside


def first_rows(groups: Ints) -> Ints:
    """Return the first row of each number from 0 on, for numbers made by `together`."""
    first = np.zeros(int(groups.max()) + 1 if len(groups) else 0, dtype=np.int64)
    # The last row written stays, so they are written backwards.
    first[groups[::-1]] = np.arange(len(groups) - 1, -1, -1)
    return first


def columns_of(frame: pd.DataFrame, names: Iterable[str]) -> list[npt.NDArray[np.generic]]:
    """Return columns of a frame as arrays."""
    return [frame[name].to_numpy() for name in names]


def summed(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the sums of counts that have equal keys, which are the index of each part."""
    frames = list(parts)
    if len(frames) == 1:
        return frames[0]
    whole = pd.concat(frames)
    found: pd.DataFrame = whole.groupby(level=list(range(whole.index.nlevels)), sort=True).sum()
    return found


def give_up(frame: pd.DataFrame) -> None:
    """Take all columns out of a frame that others still hold, so that their memory is free."""
    for name in list(frame.columns):
        del frame[name]
