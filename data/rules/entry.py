"""R5 跨层级重复, R6 无计划检查, R7 未亮码, R10 单人检查."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.rows.enums import Code, EntryKind, Severity, Told, Trigger, VisitStatus
from data.rules.frames import (
    CHARGES,
    Context,
    Findings,
    all_of,
    empty,
    judged,
    keys_of,
    of_reports,
    resting_on,
    singles,
)

WITH_REASON = (1, 3)
"""`reasoned` of a visit: 1 检查事由, 2 线索编号, 3 both."""


def cross_level(context: Context) -> Findings:
    """A visit on an item that another level of its system checked within 近期 (seed, task 8).

    One of which no file tells why it was made is left out: it may have had a trigger of its own.
    """
    pairs = context.level_pairs
    told = (pairs["trigger"] > Trigger.UNKNOWN) | (pairs["sourced"] & Told.SOURCE > 0)
    pairs = pairs[told & (pairs["reused"] == 0)]
    if pairs.empty:
        return empty()
    law = judged(context.book, "R5", pairs["day"])
    within = law["ruleset"].notna() & (pairs["day"] - pairs["day_before"] <= law["recent_days"])
    pairs = pairs[within]
    later = pairs.drop_duplicates(["id", "item_id"]).reset_index(drop=True)
    severity = pd.Series(int(Severity.RED), index=later.index)
    severity[later["trigger"] > Trigger.PLANNED] = int(Severity.ORANGE)
    codes = later["item_id"].map(context.item_codes)
    one = singles("R5", later, context, severity, codes)
    if one.found.empty:
        return one
    named = later[["id", "item_id"]].assign(key=keys_of("R5", later, context, codes))
    rows = pairs.merge(named, on=["id", "item_id"])
    one = resting_on(one, rows[["key", "id_before"]].rename(columns={"id_before": "visit_id"}))
    charged = rows[["key", "body"]].rename(columns={"body": "body_id"})
    return replace(one, charges=charged[CHARGES].drop_duplicates())


def unplanned(context: Context) -> Findings:
    """A visit without plan: red without reason, yellow where the plan was not entered later."""
    visits = context.scope.counted
    tasks = context.scope.tasks.set_index("id")["plan_id"]
    no_plan = visits["plan_id"].isna() & visits["task_id"].map(tasks).isna()
    visits = visits[no_plan & (visits["sourced"] & Told.SOURCE > 0)]
    excused = (visits["trigger"] > Trigger.PLANNED) | visits["reasoned"].isin(WITH_REASON)
    severity = pd.Series(int(Severity.RED), index=visits.index)
    severity[excused] = int(Severity.YELLOW)
    return singles("R6", visits, context, severity)


def code_not_shown(context: Context) -> Findings:
    """An on-site visit at which no code was shown, or one shown only afterwards (seed, task 7)."""
    visits = context.scope.on_site
    visits = visits[visits["code"].isin([Code.NONE, Code.LATE])]
    severity = pd.Series(int(Severity.RED), index=visits.index)
    severity[visits["code"] == Code.LATE] = int(Severity.YELLOW)
    return singles("R7", visits, context, severity)


def single_officer(context: Context) -> Findings:
    """A report of fewer than two officers (国办发〔2024〕54号); each report is judged."""
    reports = context.facts.few
    law = judged(context.book, "R10", reports["day"])
    few = reports["officers"].notna() & (reports["officers"] < law.get("officers", 0))
    counted = (reports["kind"] == EntryKind.CHECK) & (reports["status"] != VisitStatus.CANCELLED)
    chosen = reports[few & counted]
    return of_reports("R10", chosen, context, all_of(chosen, Severity.RED))
