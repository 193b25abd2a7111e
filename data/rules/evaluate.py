"""Running the rules over the whole history of some enterprises."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.scope import Scope, load_scope
from data.models import (
    Enterprise,
    Item,
    Report,
    Task,
)
from data.rules.entry import code_not_shown, cross_level, single_officer, unplanned
from data.rules.frames import Context, Findings, join
from data.rules.frequency import monthly_cap, yearly_item_cap
from data.store.bulk import id_filter
from data.store.dialects import JOINT, joined_texts

RULES = {
    "R1": monthly_cap,
    "R3": yearly_item_cap,
    "R5": cross_level,
    "R6": unplanned,
    "R7": code_not_shown,
    "R10": single_officer,
}
JUDGED = (
    *("visit_id", "body_id", "number", "enterprise_id", "region_id", "day", "task_id"),
    *("kind", "status", "officers", "claim"),
)
MANY = 50_000
FEW = 2
"""R10 looks only at reports of fewer officers than any rule set asks for."""


def evaluate(session: Session, enterprises: Sequence[int] | None) -> Findings:
    """Return all findings of those enterprises (of all if None), judged over their history."""
    columns = [getattr(Report, name) for name in JUDGED]
    few = select(*columns).where(Report.officers < FEW)
    if enterprises is not None:
        few = few.where(id_filter(Report.enterprise_id, enterprises))
    reports = fetch(session, few, JUDGED, ("task_id", "officers"), ("number",))
    return judge(session, load_scope(session, enterprises=enterprises), reports)


def judge(session: Session, scope: Scope, reports: pd.DataFrame) -> Findings:
    """Return what all rules find in a scope that is complete per enterprise.

    `reports` are those of fewer than FEW officers, in the columns of JUDGED.
    """
    return judged_in(context_of(session, scope, reports))


def judged_in(context: Context) -> Findings:
    """Return what all rules find in a context; asks the database nothing more."""
    return join(rule(context) for rule in RULES.values())


def context_of(session: Session, scope: Scope, reports: pd.DataFrame) -> Context:
    """Return a scope with the codes and reports the rules need."""
    frame = reports.rename(columns={"visit_id": "id"})
    frame["body_code"] = frame["body_id"].map(scope.bodies.set_index("id")["code"])
    loose = [one.loc[one["number"] == "", "task_id"].dropna() for one in (scope.visits, frame)]
    tasks = pd.concat(loose).astype("int64").unique().tolist()
    return Context(
        scope,
        _codes(session, scope.visits["enterprise_id"].unique()),
        _series(session, select(Item.id, Item.code)),
        _series(session, select(Task.id, Task.number).where(id_filter(Task.id, tasks))),
        frame,
    )


def _codes(session: Session, enterprises: np.ndarray) -> pd.Series:
    """Return the codes of enterprises by id; those of all where many are asked for."""
    if len(enterprises) <= MANY:
        query = select(Enterprise.id, Enterprise.code)
        return _series(session, query.where(id_filter(Enterprise.id, enterprises.tolist())))
    query = select(joined_texts(Enterprise.id), joined_texts(Enterprise.code))
    ids, codes = (str(one) for one in session.execute(query).one())
    numbers = np.array(ids.split(JOINT), dtype="int64")
    return pd.Series(codes.split(JOINT), index=numbers, dtype="object")


def _series(session: Session, query: object) -> pd.Series:
    rows = session.execute(query).all()  # type: ignore[call-overload]  # any two-column select
    return pd.Series([row[1] for row in rows], index=[row[0] for row in rows], dtype="object")
