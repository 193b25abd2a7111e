"""R16, R19 and R23: what a plan states, and whether it was approved, filed and published in time.

Only plans 涉企 are judged. A column that a file lacks, or leaves empty in every plan, says nothing
(RULES.md, "unknown"). What a plan lacks is kept as records of kind LACK (PlanLack).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.measures.plan_frames import annual_deadlines, is_annual
from data.rows.enums import CheckType, PlanLack, RecordKind, Severity, SubjectKind
from data.rules.frames import Findings, empty, judged
from data.rules.no_visits import charging, found_about, no_rests, records_of, resting_on
from data.rules.plan_context import PlanContext

SEED = {
    "items": PlanLack.ITEMS,
    "scope": PlanLack.SCOPE,
    "ratio": PlanLack.RATIO,
    "partners": PlanLack.PARTNERS,
    "window": PlanLack.WINDOW,
}
"""The five fields of 工作方案任务4."""
SPECIAL = {
    "approval": PlanLack.APPROVAL,
    "filed": PlanLack.FILING,
    "published": PlanLack.PUBLICATION,
}
"""What the ten measures, third, ask of a plan of type 专项."""


def incomplete(context: PlanContext) -> Findings:
    """R16: a seed field missing is 红; an annual plan filed after 31 March 黄."""
    plans = _about_enterprises(context)
    late = _late(context, plans)
    gaps = pd.concat([lacking(plans, SEED), late], axis=1)
    red = gaps[[int(one) for one in SEED.values()]].any(axis=1)
    severity = np.where(red, int(Severity.RED), int(Severity.YELLOW))
    return _with_gaps("R16", context, plans.assign(severity=severity), gaps)


def special_unfiled(context: PlanContext) -> Findings:
    """R19: a 专项 plan without approval, filing or publication."""
    plans = _about_enterprises(context)
    plans = plans[plans["type"] == CheckType.SPECIAL].assign(severity=int(Severity.RED))
    return _with_gaps("R19", context, plans, lacking(plans, SPECIAL))


def visited_first(context: PlanContext) -> Findings:
    """R23: a plan filed after its first visit; it rests on the visits before."""
    early = context.early
    plans = context.own
    plans = plans[plans["about"] != 0].set_index("id", drop=False)
    early = early[early["plan_id"].isin(plans["id"])]
    counts = early.groupby("plan_id")["day"].agg(["size", "max"])
    plans = plans.loc[counts.index]
    law = judged(context.book, "R23", plans["day"])
    plans, law = plans[law["ruleset"].notna()], law[law["ruleset"].notna()]
    if plans.empty:
        return empty()
    counts = counts.loc[plans.index]
    rows = _rows("R23", plans).assign(
        severity=int(Severity.RED),
        day=np.fmax(plans["day"], counts["max"]),
        count=counts["size"] + 1,
    )
    early = early[early["plan_id"].isin(plans["id"])]
    return Findings(
        found_about("R23", SubjectKind.PLAN, rows, law),
        resting_on(early["plan_id"].map(rows["key"]), early["visit_id"]),
        charging(rows["key"], plans["body"]),
        records_of(rows["key"], RecordKind.PLAN, plans["id"]),
    )


def unfiled_annual(context: PlanContext) -> pd.Series:
    """Return, by plan id, the deadline of annual plans that were not filed.

    From the day after it they are late: a deadline passes without any write.
    """
    plans = _about_enterprises(context)
    open_ones = ~plans["has_filed"] & plans["asked_filed"]
    deadline = _deadline(context, plans)
    due: pd.Series = deadline[open_ones & deadline.notna()]
    due.index = pd.Index(plans.loc[due.index, "id"])
    return due


def _about_enterprises(context: PlanContext) -> pd.DataFrame:
    """Return the plans to judge that are 涉企, of whom a file told, and that have a day."""
    plans = context.own
    return plans[(plans["about"] != 0) & ~plans["unheard"] & plans["day"].notna()]


def lacking(plans: pd.DataFrame, fields: dict[str, PlanLack]) -> pd.DataFrame:
    """Return which of some fields a plan's file tells of and the plan lacks, by PlanLack."""
    gaps = {
        int(lack): plans[f"asked_{name}"] & ~plans[f"has_{name}"] for name, lack in fields.items()
    }
    return pd.DataFrame(gaps, index=plans.index)


def _deadline(context: PlanContext, plans: pd.DataFrame) -> pd.Series:
    deadline = annual_deadlines(context.book, plans["first"])
    return deadline.where(is_annual(plans["cycle"]))


def _late(context: PlanContext, plans: pd.DataFrame) -> pd.DataFrame:
    """Return which annual plans were filed late, or not at all by the day judged."""
    deadline = _deadline(context, plans)
    missing = (deadline < context.today) & plans["asked_filed"] & ~plans["has_filed"]
    late = (plans["filing_day"] > deadline) | missing
    return late.rename(int(PlanLack.LATE_FILING)).to_frame()


def _rows(rule: str, plans: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that findings about single plans share."""
    return pd.DataFrame(
        {
            "key": rule + ":" + plans["whole"],
            "subject_id": plans["id"],
            "region_id": plans["region"],
            "day": plans["day"],
            "count": 1,
        },
        index=plans.index,
    )


def _with_gaps(
    rule: str, context: PlanContext, plans: pd.DataFrame, gaps: pd.DataFrame
) -> Findings:
    """Return a finding for each plan with a gap, the gaps among its records."""
    law = judged(context.book, rule, plans["day"])
    at_fault = gaps.any(axis=1) & law["ruleset"].notna()
    plans, law, gaps = plans[at_fault], law[at_fault], gaps[at_fault]
    if plans.empty:
        return empty()
    rows = _rows(rule, plans).assign(severity=plans["severity"])
    places, columns = np.nonzero(gaps.to_numpy(dtype=bool))
    lacks = pd.Series(gaps.columns.to_numpy()[columns])
    records = [
        records_of(rows["key"], RecordKind.PLAN, plans["id"]),
        records_of(rows["key"].iloc[places], RecordKind.LACK, lacks),
    ]
    return Findings(
        found_about(rule, SubjectKind.PLAN, rows, law),
        no_rests(),
        charging(rows["key"], plans["body"]),
        pd.concat(records, ignore_index=True),
    )
