"""How far plans are carried out (RULES.md, M12).

A target is settled by a visit under the plan, by a joint visit in which the lead took part, by a
self-check of the enterprise that was accepted, or by a result of others that the lead reused; the
last three within the plan's days and on one of its items, where it names any. A plan without
targets is measured by 抽查数量, else by the lower bound of 抽查比例 and 对象基数.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.measures.fetching import fetch, fetch_pairs
from data.measures.plan_frames import load_plan_items
from data.measures.scope import COUNTED
from data.models import (
    Item,
    PlanTarget,
    Report,
    ReportLine,
    SelfCheck,
    Visit,
    VisitBody,
    VisitItem,
)
from data.rows.enums import PlanStanding, SelfCheckResult, VisitStatus
from data.rows.values.ratios import UNDETERMINED, Ratio, parse_amount, parse_ratio
from data.store.bulk import id_filter

PAIR = ["plan_id", "enterprise_id"]
COLUMNS = ["targets", "settled", "visited", "wanted", "known", "done"]


def load_progress(session: Session, plans: pd.DataFrame) -> pd.DataFrame:
    """Return by plan id how many targets it has and are settled, enterprises visited and wanted.

    `plans` has plan_id, body, first, last, items, scenario, ratio, sample, base. `wanted` is NaN
    where the plan does not determine it; `known` says whether `done` can be told at all.
    """
    if plans.empty:
        return pd.DataFrame(columns=COLUMNS, dtype="float64")
    ids = plans["plan_id"].tolist()
    visited = _visited(session, ids)
    targets = _targets(session, ids)
    frame = pd.DataFrame(index=pd.Index(plans["plan_id"], name="plan_id"))
    frame["targets"] = targets.groupby("plan_id").size()
    settled = _settled(session, plans, targets, visited)
    frame["settled"] = settled.groupby("plan_id").size()
    frame["visited"] = visited.groupby("plan_id").size()
    frame = frame.fillna(0).astype("int64")
    frame["wanted"] = wanted(plans["sample"], plans["ratio"], plans["base"]).to_numpy()
    listed = frame["targets"] > 0
    frame["known"] = listed | frame["wanted"].notna()
    frame["done"] = np.where(
        listed, frame["settled"] >= frame["targets"], frame["visited"] >= frame["wanted"]
    )
    return frame


def standing(
    first: pd.Series, last: pd.Series, progress: pd.DataFrame, today: int
) -> npt.NDArray[np.int64]:
    """Return how far plans are on a day (PlanStanding), with their rows of `load_progress`.

    A plan that carried out what it means to (M12) is done, also before its last day.
    """
    known = progress["known"].to_numpy(dtype=bool)
    done = known & progress["done"].to_numpy(dtype=bool)
    over, ahead = (last < today).to_numpy(), (first > today).to_numpy()
    undated = (first.isna() | last.isna()).to_numpy()
    cases = [done, ahead, undated | (over & ~known), over]
    words = (PlanStanding.DONE, PlanStanding.WAITING, PlanStanding.UNKNOWN, PlanStanding.OVERDUE)
    chosen = [int(word) for word in words]
    return np.select(cases, chosen, int(PlanStanding.RUNNING)).astype("int64")


def load_targets(session: Session, plans: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the targets of plans, and those of them that are settled: plan_id, enterprise_id."""
    ids = plans["plan_id"].tolist()
    targets = _targets(session, ids)
    return targets, _settled(session, plans, targets, _visited(session, ids))


def wanted(sample: pd.Series, ratio: pd.Series, base: pd.Series) -> pd.Series:
    """Return how many enterprises plans mean to visit at least, NaN where that is not said."""
    amounts = {text: _amount(text) for text in sample.unique()}
    ratios = {text: _ratio(text) for text in ratio.unique()}
    amount = sample.map({text: _least(one) for text, one in amounts.items()}).astype("float64")
    share = sample.map({text: _share(one) for text, one in amounts.items()}).astype("float64")
    rate = ratio.map({text: _share(one) for text, one in ratios.items()}).astype("float64")
    beside = ratio.map({text: _least(one) for text, one in ratios.items()}).astype("float64")
    objects = base.astype("float64")
    # A product such as 0.1 × 30 lies a hair above the whole number it is.
    reckoned = pd.Series(np.ceil((share.fillna(rate) * objects).round(6)), index=base.index)
    found = amount.fillna(reckoned).fillna(beside)
    return found.where(found > 0)


@cache
def _ratio(text: str) -> Ratio:
    """Read 抽查比例."""
    return parse_ratio(text) if text else UNDETERMINED


@cache
def _amount(text: str) -> Ratio:
    """Read 抽查数量."""
    return parse_amount(text) if text else UNDETERMINED


def _least(read: Ratio) -> float | None:
    """Return the lowest number of enterprises that is named."""
    if read.unit == "count":
        return read.low
    return None if read.count is None else float(read.count)


def _share(read: Ratio) -> float | None:
    """Return the lower bound of a share of the objects."""
    return read.low if read.unit == "share" else None


def _targets(session: Session, plans: list[int]) -> pd.DataFrame:
    query = select(PlanTarget.plan_id, PlanTarget.enterprise_id)
    return fetch(session, query.where(id_filter(PlanTarget.plan_id, plans)), PAIR)


def _visited(session: Session, plans: list[int]) -> pd.DataFrame:
    """Return whom counted visits under the plans reached, whoever of their reports names it."""
    low, high = min(plans, default=0), max(plans, default=0)
    parts = []
    # Looking each visit up in a list of plans takes longer than leaving some out afterwards.
    for query in _of_plans(lambda plan: plan.between(low, high)):
        parts.append(pd.DataFrame(dict(zip(PAIR, fetch_pairs(session, query), strict=True))))
    found = pd.concat([part[part["plan_id"].isin(plans)] for part in parts])
    return found.drop_duplicates(ignore_index=True) if len(parts[1]) else found


def load_visits_of_plans(session: Session, plans: list[int]) -> pd.DataFrame:
    """Return the counted visits under plans, whoever of their reports names it, with whom."""
    chosen = _of_plans(lambda plan: id_filter(plan, plans))
    queries = [one.add_columns(Visit.id) for one in chosen]
    parts = [fetch(session, one, [*PAIR, "visit_id"]) for one in queries]
    return pd.concat(parts).drop_duplicates(ignore_index=True)


def _of_plans(
    chosen: Callable[[InstrumentedAttribute[int | None]], ColumnElement[bool]],
) -> tuple[Select[int | None, int], Select[int | None, int]]:
    """Return what asks for the counted visits under plans: by the visit, and by other reports.

    A visit of one report has the plan of that.
    """
    of_visits = select(Visit.plan_id, Visit.enterprise_id).where(
        chosen(Visit.plan_id), *COUNTED
    )
    of_reports = (
        select(Report.plan_id, Report.enterprise_id)
        .join(Visit, Visit.id == Report.visit_id)
        .where(chosen(Report.plan_id), Report.status != VisitStatus.CANCELLED, *COUNTED)
        .where(Visit.reports > 1, Report.plan_id.is_distinct_from(Visit.plan_id))
    )
    return of_visits, of_reports


def _settled(
    session: Session, plans: pd.DataFrame, targets: pd.DataFrame, visited: pd.DataFrame
) -> pd.DataFrame:
    """Return the targets that are settled."""
    reached = targets.merge(visited, on=PAIR)
    marks = pd.MultiIndex.from_frame(targets).isin(pd.MultiIndex.from_frame(reached))
    open_ones = targets[~marks]
    if open_ones.empty:
        return reached
    facts = plans[["plan_id", "body", "first", "last"]]
    asked = open_ones.merge(facts, on="plan_id")
    asked["first"] = asked["first"].fillna(-np.inf)
    asked["last"] = asked["last"].fillna(np.inf)
    items = load_plan_items(session, plans.rename(columns={"plan_id": "id"}))
    enterprises = asked["enterprise_id"].unique().tolist()
    others = [
        _on_items(_meeting(asked, _joint_visits(session, enterprises), "body"), items, True),
        _on_items(_meeting(asked, _self_checks(session, enterprises)), items, False),
        _on_items(_meeting(asked, _reused(session, enterprises), "body"), items, True),
    ]
    return pd.concat([reached, *(one[PAIR] for one in others)]).drop_duplicates(ignore_index=True)


def _meeting(asked: pd.DataFrame, events: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return what happened to a target within the days of its plan (and by its lead)."""
    both = asked.merge(events, on=["enterprise_id", *keys])
    return both[both["day"].between(both["first"], both["last"])]


def _on_items(events: pd.DataFrame, items: pd.DataFrame, any_item: bool) -> pd.DataFrame:
    """Return the events on an item of their plan; where it names none all, or none."""
    named = events.merge(items, on=["plan_id", "item_id"])
    if not any_item:
        return named
    return pd.concat([named, events[~events["plan_id"].isin(items["plan_id"])]])


def _joint_visits(session: Session, enterprises: list[int]) -> pd.DataFrame:
    names = ["enterprise_id", "day", "body", "item_id"]
    query = (
        select(Visit.enterprise_id, Visit.day, VisitBody.body_id, _identity())
        .join(VisitBody, VisitBody.visit_id == Visit.id)
        .outerjoin(VisitItem, VisitItem.visit_id == Visit.id)
        .outerjoin(Item, Item.id == VisitItem.item_id)
        .where(id_filter(Visit.enterprise_id, enterprises), Visit.joint == 1, *COUNTED)
    )
    return fetch(session, query, names, ("item_id",))


def _self_checks(session: Session, enterprises: list[int]) -> pd.DataFrame:
    query = (
        select(SelfCheck.enterprise_id, SelfCheck.day, _identity())
        .join(Item, Item.id == SelfCheck.item_id)
        .where(
            id_filter(SelfCheck.enterprise_id, enterprises),
            SelfCheck.verdict == SelfCheckResult.ACCEPTED,
        )
    )
    return fetch(session, query, ["enterprise_id", "day", "item_id"], ("item_id",))


def _reused(session: Session, enterprises: list[int]) -> pd.DataFrame:
    """Return the reports that name a result they reuse (采用结果编号)."""
    names = ["enterprise_id", "day", "body", "item_id"]
    query = (
        select(Report.enterprise_id, Report.day, Report.body_id, _identity())
        .outerjoin(ReportLine, ReportLine.report_id == Report.id)
        .outerjoin(Item, Item.id == ReportLine.item_id)
        .where(
            id_filter(Report.enterprise_id, enterprises),
            Report.reused != "",
            Report.status != VisitStatus.CANCELLED,
        )
    )
    return fetch(session, query, names, ("item_id",))


def _identity() -> ColumnElement[int | None]:
    """Return the item something is about, following merges in the catalogue."""
    return func.coalesce(Item.merged_into, Item.id)
