"""Reports made of the rows of a file: one row a report, its lines, its code event."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

OWN = ["body_id", "number", "enterprise_id", "day", "task_id"]
SMALLEST = ["arrive", "code", "delay", "entered", "shown", "scanned", "status"]
LARGEST = ["leave", "officers", "claim", "sourced"]
FIRST_TEXT = [
    "badges",
    "companions",
    "partners",
    "basis",
    "approver",
    "reason",
    "clue",
    "reused",
    "test_report",
    "act_code",
    "late_reason",
    "rating",
]
FIRST_NUMBER = [
    "region_id",
    "plan_id",
    "type",
    "trigger",
    "mode",
    "kind",
    "basis_day",
    "urgent",
    "published",
]
REPORT = [
    "id",
    "visit_id",
    "body_id",
    "number",
    "enterprise_id",
    "region_id",
    "day",
    "task_id",
    "plan_id",
    "type",
    "trigger",
    "mode",
    "kind",
    "status",
    "code",
    "delay",
    "arrive",
    "leave",
    "officers",
    "badges",
    "companions",
    "partners",
    "claim",
    "basis",
    "approver",
    "basis_day",
    "reason",
    "clue",
    "sourced",
    "reused",
    "test_report",
    "urgent",
    "entered",
    "published",
    "batch_id",
]
LINE = [
    "id",
    "report_id",
    "body_id",
    "item_id",
    "line",
    "result",
    "result_text",
    "demand",
    "deadline",
    "digest",
    "batch_id",
]
LINE_OWN = [name for name in LINE if name not in ("id", "report_id", "batch_id")]
EVENT = ["report_id", "body_id", "act_code", "shown", "late_reason", "scanned", "rating"]


def merge_rows(rows: pd.DataFrame, groups: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Return one row a report: earliest arrival, best code, first words, of all its rows.

    `groups` numbers the report of each row from 0 without gaps; the result is in that order.
    """
    names = [*dict.fromkeys([*OWN, *SMALLEST, *LARGEST, *FIRST_TEXT, *FIRST_NUMBER])]
    order = np.argsort(groups, kind="stable")
    counts = np.bincount(groups)
    starts = np.concatenate(([0], np.cumsum(counts)[:-1])) if len(counts) else counts
    merged = rows[names].iloc[order[starts]].reset_index(drop=True)
    several = np.flatnonzero(counts > 1)
    if not len(several):
        return merged
    inside = np.repeat(counts > 1, counts)
    part = rows[names].iloc[order[inside]]
    edges = np.concatenate(([0], np.cumsum(counts[several])[:-1]))
    for name in names:
        values = merged[name].to_numpy().copy()
        values[several] = _merged(name, part[name], edges)
        merged[name] = values
    return merged


def _merged(name: str, values: pd.Series, edges: npt.NDArray[np.int64]) -> np.ndarray:
    """Return what the rows of each group say together in one column."""
    given = values.to_numpy()
    if name in SMALLEST:
        return np.fmin.reduceat(given, edges)
    if name in LARGEST:
        return np.fmax.reduceat(given, edges)
    told = given != "" if given.dtype == object else ~pd.isna(given)
    places = np.where(told, np.arange(len(given)), len(given))
    first = np.minimum.reduceat(places, edges)
    return given[np.where(first < len(given), first, edges)]


def has_event(reports: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which reports say anything of a code."""
    return (
        (reports["act_code"] != "")
        | reports["shown"].notna()
        | reports["scanned"].notna()
        | (reports["rating"] != "")
    ).to_numpy()
