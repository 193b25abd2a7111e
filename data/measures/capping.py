"""M8: enterprise × body × year beyond the cap the body published (国办发〔2024〕54号).

On-site visits count, those of 个案 (an unplanned 来源, or 检查类型 个案) do not: the cap lists
leave them out. A cap that names an item holds for visits on it. Without a cap the year is unknown.
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, select

from data.measures.asking import Question
from data.measures.counters import keyed, places_in
from data.measures.scope import Scope
from data.models import Cap, Item
from data.rows.enums import CheckType, Told, Trigger

WHOSE = ["enterprise_id", "body", "year"]
FLAGS = ["over", "capped"]


def cap_rows(question: Question) -> pd.DataFrame:
    """Return a row for each enterprise × body × year and cell: over, capped, uncapped."""
    return question.keep("caps", _made)


def capped_visits(question: Question) -> pd.DataFrame:
    """Return a row for each visit and present body that a cap is about, in the order of RULES R1.

    `capped` says that a cap of the body and year is known, `over` that the visit goes beyond it.
    """
    scope, caps = question.item_scope, _caps(question)
    visits = scope.on_site
    case = (visits["trigger"] > Trigger.PLANNED) | (visits["type"] == CheckType.CASE)
    rows = keyed(scope, visits[~case], ["body", *(one for one in question.by if one != "body")])
    silent = (rows["trigger"] == Trigger.UNKNOWN) & (rows["sourced"] & Told.SOURCE == 0)
    told = rows[~silent]
    told = told.assign(place=places_in(told[WHOSE]))
    whole = caps[caps["item_id"].isna()][["body", "year", "cap"]]
    told = told.merge(whole, on=["body", "year"], how="left")
    named = _over_items(scope, told, caps[caps["item_id"].notna()])
    told = told.merge(named, on=["id", "body"], how="left")
    told = told.assign(
        over=(told["place"] > told["cap"]) | (told["over_item"] == 1),
        capped=told["cap"].notna() | told["over_item"].notna(),
    )
    rows = pd.concat([told, rows[silent].assign(over=False, capped=False)], ignore_index=True)
    return rows.astype(dict.fromkeys(FLAGS, "int64"))


def _made(question: Question) -> pd.DataFrame:
    rows = question.within(capped_visits(question))
    names = list(dict.fromkeys([*WHOSE, *question.by]))
    cells = rows.groupby(names, sort=False)[[*FLAGS, "day"]].max().reset_index()
    return cells.assign(uncapped=1 - cells["capped"])


def _caps(question: Question) -> pd.DataFrame:
    """Return the caps of the years asked: body, year, item_id (NaN: of all it does), cap."""
    period = question.period
    query = (
        select(Cap.body_id, Cap.year, func.coalesce(Item.merged_into, Item.id), Cap.cap)
        .outerjoin(Item, Item.id == Cap.item_id)
        .where(Cap.year.between(period.first.year, period.last.year))
    )
    names = ["body", "year", "item_id", "cap"]
    frame = pd.DataFrame(question.session.execute(query).all(), columns=names).astype("float64")
    # Two items that became one have one cap: the lower.
    lowest = frame.groupby(names[:3], dropna=False)["cap"].min().reset_index()
    return lowest.astype({"body": "int64", "year": "int64"})


def _over_items(scope: Scope, rows: pd.DataFrame, caps: pd.DataFrame) -> pd.DataFrame:
    """Return id, body and over_item (0 or 1) of visits on items that have a cap of their own."""
    items = rows[["id", *WHOSE]].merge(scope.items, left_on="id", right_on="visit_id")
    items = items.merge(caps.astype({"item_id": "int64"}), on=["body", "year", "item_id"])
    items = items.assign(place=places_in(items[[*WHOSE, "item_id"]]))
    items["over_item"] = (items["place"] > items["cap"]).astype("int64")
    return items.groupby(["id", "body"])["over_item"].max().reset_index()
