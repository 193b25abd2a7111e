"""R9 疑似走过场 and R11 执法人员不在名录: what reports tell of those who came."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from sqlalchemy.orm import Session

from data.measures.rulebook import rule_book
from data.rows.enums import Severity
from data.rules.facts import Facts
from data.rules.frames import (
    Context,
    Findings,
    all_of,
    empty,
    join,
    judged,
    keys_of,
    of_reports,
    resting_on,
)
from data.rules.registers import is_on, least
from data.rules.same_days import BodyDays, load_alike, load_clashes

STAY = "停留"
DAY_FORM = "%Y-%m-%d"
"""The period of findings about a body's day: R9 alone has them (storing.of_days)."""


def short_stay(context: Context) -> Findings:
    """A very short stay; the times are the report's, so each report is judged (seed 走过场).

    Without both times, with equal ones or a leaving before arrival, nothing is known of the stay.
    """
    rows = context.facts.short
    law = judged(context.book, "R9", rows["day"])
    rows = rows[rows["minutes"] < law.get("short_minutes", 0)]
    suffix = pd.Series(STAY, index=rows.index)
    return of_reports("R9", rows, context, all_of(rows, Severity.HINT), suffix)


def not_listed(context: Context) -> Findings:
    """An officer without a valid certificate in the register on the day (seed, task 6).

    Each report and badge is judged, where the body that reports has officers in the register: of
    the others no list has come. See registers.load_officers for 暂停 and 注销.
    """
    rows = context.facts.strangers
    return of_reports("R11", rows, context, all_of(rows, Severity.RED), rows["badge"])


def two_places(context: Context) -> Findings:
    """One officer at two enterprises at once, by the reports of one body; the later is charged."""
    rows = context.facts.clashes
    law = judged(context.book, "R9", rows["day"])
    rows = rows[rows["minutes"] > law.get("overlap_minutes", float("inf"))]
    found = of_reports("R9", rows, context, all_of(rows, Severity.HINT), rows["badge"])
    if found.found.empty:
        return found
    keys = keys_of("R9", rows, context, rows["badge"])
    return resting_on(
        _of_day(found), pd.DataFrame({"key": keys, "visit_id": rows["other"].astype("int64")})
    )


def _of_day(findings: Findings) -> Findings:
    """Return findings whose period is the day of the body they were judged by."""
    days = pd.to_datetime(findings.found["day"], unit="D").dt.strftime(DAY_FORM)
    return replace(findings, found=findings.found.assign(period=days))


def same_results(context: Context) -> Findings:
    """Results left empty, or demands in the same words, at many enterprises on a body's day.

    One finding for each body, day and form, about the last of the visits; nothing found is not by
    itself a fault, so only demands (整改要求) are compared, and only finished visits of files that
    tell results can lack one.
    """
    rows = context.facts.alike
    law = judged(context.book, "R9", rows["day"])
    groups = rows.groupby(["body_id", "day", "form", "words"])["enterprise_id"]
    many = groups.transform("nunique") >= law.get("same_results", float("inf"))
    rows = rows[many & law["ruleset"].notna()].sort_values(["number", "enterprise_id"])
    if rows.empty:
        return empty()
    days = pd.to_datetime(rows["day"], unit="D").dt.strftime(DAY_FORM)
    keys = "R9:" + rows["body_code"] + ":" + days + ":" + rows["form"]
    last = rows[~keys.duplicated(keep="last")]
    found = of_reports("R9", last, context, all_of(last, Severity.HINT))
    named = pd.Series(keys.loc[found.found.index].to_numpy(), index=found.found["key"])
    found = _of_day(
        replace(
            found,
            found=found.found.assign(key=named.to_numpy()),
            rests=found.rests.assign(key=found.rests["key"].map(named)),
            charges=found.charges.assign(key=found.charges["key"].map(named)),
        )
    )
    return resting_on(found, pd.DataFrame({"key": keys, "visit_id": rows["id"].astype("int64")}))


DAY_RULES = (two_places, same_results)
"""What R9 judges in a scope that is complete per body and day."""


def judged_days(context: Context) -> Findings:
    """Return what a body's days tell that no enterprise's history shows."""
    return join(rule(context) for rule in DAY_RULES)


def day_facts(session: Session, days: BodyDays) -> Facts:
    """Return the reports of those days of bodies that may clash or be alike."""
    book = rule_book(session)
    if not is_on(book, "R9") or days.is_empty:
        return Facts()
    return Facts(
        clashes=load_clashes(session, days.met, least(book, "R9", "overlap_minutes")),
        alike=load_alike(session, days.alike, least(book, "R9", "same_results")),
    )
