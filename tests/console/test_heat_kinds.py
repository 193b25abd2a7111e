"""The heat by industry, town and enterprise: each cell counts what its drill opens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from console.filters import FilterState
from console.loading.heat import ENTERPRISE, PLANNED
from console.loading.heat_enterprises import read_any_heat
from console.loading.records import records_behind
from data.rows.enums import Severity
from data.rows.period import Period
from data.rules.listing import list_findings
from data.store.database import Database

TODAY = date(2026, 10, 31)
STATE = FilterState("2026-01..2026-10")


@pytest.fixture(scope="module")
def session(tiny_city: Path):
    with Database.open(f"sqlite:///{tiny_city}") as db, db.reading() as opened:
        yield opened


@pytest.mark.parametrize("by", ["industry", "town", ENTERPRISE])
def test_that_every_cell_opens_as_many_records_as_it_counts(session, by):
    heat = read_any_heat(session, STATE, by, TODAY)
    assert heat.lines
    for row, line in enumerate(heat.lines[:4]):
        for column, cell in enumerate(line.cells):
            origin = heat.origin(row, column)
            if cell:
                assert len(records_behind(session, origin, TODAY)) == cell == origin.count


def test_that_industries_add_up_to_all_visits(session):
    whole = read_any_heat(session, STATE, "region", TODAY)
    parts = read_any_heat(session, STATE, "industry", TODAY)
    assert sum(line.total for line in parts.lines) == sum(line.total for line in whole.lines)


def test_that_enterprises_beyond_the_cap_come_first_with_their_months_marked(session):
    heat = read_any_heat(session, STATE, ENTERPRISE, TODAY)
    most = [max(cell for cell in line.cells if cell is not None) for line in heat.lines]
    assert most == sorted(most, reverse=True)
    over = {
        (row.subject.code, row.period)
        for row in list_findings(session, Period.parse("2026"), rules=["R1"])
        if row.severity > Severity.HINT
    }
    marked = {
        (line.code, month) for line in heat.lines
        for month, flag in zip(heat.months, line.flags, strict=True) if flag
    }  # fmt: skip
    assert marked and marked <= over


def test_that_a_search_finds_an_enterprise_by_its_name(session):
    heat = read_any_heat(session, STATE, ENTERPRISE, TODAY)
    name = heat.lines[-1].name
    found = read_any_heat(session, STATE, ENTERPRISE, TODAY, name)
    assert [line.name for line in found.lines] == [name]


def test_that_plans_count_in_each_month_they_reach_into_and_once_at_the_end(session):
    heat = read_any_heat(session, STATE, PLANNED, TODAY)
    assert heat.lines and len(heat.months) == 12
    for row, line in enumerate(heat.lines[:5]):
        named = set()
        for column, cell in enumerate(line.cells):
            origin = heat.origin(row, column)
            keys = set(origin.plan.split("|")) if origin else set()
            assert len(keys) == cell
            named |= keys
        assert line.total == len(named)
