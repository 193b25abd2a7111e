"""The counters: what one visit, one task and one enterprise-month contribute to which cell.

A cell is named by dimensions. An entity counts once in each cell it touches: a joint visit in the
cell of every present body, once in the city (RULES.md, "credit"). The tallies store these sums by
month for four shapes; everything else is counted from the facts by the same functions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.measures.grouping import columns_of, together
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
KEYED = ("id", "region_id", "month", "type", "trigger")
"""What a cell of visits is named by, beside the bodies."""
FLAGS = ("beyond", "bare")


def keyed(scope: Scope, visits: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return a row for each visit and cell of `by` it touches: the visit's columns and the keys."""
    frame = visits.assign(region=visits["region_id"], year=1970 + visits["month"] // 12)
    wanted = [name for name in by if name in BODY_DIMENSIONS]
    if not wanted:
        return frame
    bodies = scope.bodies.set_index("id")
    present = scope.presence
    for name in wanted:
        values = present["body_id"] if name == "body" else present["body_id"].map(bodies[name])
        present = present.assign(**{name: values.to_numpy()})
    present = present[["visit_id", *wanted]]
    if wanted != ["body"] or not _is_sorted(present):
        present = present.drop_duplicates()
    return frame.merge(present, left_on="id", right_on="visit_id", how="inner")


def _is_sorted(present: pd.DataFrame) -> bool:
    """Return whether pairs of visit and body stand in strict order, so that none is twice."""
    visit, body = present["visit_id"].to_numpy(), present["body"].to_numpy()
    later = (visit[1:] > visit[:-1]) | ((visit[1:] == visit[:-1]) & (body[1:] > body[:-1]))
    return bool(later.all())


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
    return visits.assign(place=_places(visits[["enterprise_id", "month"]]))


def year_places(scope: Scope) -> pd.DataFrame:
    """Return the on-site item visits with `place` in enterprise × item × year (R3)."""
    return with_year_places(scope.item_visits)


def with_year_places(visits: pd.DataFrame) -> pd.DataFrame:
    """Return the on-site ones of item visits with `place` in enterprise × item × year."""
    visits = visits[visits["onsite"] == 1]
    return visits.assign(place=_places(visits[["enterprise_id", "item_id", "year"]]))


def _places(keys: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the how-manieth row of its keys each row is, from 1, in the order they stand."""
    codes = together(columns_of(keys, keys.columns))
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes) if len(codes) else np.zeros(0, dtype="int64")
    begins = np.concatenate(([0], np.cumsum(sizes)[:-1])) if len(sizes) else sizes
    places = np.empty(len(codes), dtype="int64")
    places[order] = np.arange(len(codes)) - np.repeat(begins, sizes) + 1
    return places


def cap_flags(places: pd.DataFrame, cap: int) -> pd.DataFrame:
    """Add `beyond` (past the cap) and `bare` (past it and not 认可) to visits with a place."""
    beyond = places["place"] > cap
    bare = beyond & (places["claim"] != Claim.ACCEPTED)
    return places.assign(beyond=beyond.astype("int64"), bare=bare.astype("int64"))


def count_visits(scope: Scope, by: Sequence[str]) -> pd.DataFrame:
    """Return the visit counters per cell of `by` (keys as index; one row of index 0 if none)."""
    flags = visit_flags(scope.counted)[[*KEYED, *VISIT_COUNTERS]]
    return _sum(keyed(scope, flags, by), by, VISIT_COUNTERS)


def count_tasks(scope: Scope, by: Sequence[str], tasks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the task counters per cell of `by`; a task touches the cells of all its visits.

    `tasks` is the scope's `task_frame` where the caller has it already.
    """
    tasks = task_frame(scope) if tasks is None else tasks
    own = [name for name in by if name in ("month", "type", "trigger", "year")]
    others = [name for name in by if name not in own]
    if not others:
        return _sum(tasks, by, TASK_COUNTERS)
    counted = scope.counted
    visits = keyed(scope, counted[list(KEYED)].assign(task=task_key(counted)), others)
    cells = distinct(visits, ["task", *others])
    wanted = ["task", *own, *TASK_COUNTERS]
    return _sum(cells.merge(tasks[wanted], on="task"), by, TASK_COUNTERS)


def count_months(scope: Scope, by: Sequence[str]) -> pd.DataFrame:
    """Return enterprise-months per cell of `by`, those beyond the cap, and those beyond bare."""
    flags = cap_flags(month_places(scope), MONTHLY_CAP)[["enterprise_id", *KEYED, *FLAGS]]
    places = keyed(scope, flags, by)
    keys = list(dict.fromkeys(["enterprise_id", "month", *by]))
    cells = distinct(places, keys).assign(months=1)
    past = places[places["beyond"] == 1].groupby(keys, sort=False)[list(FLAGS)].max()
    past = past.rename(columns={"beyond": "months_beyond", "bare": "months_bare"}).reset_index()
    cells = cells.merge(past, on=keys, how="left")
    cells[list(MONTH_COUNTERS)] = cells[list(MONTH_COUNTERS)].fillna(0).astype("int64")
    return _sum(cells, by, MONTH_COUNTERS)


def distinct(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return the different rows of whole-number columns, each once, in the order they come."""
    codes = pd.Series(together(columns_of(frame, keys)), index=frame.index)
    return frame.loc[~codes.duplicated(), list(keys)]


def _sum(frame: pd.DataFrame, by: Sequence[str], counters: Sequence[str]) -> pd.DataFrame:
    if not by:
        return frame[list(counters)].sum().to_frame().T.astype("int64")
    return frame.groupby(list(by), sort=True)[list(counters)].sum()
