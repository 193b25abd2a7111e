"""Groups of rows as numbers, for frames of millions of rows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]


def together(columns: Iterable[npt.NDArray[np.generic]]) -> Ints:
    """Return a number for each row, from 0 as groups first come, equal where all columns are."""
    groups: Ints | None = None
    for column in columns:
        codes, distinct = pd.factorize(column)
        if groups is None:
            groups = codes.astype(np.int64)
        else:
            groups = pd.factorize(groups * np.int64(max(len(distinct), 1)) + codes)[0]
            groups = groups.astype(np.int64)
    return np.zeros(0, dtype=np.int64) if groups is None else groups


def first_rows(groups: Ints) -> Ints:
    """Return the first row of each number from 0 on, for numbers made by `together`."""
    first = np.zeros(int(groups.max()) + 1 if len(groups) else 0, dtype=np.int64)
    # The last row written stays, so they are written backwards.
    first[groups[::-1]] = np.arange(len(groups) - 1, -1, -1)
    return first


def columns_of(frame: pd.DataFrame, names: Iterable[str]) -> list[npt.NDArray[np.generic]]:
    """Return columns of a frame as arrays."""
    return [frame[name].to_numpy() for name in names]


def give_up(frame: pd.DataFrame) -> None:
    """Take all columns out of a frame that others still hold, so that their memory is free."""
    for name in list(frame.columns):
        del frame[name]
