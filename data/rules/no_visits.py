"""Findings that are about no enterprise: plans and bodies, with the records they rest on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.rows.enums import FindingState, RecordKind, SubjectKind
from data.rows.period import day_of, month_number, month_text
from data.rules.frames import CHARGES, FOUND, RECORDS

NO_RESTS = {"key": "object", "visit_id": "int64", "beyond": "int64"}


def found_about(
    rule: str, kind: SubjectKind, rows: pd.DataFrame, law: pd.DataFrame
) -> pd.DataFrame:
    """Return `found` of rows that no enterprise is the subject of.

    `rows`: key, severity, subject_id, region_id, day, count; beyond, item_id and period (else the
    month of the day) where they are told. `law`: ruleset, trial, force of the same rows.
    """
    frame = rows[["key", "severity", "subject_id", "region_id", "day", "count"]].assign(
        rule=rule,
        ruleset=law["ruleset"],
        trial=law["trial"],
        force=law["force"],
        state=int(FindingState.OPEN),
        subject_kind=int(kind),
        enterprise_id=np.nan,
        claimed=0,
        beyond=rows.get("beyond", 0),
        item_id=rows.get("item_id", np.nan),
        period=rows["period"] if "period" in rows else _months(rows["day"]),
    )
    return frame.astype({"day": "int64", "region_id": "int64", "beyond": "int64"})[FOUND]


def _months(days: pd.Series) -> pd.Series:
    """Return the month of each day as people write it; there are few different days."""
    known = {day: month_text(month_number(day_of(int(day)))) for day in days.unique().tolist()}
    return days.map(known)


def charging(keys: pd.Series, bodies: pd.Series) -> pd.DataFrame:
    """Return `charges`: which body each finding charges."""
    values = {"key": keys.to_numpy(), "body_id": bodies.to_numpy()}
    return pd.DataFrame(values, columns=CHARGES).astype({"body_id": "int64"}).drop_duplicates()


def records_of(keys: pd.Series, kind: RecordKind, ids: pd.Series) -> pd.DataFrame:
    """Return `records`: the records of one kind each finding rests on."""
    values = {"key": keys.to_numpy(), "kind": int(kind), "record_id": ids.to_numpy()}
    return pd.DataFrame(values, columns=RECORDS).astype({"kind": "int64", "record_id": "int64"})


def resting_on(keys: pd.Series, visits: pd.Series) -> pd.DataFrame:
    """Return `rests`: the visits each finding rests on, all of them at fault."""
    values = {"key": keys.to_numpy(), "visit_id": visits.to_numpy(), "beyond": 1}
    return pd.DataFrame(values).astype(NO_RESTS)


def no_rests() -> pd.DataFrame:
    """Return `rests` of findings that rest on no visit."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in NO_RESTS.items()})
