"""Visits grouped by what is told of them, and sums of flags that need no more than that.

A row of a group stands for `n` visits that are alike, so the flags of single visits are made of
millions of visits as they are made of a few. What the tallies know is taken from them, so only
questions that these answer have such sums; all others count row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, func, select

from data.measures.asking import Question
from data.measures.code_steps import has_act_code
from data.measures.counters import code_flags, rating_flags
from data.measures.dated import entry_flags, publishing_flags
from data.measures.fetching import fetch
from data.measures.scope import COUNTED, NULLABLE
from data.models import Visit, VisitBody
from data.rows.enums import CheckType, Code, VisitStatus

CELLS = {"body": VisitBody.body_id, "region": Visit.region_id, "month": Visit.month}
DONE = Visit.status == VisitStatus.DONE


def visit_groups(
    question: Question, told: Sequence[str], *conditions: ColumnElement[bool]
) -> pd.DataFrame:
    """Return what is `told` of the counted visits of the period in each cell, and of how many."""
    columns = {name: getattr(Visit, name) for name in told}
    columns |= {name: CELLS[name] for name in question.by}
    days = Visit.day.between(question.period.first_day, question.period.last_day)
    query = select(*columns.values(), func.count()).select_from(Visit)
    if "body" in question.by:
        query = query.join(VisitBody, VisitBody.visit_id == Visit.id)
    asked = [CELLS[name] == question.only[name] for name in question.by if name in question.only]
    query = query.where(days, *COUNTED, *asked, *conditions).group_by(*columns.values())
    nullable = [name for name in told if name in NULLABLE]
    return fetch(question.session, query, [*columns, "n"], nullable)


def entry_sums(question: Question) -> pd.DataFrame:
    """Return M13 by cell: visits without a day of entry, often all, are those left of the done."""
    groups = visit_groups(question, ("day", "entered"), DONE, Visit.entered.is_not(None))
    counts = _counts(question)
    found = _summed(question, groups, {**entry_flags(question, groups, _all(groups)),
                                       "told": _all(groups)})  # fmt: skip
    done = counts["rate_known"] + counts["rate_unknown"]  # the tallies count 评价 of the done
    return found.assign(entry_unknown=done - found["told"] + found["entry_unknown"])


def publishing_sums(question: Question) -> pd.DataFrame:
    """Return M22 by cell."""
    random = Visit.type == CheckType.RANDOM
    groups = visit_groups(question, ("day", "published"), DONE, random)
    return _summed(question, groups, publishing_flags(question, groups, _all(groups)))


def result_sums(question: Question) -> pd.DataFrame:
    """Return M14 of joint visits and of single ones by cell: only who is silent is looked up."""
    silent = visit_groups(question, (), Visit.joint == 1, Visit.found.is_(None))
    found = _summed(question, silent, {"joint_unknown": _all(silent)})
    counts = _counts(question)
    return found.assign(
        joint_known=counts["joint_known"],
        joint_found=counts["joint_found"],
        single_known=counts["result_known"] - counts["joint_known"],
        single_found=counts["result_found"] - counts["joint_found"],
        single_unknown=counts["result_unknown"] - found["joint_unknown"],
    )


def step_sums(question: Question) -> pd.DataFrame:
    """Return the steps of a code by cell: looked up are codes made only, and those scanned."""
    counts = _counts(question)
    names = ("onsite", "code", "scanned")
    scanned = visit_groups(question, (*names, "status", "rating"), Visit.scanned == 1)
    done = _codes(scanned)["scan_done"]
    rated = rating_flags(scanned)
    answers = {"answered": "rate_done", "answer_known": "rate_known",
               "answer_unknown": "rate_unknown"}  # fmt: skip
    found = _summed(question, scanned, {one: done & rated[two] for one, two in answers.items()})
    made = visit_groups(question, names, Visit.code == Code.NONE, has_act_code(question.period))
    only_made = _summed(question, made, {"made": _codes(made)["code_need"]})
    shown = counts["code_shown"] + counts["code_late"]
    return found.assign(
        shown=shown,
        made=shown + only_made["made"],
        code_need=counts["code_need"],
        code_unknown=counts["code_unknown"],
    )


def _codes(groups: pd.DataFrame) -> dict[str, pd.Series]:
    return code_flags(groups.assign(delay=np.nan), groups["onsite"] == 1, np.inf)


def _all(groups: pd.DataFrame) -> pd.Series:
    return pd.Series(True, index=groups.index)


def _counts(question: Question) -> pd.DataFrame:
    """Return the stored counters of the cells that have visits."""
    counts = question.counts
    return counts[counts["visits"] > 0] if question.by else counts


def _summed(
    question: Question, groups: pd.DataFrame, flags: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """Return for every cell with visits how many have each flag."""
    whole = {name: flag.astype("int64") * groups["n"] for name, flag in flags.items()}
    found = question.sum(groups.assign(**whole), list(whole))
    return found.reindex(_counts(question).index, fill_value=0).astype("int64")
