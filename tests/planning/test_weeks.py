"""Weeks within months, against days told one by one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pandas as pd

from data.planning.instance import UNLIMITED, Instance
from data.planning.loading import PlannedYear, windows_of
from data.planning.timetable import solve
from data.planning.weeks import Days, Weeks, into_weeks
from data.rows.period import day_number

YEAR, FIRST = 2026, date(2026, 1, 1)
BASE = day_number(FIRST)
FREE = np.ones(365, dtype=bool)
WORKS = np.array([(FIRST + timedelta(days=n)).weekday() < 5 for n in range(365)])


def _planned(spans: list[tuple[int, int]], rows: list[tuple[int, int]], bodies: int) -> PlannedYear:
    """Return a year of plans with their days (places in the year) and (plan, enterprise) rows."""
    plans = pd.DataFrame(
        {"open": [BASE + a for a, _ in spans], "close": [BASE + b for _, b in spans]}
    )
    months, first, last = windows_of(YEAR, plans, FREE)
    plan, enterprise = np.array(rows, dtype=np.int64).T
    capacity = np.full((bodies, len(months)), UNLIMITED, dtype=np.int64)
    instance = Instance(
        plan, enterprise, plan % bodies, first[plan], last[plan], capacity
    )
    return PlannedYear(YEAR, instance, months, plans, (), (), (), (), (), 0)


def _weeks(planned: PlannedYear, cap: int = 3) -> tuple[np.ndarray, Weeks]:
    month = solve(planned.instance).month
    assert month is not None
    return month, into_weeks(planned, month, Days(WORKS, FREE, cap))


def _days_of(name: str) -> set[int]:
    """Return the days of the year a week's name tells."""
    ends = [date.fromisoformat(f"{YEAR}-{part}") for part in name[8:-1].split("—")]
    assert all(f"{one:%Y-%m}" == name[:7] for one in ends)
    assert (ends[-1] - ends[0]).days < 7 and ends[0].weekday() <= ends[-1].weekday()
    return set(range((ends[0] - FIRST).days, (ends[-1] - FIRST).days + 1))


def _own_days(span: tuple[int, int], month: str) -> set[int]:
    """Return the days of a plan in a month: working days, else all there are."""
    mine = [n for n in range(span[0], span[1] + 1)
            if f"{FIRST + timedelta(days=n):%Y-%m}" == month]  # fmt: skip
    return {one for one in mine if WORKS[one]} or set(mine)


def _fewest(plans: list[set[int]], weeks: list[set[int]]) -> int:
    """Return in how few weeks all plans have a day, tried one by one."""
    for size in range(1, len(weeks) + 1):
        for chosen in combinations(weeks, size):
            days = set().union(*chosen)
            if all(days & mine for mine in plans):
                return size
    raise AssertionError(plans)


def test_that_every_assignment_has_a_working_day_of_its_week_and_weeks_are_the_fewest() -> None:
    draw = np.random.default_rng(7)
    split = 0
    for _ in range(40):
        spans = []
        for _ in range(6):
            start = int(draw.integers(0, 340))
            spans.append((start, min(364, start + int(draw.choice([4, 9, 40])))))
        rows = sorted({(int(draw.integers(0, 6)), int(draw.integers(0, 3))) for _ in range(14)})
        planned = _planned(spans, rows, 3)
        month, weeks = _weeks(planned, 99)
        for (plan, _), one in zip(rows, weeks.slot.tolist(), strict=True):
            name = weeks.names[one]
            assert _days_of(name) & _own_days(spans[plan], name[:7])
        expected = 0
        for key in {(e, int(t)) for (_, e), t in zip(rows, month, strict=True)}:
            stamp = f"{YEAR}-{planned.months[key[1]] % 12 + 1:02d}"
            mine = [_own_days(spans[p], stamp) for (p, e), t in zip(rows, month, strict=True)
                    if (e, t) == key]  # fmt: skip
            whole = [_days_of(name) for name in weeks.names if name.startswith(stamp)]
            expected += _fewest(mine, whole)
            split += _fewest(mine, whole) > 1
        assert weeks.visits == expected and weeks.crowded == ()
    assert split > 5


def test_that_a_fourth_visit_goes_to_another_month_where_it_can() -> None:
    """Four plans have one week of June each; the first of them may go in May as well."""
    june = (date(2026, 6, 1) - FIRST).days
    own = [(june + 7 * n, june + 7 * n + 4) for n in range(4)]
    rows = [(n, 0) for n in range(5)]
    planned = _planned([*own, (june - 14, june - 10)], rows, 5)
    assert len(_weeks(planned)[1].crowded) == 1
    may = [(june - 14, june + 4), *own[1:], (june - 14, june - 10)]
    planned = _planned(may, rows, 5)
    month = np.array([planned.months.index(12 * 56 + 5)] * 4 + [planned.months.index(12 * 56 + 4)])
    weeks = into_weeks(planned, month, Days(WORKS, FREE, 3))
    assert weeks.crowded == () and weeks.visits == 4
    assert weeks.month[0] == weeks.month[4] and weeks.slot[0] == weeks.slot[4]
