"""Rows of a query as a frame, without an object for each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session


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


def fetch_many(
    session: Session, query: Select[*tuple[int, ...]], names: Sequence[str]
) -> pd.DataFrame:
    """Return the rows of a query of whole numbers, none of them NULL, where there are millions.

    Each column comes as one text, which takes a fifth of the time of as many rows.
    """
    rows = query.subquery()
    texts = [func.aggregate_strings(cast(column, Text), ",") for column in rows.c]
    session.flush()
    told = session.connection().execute(select(*texts)).one()
    columns = [np.fromstring(text or "", dtype="int64", sep=",") for text in told]
    return pd.DataFrame(dict(zip(names, columns, strict=True)))
