"""Working days as the sample city needs them: by the calendars that come with the program."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from data.measures.workdays import built_in_calendar


def is_workday(day: date) -> bool:
    """Return whether a day is a working day; ValueError where its year has no calendar."""
    works = built_in_calendar().is_workday(day)
    if works is None:
        raise ValueError(f"no calendar is published for {day}")
    return works


@cache
def workdays(year: int, month: int) -> tuple[date, ...]:
    """Return the working days of a month."""
    first = date(year, month, 1)
    days = (first + timedelta(days=step) for step in range(31))
    return tuple(day for day in days if day.month == month and is_workday(day))


@cache
def after(day: date, count: int) -> date:
    """Return the working day that is `count` working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        if is_workday(day):
            count -= 1
    return day
