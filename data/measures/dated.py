"""Flags of visits that no tally can hold: they depend on the day asked, or on other tables.

M13 results entered in time, M21 checks on paper afterwards, M22 results published in time, and M14
of joint visits beside single ones.
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select

from data.measures.asking import Question
from data.measures.rulebook import rule_book
from data.measures.workdays import load_calendar
from data.models import Audit, Report
from data.rows.enums import AuditResult, CheckType, VisitStatus
from data.rows.period import day_number
from data.rows.rulesets import RuleBook

PUBLISH_WORKDAYS = 20
"""The time 双随机 results have to be published in (RULES.md, M22): no rule sets it."""
WRONG = (AuditResult.PARTLY, AuditResult.UNTRUE)
COUNTERS = (
    *("visits", "entry_due", "entry_done", "entry_unknown"),
    *("public_due", "public_done", "public_unknown"),
    *("joint_known", "joint_found", "joint_unknown"),
    *("single_known", "single_found", "single_unknown"),
    *("audited", "audited_wrong"),
)


def dated_rows(question: Question) -> pd.DataFrame:
    """Return a row for each visit and cell with the flags above."""
    return question.keep("dated", _made)


def _made(question: Question) -> pd.DataFrame:
    visits = question.within(question.scope.counted)
    done = visits["status"] == VisitStatus.DONE
    random = done & (visits["type"] == CheckType.RANDOM)
    flags = {
        **entry_flags(question, visits, done),
        **publishing_flags(question, visits, random),
        **_results("joint", visits["joint"] == 1, visits["found"]),
        **_results("single", visits["joint"] == 0, visits["found"]),
        **_audits(question, visits["id"]),
    }
    whole = {name: flag.astype("int64") for name, flag in flags.items()}
    return question.spread(visits.assign(visits=1, **whole), COUNTERS)


def entry_flags(
    question: Question, visits: pd.DataFrame, done: pd.Series
) -> dict[str, pd.Series]:
    """Return M13's flags of visits by their `day` and `entered`."""
    limit = limit_of(rule_book(question.session), "R17", "days", visits["day"])
    deadline = load_calendar(question.session).add_workdays(visits["day"], limit)
    return _in_time("entry", done, visits["entered"], deadline, day_number(question.today))


def publishing_flags(
    question: Question, visits: pd.DataFrame, random: pd.Series
) -> dict[str, pd.Series]:
    """Return M22's flags of visits by their `day` and `published`."""
    deadline = load_calendar(question.session).add_workdays(visits["day"], PUBLISH_WORKDAYS)
    return _in_time("public", random, visits["published"], deadline, day_number(question.today))


def limit_of(book: RuleBook, rule: str, name: str, days: pd.Series) -> pd.Series:
    """Return a threshold as it stands on each of some days."""
    limits = {day: book.limit(rule, name, day) for day in days.unique().tolist()}
    return days.map(limits).astype("float64")


def _in_time(
    name: str, asked: pd.Series, told: pd.Series, deadline: pd.Series, today: int
) -> dict[str, pd.Series]:
    """Return what is due (done, or its deadline passed), done in time, and cannot be judged.

    `told` is the day it was done, 0 where it is known not to be, NaN where no file tells.
    """
    known = asked & told.notna() & deadline.notna()
    return {
        f"{name}_due": known & ((told > 0) | (deadline < today)),
        f"{name}_done": known & (told > 0) & (told <= deadline),
        f"{name}_unknown": asked & ~known,
    }


def _results(name: str, whose: pd.Series, found: pd.Series) -> dict[str, pd.Series]:
    """Return M14's flags of some of the visits."""
    return {
        f"{name}_known": whose & found.notna(),
        f"{name}_found": whose & (found == 1),
        f"{name}_unknown": whose & found.isna(),
    }


def _audits(question: Question, ids: pd.Series) -> dict[str, pd.Series]:
    """Return which visits were checked on paper, and which were found untrue, even in part.

    A visit is checked if any of its reports is; of several checks of a report the last one holds.
    """
    period = question.period
    query = (
        select(Report.visit_id, Audit.report_id, Audit.verdict)
        .join(Report, Report.id == Audit.report_id)
        .where(
            Report.day.between(period.first_day, period.last_day),
            Report.status != VisitStatus.CANCELLED,
        )
        .order_by(Audit.day, Audit.id)
    )
    rows = question.session.execute(query).all()
    audits = pd.DataFrame(rows, columns=["visit_id", "report_id", "verdict"])
    last = audits.drop_duplicates("report_id", keep="last")
    wrong = last[last["verdict"].isin([int(one) for one in WRONG])]
    return {
        "audited": ids.isin(last["visit_id"]),
        "audited_wrong": ids.isin(wrong["visit_id"]),
    }
