"""Working days: counted by the published calendars, never guessed where a year has none.

Day 1 is the next working day (RULES.md, R17, M13, M22). Days are numbers since 1970-01-01; a
Series in, a Series out, NaN where a year in between has no published calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import CalendarDay, CalendarYear
from data.models.holidays import published_days, published_years
from data.rows.calendars import CalendarEntry, CalendarYearRow, DayKind
from data.rows.period import day_number, day_of

MONDAY = 3
"""1970-01-01 was a Thursday: so many days later weeks begin again when counted from Monday."""


class Calendar:
    """Which days are working days, in the years whose calendar is published."""

    def __init__(self, years: Iterable[int], entries: Iterable[CalendarEntry]) -> None:
        """Lay the years out as one stretch of days; a year missing in between stays unknown."""
        self.years = frozenset(years)
        first, last = min(self.years, default=1970), max(self.years, default=1969)
        # One day more in front: counting may begin on the eve of the first year.
        self._origin = day_number(date(first, 1, 1)) - 1
        days = np.arange(self._origin, day_number(date(last + 1, 1, 1)), dtype="int64")
        year = days.astype("datetime64[D]").astype("datetime64[Y]").astype("int64") + 1970
        self._known = np.isin(year, np.array(sorted(self.years), dtype="int64"))
        self._works = (days + MONDAY) % 7 < 5
        for entry in entries:
            place = day_number(entry.day) - self._origin
            if 0 <= place < len(days) and entry.kind != DayKind.ORDINARY:
                self._works[place] = entry.kind == DayKind.WORKING
        self._works &= self._known
        self._past = np.cumsum(self._works)
        """How many working days there are up to and including each day."""
        self._unknown = np.cumsum(~self._known)
        self._places = np.flatnonzero(self._works)

    def covers(self, day: date) -> bool:
        """Return whether the calendar of the day's year is published."""
        return day.year in self.years

    def is_workday(self, day: date) -> bool | None:
        """Return whether a day is a working day, None where its year has no calendar."""
        place = day_number(day) - self._origin
        return bool(self._works[place]) if self.covers(day) else None

    def are_workdays(self, days: pd.Series) -> pd.Series:
        """Return 1 for working days, 0 for days off, NaN where the year has no calendar."""
        place, inside = self._locate(days)
        found = np.where(inside & self._known[place], self._works[place], np.nan)
        return pd.Series(found, index=days.index, dtype="float64")

    def add_workdays(self, days: pd.Series, count: pd.Series | int) -> pd.Series:
        """Return the day that is `count` working days later; day 1 is the next working day.

        `count` is one number or one a row, at least 1. NaN where a day passed over is unknown.
        """
        place, inside = self._locate(days)
        wanted = np.broadcast_to(np.asarray(count, dtype="float64"), len(days))
        with np.errstate(invalid="ignore"):
            inside = inside & (wanted >= 1)
        steps = np.where(inside, wanted, 1).astype("int64")
        rank = self._past[place] + steps - 1
        inside = inside & (rank < len(self._places))
        target = self._places[np.where(inside, rank, 0)] if len(self._places) else place
        inside = inside & (self._unknown[target] == self._unknown[place])
        found = np.where(inside, target + self._origin, np.nan)
        return pd.Series(found, index=days.index, dtype="float64")

    def workdays_between(self, first: pd.Series, last: pd.Series) -> pd.Series:
        """Return the working days after `first` up to and with `last`; negative where earlier."""
        begin, is_begin = self._locate(first)
        end, is_end = self._locate(last)
        inside = is_begin & is_end & (self._unknown[begin] == self._unknown[end])
        found = np.where(inside, self._past[end] - self._past[begin], np.nan)
        return pd.Series(found, index=first.index, dtype="float64")

    def after(self, day: date, count: int) -> date | None:
        """Return the day `count` working days after a day, None where that cannot be said."""
        found = self.add_workdays(pd.Series([day_number(day)]), count).iloc[0]
        return None if np.isnan(found) else day_of(int(found))

    def _locate(self, days: pd.Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Return the places of days (0 where there is none) and whether they have one."""
        number = days.to_numpy(dtype="float64", na_value=np.nan) - self._origin
        with np.errstate(invalid="ignore"):
            inside = (number >= 0) & (number < len(self._known))
        return np.where(inside, number, 0).astype("int64"), inside


def load_calendar(session: Session) -> Calendar:
    """Return the calendar of a ledger: the years published in it and their days."""
    years = session.scalars(select(CalendarYear.year)).all()
    return Calendar(years, calendar_entries(session))


@cache
def built_in_calendar() -> Calendar:
    """Return the calendar that comes with the program."""
    return Calendar(published_years(), published_days())


def calendar_entries(session: Session, year: int | None = None) -> list[CalendarEntry]:
    """Return the days that are not as the week says, of all years or of one, in order."""
    query = select(CalendarDay.day, CalendarDay.works, CalendarDay.name).order_by(CalendarDay.day)
    if year is not None:
        bounds = day_number(date(year, 1, 1)), day_number(date(year, 12, 31))
        query = query.where(CalendarDay.day.between(*bounds))
    return [
        CalendarEntry(day_of(day), DayKind.WORKING if works else DayKind.OFF, name)
        for day, works, name in session.execute(query)
    ]


def calendar_years(session: Session) -> list[CalendarYearRow]:
    """Return the published years, newest first, with how many entries each has."""
    counts: dict[tuple[int, DayKind], int] = {}
    for entry in calendar_entries(session):
        key = entry.day.year, entry.kind
        counts[key] = counts.get(key, 0) + 1
    columns = (CalendarYear.year, CalendarYear.source, CalendarYear.actor, CalendarYear.at)
    return [
        CalendarYearRow(
            *row,
            off=counts.get((row.year, DayKind.OFF), 0),
            working=counts.get((row.year, DayKind.WORKING), 0),
        )
        for row in session.execute(select(*columns).order_by(CalendarYear.year.desc()))
    ]
