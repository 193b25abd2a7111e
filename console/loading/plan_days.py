"""Plans on days: how many begin, run and end on each day and in each week of a month."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.rows.period import day_number
from data.rows.plans import PlanRow

BEGIN, RUN, END = "开始", "执行", "结束"
KINDS = (BEGIN, RUN, END)
WEEK = 7


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many plans begin, run and end within a stretch of days."""

    begin: int = 0
    run: int = 0
    end: int = 0

    @property
    def words(self) -> str:
        """Return the three counts in words."""
        return f"开始 {self.begin}，执行 {self.run}，结束 {self.end}"


def count_days(
    rows: Sequence[PlanRow], year: int, month: int
) -> tuple[dict[date, DayCount], dict[date, DayCount]]:
    """Return the counts of each day of a month, and of its weeks by their Monday."""
    windows = ((row.first, row.last) for row in rows)
    dated = [(low, high) for low, high in windows if low is not None and high is not None]
    days, weeks = {}, {}
    for week in Calendar().monthdatescalendar(year, month):
        weeks[week[0]] = _count(dated, week[0], week[-1])
        for day in week:
            if day.month == month:
                days[day] = _count(dated, day, day)
    return days, weeks


def _count(dated: Iterable[tuple[int, int]], low: date, high: date) -> DayCount:
    first, last = day_number(low), day_number(high)
    begin = run = end = 0
    for opens, closes in dated:
        if opens <= last and closes >= first:
            run += 1
            begin += opens >= first
            end += closes <= last
    return DayCount(begin, run, end)


def plans_on(rows: Iterable[PlanRow], low: date, days: int, kind: str) -> list[PlanRow]:
    """Return the plans that begin, run or end within a stretch of days."""
    first, last = day_number(low), day_number(low + timedelta(days=days - 1))
    found = []
    for row in rows:
        if row.first is None or row.last is None:
            continue
        if kind == BEGIN:
            fits = first <= row.first <= last
        elif kind == END:
            fits = first <= row.last <= last
        else:
            fits = row.first <= last and row.last >= first
        if fits:
            found.append(row)
    return found
