"""Visits under a plan before it was filed: what R23 先查后备 rests on.

A plan's visits may be thousands among millions. After a write that touched some enterprises only,
the visits of all others are as they were, and the stored findings name them.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.scope import COUNTED
from data.measures.tallies import Touched
from data.models import Finding, FindingVisit, Plan, Visit
from data.rows.enums import SubjectKind
from data.store.bulk import id_filter

PLAN_VISITS = ("plan_id", "visit_id", "day")
FILING = func.coalesce(Plan.filed, Plan.accepted)
RULE = "R23"


def early_visits(session: Session, plans: Collection[int] | None) -> pd.DataFrame:
    """Return the counted visits under plans (all if None) before their filing."""
    conditions = [] if plans is None else [id_filter(Visit.plan_id, _filed(session, plans))]
    return _early(session, conditions)


def early_after(session: Session, plans: Collection[int], written: Touched) -> pd.DataFrame:
    """Return the same after a write: all visits but those it touched are as they were."""
    touched = and_(
        id_filter(Visit.enterprise_id, written.enterprises), Visit.day.between(*written.days)
    )
    filed = _filed(session, plans)
    found = _early(session, [touched, id_filter(Visit.plan_id, filed)])
    kept = (
        select(Finding.subject_id, Visit.id, Visit.day)
        .join(FindingVisit, FindingVisit.finding_id == Finding.id)
        .join(Visit, Visit.id == FindingVisit.visit_id)
        .where(
            Finding.subject_kind == SubjectKind.PLAN,
            Finding.rule == RULE,
            Finding.holds == 1,
            id_filter(Finding.subject_id, filed),
            ~touched,
        )
    )
    return pd.concat([found, fetch(session, kept, PLAN_VISITS)], ignore_index=True)


def plans_visited(session: Session, touched: Touched) -> set[int]:
    """Return the plans under which enterprises were visited on the days a write touches."""
    query = select(Visit.plan_id).where(
        id_filter(Visit.enterprise_id, touched.enterprises),
        Visit.day.between(*touched.days),
        Visit.plan_id.is_not(None),
    )
    return {one for one in session.scalars(query.distinct()) if one is not None}


def _filed(session: Session, plans: Collection[int]) -> list[int]:
    """Return the plans among those that have a day of filing."""
    return list(session.scalars(select(Plan.id).where(id_filter(Plan.id, plans), FILING > 0)))


def _early(session: Session, conditions: list[ColumnElement[bool]]) -> pd.DataFrame:
    query = (
        select(Visit.plan_id, Visit.id, Visit.day)
        .join(Plan, Plan.id == Visit.plan_id)
        .where(Visit.day < FILING, *COUNTED, *conditions)
    )
    return fetch(session, query, PLAN_VISITS)
