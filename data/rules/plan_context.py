"""The plans that rules judge, with whose they are, what they state and whom they mean to visit.

A plan's day is its 开始日期, else its 结束日期, its filing, its publication, else the day its file
was taken in: a plan without dates is at fault for that, and must have a day to be found on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.plan_frames import FIELDS, add_stated, load_plan_facts, load_plan_items
from data.measures.rulebook import rule_book
from data.models import Batch, Body, Plan, PlanTarget
from data.rows.rulesets import RuleBook
from data.rules.judging_day import judging_day
from data.rules.plan_visits import PLAN_VISITS, early_visits
from data.rules.reminders import reminders
from data.store.bulk import id_filter
from data.store.dialects import JOINT, joined_texts

PAIR = ("plan_id", "enterprise_id")
PROVISIONAL = "待补全"
"""The note of a plan that a visit named before any plans file did: nobody told of it yet."""
MANY = 400
"""With more plans than this all targets are read at once: most of them are needed anyway."""


@dataclass(frozen=True)
class PlanContext:
    """All plans, which of them are judged, and what the rules ask beside them.

    `plans` has the columns of `load_plan_facts`, and name, joint, code (of the lead), whole
    (编码:编号), day; `has_…` and `asked_…` also of filed, approval, published and joint.
    `targets` are those of judged plans and of all that share one with them; `early` the visits of
    judged plans before their filing; `items` those of all plans. `reminders` are those of merging
    that stand, by the key of the pair (data/rules/reminders.py).
    """

    book: RuleBook
    plans: pd.DataFrame
    judged: frozenset[int] | None
    today: int
    targets: pd.DataFrame
    early: pd.DataFrame
    items: pd.DataFrame
    reminders: pd.DataFrame

    @property
    def own(self) -> pd.DataFrame:
        """Return the plans that are judged."""
        return self.plans[self.is_judged(self.plans["id"])]

    def is_judged(self, plans: pd.Series) -> pd.Series:
        """Return which plans of some ids are judged."""
        if self.judged is None:
            return pd.Series(True, index=plans.index)
        return plans.isin(self.judged)


def load_plan_context(
    session: Session,
    plans: Collection[int] | None,
    rules: Collection[str],
    early: pd.DataFrame | None = None,
) -> PlanContext:
    """Return the context in which those plans (all if None) are judged by some rules."""
    facts = load_facts_of_plans(session)
    if early is None:
        early = early_visits(session, plans) if "R23" in rules else _nothing(PLAN_VISITS)
    return PlanContext(
        rule_book(session),
        facts,
        None if plans is None else frozenset(plans),
        judging_day(session),
        load_shared_targets(session, plans) if "R8" in rules else _nothing(PAIR),
        early,
        load_plan_items(session, facts) if "R25" in rules else _nothing(("plan_id", "item_id")),
        reminders(session),
    )


def load_facts_of_plans(session: Session) -> pd.DataFrame:
    """Return all plans as `PlanContext.plans` has them."""
    plans = load_plan_facts(session)
    names = ("id", "joint", "about", "name", "approval", "filing", "note", "code", "taken")
    query = (
        select(Plan.id, Plan.joint, Plan.enterprises, Plan.name, Plan.approval, Plan.filing,
               Plan.note, Body.code, Batch.day)
        .join(Body, Body.id == Plan.body_id)
        .outerjoin(Batch, Batch.id == Plan.batch_id)
    )  # fmt: skip
    texts = ("name", "approval", "filing", "note", "code")
    more = fetch(session, query, names, ("joint", "about", "taken"), texts)
    plans = plans.merge(more, on="id")
    dated = plans["filed"].notna() | plans["accepted"].notna()
    add_stated(
        plans,
        {
            "filed": dated | (plans["filing"] != ""),
            "approval": plans["approval"] != "",
            "published": plans["published"].notna(),
            "joint": plans["joint"].notna(),
        },
    )
    plans["region"] = plans["region"].fillna(0).astype("int64")
    plans["whole"] = plans["code"] + ":" + plans["number"]
    plans["filing_day"] = plans["filed"].fillna(plans["accepted"])
    plans["day"] = plans["first"]
    for name in ("last", "filing_day", "published", "taken"):
        plans["day"] = plans["day"].fillna(plans[name])
    stated = plans[[f"has_{name}" for name in FIELDS]].any(axis=1)
    plans["unheard"] = (plans["note"] == PROVISIONAL) & ~stated
    return plans


def load_shared_targets(session: Session, plans: Collection[int] | None) -> pd.DataFrame:
    """Return the targets of plans and of whoever shares one of their enterprises."""
    query = select(PlanTarget.plan_id, PlanTarget.enterprise_id)
    if plans is None or len(plans) > MANY:
        return _all_targets(session)
    own = fetch(session, query.where(id_filter(PlanTarget.plan_id, plans)), PAIR)
    known = own["enterprise_id"].unique().tolist()
    return fetch(session, query.where(id_filter(PlanTarget.enterprise_id, known)), PAIR)


def _all_targets(session: Session) -> pd.DataFrame:
    """Return all targets, read as one text for each plan: a row for each would take far longer."""
    query = select(PlanTarget.plan_id, joined_texts(PlanTarget.enterprise_id))
    rows = session.execute(query.group_by(PlanTarget.plan_id)).all()
    listed = [np.fromstring(text.replace(JOINT, " "), dtype="int64", sep=" ") for _, text in rows]
    if not listed:
        return _nothing(PAIR)
    plans = np.repeat([plan for plan, _ in rows], [len(one) for one in listed])
    return pd.DataFrame({"plan_id": plans, "enterprise_id": np.concatenate(listed)})


def _nothing(names: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(np.empty((0, len(names)), dtype="int64"), columns=list(names))
