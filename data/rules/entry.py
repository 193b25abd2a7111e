"""R5 跨层级重复, R6 无计划检查, R7 未亮码, R10 单人检查."""

from __future__ import annotations

import pandas as pd

from data.rows.enums import Code, EntryKind, Severity, Trigger, VisitStatus
from data.rules.frames import CHARGES, RESTS, Context, Findings, empty, judged, keys_of, singles

WITH_REASON = (1, 3)
"""`reasoned` of a visit: 1 检查事由, 2 线索编号, 3 both."""


def cross_level(context: Context) -> Findings:
    """A visit on an item that another level of its system checked within 近期 (seed, task 8)."""
    pairs = _level_pairs(context)
    if pairs.empty:
        return empty()
    law = judged("R5", pairs["day"])
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
    earlier = rows[["key", "id_before"]].drop_duplicates().rename(columns={"id_before": "visit_id"})
    rests = pd.concat([one.rests, earlier.assign(beyond=0)])[RESTS].drop_duplicates(
        ["key", "visit_id"]
    )
    counts = rests.groupby("key").size()
    found = one.found.assign(count=one.found["key"].map(counts))
    charged = rows[["key", "body"]].rename(columns={"body": "body_id"})
    return Findings(found, rests, charged[CHARGES].drop_duplicates())


def _level_pairs(context: Context) -> pd.DataFrame:
    """Return visits beside earlier ones of another level of a system on the same item."""
    scope = context.scope
    bodies = scope.bodies[["id", "level", "system"]].rename(columns={"id": "body"})
    visits = scope.repeated_items
    presence = scope.present_at(visits["id"])
    present = presence.rename(columns={"body_id": "body"}).merge(bodies, on="body")
    rows = visits.merge(present, left_on="id", right_on="visit_id")
    keys = ["enterprise_id", "item_id", "system"]
    levels = rows.groupby(keys)["level"].transform("nunique")
    rows = rows[levels > 1]
    before = rows[[*keys, "id", "day", "arrive", "body_code", "number", "level"]]
    pairs = rows.merge(before, on=keys, suffixes=("", "_before"))
    pairs = pairs[(pairs["id"] != pairs["id_before"]) & (pairs["level"] != pairs["level_before"])]
    pairs = pairs[pairs["reused"] == 0]
    return pairs[_is_later(pairs)]


def _is_later(pairs: pd.DataFrame) -> pd.Series:
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


def unplanned(context: Context) -> Findings:
    """A visit without plan: red without reason, yellow where the plan was not entered later."""
    visits = context.scope.counted
    tasks = context.scope.tasks.set_index("id")["plan_id"]
    no_plan = visits["plan_id"].isna() & visits["task_id"].map(tasks).isna()
    visits = visits[no_plan & (visits["sourced"] > 0)]
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
    reports = context.reports
    law = judged("R10", reports["day"])
    few = reports["officers"].notna() & (reports["officers"] < law.get("officers", 0))
    counted = (reports["kind"] == EntryKind.CHECK) & (reports["status"] != VisitStatus.CANCELLED)
    chosen = reports[few & counted]
    severity = pd.Series(int(Severity.RED), index=chosen.index)
    result = singles("R10", chosen, context, severity)
    if result.found.empty:
        return result
    own = pd.DataFrame(
        {"key": result.found["key"], "body_id": chosen.loc[result.found.index, "body_id"]}
    )
    return Findings(result.found, result.rests, own)
