"""Visits beside earlier ones of another level of the 条线 on the same item (R5, M15)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch, fetch_pairs
from data.measures.grouping import Ints, columns_of, first_rows, places_of, together
from data.measures.scope import Scope, load_bodies
from data.models import Item, Visit, VisitBody, VisitItem
from data.rows.enums import VisitStatus
from data.store.bulk import id_filter

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


def visits_of_levels(session: Session, days: tuple[int, int], far: int) -> list[int]:
    """Return the visits that make all pairs of some days, not more than `far` days apart.

    Of millions only a few columns are read. Each looked at an item that another level of a system
    looked at too, and has another such visit near.
    """
    counted = (Visit.inspection == 1, Visit.status != VisitStatus.CANCELLED)
    query = select(Visit.id, Visit.enterprise_id).where(Visit.day.between(*days), *counted)
    rows = _items_of(session, *fetch_pairs(session, query))
    rows = rows[_often(rows, ["enterprise_id", "item_id"])]
    bodies = load_bodies(session)[["id", "level", "system"]].rename(columns={"id": "body_id"})
    there = select(VisitBody.visit_id, VisitBody.body_id, VisitBody.day)
    ids = rows["visit_id"].unique().tolist()
    there = there.where(id_filter(VisitBody.visit_id, ids))
    present = fetch(session, there, ("visit_id", "body_id", "day"))
    rows = rows.merge(present.merge(bodies, on="body_id"), on="visit_id")
    keys = ["enterprise_id", "item_id", "system"]
    rows = rows[_several_levels(rows, keys)]
    found: list[int] = rows.loc[_near(rows, keys, far), "visit_id"].unique().tolist()
    return found


def _near(rows: pd.DataFrame, keys: list[str], far: int) -> npt.NDArray[np.bool_]:
    """Return which rows have another of their keys at most so many days before or after."""
    groups, days = together(columns_of(rows, keys)), rows["day"].to_numpy()
    order = np.lexsort((days, groups))
    same = np.diff(groups[order]) == 0
    close = same & (np.diff(days[order]) <= far)
    near = np.zeros(len(rows), dtype=bool)
    near[order[1:][close]] = True
    near[order[:-1][close]] = True
    return near


def _items_of(session: Session, ids: Ints, enterprises: Ints) -> pd.DataFrame:
    """Return what visits looked at, following merges: visit_id, enterprise_id, item_id."""
    first, last = (int(ids.min()), int(ids.max())) if len(ids) else (0, -1)
    query = select(VisitItem.visit_id, VisitItem.item_id)
    query = query.where(VisitItem.visit_id.between(first, last))
    visits, items = fetch_pairs(session, query)
    places = places_of(ids, visits)
    inside = places >= 0
    catalogue = fetch(
        session, select(Item.id, func.coalesce(Item.merged_into, Item.id)), ("id", "kept")
    )
    kept = catalogue["kept"].to_numpy()
    seen = places_of(catalogue["id"].to_numpy(), items[inside])
    return pd.DataFrame(
        {
            "visit_id": visits[inside],
            "enterprise_id": enterprises[places[inside]],
            "item_id": kept[seen],
        }
    )


def _often(rows: pd.DataFrame, keys: list[str]) -> npt.NDArray[np.bool_]:
    """Return which rows are not the only one with their keys."""
    groups = together(columns_of(rows, keys))
    often: npt.NDArray[np.bool_] = np.bincount(groups, minlength=1)[groups] > 1
    return often


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
