"""Values as the driver takes them, one by one and, for columns of one form, all at once."""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.store.bulk import Value
from data.store.columns import MISSING

if TYPE_CHECKING:
    import numpy.typing as npt

EXACT = 2.0**53
"""Beyond it not every whole number is a float."""
DRIVEN = {str, int, NoneType}


def plain(value: object) -> Value:
    """Return a value as the driver takes it: Python numbers, texts, None for NaN."""
    if value is None or value is pd.NA:
        return None
    if isinstance(value, float | np.floating):
        return (
            None if np.isnan(value) else (int(value) if float(value).is_integer() else float(value))
        )
    if isinstance(value, int | np.integer):
        return int(value)
    return str(value)


def plain_values(values: pd.Series) -> npt.NDArray[np.object_]:
    """Return a column as the driver takes it; each value is what `plain` makes of it."""
    if values.dtype.kind in "iu":
        return values.to_numpy().astype(object)
    if values.dtype.kind == "f" and (whole := _whole(values)) is not None:
        told = whole.astype(object)
        told[values.isna().to_numpy()] = None
        return told
    told = values.to_numpy(dtype=object)
    if set(map(type, told)) <= DRIVEN:
        return told
    return _objects([plain(value) for value in values.tolist()])


def stored_column(values: pd.Series) -> npt.NDArray[np.generic] | None:
    """Return a column for `insert_columns`, None where its values are not all of one form."""
    if values.dtype.kind in "iu":
        numbers = values.to_numpy().astype(np.int64)
        return None if (numbers == MISSING).any() else numbers
    if values.dtype.kind == "f":
        whole = _whole(values)
        if whole is None or (whole == MISSING).any():
            return None
        whole[values.isna().to_numpy()] = MISSING
        return whole
    told = plain_values(values)
    types = set(map(type, told))
    if types == {int}:
        return stored_column(pd.Series(told.tolist()))
    return told if types <= {str} else None


def _whole(values: pd.Series) -> npt.NDArray[np.int64] | None:
    """Return floats as whole numbers, 0 for NaN; None where one is not whole."""
    told = values.to_numpy(dtype=np.float64)
    told = np.where(np.isnan(told), 0.0, told)
    if (np.abs(told) < EXACT).all() and (told == np.trunc(told)).all():
        return told.astype(np.int64)
    return None


def _objects(values: list[Value]) -> npt.NDArray[np.object_]:
    told = np.empty(len(values), dtype=object)
    told[:] = values
    return told
