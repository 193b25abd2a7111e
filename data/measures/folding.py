"""Folding reports into visits (RULES.md, "visit").

Reports are one visit if enterprise, date and task agree, or if a person joined them; else a report
without 任务编号 is its own.
Values of a visit: earliest arrival; on-site, 行政检查, problem and basis claim if any report says
so; best code; plan, type and trigger of the lead's report, else of the lowest 单位编码.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.measures.grouping import columns_of, places_of, sorted_once, together
from data.rows.enums import RATINGS, Claim, Code, EntryKind, Mode, Told, VisitStatus
from data.store.ordering import in_order_by

CLAIM_ORDER = {Claim.NONE: 0, Claim.REFUSED: 1, Claim.OPEN: 2, Claim.ACCEPTED: 3}
SILENT = ("is_onsite", "is_check", "has_reason", "has_clue", "is_reused", "claim_order", "sourced")
LEAST = {"status": "status", "code": "code", "delay": "delay", "arrive": "arrive"}
MOST = {
    **{"onsite": "is_onsite", "inspection": "is_check", "found": "found"},
    **{"claim": "claim_order", "reused": "is_reused", "scanned": "scanned"},
}
DATED = ("entered", "published")
"""Days of a visit: the last of its reports', 0 while one of them lacks it."""
UNTOLD = ("delay", "arrive", "found", "officers", "scanned", "rating", *DATED)
LEADS = ("enterprise_id", "region_id", "body_id", "number", "day", "month", "type", "trigger")


FOLDED_FROM = (
    *("id", "body_id", "number", "enterprise_id", "region_id", "day", "task_id", "plan_id", "type"),
    *("trigger", "mode", "kind", "status", "code", "delay", "arrive", "officers", "companions"),
    *("claim", "reason", "clue", "sourced", "reused", "entered", "published"),
)
FLAG: Final = "int8"
"""What is one of a few numbers is a byte a visit: there may be millions of them."""
FLAGS = (
    *("type", "trigger", "onsite", "inspection", "status", "code", "claim", "reasoned"),
    *("reused", "joint"),
)
FEW_VALUES = {
    **dict.fromkeys(("delay", "found", "officers", "scanned", "rating", *DATED), "float32"),
    **dict.fromkeys(("region_id", "month", "reports", "sourced"), "int32"),
}
"""Numbers that fit into four bytes: days, counts, marks and flags (not ids, not minutes)."""
SEEN = ("scanned", "rating")
"""What `fold` takes beside FOLDED_FROM from the code events of reports."""
JOINED = "joined"
"""The mark of reports a person joined; what comes from a file has none yet."""
KEPT = (
    *dict.fromkeys((*LEADS, *LEAST.values(), *MOST.values(), "has_reason", "has_clue")),
    *("id", "visit", "dropped", "task_id", "plan", "officers", "companions", "sourced"),
    *("rating", *DATED),
)


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
    reused, entered, published, scanned (minute), rating (word), perhaps joined. `lines`: report_id,
    item_id, found. `tasks`: id, body_id (lead), plan_id. `plan_types`: 检查类型 by plan id.
    Complete per enterprise and day.
    """
    frame = _prepare(reports, lines, bodies, tasks)
    order, starts = _order(frame)
    frame = frame[list(KEPT)].iloc[order].reset_index(drop=True)
    _silence_cancelled(frame, starts)
    visits = _values(frame, starts)
    typed = visits["plan_id"].map(plan_types)
    visits["type"] = typed.where(typed.fillna(0) > 0, visits["type"]).astype("int64")
    presence = _presence(frame)
    visits["joint"] = _joint(visits["id"], presence, bodies)
    visits = visits.astype({**dict.fromkeys(FLAGS, FLAG), **FEW_VALUES})
    belongs = pd.Series(frame["visit"].to_numpy(), index=frame["id"].to_numpy())
    return Folded(visits, presence, _items(frame, lines), belongs)


def _prepare(
    reports: pd.DataFrame, lines: pd.DataFrame, bodies: pd.DataFrame, tasks: pd.DataFrame
) -> pd.DataFrame:
    frame = reports[[*FOLDED_FROM, *SEEN]].copy(deep=False)
    frame["month"] = _months(frame["day"])
    frame["found"] = _found(frame["id"], lines)
    frame["is_onsite"] = (frame["mode"] == Mode.ON_SITE).astype(FLAG)
    frame["is_check"] = (frame["kind"] == EntryKind.CHECK).astype(FLAG)
    frame["has_reason"] = (frame["reason"] != "").astype(FLAG)
    frame["has_clue"] = (frame["clue"] != "").astype(FLAG)
    frame["is_reused"] = (frame["reused"] != "").astype(FLAG)
    orders = np.zeros(max(CLAIM_ORDER) + 1, dtype=FLAG)
    orders[list(CLAIM_ORDER)] = list(CLAIM_ORDER.values())
    frame["claim_order"] = orders[frame["claim"].to_numpy(dtype="int64")]
    _say_unknown(frame)
    by_task = tasks.set_index("id")
    listed = frame["task_id"].map(by_task["plan_id"])
    frame["plan"] = frame["plan_id"].fillna(listed)
    frame["follows"] = (frame["body_id"] != frame["task_id"].map(by_task["body_id"])).astype(FLAG)
    frame["dropped"] = (frame["status"] == VisitStatus.CANCELLED).astype(FLAG)
    ranks = bodies.set_index("id")["code"].rank()
    frame["rank"] = frame["body_id"].map(ranks)
    frame["visit"] = _visit_of(frame)
    if JOINED in reports:
        frame["visit"] = _also_joined(frame, reports[JOINED].to_numpy(dtype="float64"))
    return frame


def _say_unknown(frame: pd.DataFrame) -> None:
    """Tell what was not done (0) from what no file tells (NaN)."""
    told = frame["sourced"].to_numpy(dtype="int64")
    for name, flag in (("entered", Told.ENTERED), ("published", Told.PUBLISHED)):
        days = frame[name].to_numpy(dtype="float64")
        frame[name] = np.where(np.isnan(days) & (told & flag > 0), 0.0, days)
    scanned = frame["scanned"].notna().to_numpy()
    frame["scanned"] = np.where(scanned | (told & Told.SCANNED > 0), scanned.astype(float), np.nan)
    codes, words = pd.factorize(frame["rating"])
    order = {word: float(place) for place, word in enumerate(RATINGS, start=1)}
    marks = np.array([order.get(word, 0.0) for word in words.tolist()] or [0.0])[codes]
    frame["rating"] = np.where((marks > 0) | (told & Told.RATED > 0), marks, np.nan)


def _found(ids: pd.Series, lines: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return whether any line of a report found a problem, NaN where none says."""
    found = np.full(len(ids), np.nan)
    told = lines[lines["found"].notna()]
    if len(told):
        places = places_of(ids.to_numpy(), told["report_id"].to_numpy())
        inside = places >= 0
        np.fmax.at(found, places[inside], told["found"].to_numpy(dtype="float64")[inside])
    return found


def _visit_of(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the visit of each report: the lowest id of those that are one visit with it."""
    visits = frame["id"].to_numpy(dtype="int64").copy()
    tasked = np.flatnonzero(frame["task_id"].notna().to_numpy())
    if not len(tasked):
        return visits
    keys = columns_of(frame, ("task_id", "enterprise_id", "day"))
    groups = together(key[tasked] for key in keys)
    lowest = np.full(int(groups.max()) + 1, np.iinfo("int64").max)
    np.minimum.at(lowest, groups, visits[tasked])
    visits[tasked] = lowest[groups]
    return visits


def _also_joined(
    frame: pd.DataFrame, joined: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """Return the visit of each report with those together that a person joined, transitively."""
    visits = frame["visit"].to_numpy(dtype="int64")
    told = np.flatnonzero(~np.isnan(joined))
    if not len(told):
        return visits
    leads: dict[int, int] = {}

    def lead(visit: int) -> int:
        while visit in leads:
            visit = leads[visit]
        return visit

    marks: dict[tuple[int, int, int], int] = {}
    parts = frame[["enterprise_id", "day"]].iloc[told].astype("int64").itertuples(index=False)
    for place, (enterprise, day) in zip(told.tolist(), parts, strict=True):
        own = lead(int(visits[place]))
        other = lead(marks.setdefault((int(joined[place]), enterprise, day), own))
        if own != other:
            leads[max(own, other)] = min(own, other)
    moved = np.isin(visits, list(leads))
    found = visits.copy()
    found[moved] = [lead(one) for one in visits[moved].tolist()]
    return found


def _order(frame: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return reports in the order of their visits, lead's first, and where each visit begins.

    Within a visit: those not cancelled, the lead's, the lowest 单位编码, the lowest 检查编号.
    """
    ranks = frame["rank"].to_numpy(dtype="float64")
    keys = [frame[name].to_numpy() for name in ("visit", "dropped", "follows")]
    # Ranks of equal 单位编码 lie halfway; a body without one comes last.
    last = np.nanmax(ranks, initial=0.0) + 1
    keys.append((np.where(np.isnan(ranks), last, ranks) * 2).astype(np.int64))
    order, alike = in_order_by(keys)
    visits = keys[0][order]
    is_first = np.concatenate(([True], visits[1:] != visits[:-1]))
    same = np.concatenate(([False], alike))
    for place in np.flatnonzero(same & ~np.concatenate((same[1:], [False]))).tolist():
        begin = place
        while same[begin]:
            begin -= 1
        run = order[begin : place + 1]
        numbers = frame["number"].to_numpy()[run].astype(str)
        order[begin : place + 1] = run[np.argsort(numbers, kind="stable")]
    return order, np.flatnonzero(is_first)


def _silence_cancelled(frame: pd.DataFrame, starts: npt.NDArray[np.int64]) -> None:
    """Let a cancelled report say nothing of a visit that others made."""
    dropped = frame["dropped"].to_numpy()
    counts = np.diff(np.concatenate((starts, [len(frame)])))
    all_dropped = np.repeat(np.minimum.reduceat(dropped, starts), counts)
    gone = (dropped == 1) & (all_dropped == 0)
    frame["gone"] = gone
    if gone.any():
        frame.loc[gone, list(SILENT)] = 0
        frame.loc[gone, list(UNTOLD)] = np.nan
        frame.loc[gone, "code"] = int(Code.UNKNOWN)


def _values(frame: pd.DataFrame, starts: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Return the values of each visit from its reports, the lead's report first."""
    lead = frame[["visit", *LEADS]].iloc[starts].reset_index(drop=True)
    visits = lead.rename(columns={"visit": "id"})
    for name in ("task_id", "plan"):
        visits[{"plan": "plan_id"}.get(name, name)] = first_told(frame[name], starts)
    for name, source in LEAST.items():
        visits[name] = np.fmin.reduceat(frame[source].to_numpy(), starts)
    for name, source in MOST.items():
        visits[name] = np.fmax.reduceat(frame[source].to_numpy(), starts)
    back = np.zeros(len(CLAIM_ORDER), dtype=FLAG)
    back[list(CLAIM_ORDER.values())] = [int(one) for one in CLAIM_ORDER]
    visits["claim"] = back[visits["claim"].to_numpy(dtype="int64")]
    reason = np.maximum.reduceat(frame["has_reason"].to_numpy(), starts)
    visits["reasoned"] = reason + 2 * np.maximum.reduceat(frame["has_clue"].to_numpy(), starts)
    visits["officers"] = _sum_told(frame["officers"].to_numpy(dtype="float64"), starts)
    visits["reports"] = np.diff(np.concatenate((starts, [len(frame)])))
    visits["sourced"] = np.bitwise_or.reduceat(frame["sourced"].to_numpy(dtype="int64"), starts)
    for name in DATED:
        days = frame[name].to_numpy()
        missing = np.fmin.reduceat(days, starts) == 0
        visits[name] = np.where(missing, 0.0, np.fmax.reduceat(days, starts))
    marks = frame["rating"].to_numpy()
    given = np.fmin.reduceat(np.where(marks == 0, np.inf, marks), starts)
    visits["rating"] = np.where(given == np.inf, 0.0, given)
    return visits


def first_told(values: pd.Series, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the first value of each visit that is not NaN."""
    given = values.to_numpy(dtype="float64")
    places = np.where(np.isnan(given), len(given), np.arange(len(given)))
    first = np.minimum.reduceat(places, starts)
    return given[np.where(first < len(given), first, starts)]


def _sum_told(values: npt.NDArray[np.float64], starts: npt.NDArray[np.int64]) -> np.ndarray:
    """Return the sum of each visit's values, NaN where none is told."""
    told = ~np.isnan(values)
    sums = np.add.reduceat(np.where(told, values, 0.0), starts)
    return np.where(np.logical_or.reduceat(told, starts), sums, np.nan)


def _months(days: pd.Series) -> npt.NDArray[np.int64]:
    stamps = days.to_numpy(dtype="int64").astype("datetime64[D]")
    return stamps.astype("datetime64[M]").astype("int64")


def _presence(frame: pd.DataFrame) -> pd.DataFrame:
    kept = frame[~frame["gone"]] if frame["gone"].any() else frame
    visits, bodies = kept["visit"].to_numpy(), kept["body_id"].to_numpy(dtype="int64")
    told = kept.loc[(kept["companions"] != "").to_numpy(), ["visit", "companions"]]
    codes, texts = pd.factorize(told["companions"])
    lists = [np.array(text.split(","), dtype="int64") for text in texts.tolist()]
    lengths = np.array([len(one) for one in lists], dtype="int64")
    if len(codes):
        others = np.concatenate([lists[code] for code in codes.tolist()])
        visits = np.concatenate([visits, np.repeat(told["visit"].to_numpy(), lengths[codes])])
        bodies = np.concatenate([bodies, others])
    both = pd.DataFrame({"visit_id": visits, "body_id": bodies})
    return _distinct(both)


def _distinct(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of whole numbers once each, in the order of the first, then the second."""
    first, second = (pairs.iloc[:, place].to_numpy(dtype="int64") for place in (0, 1))
    width = np.int64(second.max() + 1) if len(second) else np.int64(1)
    whole = sorted_once(first * width + second)
    return pd.DataFrame({pairs.columns[0]: whole // width, pairs.columns[1]: whole % width})


def _joint(ids: pd.Series, presence: pd.DataFrame, bodies: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return 1 for visits at which bodies of two or more 条线 were present."""
    systems = presence["body_id"].map(bodies.set_index("id")["system"]).to_numpy(dtype="int64")
    visits = presence["visit_id"].to_numpy()
    if not len(visits):
        return np.zeros(len(ids), dtype="int64")
    starts = np.flatnonzero(np.concatenate(([True], visits[1:] != visits[:-1])))
    several = np.minimum.reduceat(systems, starts) != np.maximum.reduceat(systems, starts)
    joint = visits[starts][several]
    return (places_of(joint, ids.to_numpy()) >= 0).astype("int64")


def _items(frame: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    named = lines[lines["item_id"].notna()]
    kept = frame[~frame["gone"]] if frame["gone"].any() else frame
    places = places_of(kept["id"].to_numpy(), named["report_id"].to_numpy())
    inside = places >= 0
    visits = kept["visit"].to_numpy()[places[inside]]
    items = named["item_id"].to_numpy()[inside].astype("int64")
    return _distinct(pd.DataFrame({"visit_id": visits, "item_id": items}))
