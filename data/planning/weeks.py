"""Weeks within the months of a timetable: as few visits as the days of the plans allow.

A week is cut at the borders of months. Plans of one visit whose days share no week make several
visits in that month; an enterprise gets no more of them than the cap on visits a month, where that
can be kept by moving assignments to other months of their windows. The bound of the months holds
for weeks as well: windows were rounded outward to months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from data.measures.rulebook import rule_book
from data.measures.workdays import MONDAY, load_calendar
from data.planning.instance import Instance, load_of
from data.planning.loading import PlannedYear, open_days
from data.planning.spans import MONTHS, Flags, Ints
from data.planning.spreading import teams
from data.rows.period import day_number, day_of, month_text

NO_CAP, MOST_NAMED = 10**6, 10


@dataclass(frozen=True)
class Days:
    """The days of a year visits may be made on, and the cap on visits a month."""

    usable: Flags
    free: Flags
    cap: int


@dataclass(frozen=True)
class Weeks:
    """The week of every assignment (`slot`, called by `names`), and its month.

    `crowded` are enterprises and months (places) with more visits than the cap allows; `beyond`
    counts the bodies' months in which going several times to one enterprise exceeds a capacity.
    """

    slot: Ints
    month: Ints
    names: tuple[str, ...]
    visits: int
    crowded: tuple[tuple[int, int], ...]
    beyond: int

    def lines(self, planned: PlannedYear, bound: int) -> tuple[str, ...]:
        """Return in words how many visits there are by weeks, and what could not be kept."""
        gap = (self.visits - bound) / bound if bound else 0.0
        lines = [f"细到周 {self.visits} 次，离下界 {gap:.2%}"]
        if self.crowded:
            names = "、".join(
                f"{planned.enterprises[one].name}（{month_text(planned.months[month])}）"
                for one, month in self.crowded[:MOST_NAMED]
            )
            lines.append(f"{len(self.crowded)} 个企业月份超过每月次数：{names}")
        if self.beyond:
            lines.append(f"{self.beyond} 个单位月份因分周多次前往同一企业而超出检查能力")
        return tuple(lines)


def load_days(session: Session, year: int) -> Days:
    """Return the days of a year: working days that no rule protects."""
    book, calendar = rule_book(session), load_calendar(session)
    free = open_days(book, year)
    first = day_number(date(year, 1, 1))
    days = [day_of(first + place) for place in range(len(free))]
    told = [calendar.is_workday(day) for day in days]
    works = np.array(
        [day.weekday() < 5 if one is None else one for day, one in zip(days, told, strict=True)]
    )
    text = book.rule_text("R1", date(year, 1, 1))
    cap = NO_CAP if text is None else int(text.limits["visits_per_month"])
    return Days(free & works, free, cap)


def into_weeks(planned: PlannedYear, month: Ints, days: Days) -> Weeks:
    """Return a timetable of months as one of weeks."""
    instance = planned.instance
    if not len(instance):
        return Weeks(month, month, (), 0, (), 0)
    first, last, slots = _slots_by_plan(planned, days)
    found = _Placing(instance, first, last, month.copy(), days.cap)
    slot = found.place()
    crowded = found.crowded(slot)
    names = tuple(_name(planned.year, slots, one) for one in range(len(slots)))
    visits = len(np.unique(instance.enterprise * len(slots) + slot))
    return Weeks(slot, found.month, names, visits, crowded, _beyond(instance, found.month, slot))


def _slots_by_plan(planned: PlannedYear, days: Days) -> tuple[Ints, Ints, list[tuple[int, int]]]:
    """Return the first and last week of each plan in each month, and the days of each week.

    Weeks without a usable day are none. Where a plan has but free days in a month, they count.
    """
    base = day_number(date(planned.year, 1, 1))
    dates = np.arange(base, base + len(days.free))
    month_of = dates.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    begins = np.r_[True, ((dates[1:] + MONDAY) % 7 == 0) | (month_of[1:] != month_of[:-1])]
    week = np.cumsum(begins) - 1
    opens = planned.plans["open"].to_numpy(dtype=np.int64) - base
    closes = planned.plans["close"].to_numpy(dtype=np.int64) - base
    low, high = np.zeros((2, len(opens), len(planned.months)), dtype=np.int64)
    for place, month in enumerate(planned.months):
        inside = np.flatnonzero(month_of == month)
        low[:, place] = np.clip(opens, inside[0], inside[-1] + 1)
        high[:, place] = np.clip(closes, inside[0] - 1, inside[-1])
    before = np.r_[0, np.cumsum(days.usable)]
    lacking = (before[high + 1] <= before[low]) & (low <= high)
    first = np.where(lacking, _next(days.free, low), _next(days.usable, low))
    last = np.where(lacking, _previous(days.free, high), _previous(days.usable, high))
    shown = days.usable.copy()
    for plan, place in np.argwhere(lacking).tolist():
        part = slice(low[plan, place], high[plan, place] + 1)
        shown[part] |= days.free[part]
    places = np.flatnonzero(shown)
    known, of_day = np.unique(week[places], return_inverse=True)
    number = np.zeros(len(dates), dtype=np.int64)
    number[places] = of_day
    ends = [(int(places[of_day == one][0]), int(places[of_day == one][-1]))
            for one in range(len(known))]  # fmt: skip
    return number[first], number[last], ends


def _next(days: Flags, start: Ints) -> Ints:
    """Return the first of some days from a place on, the last of all where there is none."""
    places = np.flatnonzero(days)
    found: Ints = places[np.searchsorted(places, start).clip(max=len(places) - 1)]
    return found


def _previous(days: Flags, start: Ints) -> Ints:
    """Return the last of some days up to a place, the first of all where there is none."""
    places = np.flatnonzero(days)
    found: Ints = places[(np.searchsorted(places, start, side="right") - 1).clip(min=0)]
    return found


def _name(year: int, slots: Sequence[tuple[int, int]], one: int) -> str:
    base = day_number(date(year, 1, 1))
    begin, end = (day_of(base + place) for place in slots[one])
    span = f"{begin:%m-%d}" if begin == end else f"{begin:%m-%d}—{end:%m-%d}"
    return f"{month_text(12 * (begin.year - 1970) + begin.month - 1)}（{span}）"


class _Placing:
    """Puts the visits of each enterprise and month into weeks; months may change to keep a cap."""

    def __init__(
        self, instance: Instance, first: Ints, last: Ints, month: Ints, cap: int
    ) -> None:
        self.instance, self.month = instance, month
        self._first, self._last, self._cap = first, last, cap
        self._load = load_of(instance, month)
        self._held = {row for rows in instance.capped.values() for row in rows}

    def place(self) -> Ints:
        """Return the week of every assignment."""
        instance, width = self.instance, self.instance.months
        visit, of_row = np.unique(
            instance.enterprise * width + self.month, return_inverse=True
        )
        low, high = self._windows(np.arange(len(instance)))
        latest, soonest = np.zeros(len(visit), dtype=np.int64), np.full(len(visit), 10**6)
        np.maximum.at(latest, of_row, low)
        np.minimum.at(soonest, of_row, high)
        room = np.maximum(soonest - latest + 1, 1)
        mixed = teams(instance, of_row) % room.astype(np.uint64)
        slot: Ints = (latest + mixed.astype(np.int64))[of_row]
        split = np.flatnonzero(latest > soonest)
        rows_of: dict[int, list[int]] = defaultdict(list)
        for row in np.flatnonzero(np.isin(of_row, split)).tolist():
            rows_of[int(visit[of_row[row]]) % width].append(row)
        for t, rows in rows_of.items():
            for mine in _by_enterprise(instance, rows):
                self._put(slot, mine, t)
        return slot

    def _put(self, slot: Ints, rows: list[int], t: int) -> None:
        """Put assignments of one enterprise and month into the fewest weeks, at most the cap."""
        parts = self._stabbed(rows)
        for part in parts:
            slot[part] = int(self._windows(np.array(part))[1].min())
        for part in sorted(parts, key=len)[: max(0, len(parts) - self._cap)]:
            for row in part:
                self._move(slot, row)

    def _move(self, slot: Ints, row: int) -> None:
        """Move an assignment into a week of another month its enterprise is visited in anyway."""
        instance = self.instance
        if row in self._held:
            return
        body, mine = int(instance.body[row]), instance.rows_of(instance.enterprise[row : row + 1])
        for t in range(int(instance.first[row]), int(instance.last[row]) + 1):
            there = mine[self.month[mine] == t]
            if t == self.month[row] or not len(there):
                continue
            goes = bool((instance.body[there] == body).any())
            if not goes and self._load[body, t] >= instance.capacity[body, t]:
                continue
            plan = int(instance.plan[row])
            begin, end = int(self._first[plan, t]), int(self._last[plan, t])
            weeks = {int(one) for one in slot[there] if begin <= one <= end}
            if weeks:
                left = mine[self.month[mine] == self.month[row]]
                self._load[body, self.month[row]] -= (instance.body[left] == body).sum() == 1
                self._load[body, t] += not goes
                self.month[row], slot[row] = t, min(weeks)
                return

    def _stabbed(self, rows: list[int]) -> list[list[int]]:
        """Return assignments in the fewest parts that each share a week."""
        low, high = self._windows(np.array(rows))
        parts: list[list[int]] = []
        until = -1
        for place in np.lexsort((low, high)).tolist():
            if not parts or low[place] > until:
                parts.append([])
                until = int(high[place])
            parts[-1].append(rows[place])
        return parts

    def _windows(self, rows: Ints) -> tuple[Ints, Ints]:
        plan, month = self.instance.plan[rows], self.month[rows]
        return self._first[plan, month], self._last[plan, month]

    def crowded(self, slot: Ints) -> tuple[tuple[int, int], ...]:
        """Return the enterprises and months that have more visits than the cap."""
        visits = np.unique(
            np.column_stack([self.instance.enterprise, self.month, slot]), axis=0
        )
        pairs, counts = np.unique(visits[:, :2], axis=0, return_counts=True)
        return tuple((int(e), int(t)) for e, t in pairs[counts > self._cap].tolist())


def _by_enterprise(instance: Instance, rows: list[int]) -> list[list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        found[int(instance.enterprise[row])].append(row)
    return list(found.values())


def _beyond(instance: Instance, month: Ints, slot: Ints) -> int:
    """Return in how many months bodies go more often than they can, visit by visit."""
    goes = np.unique(
        np.column_stack([instance.body, month, instance.enterprise, slot]), axis=0
    )
    load = np.zeros((instance.bodies, MONTHS), dtype=np.int64)
    np.add.at(load, (goes[:, 0], goes[:, 1]), 1)
    return int((load[:, : instance.months] > instance.capacity).sum())
