"""Who a body's rows belong to after it was merged into another: from that day on the successor."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body

Bodies: TypeAlias = npt.NDArray[np.int64] | npt.NDArray[np.float64]
"""Ids; float where some are not known."""

def successors(session: Session) -> list[tuple[int, int, int]]:
    """Return former body, successor and day of each merger, in the order of the days."""
    query = select(Body.id, Body.merged_into, Body.merged_day).where(Body.merged_into.is_not(None))
    rows = [(row[0], int(row[1] or 0), int(row[2] or 0)) for row in session.execute(query)]
    return sorted(rows, key=lambda one: one[2])


def succeeded(session: Session, bodies: Bodies, days: pd.Series) -> Bodies:
    """Return the body each row belongs to on its day."""
    found = bodies
    told = days.to_numpy(dtype="float64")
    for former, successor, day in successors(session):
        found = np.where((found == former) & (told >= day), successor, found)
    return found


def succeeded_lists(session: Session, lists: pd.Series, days: pd.Series) -> pd.Series:
    """Return lists of bodies (comma-joined ids) with the bodies of their day."""
    mergers = successors(session)
    if not mergers:
        return lists
    found = lists.astype(object).copy()
    for former, successor, day in mergers:
        later = (days >= day).to_numpy()
        found[later] = [renamed_list(str(one), former, successor) for one in found[later]]
    return found


def renamed_list(text: str, former: int, successor: int) -> str:
    """Return comma-joined ids with one body in place of another, each once."""
    ids = text.split(",") if text else []
    return ",".join(dict.fromkeys(str(successor) if one == str(former) else one for one in ids))
