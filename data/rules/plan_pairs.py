"""R8 and the second part of R25: what two plans are to each other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.rows.enums import Level, RecordKind, Severity, SubjectKind
from data.rows.matching import pair_key
from data.rows.values.ratios import UNDETERMINED, parse_ratio
from data.rules.frames import Findings, empty, judged
from data.rules.no_visits import charging, found_about, no_rests, records_of
from data.rules.plan_context import PlanContext

CHUNK = 2_000_000
"""Pairs of targets looked at together; more would only hold memory."""
Ints = npt.NDArray[np.int64]


def could_merge(context: PlanContext) -> Findings:
    """R8: single plans of different bodies that share targets and days.

    It is a 提示, and 黄 once the day has passed by which a reminder of merging was to be answered:
    they are still single. The reminder is among the records.
    """
    single = _single(context.plans)
    first, second, shared = shared_targets(
        context.targets, single, context.is_judged(single["id"]).to_numpy(dtype=bool)
    )
    pairs = _beside(single, first, second).assign(shared=shared)
    law = judged(context.book, "R8", pairs["day"])
    enough = law["ruleset"].notna()
    if enough.any():
        enough &= (pairs["shared"] >= law["shared_targets"]) & (pairs["days"] >= law["shared_days"])
    pairs, law = pairs[enough], law[enough]
    if pairs.empty:
        return empty()
    asked = _reminded(context, pairs)
    waited = asked["due"] < context.today
    rows = pairs.assign(
        key="R8:" + pairs["whole_1"] + "|" + pairs["whole_2"],
        severity=np.where(waited, int(Severity.YELLOW), int(Severity.HINT)),
        subject_id=pairs["id_1"],
        region_id=pairs["region_1"],
        count=2,
        beyond=pairs["shared"],
    )
    found = _pairs_found("R8", rows, law, charged=("body_1", "body_2"))
    entries = asked["id"].dropna().astype("int64")
    told = records_of(rows["key"][entries.index], RecordKind.REMINDER, entries)
    return replace(found, records=pd.concat([found.records, told], ignore_index=True))


def reminders_due(context: PlanContext, first: int, last: int) -> list[int]:
    """Return the plans of pairs whose reminder is to be answered between two days of judgement."""
    due = context.reminders["due"]
    passed = due.index[(due >= first) & (due < last)]
    sides = {side for key in passed for side in str(key).split("|")}
    return context.plans.loc[context.plans["whole"].isin(sides), "id"].tolist()


def _reminded(context: PlanContext, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the reminder of each pair: its entry and by when to answer, NaN without one."""
    # The plans of a finding stand in the order of codes, those of a reminder in that of keys.
    sides = zip(pairs["whole_1"], pairs["whole_2"], strict=True)
    keys = [pair_key(str(one), str(other)) for one, other in sides]
    return context.reminders.reindex(keys).set_axis(pairs.index)


def _single(plans: pd.DataFrame) -> pd.DataFrame:
    """Return the plans that are surely of one body alone, with their days known, in key order.

    是否联合 says so; where the cell is empty, 参与部门 must name nobody, and one of the two columns
    must tell of it at all.
    """
    partners = plans["partners"] != ""
    told = plans["asked_joint"] | (plans["alone"] == 1)
    unmarked = plans["joint"].isna() & told & ~partners
    alone = (plans["joint"] == 0) | unmarked
    dated = plans["first"].notna() & plans["last"].notna()
    chosen = plans[alone & dated & (plans["about"] != 0)]
    return chosen.sort_values(["code", "number"], ignore_index=True)


def shared_targets(
    targets: pd.DataFrame, plans: pd.DataFrame, wanted: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints, Ints]:
    """Return pairs of places in `plans` (lower first) with how many targets they share.

    One of the two is wanted, their bodies differ, and they have a day in common.
    """
    place_of = pd.Index(plans["id"]).get_indexer(targets["plan_id"])
    inside = place_of >= 0
    places = place_of[inside].astype("int64")
    enterprises = targets["enterprise_id"].to_numpy(dtype="int64")[inside]
    # Wanted plans come first, so that each pair with one of them begins with it.
    order = np.lexsort((places, ~wanted[places], enterprises))
    places, enterprises = places[order], enterprises[order]
    ends = np.searchsorted(enterprises, enterprises, side="right")
    following = np.where(wanted[places], ends - np.arange(len(places)) - 1, 0)
    body = plans["body"].to_numpy(dtype="int64")
    begin, end = (plans[name].to_numpy(dtype="int64") for name in ("first", "last"))
    width = np.int64(max(len(plans), 1))
    found = []
    for rows in _slices(following):
        one = np.repeat(places[rows], following[rows])
        step = np.arange(len(one)) - np.repeat(
            np.cumsum(following[rows]) - following[rows], following[rows]
        )
        other = places[np.repeat(rows, following[rows]) + 1 + step]
        meets = np.maximum(begin[one], begin[other]) <= np.minimum(end[one], end[other])
        meets &= body[one] != body[other]
        one, other = one[meets], other[meets]
        found.append(np.minimum(one, other) * width + np.maximum(one, other))
    keys = np.concatenate(found) if found else np.zeros(0, dtype="int64")
    pairs, counts = np.unique(keys, return_counts=True)
    return pairs // width, pairs % width, counts.astype("int64")


def _slices(following: Ints) -> list[Ints]:
    """Return the rows that begin pairs, in parts of about CHUNK pairs."""
    rows = np.flatnonzero(following)
    if not len(rows):
        return []
    part = np.cumsum(following[rows]) // CHUNK
    return np.split(rows, np.flatnonzero(np.diff(part)) + 1)


def _beside(plans: pd.DataFrame, first: Ints, second: Ints) -> pd.DataFrame:
    """Return pairs of plans beside each other, with the days they share and the pair's day."""
    names = ["id", "body", "region", "whole", "first", "last", "ratio", "level", "system"]
    sides = [
        plans[names].iloc[places].reset_index(drop=True).add_suffix(f"_{side}")
        for side, places in ((1, first), (2, second))
    ]
    pairs = pd.concat(sides, axis=1)
    day = np.maximum(pairs["first_1"], pairs["first_2"])
    return pairs.assign(day=day, days=np.minimum(pairs["last_1"], pairs["last_2"]) - day + 1)


def _pairs_found(
    rule: str, rows: pd.DataFrame, law: pd.DataFrame, charged: tuple[str, ...]
) -> Findings:
    records = [records_of(rows["key"], RecordKind.PLAN, rows[name]) for name in ("id_1", "id_2")]
    return Findings(
        found_about(rule, SubjectKind.PLAN, rows, law),
        no_rests(),
        pd.concat([charging(rows["key"], rows[name]) for name in charged]).drop_duplicates(),
        pd.concat(records, ignore_index=True),
    )


def raised_ratio(context: PlanContext) -> Findings:
    """R25, second part: a lower level's ratio above that of the upper plan of its system.

    Both plans are of one 检查类型, name the item and share a day; the upper body is the city's, or
    of the lower one's region. A ratio is compared where both are surely understood as shares: the
    least the lower plan takes lies above the most the upper one takes.
    """
    plans = context.plans
    plans = plans[plans["first"].notna() & plans["last"].notna() & (plans["about"] != 0)]
    plans = plans.sort_values(["code", "number"], ignore_index=True)
    read = {text: _known_share(text) for text in plans["ratio"].unique().tolist()}
    plans["least"] = plans["ratio"].map({text: one[0] for text, one in read.items()})
    plans["most"] = plans["ratio"].map({text: one[1] for text, one in read.items()})
    lower, upper, item = _of_one_item(context, plans)
    pairs = _beside(plans, lower, upper).assign(item_id=item)
    pairs = pairs.groupby(["id_1", "id_2"], as_index=False, sort=False).agg(
        **{name: (name, "first") for name in pairs.columns if name not in ("id_1", "id_2")},
        items=("item_id", "nunique"),
    )
    law = judged(context.book, "R25", pairs["day"])
    known = law["ruleset"].notna()
    pairs, law = pairs[known], law[known]
    if pairs.empty:
        return empty()
    rows = pairs.assign(
        key="R25:" + pairs["whole_1"] + "|" + pairs["whole_2"],
        severity=int(Severity.HINT),
        subject_id=pairs["id_1"],
        region_id=pairs["region_1"],
        item_id=pairs["item_id"].where(pairs["items"] == 1).astype("float64"),
        count=2,
    )
    return _pairs_found("R25", rows, law, charged=("body_1",))


def _of_one_item(context: PlanContext, plans: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    """Return places of a lower and an upper plan on one item, the ratio of the lower one above."""
    places = pd.Index(plans["id"]).get_indexer(context.items["plan_id"])
    named = pd.DataFrame({"place": places, "item": context.items["item_id"]})[places >= 0]
    facts = plans[["system", "level", "region", "type", "first", "last", "least", "most", "id"]]
    named = named.join(facts, on="place")
    named = named[named["type"] > 0]
    low = named[named["least"].notna()]
    high = named[named["most"].notna()]
    pairs = low.merge(high, on=["system", "item", "type"], suffixes=("_low", "_high"))
    above = (pairs["level_low"] > pairs["level_high"]) & (pairs["least_low"] > pairs["most_high"])
    above &= (pairs["level_high"] == Level.CITY) | (pairs["region_low"] == pairs["region_high"])
    meets = np.maximum(pairs["first_low"], pairs["first_high"]) <= np.minimum(
        pairs["last_low"], pairs["last_high"]
    )
    asked = context.is_judged(pairs["id_low"]) | context.is_judged(pairs["id_high"])
    pairs = pairs[above & meets & asked]
    lower, upper, item = (
        pairs[name].to_numpy(dtype="int64") for name in ("place_low", "place_high", "item")
    )
    return lower, upper, item


@cache
def _known_share(text: str) -> tuple[float, float]:
    """Return the least and the most share a text surely says, NaN where it does not."""
    read = parse_ratio(text) if text else UNDETERMINED
    if read.unit != "share" or read.approximate:
        return np.nan, np.nan
    return np.nan if read.low is None else read.low, np.nan if read.high is None else read.high
