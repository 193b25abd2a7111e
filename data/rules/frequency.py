"""R1 月超频次 and R3 同事项超频次: the caps of the seed's task 4."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.measures.counters import month_places, with_year_places
from data.measures.grouping import columns_of, together
from data.rows.enums import Claim, FindingState, Severity, SubjectKind
from data.rows.period import day_number, month_first
from data.rules.frames import FOUND, RESTS, Context, Findings, empty, judged


def monthly_cap(context: Context) -> Findings:
    """On-site visits to one enterprise in one month at or beyond the cap; one finding a group."""
    places = month_places(context.scope)
    groups = _groups(places, ["enterprise_id", "month"])
    if groups.empty:
        return empty()
    # Few months stand behind millions of groups.
    begins = {month: day_number(month_first(int(month))) for month in groups["month"].unique()}
    begin = groups["month"].map(begins)
    groups["item_id"] = float("nan")
    text = begin.map(
        {day: pd.Timestamp(day, unit="D").strftime("%Y-%m") for day in begins.values()}
    )
    key = "R1:" + groups["enterprise_id"].map(context.enterprise_codes) + ":" + text
    return _findings(
        "R1",
        context,
        places,
        groups.assign(key=key, period=text, begin=begin),
        "visits_per_month",
        ["enterprise_id", "month"],
    )


def yearly_item_cap(context: Context) -> Findings:
    """On-site visits to one enterprise on one item in one year at or beyond the cap."""
    places = with_year_places(context.scope.repeated_items)
    groups = _groups(places, ["enterprise_id", "item_id", "year"])
    if groups.empty:
        return empty()
    text = groups["year"].astype("int64").astype(str)
    begin = groups["year"].map(
        {year: day_number(month_first((int(year) - 1970) * 12)) for year in groups["year"].unique()}
    )
    key = (
        "R3:"
        + groups["enterprise_id"].map(context.enterprise_codes)
        + ":"
        + groups["item_id"].map(context.item_codes)
        + ":"
        + text
    )
    return _findings(
        "R3",
        context,
        places,
        groups.assign(key=key, period=text, begin=begin),
        "visits_per_item_year",
        ["enterprise_id", "item_id", "year"],
    )


def _groups(places: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the groups with their size and last day; a single visit reaches no cap."""
    groups = together(columns_of(places, keys))
    sizes = np.bincount(groups, minlength=1)
    last = np.zeros(len(sizes), dtype=np.int64)
    last[groups] = np.arange(len(groups))  # the last row written stays
    often = np.flatnonzero(sizes > 1)
    rows = places[[*keys, "day", "region_id"]].iloc[last[often]].reset_index(drop=True)
    return rows.assign(count=sizes[often])


def _findings(
    rule: str,
    context: Context,
    places: pd.DataFrame,
    groups: pd.DataFrame,
    limit: str,
    keys: list[str],
) -> Findings:
    law = judged(context.book, rule, groups["begin"])
    groups = groups.assign(
        ruleset=law["ruleset"], trial=law["trial"], force=law["force"], cap=law[limit]
    )
    groups = groups[groups["ruleset"].notna() & (groups["count"] >= groups["cap"])]
    if groups.empty:
        return empty()
    # Few are visited so often: the visits of all others are left out before anything is joined.
    often = places["enterprise_id"].isin(groups["enterprise_id"])
    visits = places.loc[often, [*keys, "id", "place", "claim"]]
    visits = visits.merge(groups[[*keys, "key", "cap"]], on=keys)
    visits["beyond"] = (visits["place"] > visits["cap"]).astype("int64")
    past = visits[visits["beyond"] == 1]
    claims = past.assign(
        claims=past["claim"].isin([Claim.OPEN, Claim.ACCEPTED]).astype("int64"),
        accepted=(past["claim"] == Claim.ACCEPTED).astype("int64"),
    )
    per_key = claims.groupby("key").agg(
        beyond=("beyond", "sum"), claims=("claims", "sum"), accepted=("accepted", "sum")
    )
    groups = groups.merge(per_key, left_on="key", right_index=True, how="left").fillna(
        {"beyond": 0, "claims": 0, "accepted": 0}
    )
    found = _judge(rule, groups)
    rests = visits.rename(columns={"id": "visit_id"})[RESTS]
    bare = claims.loc[claims["claims"] == 0, ["key", "id"]].rename(columns={"id": "visit_id"})
    presence = context.scope.present_at(bare["visit_id"])
    charged = bare.merge(presence, on="visit_id")[["key", "body_id"]]
    return Findings(found, rests, charged.drop_duplicates())


def _judge(rule: str, groups: pd.DataFrame) -> pd.DataFrame:
    over = groups["beyond"] > 0
    all_claim = over & (groups["claims"] == groups["beyond"])
    severity = pd.Series(int(Severity.HINT), index=groups.index)
    severity[over] = int(Severity.RED)
    severity[all_claim] = int(Severity.ORANGE)
    state = pd.Series(int(FindingState.OPEN), index=groups.index)
    state[over & (groups["accepted"] == groups["beyond"])] = int(FindingState.UNFOUNDED)
    claimed = (groups["claims"] > 0).astype("int64") + all_claim.astype("int64")
    frame = groups.assign(
        rule=rule,
        severity=severity,
        state=state,
        claimed=claimed,
        subject_kind=int(SubjectKind.ENTERPRISE),
        subject_id=groups["enterprise_id"],
    )
    return frame.astype({"beyond": "int64"})[FOUND]
