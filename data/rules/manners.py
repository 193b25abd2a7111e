"""R14 白名单现场检查, R15 变相检查, R22 名联实单, R27 自查通过后现场检查."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.measures.grouping import columns_of, together
from data.rows.enums import RecordKind, SelfCheckResult, Severity, Trigger, VisitStatus
from data.rules.frames import (
    Context,
    Findings,
    all_of,
    empty,
    judged,
    keys_of,
    singles,
    with_records,
)


def _without_trigger(context: Context, enterprises: pd.Series) -> pd.DataFrame:
    """Return planned on-site visits to those enterprises, once for each item."""
    scope = context.scope
    visits = scope.on_site
    planned = visits["trigger"] == Trigger.PLANNED
    visits = visits[planned & visits["enterprise_id"].isin(enterprises)]
    items = scope.items[scope.items["visit_id"].isin(visits["id"])]
    merged = visits.merge(items, left_on="id", right_on="visit_id")
    return merged.drop(columns="visit_id")


def on_white_list(context: Context) -> Findings:
    """On site without trigger though the white list gives the field another mode (seed, task 2).

    One finding a visit, for the fields of the items it looked at; 提示性 is never judged.
    """
    listed = context.registers.whitelist
    if listed.empty:
        return empty()
    rows = _without_trigger(context, listed["enterprise_id"])
    rows = rows.assign(field=rows["item_id"].map(context.registers.fields))
    rows = rows[rows["field"].notna()].drop(columns="item_id")
    entries = listed.rename(columns={"id": "entry"})
    rows = rows.merge(entries, on=["enterprise_id", "field"])
    inside = rows["day"].between(rows["valid_from"], rows["valid_to"])
    rows = rows[inside].reset_index(drop=True)
    found = singles("R14", rows, context, all_of(rows, Severity.YELLOW))
    if found.found.empty:
        return found
    entries = pd.DataFrame({"key": keys_of("R14", rows, context), "record_id": rows["entry"]})
    return with_records(found, RecordKind.WHITELIST, entries)


def service_with_results(context: Context) -> Findings:
    """A service visit that carries results or demands (国办发〔2024〕54号).

    A visit is one of service if no report of it is 行政检查. 未发现问题 is a result; words that are
    none of the results, and a demand that says 无, are not.
    """
    telling = context.facts.telling
    if not len(telling):
        return empty()
    visits = context.scope.visits
    service = (visits["inspection"] == 0) & (visits["status"] != VisitStatus.CANCELLED)
    visits = visits[service & visits["id"].isin(telling)]
    return singles("R15", visits, context, all_of(visits, Severity.YELLOW))


def joint_in_name(context: Context) -> Findings:
    """An on-site visit of a plan marked 是否联合 at which one 条线 turned up.

    Where another 条线 reports the plan's visit to the enterprise on that day by itself, both came:
    joining them is proposed elsewhere, and nobody is accused here.
    """
    plans = context.registers.joint_plans
    visits = context.scope.on_site
    visits = visits[visits["plan_id"].isin(plans)]
    if visits.empty:
        return empty()
    keys = together(columns_of(visits, ["plan_id", "enterprise_id", "day"]))
    systems = context.scope.bodies.set_index("id")["system"]
    there = context.scope.present_at(visits["id"])
    came = pd.DataFrame(
        {
            "group": pd.Series(keys, index=visits["id"]).reindex(there["visit_id"]).to_numpy(),
            "system": there["body_id"].map(systems).to_numpy(),
        }
    )
    several = came.drop_duplicates().groupby("group").size()
    alone = np.isin(keys, several.index[several > 1], invert=True)
    single = visits[alone & (visits["joint"] == 0)]
    found = singles("R22", single, context, all_of(single, Severity.YELLOW))
    if found.found.empty:
        return found
    plan = single["plan_id"].astype("int64")
    records = pd.DataFrame({"key": keys_of("R22", single, context), "record_id": plan})
    return with_records(found, RecordKind.PLAN, records)


def after_self_check(context: Context) -> Findings:
    """On site on an item without trigger though an accepted self-check stands (seed, task 2).

    It stands from the day after 审核日期, for `stands_days`, unless a later one is decided
    otherwise; without 审核日期 nobody knows since when, and it accuses nobody.
    """
    checks = context.registers.selfchecks
    if checks.empty:
        return empty()
    rows = _without_trigger(context, checks["enterprise_id"])
    decided = checks[checks["verdict"].isin([SelfCheckResult.ACCEPTED, SelfCheckResult.REFUSED])]
    entries = decided.rename(columns={"id": "entry"})
    pairs = rows.merge(entries, on=["enterprise_id", "item_id"])
    pairs = pairs[pairs["decided"] < pairs["day"]].sort_values(["decided", "entry"])
    pairs = pairs.drop_duplicates(["id", "item_id"], keep="last")
    law = judged(context.book, "R27", pairs["day"])
    stands = law.get("stands_days", pd.Series(np.nan, index=pairs.index))
    fresh = pairs["day"] - pairs["decided"] <= stands
    pairs = pairs[fresh & (pairs["verdict"] == SelfCheckResult.ACCEPTED)].reset_index(drop=True)
    codes = pairs["item_id"].map(context.item_codes)
    found = singles("R27", pairs, context, all_of(pairs, Severity.YELLOW), codes)
    if found.found.empty:
        return found
    keys = keys_of("R27", pairs, context, codes)
    records = pd.DataFrame({"key": keys, "record_id": pairs["entry"]})
    return with_records(found, RecordKind.SELFCHECK, records)
