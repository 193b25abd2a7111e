"""What a write judges anew is what it may change, over the end of a year too (rules/window.py)."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from data.measures.rulebook import published_book
from data.rows.period import Period, day_number, day_of
from data.rules.window import window_of
from tests.ledger.town import Row, Town, visit

LOWER, UPPER = "江阴市应急局", "市应急局"
NEAR_NEW_YEAR = "2024-12-05..2025-01-25", "2025-11-20..2026-01-25"


def keys(town: Town, rule: str) -> dict[str, str]:
    """Return the period of each finding of a rule by its key."""
    return {one.key: one.period for one in town.findings(rule)}


def test_that_an_upper_visit_before_new_year_takes_the_place_of_one_after_it(town: Town) -> None:
    town.visits(visit(检查单位=LOWER, 检查编号="下", 检查日期="2025-12-10"))
    town.visits(visit(检查单位=UPPER, 检查编号="后", 检查日期="2026-01-05"))
    assert keys(town, "R25") == {"R25:YJ-JY:下:J-1": "2026-01"}
    report = town.visits(visit(检查单位=UPPER, 检查编号="前", 检查日期="2025-12-20"))
    assert keys(town, "R25") == {"R25:YJ-JY:下:J-1": "2025-12"}
    town.undo(report)
    assert keys(town, "R25") == {"R25:YJ-JY:下:J-1": "2026-01"}
    assert town.verified() == []


def test_that_an_earlier_visit_of_the_year_before_makes_a_later_one_a_repeat(town: Town) -> None:
    town.visits(visit(检查单位=UPPER, 检查编号="后", 检查日期="2026-02-10"))
    report = town.visits(visit(检查单位=LOWER, 检查编号="先", 检查日期="2025-11-12"))
    assert list(keys(town, "R5")) == ["R5:YJ:后:J-1"]
    town.undo(report)
    assert keys(town, "R5") == {}
    assert town.verified() == []


@pytest.mark.parametrize("seed", [1, 2])
def test_that_visits_in_any_order_about_new_year_are_judged_as_all_together(
    town: Town, seed: int
) -> None:
    draw = Random(seed)
    for place in range(8):
        town.visits(*(drawn(draw, f"{place}-{row}") for row in range(4)))
    town.visits(*(drawn(draw, f"{place}-1") for place in range(0, 8, 2)))
    assert {"R1", "R3", "R5", "R25"} <= {one.rule for one in town.findings()}
    assert town.verified() == []


def drawn(draw: Random, number: str) -> Row:
    """Return a visit about a new year to one of two enterprises, perhaps a joint one."""
    span = Period.parse(draw.choice(NEAR_NEW_YEAR))
    day = draw.randrange(span.first_day, span.last_day + 1)
    return visit(
        检查单位=draw.choice((LOWER, UPPER)),
        检查编号=number,
        企业=draw.choice(("E1", "E2")),
        检查日期=str(day_of(day)),
        检查事项=draw.choice(("J-1", "J-2")),
        配合部门=draw.choice(("", "", "市生态环境局")),
    )


def test_that_a_window_holds_the_years_that_findings_of_touched_days_lie_in() -> None:
    day = day_number(date(2026, 11, 30))
    window = window_of(published_book(), (day, day))
    assert window.judged == (day_number(date(2026, 1, 1)), day_number(date(2027, 12, 31)))
    assert window.read == (window.judged[0] - 90, window.judged[1] + 90)
