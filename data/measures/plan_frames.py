"""Plans as frames: whose they are, which of the seed's five fields they state, when they were due.

What a column says is unknown where it is empty in every plan of the file (RULES.md, "unknown").
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.scope import load_bodies
from data.models import Item, Plan, Scenario
from data.rows.period import day_number, day_of
from data.rows.plans import FIELDS as FIELD_WORDS
from data.rows.rulesets import RuleBook

FIELDS = tuple(FIELD_WORDS)
"""The five fields the seed asks of a plan (工作方案任务4), as `has_…` and `asked_…` columns."""
DEADLINE_RULE = "R16"
_TEXTS = ("number", "cycle", "items", "scenario", "scope", "ratio", "sample", "partners")
_DAYS = ("first", "last", "base", "filed", "accepted", "published", "batch_id")
_WHOLE = ("id", "body_id", "type", "alone")


def load_plan_facts(session: Session) -> pd.DataFrame:
    """Return all plans: a row each, with body, region, level and system of the lead.

    `has_F` says whether a plan states a field, `asked_F` whether its file tells of it at all;
    `asked_accepted` the same of 受理日期.
    """
    names = [*_WHOLE, *_TEXTS, *_DAYS]
    query = select(*(getattr(Plan, name) for name in names))
    plans = fetch(session, query, names, _DAYS, _TEXTS)
    stated = {
        "items": (plans["items"] != "") | (plans["scenario"] != ""),
        "scope": plans["scope"] != "",
        "ratio": plans["ratio"] != "",
        "partners": (plans["partners"] != "") | (plans["alone"] == 1),
        "window": plans["first"].notna() & plans["last"].notna(),
        "accepted": plans["accepted"].notna(),
    }
    add_stated(plans, stated)
    return with_lead(session, plans)


def add_stated(plans: pd.DataFrame, stated: Mapping[str, pd.Series]) -> None:
    """Add `has_F`, what a plan states, and `asked_F`, whether its file tells of it at all."""
    # What no file brought was entered by hand, where every field could be filled.
    batch = plans["batch_id"].fillna(-1)
    for name, told in stated.items():
        plans[f"has_{name}"] = told.to_numpy(dtype=bool)
        known = told.groupby(batch).transform("any") | (batch < 0)
        plans[f"asked_{name}"] = known.to_numpy(dtype=bool)


def with_lead(session: Session, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows that have a `body_id` with the dimensions of that body (region NaN for none)."""
    bodies = load_bodies(session)[["id", "region_id", "level", "system", "inspects"]]
    bodies = bodies.rename(columns={"id": "body", "region_id": "region"})
    return rows.rename(columns={"body_id": "body"}).merge(bodies, on="body", how="inner")


def annual_deadlines(book: RuleBook, first: pd.Series) -> pd.Series:
    """Return until when annual plans that begin on those days are due, NaN where none is.

    Ten measures of Wuxi, third: by 31 March of the year, once the rule is in force on the day of
    the plan and on the deadline itself (so first in 2026).
    """
    known = {day: _annual_deadline(book, int(day)) for day in first.dropna().unique().tolist()}
    return first.map(known).astype("float64")


def _annual_deadline(book: RuleBook, first: int) -> float:
    limits = _deadline_limits(book, first)
    if limits is None:
        return float("nan")
    year, (month, day) = day_of(first).year, limits
    # A day the month does not have is its last one.
    last = calendar.monthrange(year, month)[1]
    deadline = day_number(date(year, month, min(day, last)))
    return float("nan") if _deadline_limits(book, deadline) is None else float(deadline)


def _deadline_limits(book: RuleBook, day: int) -> tuple[int, int] | None:
    ruleset, _ = book.set_for(day)
    rule = ruleset.rules.get(DEADLINE_RULE)
    if rule is None or "annual_month" not in rule.limits:
        return None
    return int(rule.limits["annual_month"]), int(rule.limits["annual_day"])


def is_annual(cycle: pd.Series) -> pd.Series:
    """Return which 计划周期 say that the plan is one of the year."""
    return cycle.str.contains("年度", regex=False) | cycle.isin(["年", "全年", "每年"])


def load_plan_items(session: Session, plans: pd.DataFrame) -> pd.DataFrame:
    """Return the items of plans, by name or code or by their scenario: plan_id, item_id."""
    named = {
        text: row.merged_into or row.id
        for row in session.execute(select(Item.id, Item.code, Item.name, Item.merged_into))
        for text in (row.name, row.code)
    }
    scenes = {
        row.number: row.items for row in session.execute(select(Scenario.number, Scenario.items))
    }
    scene = plans["scenario"].map(scenes).astype(object).fillna("")
    texts = plans["items"].where(plans["items"] != "", scene)
    listed = texts.str.split("、").explode()
    items = listed.map(named).dropna()
    return pd.DataFrame(
        {
            "plan_id": plans["id"].reindex(items.index).to_numpy(dtype=np.int64),
            "item_id": items.to_numpy(dtype=np.int64),
        }
    ).drop_duplicates()
