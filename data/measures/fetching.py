"""Rows of a query as a frame, without an object for each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import BigInteger, Select, Text, cast, func, select
from sqlalchemy.orm import Session

from data.measures.grouping import sorted_once

WIDTH = 1 << 31
"""More than any id."""


def fetch(
    session: Session,
    query: Select[*tuple[object, ...]],
    names: Sequence[str],
    floats: Sequence[str] = (),
    texts: Sequence[str] = (),
) -> pd.DataFrame:
    """Return a query's rows as columns: whole numbers, `floats` where NULL may be, `texts`."""
    session.flush()
    rows = session.connection().execute(query).cursor.fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    frame: dict[str, np.ndarray | pd.Series] = {}
    for name, values in zip(names, columns, strict=True):
        if name in texts:
            frame[name] = pd.Series(values, dtype="object")
        elif name in floats:  # an array takes a third of the time of a series
            frame[name] = np.array(values, dtype="float64")
        else:
            frame[name] = np.fromiter(values, dtype="int64", count=len(values))
    return pd.DataFrame(frame)


def fetch_pairs(
    session: Session, query: Select[*tuple[object, ...]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the different pairs of a query of two ids, in order, where there may be millions.

    None may be NULL. They come packed into one number each, and all in one text: that takes a fifth
    of the time of as many rows.
    """
    left, right = query.selected_columns
    pair = query.with_only_columns((cast(left, BigInteger) * WIDTH + right).label("pair"))
    whole = select(func.aggregate_strings(cast(pair.subquery().c.pair, Text), ","))
    session.flush()
    text = session.connection().execute(whole).scalar_one()
    pairs = sorted_once(np.fromstring(text or "", dtype="int64", sep=","))
    return pairs // WIDTH, pairs % WIDTH
