"""R12 安静生产期, R13 非工作时段, R17 结果逾期未录: what the calendar and the clock tell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.measures.workdays import Calendar
from data.rows.enums import Severity, Trigger, VisitStatus
from data.rows.rulesets import RuleBook
from data.rules.frames import Context, Findings, all_of, empty, judged, singles

MINUTES = 1440


def quiet_days(context: Context) -> Findings:
    """A planned on-site visit on protected days of the month (泰州姜堰); off.

    The days are limits, `first_day` to `last_day`; a visit whose trigger is unknown accuses nobody.
    """
    if not context.book.segments("R12"):
        return empty()
    visits = context.scope.on_site
    visits = visits[visits["trigger"] == Trigger.PLANNED]
    law = judged(context.book, "R12", visits["day"])
    day = pd.to_datetime(visits["day"], unit="D").dt.day
    nobody = pd.Series(np.nan, index=visits.index)
    inside = (day >= law.get("first_day", nobody)) & (day <= law.get("last_day", nobody))
    return singles("R12", visits[inside], context, all_of(visits[inside], Severity.HINT))


def odd_hours(context: Context) -> Findings:
    """An on-site visit outside working hours or on a day off, without emergency; off.

    The hours are limits, `opens` to `closes` in minutes of the day, and ask for an arrival; a day
    off asks for a published calendar. A visit that tells neither 来源 nor 是否紧急 may be one.
    """
    if not context.book.segments("R13"):
        return empty()
    visits = context.scope.on_site
    told = (visits["trigger"] != Trigger.EMERGENCY) & (visits["trigger"] != Trigger.UNKNOWN)
    visits = visits[told & ~visits["id"].isin(context.facts.urgent)]
    law = judged(context.book, "R13", visits["day"])
    nobody = pd.Series(np.nan, index=visits.index)
    clock = visits["arrive"] - visits["day"] * MINUTES
    early = clock < law.get("opens", nobody)
    late = clock > law.get("closes", nobody)
    off = context.registers.calendar.are_workdays(visits["day"]) == 0
    odd = visits[early | late | off]
    return singles("R13", odd, context, all_of(odd, Severity.HINT))


def entered_late(context: Context) -> Findings:
    """A finished visit whose result was not entered within the working days allowed.

    Day 1 is the next working day. Where the calendar of a year lacks (待判), or no file tells
    结果录入日期, nothing is said. `registers.today` is the day of judgement.
    """
    if not context.book.segments("R17"):
        return empty()
    visits = context.scope.counted
    visits = visits[visits["entered"].notna() & (visits["status"] == VisitStatus.DONE)]
    if visits.empty:
        return empty()
    deadline = deadlines(context.book, context.registers.calendar, visits["day"])
    missing = (visits["entered"] == 0) & (deadline < context.registers.today)
    late = visits[missing | ((visits["entered"] > 0) & (visits["entered"] > deadline))]
    return singles("R17", late, context, all_of(late, Severity.HINT))


def deadlines(book: RuleBook, calendar: Calendar, days: pd.Series) -> pd.Series:
    """Return the last day on which the result of a visit of each day is entered in time."""
    law = judged(book, "R17", days)
    return calendar.add_workdays(days, law.get("days", pd.Series(np.nan, index=days.index)))
