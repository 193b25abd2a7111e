"""The counters: what one visit, one task and one enterprise-month contribute to which cell.

A cell is named by dimensions. An entity counts once in each cell it touches: a joint visit in the
cell of every present body, once in the city (RULES.md, "credit"). The tallies store these sums by
month for four shapes; everything else is counted from the facts by the same functions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.measures.scope import Scope
from data.rows.enums import CheckType, Claim, Code, Trigger

MONTHLY_CAP = 3
YEARLY_CAP = 3

VISIT_COUNTERS = (
    "visits",
    "people",
    "people_unknown",
    "code_need",
    "code_shown",
    "code_unknown",
    "result_known",
    "result_found",
    "result_unknown",
)
TASK_COUNTERS = (
    "tasks",
    "tasks_joint",
    "tasks_random",
    "tasks_random_joint",
    "tasks_due",
    "tasks_planned",
    "tasks_unknown",
)
MONTH_COUNTERS = ("months", "months_beyond", "months_bare")
COUNTERS = (*VISIT_COUNTERS, *TASK_COUNTERS, *MONTH_COUNTERS)

BODY_DIMENSIONS = ("body", "level", "system")


def keyed(scope: Scope, visits: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return a row for each visit and cell of `by` it touches: the visit's columns and the keys."""
    frame = visits.assign(
        region=visits["region_id"], visit_type=visits["type"], year=1970 + visits["month"] // 12
    )
    frame = frame.drop(columns="type").rename(columns={"visit_type": "type"})
    wanted = [name for name in by if name in BODY_DIMENSIONS]
    if not wanted:
        return frame
    bodies = scope.bodies[["id", "level", "system"]].rename(columns={"id": "body"})
    present = scope.presence.rename(columns={"body_id": "body"}).merge(bodies, on="body")
    present = present[["visit_id", *wanted]].drop_duplicates()
    return frame.merge(present, left_on="id", right_on="visit_id", how="inner")


def visit_flags(visits: pd.DataFrame) -> pd.DataFrame:
    """Add the counters of single visits (M3, M9, M14)."""
    code, onsite = visits["code"], visits["onsite"] == 1
    need = onsite & code.isin([Code.ON_TIME, Code.LATE, Code.NONE])
    return visits.assign(
        visits=1,
        people=visits["officers"].fillna(0).astype("int64"),
        people_unknown=visits["officers"].isna().astype("int64"),
        code_need=need.astype("int64"),
        code_shown=(need & (code == Code.ON_TIME)).astype("int64"),
        code_unknown=(onsite & (code == Code.UNKNOWN)).astype("int64"),
        result_known=visits["found"].notna().astype("int64"),
        result_found=(visits["found"] == 1).astype("int64"),
        result_unknown=visits["found"].isna().astype("int64"),
    )


def task_key(visits: pd.DataFrame) -> pd.Series:
    """Return the task of each visit: its task, else its plan, else the visit itself."""
    key = np.where(
        visits["task_id"].notna(),
        visits["task_id"].fillna(0) * 4 + 1,
        np.where(
            visits["plan_id"].notna(), visits["plan_id"].fillna(0) * 4 + 2, visits["id"] * 4 + 3
        ),
    )
    return pd.Series(key.astype("int64"), index=visits.index)


def task_frame(scope: Scope) -> pd.DataFrame:
    """Return the tasks of a scope with their counters; the scope holds all visits of each task.

    One row a task: key, day, month (of its first visit), type, trigger and the counters.
    """
    visits = scope.counted
    visits = visits.assign(task=task_key(visits))
    tasks = scope.tasks.rename(columns={"plan_id": "listed_plan", "type": "listed_type"})
    visits = visits.merge(
        tasks[["id", "listed_plan", "listed_type", "cancelled"]],
        left_on="task_id",
        right_on="id",
        how="left",
        suffixes=("", "_task"),
    )
    visits = visits[visits["cancelled"].fillna(False).astype(bool) == False]  # noqa: E712
    visits = visits.assign(any_plan=visits["listed_plan"].fillna(visits["plan_id"]))
    filed = scope.plans.loc[scope.plans["filed"], "id"]
    unplanned = (visits["trigger"] > Trigger.PLANNED) & (visits["reasoned"] > 0)
    visits = visits.assign(
        filed_plan=visits["any_plan"].isin(filed),
        unplanned=unplanned,
        knows_plan=visits["any_plan"].notna() | (visits["sourced"] >= 2),
    )
    grouped = visits.sort_values(["day", "arrive", "body_code", "number"]).groupby(
        "task", sort=False
    )
    frame = grouped.agg(
        day=("day", "min"),
        joint=("joint", "max"),
        plan=("any_plan", "first"),
        listed_type=("listed_type", "first"),
        visit_type=("type", "first"),
        trigger=("trigger", "first"),
        filed=("filed_plan", "max"),
        unplanned=("unplanned", "min"),
        knows_plan=("knows_plan", "max"),
        month=("month", "min"),
    ).reset_index()
    return _task_counters(frame, scope.plans)


def _task_counters(frame: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    planned_type = frame["plan"].map(plans.set_index("id")["type"])
    kind = planned_type.where(planned_type.fillna(0) > 0, frame["listed_type"])
    kind = kind.where(kind.fillna(0) > 0, frame["visit_type"]).fillna(0).astype("int64")
    joint = (frame["joint"] == 1).astype("int64")
    random = (kind == CheckType.RANDOM).astype("int64")
    asked = ~frame["unplanned"].astype(bool)
    known = frame["knows_plan"].astype(bool)
    return frame.assign(
        type=kind,
        tasks=1,
        tasks_joint=joint,
        tasks_random=random,
        tasks_random_joint=random * joint,
        tasks_due=(asked & known).astype("int64"),
        tasks_planned=(asked & known & frame["filed"].astype(bool)).astype("int64"),
        tasks_unknown=(asked & ~known).astype("int64"),
    )


def month_places(scope: Scope) -> pd.DataFrame:
    """Return the on-site visits with `place`: the how-manieth of its enterprise and month (R1)."""
    visits = scope.on_site
    place = visits.groupby(["enterprise_id", "month"], sort=False).cumcount() + 1
    return visits.assign(place=place)


def year_places(scope: Scope) -> pd.DataFrame:
    """Return the on-site item visits with `place` in enterprise × item × year (R3)."""
    visits = scope.item_visits[scope.item_visits["onsite"] == 1]
    place = visits.groupby(["enterprise_id", "item_id", "year"], sort=False).cumcount() + 1
    return visits.assign(place=place)


def cap_flags(places: pd.DataFrame, cap: int) -> pd.DataFrame:
    """Add `beyond` (past the cap) and `bare` (past it and not 认可) to visits with a place."""
    beyond = places["place"] > cap
    bare = beyond & (places["claim"] != Claim.ACCEPTED)
    return places.assign(beyond=beyond.astype("int64"), bare=bare.astype("int64"))


def count_visits(scope: Scope, by: Sequence[str]) -> pd.DataFrame:
    """Return the visit counters per cell of `by` (keys as index; one row of index 0 if none)."""
    return _sum(keyed(scope, visit_flags(scope.counted), by), by, VISIT_COUNTERS)


def count_tasks(scope: Scope, by: Sequence[str], tasks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the task counters per cell of `by`; a task touches the cells of all its visits.

    `tasks` is the scope's `task_frame` where the caller has it already.
    """
    tasks = task_frame(scope) if tasks is None else tasks
    own = [name for name in by if name in ("month", "type", "trigger", "year")]
    others = [name for name in by if name not in own]
    if not others:
        return _sum(tasks, by, TASK_COUNTERS)
    visits = keyed(scope, scope.counted.assign(task=task_key(scope.counted)), others)
    cells = visits[["task", *others]].drop_duplicates()
    return _sum(cells.merge(tasks, on="task"), by, TASK_COUNTERS)


def count_months(scope: Scope, by: Sequence[str]) -> pd.DataFrame:
    """Return enterprise-months per cell of `by`, those beyond the cap, and those beyond bare."""
    places = keyed(scope, cap_flags(month_places(scope), MONTHLY_CAP), by)
    keys = list(dict.fromkeys(["enterprise_id", "month", *by]))
    cells = places.groupby(keys, sort=False)[["beyond", "bare"]].max().reset_index()
    cells = cells.assign(months=1).rename(
        columns={"beyond": "months_beyond", "bare": "months_bare"}
    )
    return _sum(cells, by, MONTH_COUNTERS)


def _sum(frame: pd.DataFrame, by: Sequence[str], counters: Sequence[str]) -> pd.DataFrame:
    if not by:
        return frame[list(counters)].sum().to_frame().T.astype("int64")
    return frame.groupby(list(by), sort=True)[list(counters)].sum()
