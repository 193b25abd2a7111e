"""What the window of the working calendar holds: the calendar read, and what is not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from console.operations.calendar import CalendarState
from data.rows.calendars import (
    CalendarChange,
    CalendarEntry,
    CalendarPlan,
    CalendarYearRow,
    DayKind,
    day_text,
    is_working,
    ordinary,
    settled,
)
from widgets.month_view import DayMark

SIGNS = {DayKind.OFF: "休", DayKind.WORKING: "班", DayKind.ORDINARY: ""}
FORWARD = 1
"""So many years after the last published one, or the running one, are offered."""


class CalendarDesk:
    """Days as read, with the changes on top; no widget and no database."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._state = CalendarState()
        self._known: dict[date, CalendarEntry] = {}
        self._wanted: dict[date, CalendarEntry] = {}
        self._given: set[int] = set()
        self._sources: list[str] = []

    def take(self, state: CalendarState) -> None:
        """Hold a calendar just read; what was not saved is gone."""
        self._state = state
        self._known = {entry.day: entry for entry in state.entries}
        self._wanted, self._given, self._sources = {}, set(), []

    def add_plan(self, plan: CalendarPlan, source: str) -> None:
        """Put what a file would change on top."""
        for change in plan.changes:
            self.change(change.after)
        self._given |= set(plan.given)
        self._sources = [*dict.fromkeys([*self._sources, source])]

    def change(self, entry: CalendarEntry) -> None:
        """Change a day; one that is again as it was needs no saving."""
        entry = settled(entry)
        if entry == self._known.get(entry.day, ordinary(entry.day)):
            self._wanted.pop(entry.day, None)
        else:
            self._wanted[entry.day] = entry

    def take_back(self, day: date) -> None:
        """Leave a day as it was read."""
        self._wanted.pop(day, None)

    @property
    def published(self) -> dict[int, CalendarYearRow]:
        """Return the years published in the ledger."""
        return {row.year: row for row in self._state.years}

    @property
    def years(self) -> list[int]:
        """Return the years to choose from, newest first."""
        last = max([*self.published, *self._given, self._today.year]) + FORWARD
        first = min([*self.published, self._today.year])
        return list(range(last, first - 1, -1))

    @property
    def plan(self) -> CalendarPlan:
        """Return what would be saved."""
        changes = tuple(
            CalendarChange(self._known.get(day, ordinary(day)), self._wanted[day])
            for day in sorted(self._wanted)
        )
        given = tuple(sorted(self._given))
        return CalendarPlan(
            tuple(year for year in given if year not in self.published), changes, given
        )

    @property
    def source(self) -> str:
        """Return what the years given whole rest on."""
        return "、".join(self._sources)

    def is_open(self, year: int) -> bool:
        """Return whether single days of a year may be changed: it is published, or about to be."""
        return year in self.published or year in self._given

    def entry(self, day: date) -> CalendarEntry:
        """Return a day as it stands with the changes."""
        return self._wanted.get(day) or self._known.get(day) or ordinary(day)

    def entries(self, year: int) -> list[CalendarEntry]:
        """Return the saved days of a year that are not as the week says."""
        return [entry for entry in self._state.entries if entry.day.year == year]

    def marks(self, year: int, month: int) -> Mapping[date, DayMark]:
        """Return what each day of a month shows."""
        day, found = date(year, month, 1), {}
        while day.month == month:
            found[day] = self._mark(day)
            day += timedelta(days=1)
        return found

    def year_words(self, year: int) -> str:
        """Return the state of a year in the list of years."""
        if year in self.published:
            return "已公布"
        return "待保存" if year in self._given else "未公布"

    def about(self, year: int) -> str:
        """Return what a year is made of, and who saved it last."""
        row = self.published.get(year)
        if row is None:
            if year in self._given:
                return f"{year}年安排已读入，保存后生效。"
            return (
                f"{year}年放假安排未公布：涉及该年工作日的期限不推算，标“待判”。"
                "公布后请导入全年安排。"
            )
        at = f" {row.at[:10]}" if row.at else ""
        return (
            f"{year}年放假 {row.off} 天，调休上班 {row.working} 天。来源：{row.source}。"
            f"最近办理：{row.actor}{at}。"
        )

    def _mark(self, day: date) -> DayMark:
        if not self.is_open(day.year):
            return DayMark(is_unknown=True, spoken=f"{day_text(day)}，未公布")
        entry = self.entry(day)
        works = is_working(entry)
        spoken = f"{day_text(day)}，{entry.text if entry.kind else '上班' if works else '休息'}"
        is_changed = day in self._wanted
        return DayMark(
            SIGNS[entry.kind],
            entry.name,
            not works,
            is_changed,
            spoken=f"{spoken}，未保存" if is_changed else spoken,
        )
