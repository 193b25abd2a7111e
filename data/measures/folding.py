"""Folding reports into visits (RULES.md, "visit").

Reports are one visit if enterprise, date and task agree; a report without 任务编号 is its own.
Values of a visit: earliest arrival; on-site, 行政检查, problem and basis claim if any report says
so; best code; plan, type and trigger of the lead's report, else of the lowest 单位编码.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.rows.enums import Claim, EntryKind, Mode, VisitStatus

CLAIM_ORDER = {Claim.NONE: 0, Claim.REFUSED: 1, Claim.OPEN: 2, Claim.ACCEPTED: 3}


@dataclass(frozen=True)
class Folded:
    """Visits made of reports: the visits, who was present, what was checked, report → visit."""

    visits: pd.DataFrame
    presence: pd.DataFrame
    items: pd.DataFrame
    belongs: pd.Series


def fold(
    reports: pd.DataFrame,
    lines: pd.DataFrame,
    bodies: pd.DataFrame,
    tasks: pd.DataFrame,
    plan_types: pd.Series,
) -> Folded:
    """Return the visits of those reports.

    `reports`: id, body_id, number, enterprise_id, region_id, day, task_id, plan_id, type, trigger,
    mode, kind, status, code, delay, arrive, officers, companions, claim, reason, clue, sourced,
    reused. `lines`: report_id, item_id, found. `tasks`: id, body_id (lead), plan_id.
    `plan_types`: 检查类型 by plan id. Complete per enterprise and day.
    """
    frame = _prepare(reports, lines, bodies, tasks)
    visits = _values(frame)
    typed = visits["plan_id"].map(plan_types)
    visits["type"] = typed.where(typed.fillna(0) > 0, visits["type"]).astype("int64")
    presence = _presence(frame)
    visits["joint"] = _joint(presence, bodies).reindex(visits.index).fillna(0).astype("int64")
    visits = visits.reset_index().rename(columns={"visit": "id"})
    belongs = pd.Series(frame["visit"].to_numpy(), index=frame["id"].to_numpy())
    return Folded(visits, presence, _items(frame, lines), belongs)


def _values(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the values of each visit from its reports, the lead's report first."""
    grouped = frame.groupby("visit", sort=True)
    lead = grouped.first()
    return pd.DataFrame(
        {
            "enterprise_id": lead["enterprise_id"],
            "region_id": lead["region_id"],
            "body_id": lead["body_id"],
            "number": lead["number"],
            "day": lead["day"],
            "month": lead["month"],
            "task_id": lead["task_id"].replace(-1, np.nan),
            "plan_id": lead["plan"].replace(-1, np.nan),
            "type": lead["type"],
            "trigger": lead["trigger"],
            "onsite": grouped["is_onsite"].max(),
            "inspection": grouped["is_check"].max(),
            "status": grouped["status"].min(),
            "code": grouped["code"].min(),
            "delay": grouped["delay"].min(),
            "arrive": grouped["arrive"].min(),
            "found": grouped["found"].max(),
            "claim": _claims(grouped["claim_order"].max()),
            "reasoned": grouped["has_reason"].max() + 2 * grouped["has_clue"].max(),
            "sourced": grouped["sourced"].max(),
            "reused": grouped["is_reused"].max(),
            "officers": grouped["officers"].sum(min_count=1),
            "reports": grouped.size(),
        }
    )


def _prepare(
    reports: pd.DataFrame, lines: pd.DataFrame, bodies: pd.DataFrame, tasks: pd.DataFrame
) -> pd.DataFrame:
    frame = reports.copy()
    frame["task_id"] = frame["task_id"].fillna(-1).astype("int64")
    frame["month"] = _months(frame["day"])
    frame["body_code"] = frame["body_id"].map(bodies.set_index("id")["code"])
    frame["found"] = frame["id"].map(lines.groupby("report_id")["found"].max())
    frame["is_onsite"] = (frame["mode"] == Mode.ON_SITE).astype("int64")
    frame["is_check"] = (frame["kind"] == EntryKind.CHECK).astype("int64")
    frame["has_reason"] = (frame["reason"] != "").astype("int64")
    frame["has_clue"] = (frame["clue"] != "").astype("int64")
    frame["is_reused"] = (frame["reused"] != "").astype("int64")
    frame["claim_order"] = frame["claim"].map(CLAIM_ORDER)
    listed = frame["task_id"].map(tasks.set_index("id")["plan_id"])
    frame["plan"] = frame["plan_id"].fillna(listed).fillna(-1)
    task_lead = frame["task_id"].map(tasks.set_index("id")["body_id"])
    frame["follows"] = (frame["body_id"] != task_lead).astype("int64")
    frame["dropped"] = (frame["status"] == VisitStatus.CANCELLED).astype("int64")
    group = ["enterprise_id", "day", "task_id"]
    loose = frame["task_id"] < 0
    low = frame.groupby(group)["id"].transform("min")
    frame["visit"] = frame["id"].where(loose, low)
    frame = frame.sort_values(
        ["visit", "dropped", "follows", "body_code", "number"], kind="stable", ignore_index=True
    )
    # A cancelled report says nothing of a visit that others made.
    lowest = frame.groupby("visit")["dropped"].transform("min")
    gone = (frame["dropped"] == 1) & (lowest == 0)
    frame.loc[
        gone, ["is_onsite", "is_check", "has_reason", "has_clue", "is_reused", "claim_order"]
    ] = 0
    frame.loc[gone, ["delay", "arrive", "found", "officers"]] = np.nan
    frame.loc[gone, "code"] = 5
    frame["gone"] = gone
    return frame


def _months(days: pd.Series) -> pd.Series:
    stamps = pd.to_datetime(days, unit="D")
    return ((stamps.dt.year - 1970) * 12 + stamps.dt.month - 1).astype("int64")


def _claims(order: pd.Series) -> pd.Series:
    back = {value: int(claim) for claim, value in CLAIM_ORDER.items()}
    return order.map(back).astype("int64")


def _presence(frame: pd.DataFrame) -> pd.DataFrame:
    kept = frame[~frame["gone"]]
    own = kept[["visit", "body_id"]]
    with_others = kept.loc[kept["companions"] != "", ["visit", "companions"]]
    others = with_others.assign(body_id=with_others["companions"].str.split(",")).explode("body_id")
    both = pd.concat([own, others[["visit", "body_id"]]])
    both["body_id"] = both["body_id"].astype("int64")
    return both.drop_duplicates().rename(columns={"visit": "visit_id"}).reset_index(drop=True)


def _joint(presence: pd.DataFrame, bodies: pd.DataFrame) -> pd.Series:
    systems = presence["body_id"].map(bodies.set_index("id")["system"])
    return (systems.groupby(presence["visit_id"]).nunique() > 1).astype("int64")


def _items(frame: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    kept = frame.loc[~frame["gone"], ["id", "visit"]]
    merged = lines.dropna(subset=["item_id"]).merge(kept, left_on="report_id", right_on="id")
    pairs = merged[["visit", "item_id"]].astype("int64").drop_duplicates()
    return pairs.rename(columns={"visit": "visit_id"}).reset_index(drop=True)
