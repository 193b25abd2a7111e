"""Rows of a query as a frame, without an object for each row."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Select
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
    frame = {}
    for name, values in zip(names, columns, strict=True):
        kind = "float64" if name in floats else "object" if name in texts else "int64"
        frame[name] = pd.Series(values, dtype=kind)
    return pd.DataFrame(frame)
