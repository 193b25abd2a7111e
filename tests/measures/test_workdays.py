"""Working days: counted day by day here, by arrays in the program."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data.measures.workdays import Calendar, built_in_calendar, calendar_years, load_calendar
from data.rows.calendars import CalendarEntry, DayKind
from data.rows.period import day_number, day_of
from data.store.database import Database


def numbers(*days: str) -> pd.Series:
    """Day numbers of days written as text; an empty text is a missing day."""
    return pd.Series(
        [day_number(date.fromisoformat(day)) if day else float("nan") for day in days],
        dtype="float64",
    )


def texts(days: pd.Series) -> list[str]:
    """Days as text, empty where none could be said."""
    return ["" if pd.isna(day) else day_of(int(day)).isoformat() for day in days]


def off(*days: str) -> list[CalendarEntry]:
    return [CalendarEntry(date.fromisoformat(day), DayKind.OFF) for day in days]


def working(*days: str) -> list[CalendarEntry]:
    return [CalendarEntry(date.fromisoformat(day), DayKind.WORKING) for day in days]


def slowly_after(calendar: Calendar, day: date, count: int) -> date | None:
    """The same by walking: None as soon as a day is passed whose year has no calendar."""
    while count:
        day += timedelta(days=1)
        works = calendar.is_workday(day)
        if works is None:
            return None
        count -= works
    return day


def test_that_make_up_days_are_worked_and_holidays_skipped():
    # 2026: 春节 15–23 February, worked on Saturdays 14 and 28 February.
    from_friday = numbers("2026-02-13", "2026-02-13", "2026-02-20", "2026-02-27")
    found = built_in_calendar().add_workdays(from_friday, pd.Series([1, 2, 1, 1]))
    assert texts(found) == ["2026-02-14", "2026-02-24", "2026-02-24", "2026-02-28"]


def test_that_day_one_is_the_next_working_day_even_from_a_day_off():
    days = numbers("2026-01-01", "2026-01-03", "2026-01-04", "2026-01-09")
    found = built_in_calendar().add_workdays(days, 1)
    assert texts(found) == ["2026-01-04", "2026-01-04", "2026-01-05", "2026-01-12"]


def test_that_a_year_without_a_calendar_is_never_guessed():
    calendar = Calendar([2025, 2026], [])
    days = numbers("2026-12-30", "2026-12-31", "2027-03-01", "2024-12-31", "2024-12-30", "")
    assert texts(calendar.add_workdays(days, 1)) == ["2026-12-31", "", "", "2025-01-01", "", ""]
    assert calendar.are_workdays(days).isna().tolist() == [False, False, True, True, True, True]
    assert calendar.is_workday(date(2027, 1, 4)) is None
    assert calendar.after(date(2026, 12, 31), 1) is None
    assert not calendar.covers(date(2027, 1, 4))


def test_that_an_unpublished_year_between_two_published_ones_is_not_jumped_over():
    calendar = Calendar([2024, 2026], off("2024-12-31"))
    days = numbers("2024-12-27", "2024-12-30", "2025-12-31", "2025-06-01")
    assert texts(calendar.add_workdays(days, 1)) == ["2024-12-30", "", "2026-01-01", ""]
    between = calendar.workdays_between(numbers("2024-12-27", "2024-12-27"), days.iloc[1:3])
    assert between.tolist()[0] == 1
    assert pd.isna(between.tolist()[1])


def test_that_nothing_can_be_said_without_any_calendar():
    calendar = Calendar([], [])
    days = numbers("2026-01-05")
    assert calendar.add_workdays(days, 1).isna().all()
    assert calendar.workdays_between(days, days).isna().all()


def test_that_a_count_below_one_or_unknown_has_no_day():
    days = numbers("2026-01-05", "2026-01-05", "2026-01-05")
    counts = pd.Series([0, float("nan"), 1])
    assert texts(built_in_calendar().add_workdays(days, counts)) == ["", "", "2026-01-06"]


def test_that_arrays_and_walking_agree_on_any_day_and_count():
    draw = random.Random(20)
    calendar = Calendar(
        [2024, 2025, 2027],
        off("2024-05-01", "2025-01-01", "2025-10-01") + working("2024-05-11", "2025-01-26"),
    )
    days = [date(2023, 12, 20) + timedelta(days=draw.randrange(1700)) for _ in range(800)]
    counts = [draw.randrange(1, 60) for _ in days]
    series = pd.Series([day_number(day) for day in days], index=range(5, 805))
    found = calendar.add_workdays(series, pd.Series(counts, index=series.index))
    assert found.index.equals(series.index)
    expected = [slowly_after(calendar, *pair) for pair in zip(days, counts, strict=True)]
    assert texts(found) == ["" if day is None else day.isoformat() for day in expected]
    assert 100 < found.notna().sum() < 800


def test_that_the_days_between_undo_the_days_added():
    days = numbers("2024-02-03", "2025-09-28", "2026-02-13", "2026-09-30")
    calendar = built_in_calendar()
    for count in (1, 5, 20):
        assert calendar.workdays_between(days, calendar.add_workdays(days, count)).eq(count).all()
    assert calendar.workdays_between(numbers("2026-01-09"), numbers("2026-01-07")).tolist() == [-2]


def test_that_a_new_ledger_knows_the_published_calendars(tmp_path: Path):
    with Database.open(f"sqlite:///{tmp_path / 'l.sqlite'}") as db, db.reading() as session:
        calendar, years = load_calendar(session), calendar_years(session)
    assert calendar.years == built_in_calendar().years == set(range(2010, 2027))
    every = pd.Series(range(day_number(date(2010, 1, 1)), day_number(date(2027, 1, 1))))
    assert calendar.are_workdays(every).equals(built_in_calendar().are_workdays(every))
    assert (years[0].year, years[0].off, years[0].working) == (2026, 33, 6)
    assert years[0].source.startswith(
        "国务院办公厅关于2026年部分节假日安排的通知 https://www.gov.cn/"
    )


def test_that_the_built_in_calendars_are_the_published_ones(shared_dir: Path):
    path = shared_dir / "reference" / "holidays_cn" / "holidays_cn.csv"
    if not path.is_file():
        pytest.skip("the table of published holidays is not on this computer")
    listed = {
        row["date"]: row["is_off_day"] == "0"
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    }
    assert len(listed) > 500
    day, calendar = date(2010, 1, 1), built_in_calendar()
    while day < date(2027, 1, 1):
        assert calendar.is_workday(day) == listed.get(day.isoformat(), day.weekday() < 5), day
        day += timedelta(days=1)
