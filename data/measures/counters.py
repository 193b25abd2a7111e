"""The counters: what one visit, one task and one enterprise-month contribute to which cell.

A cell is named by dimensions. An entity counts once in each cell it touches: a joint visit in the
cell of every present body, once in the city (RULES.md, "credit"). The tallies store these sums by
month for four shapes; everything else is counted from the facts by the same functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.measures.folding import first_told
from data.measures.grouping import columns_of, first_rows, joined, places_of, together
from data.measures.scope import Scope, in_order, in_order_of
from data.rows.enums import GOOD_RATING, CheckType, Claim, Code, Told, Trigger, VisitStatus
from data.rows.period import day_number, month_first
from data.rows.rulesets import RuleBook
from data.store.ordering import order_of_groups

VISIT_COUNTERS = (
    "visits",
    "people",
    "people_unknown",
    "code_need",
    "code_shown",
    "code_late",
    "code_overdue",
    "code_unknown",
    "scan_known",
    "scan_done",
    "scan_unknown",
    "rate_known",
    "rate_done",
    "rate_good",
    "rate_unknown",
    "result_known",
    "result_found",
    "result_unknown",
    "joint_known",
    "joint_found",
    "off_site",
    "claims",
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
COUNTED_BY = (
    *("id", "enterprise_id", "region_id", "day", "month", "type", "trigger", "onsite"),
    *("inspection", "status", "joint", "code", "delay", "found", "claim", "officers"),
    *("scanned", "rating"),
)
"""What the counters of visits and months are made of."""
KEYED = ("id", "region_id", "month", "type", "trigger")
"""What a cell of visits is named by, beside the bodies."""
FLAGS = ("beyond", "bare")
OWN_OF_TASKS = ("month", "type", "trigger", "year")
"""What a task has of its own, whatever visits it has."""
OF_TASKS = (
    *("id", "day", "arrive", "body_code", "number", "enterprise_id", "task_id", "plan_id"),
    *("type", "trigger", "joint", "reasoned", "sourced", "month"),
)
"""What the tasks of visits are made of, and their order."""
OF_TASK = (
    *("day", "arrive", "body_code", "number", "enterprise_id", "task", "month", "type", "trigger"),
    *("joint", "any_plan", "listed_type", "filed_plan", "unplanned", "knows_plan"),
)
"""What is said of a task, and the order in which its visits say it."""


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
        present = in_order_of(present.drop_duplicates(), "visit_id")
    # What `merge` would return, which sorts a copy of both sides first.
    left, right = joined(frame["id"].to_numpy(), present["visit_id"].to_numpy(dtype="int64"))
    rows = frame.take(left).reset_index(drop=True)
    return rows.assign(**{name: present[name].to_numpy()[right] for name in ("visit_id", *wanted)})


def _is_sorted(present: pd.DataFrame) -> bool:
    """Return whether pairs of visit and body stand in strict order, so that none is twice."""
    visit, body = present["visit_id"].to_numpy(), present["body"].to_numpy()
    later = (visit[1:] > visit[:-1]) | ((visit[1:] == visit[:-1]) & (body[1:] > body[:-1]))
    return bool(later.all())


def visit_flags(visits: pd.DataFrame, book: RuleBook) -> pd.DataFrame:
    """Add the counters of single visits (M3, M4, M5, M9, M14, M18, R20)."""
    onsite, found = visits["onsite"] == 1, visits["found"]
    joint = visits["joint"] == 1
    claims = visits["claim"].isin([Claim.OPEN, Claim.ACCEPTED])
    flags = {
        **code_flags(visits, onsite, overdue_days(book, visits["day"])),
        **rating_flags(visits),
        "people_unknown": visits["officers"].isna(),
        "result_known": found.notna(),
        "result_found": found == 1,
        "result_unknown": found.isna(),
        "joint_known": joint & found.notna(),
        "joint_found": joint & (found == 1),
        "off_site": ~onsite,
        "claims": claims,
    }
    return visits.assign(
        visits=np.ones(len(visits), dtype="int8"),
        people=visits["officers"].fillna(0).astype("int32"),
        **{name: flag.astype("int8") for name, flag in flags.items()},
    )


def overdue_days(book: RuleBook, days: pd.Series) -> float | pd.Series:
    """Return after how many days a code shown late is overdue (R7): one figure, or each day's."""
    told = [one.rules["R7"].limits["overdue_days"] for one in book.sets if "R7" in one.rules]
    if len(set(told)) == 1:
        return told[0]
    limits = {day: book.limit("R7", "overdue_days", day) for day in days.unique().tolist()}
    return days.map(limits).astype("float64")


def code_flags(
    visits: pd.DataFrame, onsite: pd.Series, limit: float | pd.Series
) -> dict[str, pd.Series]:
    """Return the flags of 亮码 and 扫码: shown is 按时 or 补码, scanned is asked where shown."""
    code = visits["code"]
    need = onsite & code.isin([Code.ON_TIME, Code.LATE, Code.NONE])
    late = need & (code == Code.LATE)
    shown = onsite & code.isin([Code.ON_TIME, Code.LATE])
    scanned = visits["scanned"]
    return {
        "code_need": need,
        "code_shown": need & (code == Code.ON_TIME),
        "code_late": late,
        "code_overdue": late & (visits["delay"] > limit),
        "code_unknown": onsite & (code == Code.UNKNOWN),
        "scan_known": shown & scanned.notna(),
        "scan_done": shown & (scanned == 1),
        "scan_unknown": shown & scanned.isna(),
    }


def rating_flags(visits: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the flags of 评价 among the visits that are 已完成."""
    done, rating = visits["status"] == VisitStatus.DONE, visits["rating"]
    return {
        "rate_known": done & rating.notna(),
        "rate_done": done & (rating > 0),
        "rate_good": done & (rating >= GOOD_RATING),
        "rate_unknown": done & rating.isna(),
    }


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
    visits, tasks = scope.counted[list(OF_TASKS)], scope.tasks
    places = places_of(tasks["id"].to_numpy(), visits["task_id"].fillna(-1).to_numpy())
    cancelled = _told(tasks["cancelled"], places) == 1
    if cancelled.any():
        visits, places = visits[~cancelled], places[~cancelled]
    any_plan = _told(tasks["plan_id"], places)
    any_plan = np.where(np.isnan(any_plan), visits["plan_id"].to_numpy(dtype="float64"), any_plan)
    filed = scope.plans.loc[scope.plans["filed"], "id"]
    unplanned = (visits["trigger"] > Trigger.PLANNED) & (visits["reasoned"] > 0)
    visits = visits.assign(
        task=task_key(visits),
        any_plan=any_plan,
        listed_type=_told(tasks["type"], places),
        filed_plan=pd.Series(any_plan, index=visits.index).isin(filed),
        unplanned=unplanned,
        knows_plan=~np.isnan(any_plan) | (visits["sourced"].to_numpy() & Told.PLAN > 0),
    )
    # The order of caps within each task, so the first of a task is its earliest visit.
    ordered = in_order(visits.assign(enterprise_id=visits["task"])[list(OF_TASK)])
    keys = ordered["task"].to_numpy()
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
    firsts = ordered[["task", "day", "month", "type", "trigger"]].iloc[starts]
    frame = firsts.rename(columns={"type": "visit_type"}).reset_index(drop=True)
    for name, source in (("plan", "any_plan"), ("listed_type", "listed_type")):
        frame[name] = first_told(ordered[source], starts)
    for name, source in (("joint", "joint"), ("filed", "filed_plan"), ("knows_plan", "knows_plan")):
        frame[name] = np.maximum.reduceat(ordered[source].to_numpy(), starts)
    frame["unplanned"] = np.minimum.reduceat(ordered["unplanned"].to_numpy(), starts)
    return _task_counters(frame, scope.plans)


def _told(values: pd.Series, places: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the value at each place, NaN where the place is -1."""
    found = np.full(len(places), np.nan)
    found[places >= 0] = values.to_numpy(dtype="float64")[places[places >= 0]]
    return found


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
    return visits.assign(place=places_in(visits[["enterprise_id", "month"]]))


def year_places(scope: Scope) -> pd.DataFrame:
    """Return the on-site item visits with `place` in enterprise × item × year (R3)."""
    return with_year_places(scope.item_visits)


def with_year_places(visits: pd.DataFrame) -> pd.DataFrame:
    """Return the on-site ones of item visits with `place` in enterprise × item × year."""
    visits = visits[visits["onsite"] == 1]
    return visits.assign(place=places_in(visits[["enterprise_id", "item_id", "year"]]))


def places_in(keys: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the how-manieth row of its keys each row is, from 1, in the order they stand."""
    codes = together(columns_of(keys, keys.columns))
    order = order_of_groups(codes)
    sizes = np.bincount(codes) if len(codes) else np.zeros(0, dtype="int64")
    begins = np.concatenate(([0], np.cumsum(sizes)[:-1])) if len(sizes) else sizes
    places = np.empty(len(codes), dtype="int64")
    places[order] = np.arange(len(codes)) - np.repeat(begins, sizes) + 1
    return places


def monthly_caps(book: RuleBook, months: pd.Series) -> pd.Series:
    """Return the most on-site visits a month allows (R1), by the set in force on its first day."""
    caps = {
        month: book.limit("R1", "visits_per_month", day_number(month_first(month)))
        for month in months.unique().tolist()
    }
    return months.map(caps).astype("int64")


def yearly_caps(book: RuleBook, years: pd.Series) -> pd.Series:
    """Return the most on-site visits on one item a year allows (R3), likewise."""
    caps = {
        year: book.limit("R3", "visits_per_item_year", day_number(date(year, 1, 1)))
        for year in years.unique().tolist()
    }
    return years.map(caps).astype("int64")


def cap_flags(places: pd.DataFrame, caps: pd.Series) -> pd.DataFrame:
    """Add `beyond` (past the cap) and `bare` (past it and not 认可) to visits with a place."""
    beyond = places["place"] > caps
    bare = beyond & (places["claim"] != Claim.ACCEPTED)
    return places.assign(beyond=beyond.astype("int8"), bare=bare.astype("int8"))


def count_visits(scope: Scope, by: Sequence[str]) -> pd.DataFrame:
    """Return the visit counters per cell of `by` (keys as index; one row of index 0 if none)."""
    flags = visit_flags(scope.counted, scope.book)[[*KEYED, *VISIT_COUNTERS]]
    return _sum(keyed(scope, flags, by), by, VISIT_COUNTERS)


def count_tasks(scope: Scope, by: Sequence[str], tasks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the task counters per cell of `by`; a task touches the cells of all its visits."""
    tasks = task_frame(scope) if tasks is None else tasks
    others = [name for name in by if name not in OWN_OF_TASKS]
    return tasks_in_cells(tasks, task_visits(scope, others) if others else tasks, by)


def task_visits(scope: Scope, by: Sequence[str]) -> pd.DataFrame:
    """Return a row for each counted visit and cell of `by` it touches, with its task."""
    counted = scope.counted
    return keyed(scope, counted[list(KEYED)].assign(task=task_key(counted)), by)


def tasks_in_cells(tasks: pd.DataFrame, visits: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the task counters per cell of `by`; `visits` are the `task_visits` of it."""
    others = [name for name in by if name not in OWN_OF_TASKS]
    if not others:
        return _sum(tasks, by, TASK_COUNTERS)
    cells = distinct(visits, ["task", *others])
    places = places_of(tasks["task"].to_numpy(), cells["task"].to_numpy())
    cells, places = cells[places >= 0], places[places >= 0]
    own = [name for name in by if name in OWN_OF_TASKS]
    told = tasks[[*own, *TASK_COUNTERS]].take(places).reset_index(drop=True)
    return _sum(told.assign(**{name: cells[name].to_numpy() for name in others}), by, TASK_COUNTERS)


def month_flags(scope: Scope) -> pd.DataFrame:
    """Return `month_places` with their cap flags, in the columns months are counted by."""
    there = month_places(scope)
    flags = cap_flags(there, monthly_caps(scope.book, there["month"]))
    return flags[["enterprise_id", *KEYED, *FLAGS]]


def count_months(
    scope: Scope, by: Sequence[str], flags: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return enterprise-months per cell of `by`, those beyond the cap, and those beyond bare.

    `flags` is the scope's `month_flags` where the caller has it already.
    """
    return months_in_cells(keyed(scope, month_flags(scope) if flags is None else flags, by), by)


def months_in_cells(places: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the enterprise-months per cell of `by`; `places` are `month_flags` keyed by it."""
    keys = list(dict.fromkeys(["enterprise_id", "month", *by]))
    groups = together(columns_of(places, keys))
    first = first_rows(groups)
    cells = places[list(by)].iloc[first].assign(months=1)
    for name, flag in (("months_beyond", "beyond"), ("months_bare", "bare")):
        told = np.zeros(len(first), dtype="int64")
        told[groups[places[flag].to_numpy() == 1]] = 1
        cells[name] = told
    return _sum(cells, by, MONTH_COUNTERS)


def distinct(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return the different rows of whole-number columns, each once, in the order they come."""
    codes = pd.Series(together(columns_of(frame, keys)), index=frame.index)
    return frame.loc[~codes.duplicated(), list(keys)]


def _sum(frame: pd.DataFrame, by: Sequence[str], counters: Sequence[str]) -> pd.DataFrame:
    if not by:
        return frame[list(counters)].sum().to_frame().T.astype("int64")
    keys = columns_of(frame, by)
    if not len(frame) or any(key.dtype.kind != "i" for key in keys):
        return frame.groupby(list(by), sort=True)[list(counters)].sum()
    cells = together(keys)
    first = first_rows(cells)
    own = [key[first].astype("int64") for key in keys]
    index: pd.Index = pd.Index(own[0], name=by[0])
    if len(own) > 1:
        index = pd.MultiIndex.from_arrays(own, names=list(by))
    sums = {name: np.bincount(cells, weights=frame[name]).astype("int64") for name in counters}
    return pd.DataFrame(sums, index=index).sort_index()
