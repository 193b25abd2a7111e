"""Reports made of the rows of a file: one row a report, its lines, its code event."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

OWN = ["body_id", "number", "enterprise_id", "day", "task_id"]
SMALLEST = ["arrive", "code", "delay", "entered", "shown", "scanned", "status"]
LARGEST = ["leave", "officers", "claim"]
ALL_OF = ["sourced"]
"""Flags of what the files tell: those of any row hold."""
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
    names = [*dict.fromkeys([*OWN, *SMALLEST, *LARGEST, *ALL_OF, *FIRST_TEXT, *FIRST_NUMBER])]
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
        merged[name] = _with(merged[name], several, _merged(name, part[name], edges))
    return merged


def _with(column: pd.Series, places: npt.NDArray[np.int64], values: pd.Series) -> pd.Series:
    """Return a column with other values in some places; categories stay what they are."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy().copy()
        codes[places] = values.cat.codes.to_numpy()
        return pd.Series(pd.Categorical.from_codes(codes, dtype=column.dtype, validate=False))
    changed = column.to_numpy(copy=True)
    changed[places] = values.to_numpy()
    return pd.Series(changed, dtype=column.dtype)


def _merged(name: str, values: pd.Series, edges: npt.NDArray[np.int64]) -> pd.Series:
    """Return what the rows of each group say together in one column."""
    given = values.to_numpy()
    if name in SMALLEST:
        return pd.Series(np.fmin.reduceat(given, edges))
    if name in LARGEST:
        return pd.Series(np.fmax.reduceat(given, edges))
    if name in ALL_OF:
        return pd.Series(np.bitwise_or.reduceat(given.astype("int64"), edges))
    told = given != "" if given.dtype == object else ~pd.isna(given)
    places = np.where(told, np.arange(len(given)), len(given))
    first = np.minimum.reduceat(places, edges)
    return values.iloc[np.where(first < len(given), first, edges)]


def has_event(reports: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which reports say anything of a code."""
    return (
        (reports["act_code"] != "")
        | reports["shown"].notna()
        | reports["scanned"].notna()
        | (reports["rating"] != "")
    ).to_numpy()
