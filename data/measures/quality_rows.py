"""Which rows of a file a body's quality score (M20) counts, packed into a text beside the counts.

A row is its number in the sheet, its day, and its mark: taken without a warning, with one, or not.
Whole months are counted by their counts, parts of months row by row.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.models import Batch, Quality
from data.rows.period import Period

Ints = npt.NDArray[np.int64]
CLEAN, WARNED, REJECTED = 0, 1, 2


def pack(numbers: Ints, days: Ints, marks: Ints) -> str:
    """Return rows as a text."""
    steps = [np.diff(numbers, prepend=0), np.diff(days, prepend=0), marks]
    rows = np.stack(steps).astype("<i4")
    return base64.b64encode(zlib.compress(rows.tobytes(), 1)).decode("ascii")


def unpack(text: str) -> tuple[Ints, Ints, Ints]:
    """Return numbers, days and marks of packed rows."""
    rows = np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<i4")
    numbers, days, marks = rows.reshape(3, -1).astype("int64")
    return np.cumsum(numbers), np.cumsum(days), marks


def counted_quality(session: Session, period: Period) -> pd.DataFrame:
    """Return how many rows of a period each body sent, by month: body, month, sent, clean.

    Batches of earlier programs kept no rows: of a part of a month they count the whole month.
    """
    months, rest = period.whole_and_rest()
    counted = select(
        Quality.body_id, Quality.month, func.sum(Quality.sent), func.sum(Quality.clean)
    ).join(Batch, Batch.id == Quality.batch_id).group_by(Quality.body_id, Quality.month)
    parts = [counted.where(_standing(months))]
    if rest:
        parts.append(counted.where(_untold(rest)))
    found = [tuple(row) for query in parts for row in session.execute(query)]
    for part in rest:
        found += _within(session, part)
    rows = np.array(found, dtype="int64").reshape(-1, 4)
    return pd.DataFrame(rows, columns=["body", "month", "sent", "clean"])


def is_untold(session: Session, period: Period) -> bool:
    """Return whether a part of a month counts batches whose rows nobody knows."""
    _, rest = period.whole_and_rest()
    query = select(Quality.batch_id).join(Batch, Batch.id == Quality.batch_id)
    return bool(rest) and session.scalar(query.where(_untold(rest)).limit(1)) is not None


def _within(session: Session, part: Period) -> list[tuple[int, int, int, int]]:
    """Return the same of the rows of some days of a month."""
    query = (
        select(Quality.body_id, Quality.month, Quality.listed)
        .join(Batch, Batch.id == Quality.batch_id)
        .where(_standing(part.months), Quality.listed.is_not(None))
    )
    found = []
    for body, month, listed in session.execute(query):
        _, days, marks = unpack(listed or "")
        inside = (days >= part.first_day) & (days <= part.last_day)
        if sent := int(inside.sum()):
            found.append((body, month, sent, int((marks[inside] == CLEAN).sum())))
    return found


def _standing(months: Sequence[int]) -> ColumnElement[bool]:
    return (Batch.undone == 0) & Quality.month.in_(list(months))


def _untold(rest: Sequence[Period]) -> ColumnElement[bool]:
    months = [month for part in rest for month in part.months]
    return _standing(months) & Quality.listed.is_(None)
