"""What a tile compares with, and what it says where there is nothing to compare with."""

from __future__ import annotations

from datetime import date

import pytest

from console.loading.tiles import NO_BASE, TILES, Value, compared_with, tile
from data.rows.period import Period


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2026-01..2026-10", date(2025, 1, 1), date(2025, 10, 31), "较上年同期"),
        ("2026-ytd", date(2025, 1, 1), date(2025, 4, 15), "较上年同期"),
        ("2026-03", date(2026, 2, 1), date(2026, 2, 28), "较上月"),
        ("2026-01", date(2025, 12, 1), date(2025, 12, 31), "较上月"),
        ("2026-Q1", date(2025, 10, 1), date(2025, 12, 31), "较上季度"),
        ("2026-Q3", date(2026, 4, 1), date(2026, 6, 30), "较上季度"),
        ("2025", date(2024, 1, 1), date(2024, 12, 31), "较上年"),
        ("2001..2004", date(1997, 1, 1), date(2000, 12, 31), "较前4年"),
        ("2026-05..2026-06", date(2026, 3, 1), date(2026, 4, 30), "较前2个月"),
        ("2026-07-11..2026-07-20", date(2026, 7, 1), date(2026, 7, 10), "较前10天"),
    ],
)
def test_that_a_period_is_compared_with_the_one_people_expect(text, first, last, words):
    before, label = compared_with(Period.parse(text, date(2026, 4, 15)))
    assert (before.first, before.last, label) == (first, last, words)


def test_that_no_change_is_claimed_where_the_data_does_not_reach_back():
    period, now = Period.parse("2026-03"), {"M6": Value(3.0, 3, None, 0)}
    shown = tile(TILES[2], period, now, None, (), (), "visits")
    assert (shown.figure, shown.change, shown.compared) == ("3", NO_BASE, "较上月")


def test_that_what_was_not_provided_is_said_beside_the_share():
    now = {"M3": Value(0.9, 90, 100, 25)}
    shown = tile(TILES[4], Period.parse("2026-03"), now, now, (), (), "visits")
    assert shown.ratio == "90 / 100 次按时亮码"
    assert shown.left_out == "另有 25 次未提供，未计入"
    assert shown.change == "持平"
