"""Running the rules about plans: each is judged whole, by its targets, its filing, its visits."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pandas as pd
from sqlalchemy.orm import Session

from data.measures.tallies import Touched
from data.models import Finding
from data.rules.frames import Findings, empty, join
from data.rules.plan_context import PlanContext, load_plan_context
from data.rules.plan_filing import incomplete, special_unfiled, unfiled_annual, visited_first
from data.rules.plan_pairs import could_merge, raised_ratio, reminders_due
from data.rules.plan_visits import RULE as VISITED_FIRST
from data.rules.plan_visits import early_after
from data.rules.storing import of_plans, store

PLAN_RULES: dict[str, Callable[[PlanContext], Findings]] = {
    "R8": could_merge,
    "R16": incomplete,
    "R19": special_unfiled,
    "R23": visited_first,
    "R25": raised_ratio,
}
"""What is judged of plans; of R25 the part about ratios."""


def evaluate_plans(
    session: Session,
    plans: Collection[int] | None,
    rules: Collection[str] = tuple(PLAN_RULES),
) -> Findings:
    """Return all findings about those plans, alone or with another; about all if None."""
    return judge_plans(load_plan_context(session, plans, rules), rules)


def judge_plans(context: PlanContext, rules: Collection[str] = tuple(PLAN_RULES)) -> Findings:
    """Return what rules find in a context; asks the database nothing more."""
    return join(PLAN_RULES[one](context) for one in rules)


def rejudge_visited(session: Session, plans: Collection[int], touched: Touched) -> None:
    """Judge anew what visits decide of plans, after a write that touched some."""
    rules = (VISITED_FIRST,)
    early = early_after(session, plans, touched)
    found = empty()
    if len(early):
        found = judge_plans(load_plan_context(session, plans, rules, early), rules)
    store(session, found, of_plans(sorted(plans)) & (Finding.rule == VISITED_FIRST))


def rejudge_items(session: Session) -> None:
    """Judge anew what the items of scenarios decide of plans."""
    store(
        session, evaluate_plans(session, None, ("R25",)), of_plans(None) & (Finding.rule == "R25")
    )


def rejudge_pairs(session: Session, plans: Collection[int]) -> int:
    """Judge anew what two plans are to each other after people decided on them; R8 alone."""
    return _rejudge_by(session, "R8", plans)


def pass_deadlines(session: Session, first: int, last: int) -> int:
    """Judge anew the plans of which a deadline lies between two days of judgement.

    Annual plans are to be filed by a day, reminders of merging answered.
    """
    context = load_plan_context(session, None, ())
    due: pd.Series = unfiled_annual(context)
    unfiled = due.index[(due >= first) & (due < last)].tolist()
    reminded = reminders_due(context, first, last)
    return _rejudge_by(session, "R16", unfiled) + _rejudge_by(session, "R8", reminded)


def _rejudge_by(session: Session, rule: str, plans: Collection[int]) -> int:
    if not plans:
        return 0
    found = evaluate_plans(session, plans, (rule,))
    return store(session, found, of_plans(sorted(plans)) & (Finding.rule == rule))
