"""What the page of plans reads: figures, plans, the plans behind a number, days and weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from console.filters import FilterState
from console.history import Origin
from console.loading.overview import read_series, read_values, total_of
from console.loading.plan_days import BEGIN, END, RUN, DayCount, count_days, plans_on
from console.loading.plans import read_gaps, read_pairs, read_plans, read_shared, read_tiles
from console.loading.records import read_visits
from console.pages.plan_bars import gantt_data
from data.rows.enums import Level
from data.rows.period import Period
from data.rows.plans import ENDS, RUNS
from data.store.database import Database
from tests.console.fixtures import TODAY
from tests.console.planned import take_plans

QUARTER = FilterState("2026-01..2026-03")


@pytest.fixture
def session(town: Database, tmp_path: Path) -> Iterator[Session]:
    """A reading session on the town with four plans."""
    take_plans(town, tmp_path)
    with town.reading() as reading:
        yield reading


def test_that_the_four_figures_lead_to_as_many_tasks_and_plans(session: Session) -> None:
    tiles = read_tiles(session, QUARTER, TODAY)
    assert [one.measure for one in tiles] == ["M10", "M11.filed", "M11.complete", "M12"]
    for one in tiles[1:]:
        assert one.origin is not None
        behind = read_plans(session, QUARTER, one.origin, TODAY)
        assert behind.behind == one.origin.count == len(behind.rows)
    tasks = tiles[0].origin
    assert tasks is not None
    assert read_visits(session, QUARTER, tasks, TODAY).behind == tasks.count


def test_that_plans_carried_out_are_the_sum_of_their_months(session: Session) -> None:
    inside, beyond = ("2026-01..2026-03", "2026"), ("2024..2026", "2026-01-05..2026-03-20")
    for text in (*inside, *beyond):
        period = Period.parse(text)
        for scope in ((), (("body", "YJ"),)):
            alone = read_values(session, period, scope, "visits", ("M12",)).get("M12")
            months = read_series(session, period, scope, "visits", ("M12",)).get("M12", ())
            total = total_of("M12", months, period)
            assert total == (None if text in beyond or not months else alone)
            assert months or scope


def test_that_the_figures_and_the_plans_obey_level_and_region(session: Session) -> None:
    county = QUARTER.with_value("level", int(Level.COUNTY))
    assert [row.number for row in read_plans(session, county, None, TODAY).rows] == ["丙-1"]
    complete = read_tiles(session, county, TODAY)[2]
    assert complete.ratio == "1 / 1 个计划齐全"
    tasks = read_tiles(session, county, TODAY)[0].origin
    assert tasks is not None
    assert read_visits(session, county, tasks, TODAY).behind == tasks.count
    region = QUARTER.with_value("region", "320281")
    assert [row.body.code for row in read_gaps(session, region, TODAY).rows] == ["JYYJ"]


def test_that_a_plan_can_belong_to_the_period_in_three_ways(session: Session) -> None:
    state = FilterState("2026-06")
    assert read_plans(session, state, None, TODAY).rows == ()
    runs = read_plans(session, state, None, TODAY, RUNS)
    assert [row.number for row in runs.rows] == ["乙-1", "甲-2"]
    ends = read_plans(session, state, None, TODAY, ENDS)
    assert [row.number for row in ends.rows] == ["甲-2"]


def test_that_a_drill_lists_its_plans_whatever_the_period_says_now(session: Session) -> None:
    origin = Origin("两个", 2, "个计划", "", plan="SH:乙-1|YJ:甲-1")
    found = read_plans(session, FilterState("2025"), origin, TODAY)
    assert found.behind == 2 and {row.number for row in found.rows} == {"乙-1", "甲-1"}


def test_that_pairs_have_the_enterprises_they_count(session: Session) -> None:
    pairs = read_pairs(session, QUARTER, TODAY)
    assert [pair.shared for pair in pairs] == [len(read_shared(session, one)) for one in pairs]
    assert pairs[0].shared == 2


def test_that_days_and_weeks_count_each_plan_once(session: Session) -> None:
    rows = read_plans(session, QUARTER, None, TODAY).rows
    days, weeks = count_days(rows, 2026, 3)
    assert len(days) == 31 and days[date(2026, 3, 1)] == DayCount(1, 4, 0)
    assert weeks[date(2026, 2, 23)] == DayCount(1, 4, 0)
    assert weeks[date(2026, 3, 30)] == DayCount(0, 4, 2)
    for day, one in days.items():
        counted = tuple(len(plans_on(rows, day, 1, kind)) for kind in (BEGIN, RUN, END))
        assert counted == (one.begin, one.run, one.end)


def test_that_the_bars_span_the_year_and_stand_under_their_lead(session: Session) -> None:
    rows = read_plans(session, QUARTER, None, TODAY).rows
    data = gantt_data(rows, QUARTER.span(TODAY), TODAY)
    assert [group.key for group in data.groups] == ["JYYJ", "SH", "YJ"]
    assert len(data.months) == 12 and data.count == 4
    bar = data.groups[2].bars[0]
    assert (bar.key, bar.words, bar.share) == ("YJ:甲-1", "重点 1/2", 0.5)
    assert "到期未完成" in bar.tip and "齐全" in bar.tip
