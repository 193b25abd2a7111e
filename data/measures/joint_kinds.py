"""Tasks done together without being joint: 上下级同行 (M1d) and 部门内联合 (M1e), counted apart.

A task is of one kind only: 部门联合 first (M1c), then 上下级同行, then 部门内联合; so the shares
may be put beside each other and never add up to more than all tasks.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.counters import task_key
from data.measures.fetching import fetch
from data.measures.scope import Scope
from data.models import Report, ReportLine
from data.rows.enums import VisitStatus


def kind_rows(question: Question) -> pd.DataFrame:
    """Return a row for each task and cell with `tasks_levels` and `tasks_within`."""
    kinds = question.keep("kinds of tasks", _kinds)
    return question.task_rows.merge(kinds, on="task", how="left")


def _kinds(question: Question) -> pd.DataFrame:
    """Return each task of the question's visits with its two flags: task, tasks_levels …"""
    scope = question.task_scope
    visits = scope.counted
    unified = _unified(question.session, visits)
    several = _several_bodies(scope)
    levels = several.index[(several["system"] == 1) & (several["level"] > 1)]
    flags = pd.DataFrame(
        {
            "task": task_key(visits),
            "joint": visits["joint"] == 1,
            "levels": visits["id"].isin(levels),
            "within": visits["id"].isin(unified) & ~visits["id"].isin(several.index),
        }
    )
    tasks = flags.groupby("task")[["joint", "levels", "within"]].any()
    levelled = tasks["levels"] & ~tasks["joint"]
    within = tasks["within"] & ~tasks["joint"] & ~tasks["levels"]
    both = {"tasks_levels": levelled.astype("int64"), "tasks_within": within.astype("int64")}
    return pd.DataFrame(both).reset_index()


def _several_bodies(scope: Scope) -> pd.DataFrame:
    """Return the visits with several present bodies: how many systems, how many levels."""
    present = scope.presence
    present = present[present["visit_id"].duplicated(keep=False)]
    bodies = scope.bodies.set_index("id")[["system", "level"]]
    return present.join(bodies, on="body_id").groupby("visit_id")[["system", "level"]].nunique()


def _unified(session: Session, visits: pd.DataFrame) -> npt.NDArray[np.int64]:
    if visits.empty:
        return np.empty(0, dtype=np.int64)
    days = Report.day.between(int(visits["day"].min()), int(visits["day"].max()))
    return load_unified(session, days)


def load_unified(session: Session, *conditions: ColumnElement[bool]) -> npt.NDArray[np.int64]:
    """Return the visits of some reports at which one body saw to several 业务条线."""
    query = (
        select(Report.visit_id, Report.body_id, ReportLine.line)
        .distinct()
        .join(ReportLine, ReportLine.report_id == Report.id)
        .where(ReportLine.line != "", Report.status != VisitStatus.CANCELLED, *conditions)
    )
    return several_lines(fetch(session, query, ("visit_id", "body_id", "line"), (), ("line",)))


def several_lines(lines: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the visits at which one body saw to several 业务条线 (visit_id, body_id, line)."""
    pairs = lines.drop_duplicates()
    often = pairs.duplicated(["visit_id", "body_id"])
    return np.unique(pairs.loc[often, "visit_id"].to_numpy(dtype="int64")).astype(np.int64)
