"""M11 and M12: annual plans filed in time, plans that state all fields, plans carried out.

A plan belongs to its lead body and to the day it begins; M12 to the day it ends (RULES.md, "day").
"""

from __future__ import annotations

import pandas as pd

from data.measures.asking import Question
from data.measures.plan_frames import FIELDS, annual_deadlines, is_annual, load_plan_facts
from data.measures.plan_progress import load_progress
from data.measures.rulebook import rule_book
from data.rows.period import day_number, day_of, month_number

PLAN_DIMENSIONS = frozenset({"body", "region", "level", "system", "type", "month"})
"""What plans can be told apart by; nothing else is known of a plan before it is carried out."""
KEYS = ("plan_id", "body", "region", "level", "system", "type", "month", "day")


def filed_rows(question: Question) -> pd.DataFrame:
    """Return the annual plans due (M11.filed): a row each, with `filed`, `due`, `unknown`."""
    plans = plans_in(question, "first")
    deadline = annual_deadlines(rule_book(question.session), plans["first"])
    # As for results and papers, what has its deadline still ahead is due once it is done.
    ahead = plans["accepted"].isna() & (deadline >= day_number(question.today))
    due = is_annual(plans["cycle"]) & deadline.notna() & ~ahead
    known = plans["asked_accepted"]
    rows = plans.assign(
        due=(due & known).astype("int64"),
        filed=(due & known & (plans["accepted"] <= deadline)).astype("int64"),
        unknown=(due & ~known).astype("int64"),
    )
    return rows[due]


def complete_rows(question: Question) -> pd.DataFrame:
    """Return the plans (M11.complete): a row each, with `complete`, `told`, `unknown`."""
    plans = plans_in(question, "first")
    told = plans[[f"asked_{name}" for name in FIELDS]].all(axis=1)
    whole = plans[[f"has_{name}" for name in FIELDS]].all(axis=1)
    return plans.assign(
        told=told.astype("int64"),
        complete=(told & whole).astype("int64"),
        unknown=(~told).astype("int64"),
    )


def done_rows(question: Question) -> pd.DataFrame:
    """Return the plans that ended (M12): a row each, with `done`, `judged`, `unknown`."""
    plans = plans_in(question, "last")
    progress = load_progress(question.session, plans).reindex(plans["plan_id"])
    known = progress["known"].to_numpy(dtype=bool)
    return plans.assign(
        judged=known.astype("int64"),
        done=(known & progress["done"].to_numpy(dtype=bool)).astype("int64"),
        unknown=(~known).astype("int64"),
    )


def plans_in(question: Question, day: str) -> pd.DataFrame:
    """Return the plans whose day lies in the period; none for what plans are not told apart by."""
    facts = question.keep("plan facts", lambda asked: load_plan_facts(asked.session))
    plans = facts.rename(columns={"id": "plan_id"})
    plans = plans[plans[day].notna()]
    plans = plans.assign(day=plans[day].astype("int64"))
    plans = question.within(plans)
    stamps = {one: month_number(day_of(one)) for one in plans["day"].unique().tolist()}
    plans = plans.assign(month=plans["day"].map(stamps).astype("int64"))
    strange = [name for name in question.by if name not in PLAN_DIMENSIONS]
    if strange:
        return plans.iloc[:0].assign(**dict.fromkeys(strange, 0))
    return plans.reset_index(drop=True)
