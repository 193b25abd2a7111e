"""Running the rules over the whole history of some enterprises."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.rulebook import rule_book
from data.measures.scope import Scope, load_bodies, load_scope
from data.models import Enterprise, Item, Task
from data.rules.entry import code_not_shown, cross_level, single_officer, unplanned
from data.rules.facts import FEW, JUDGED, Facts, load_facts
from data.rules.frames import Context, Findings, join
from data.rules.frequency import monthly_cap, yearly_item_cap
from data.rules.hours import entered_late, odd_hours, quiet_days
from data.rules.manners import after_self_check, joint_in_name, on_white_list, service_with_results
from data.rules.officers import day_facts, judged_days, not_listed, short_stay
from data.rules.registers import Registers, load_registers
from data.rules.repeats import after_joint, after_moving, before_upper, tested_again, too_often
from data.rules.same_days import BodyDays
from data.rules.window import Window
from data.store.bulk import id_filter
from data.store.dialects import JOINT, joined_texts, numbers_in

ENTERPRISE_RULES = {
    "R1": monthly_cap,
    "R2": too_often,
    "R3": yearly_item_cap,
    "R4": after_joint,
    "R5": cross_level,
    "R6": unplanned,
    "R7": code_not_shown,
    "R9": short_stay,
    "R10": single_officer,
    "R11": not_listed,
    "R12": quiet_days,
    "R13": odd_hours,
    "R14": on_white_list,
    "R15": service_with_results,
    "R17": entered_late,
    "R22": joint_in_name,
    "R24": after_moving,
    "R25": before_upper,
    "R26": tested_again,
    "R27": after_self_check,
}
"""What is judged in a scope complete per enterprise; of R9 the rest is in `officers.DAY_RULES`."""
MANY = 50_000


def evaluate(session: Session, enterprises: Sequence[int] | None) -> Findings:
    """Return all findings of those enterprises (of all if None), judged over their history.

    What R9 finds by the days of bodies is apart (`evaluate_days`).
    """
    return judged_of(session, enterprises, load_scope(session, enterprises=enterprises))


def evaluate_window(
    session: Session, enterprises: Sequence[int], scope: Scope, window: Window
) -> Findings:
    """Return those findings of enterprises that are of the window's days.

    `scope` holds their visits of the days the window reads.
    """
    return judged_of(session, enterprises, scope, window.read).of_days(window.judged)


def judged_of(
    session: Session,
    enterprises: Sequence[int] | None,
    scope: Scope,
    days: tuple[int, int] | None = None,
) -> Findings:
    """Return what rules find in a scope of those enterprises (all if None) and days."""
    registers = load_registers(session, enterprises, scope.book)
    facts = load_facts(session, enterprises, scope.book, registers, days)
    return judged_in(context_of(session, scope, facts, registers))


def evaluate_days(session: Session, days: BodyDays) -> Findings:
    """Return what R9 finds by all reports of those days of bodies (of all days if None)."""
    facts = day_facts(session, days)
    nothing = pd.DataFrame({"visit_id": [], "body_id": []}, dtype="int64")
    visits = pd.DataFrame({"enterprise_id": pd.Series(dtype="int64"), "number": [], "task_id": []})
    no_plans = pd.DataFrame({"id": [], "plan_id": []})
    scope = Scope(
        visits, nothing, nothing, load_bodies(session), no_plans, no_plans, rule_book(session)
    )
    return judged_days(context_of(session, scope, facts, Registers()))


def judged_in(context: Context) -> Findings:
    """Return what all rules find in a context; asks the database nothing more."""
    return join(rule(context) for rule in ENTERPRISE_RULES.values())


def context_of(session: Session, scope: Scope, facts: Facts, registers: Registers) -> Context:
    """Return a scope with what the rules need of reports, registers and codes."""
    coded = facts.with_codes(scope.bodies.set_index("id")["code"])
    named = [scope.visits, *coded.frames.values()]
    loose = [one.loc[one["number"] == "", "task_id"].dropna().astype("int64") for one in named]
    whose = np.unique(np.concatenate([one["enterprise_id"].unique() for one in named]))
    return Context(
        scope,
        _codes(session, whose.astype("int64")),
        _series(session, select(Item.id, Item.code)),
        _series(
            session,
            select(Task.id, Task.number).where(
                id_filter(Task.id, pd.concat(loose).unique().tolist())
            ),
        ),
        coded,
        registers,
        scope.book,
    )


def _codes(session: Session, enterprises: np.ndarray) -> pd.Series:
    """Return the codes of enterprises by id; those of all where many are asked for."""
    if len(enterprises) <= MANY:
        query = select(Enterprise.id, Enterprise.code)
        return _series(session, query.where(id_filter(Enterprise.id, enterprises.tolist())))
    query = select(joined_texts(Enterprise.id), joined_texts(Enterprise.code))
    ids, codes = (str(one) for one in session.execute(query).one())
    return pd.Series(codes.split(JOINT), index=numbers_in(ids), dtype="object")


def _series(session: Session, query: object) -> pd.Series:
    rows = session.execute(query).all()  # type: ignore[call-overload]  # any two-column select
    return pd.Series([row[1] for row in rows], index=[row[0] for row in rows], dtype="object")


__all__ = [
    "ENTERPRISE_RULES",
    "FEW",
    "JUDGED",
    "context_of",
    "evaluate",
    "evaluate_days",
    "evaluate_window",
    "judged_in",
    "judged_of",
]
