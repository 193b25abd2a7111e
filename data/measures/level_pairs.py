"""Visits beside earlier ones of another level of the 条线 on the same item (R5, M15)."""

from __future__ import annotations

import pandas as pd

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
    rows = visits.merge(present, left_on="id", right_on="visit_id")
    keys = ["enterprise_id", "item_id", "system"]
    levels = rows.groupby(keys)["level"].transform("nunique")
    rows = rows[levels > 1]
    before = rows[[*keys, *PAIRED, "level"]]
    pairs = rows.merge(before, on=keys, suffixes=("", "_before"))
    pairs = pairs[(pairs["id"] != pairs["id_before"]) & (pairs["level"] != pairs["level_before"])]
    return pairs[is_later(pairs)]


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
