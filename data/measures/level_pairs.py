"""Visits beside earlier ones of another level of the 条线 on the same item (R5, M15)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.measures.grouping import columns_of, first_rows, together
from data.measures.scope import Scope

PAIRED = ("id", "day", "arrive", "body_code", "number", "status")
"""What is told of the earlier visit of a pair, with `_before` behind its name."""


def level_pairs(scope: Scope) -> pd.DataFrame:
    """Return visits beside earlier ones of another level of a system on the same item.

    A row for each pair, item and present `body` of the later visit, with the body's level and
    system; those that adopted a result (`reused`) are among them.
    """
    bodies = scope.bodies[["id", "level", "system"]].rename(columns={"id": "body"})
    visits = scope.repeated_items
    presence = scope.present_at(visits["id"])
    present = presence.rename(columns={"body_id": "body"}).merge(bodies, on="body")
    keys = ["enterprise_id", "item_id", "system"]
    slim = visits[["id", "enterprise_id", "item_id"]].assign(row=np.arange(len(visits)))
    there = slim.merge(present, left_on="id", right_on="visit_id")
    there = there[_several_levels(there, keys)]
    told = there[["visit_id", "body", "level", "system"]].reset_index(drop=True)
    rows = pd.concat([visits.iloc[there["row"]].reset_index(drop=True), told], axis=1)
    before = rows[[*keys, *PAIRED, "level"]]
    pairs = rows.merge(before, on=keys, suffixes=("", "_before"))
    pairs = pairs[(pairs["id"] != pairs["id_before"]) & (pairs["level"] != pairs["level_before"])]
    return pairs[is_later(pairs)]


def _several_levels(rows: pd.DataFrame, keys: list[str]) -> npt.NDArray[np.bool_]:
    """Return which rows are of a group in which not all levels are the same."""
    groups = together(columns_of(rows, keys))
    levels = rows["level"].to_numpy(dtype="int64")
    first = levels[first_rows(groups)]
    differs = np.zeros(len(first), dtype=bool)
    differs[groups[levels != first[groups]]] = True
    return differs[groups]


def is_later(pairs: pd.DataFrame) -> pd.Series:
    """Tell whether a visit comes after the other, by day, arrival (empty last), 单位编码."""
    same_day = pairs["day"] == pairs["day_before"]
    arrive, other = pairs["arrive"].fillna(1e18), pairs["arrive_before"].fillna(1e18)
    later_body = (pairs["body_code"] > pairs["body_code_before"]) | (
        (pairs["body_code"] == pairs["body_code_before"])
        & (pairs["number"] > pairs["number_before"])
    )
    return (pairs["day"] > pairs["day_before"]) | (
        same_day & ((arrive > other) | ((arrive == other) & later_body))
    )
