"""What a timetable saves, each kind apart; results of other levels count beyond it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data.planning.instance import UNLIMITED, Instance
from data.planning.loading import PlannedYear
from data.planning.savings import NONE, saved_by
from data.rows.findings import Named
from data.rows.timetables import Savings, TimetableFigures

CITY, COUNTY = 2, 3
JANUARY = (2026 - 1970) * 12
PLANS = (("应急", CITY, 0), ("应急", COUNTY, 1), ("环保", CITY, 2), ("应急", CITY, 0))
"""条线, level and body of each plan."""


def _planned(rows: list[tuple[int, int]], items: list[tuple[int, int]]) -> PlannedYear:
    """Return a year of assignments (plan, enterprise) that look at items."""
    plan, enterprise = (np.array(side, dtype=np.int64) for side in zip(*rows, strict=True))
    body = np.array([PLANS[one][2] for one in plan.tolist()], dtype=np.int64)
    first = np.zeros(len(rows), dtype=np.int64)
    instance = Instance(
        plan, enterprise, body, first, first + 11, np.full((3, 12), UNLIMITED, dtype=np.int64),
        np.array(items, dtype=np.int64).reshape(-1, 2),
    )  # fmt: skip
    plans = pd.DataFrame({
        "system": [one[0] for one in PLANS], "level": [one[1] for one in PLANS],
        "body": [one[2] for one in PLANS],
    })  # fmt: skip
    whom = tuple(Named(f"E{one}", f"{one}厂") for one in range(int(enterprise.max()) + 1))
    return PlannedYear(2026, instance, tuple(range(JANUARY, JANUARY + 12)), plans, (), whom, (),
                       (), (), 0)  # fmt: skip


def test_that_savings_are_told_apart_and_add_up() -> None:
    # In March all four plans meet at one enterprise: two of one body, one of another level of its
    # 条线, one of another 条线. In April one goes alone.
    planned = _planned([(0, 0), (3, 0), (1, 0), (2, 0), (0, 1)], [])
    month = np.array([2, 2, 2, 2, 3])
    found = saved_by(planned, month, 90).savings
    assert found == Savings(across=1, levels=1, inside=1)
    assert found.together == 5 - 2


@pytest.mark.parametrize(
    ("earlier", "later", "uses"),
    # First of January to the last of March are 89 days, of March to the last of May 91.
    [(0, 2, True), (2, 4, False), (3, 5, True), (0, 3, False), (2, 0, True), (4, 4, False)],
)
def test_that_a_result_of_another_level_is_used_only_while_it_is_surely_recent(
    earlier: int, later: int, uses: bool
) -> None:
    planned = _planned([(0, 0), (1, 0)], [(0, 7), (1, 7)])
    found = saved_by(planned, np.array([earlier, later]), 90)
    row = 1 if later > earlier else 0
    assert bool(found.source[row] != NONE) is uses
    assert (found.savings.reused, found.savings.skipped) == (int(uses), int(uses))


def test_that_every_item_needs_a_result_and_a_visit_not_made_gives_none() -> None:
    half = _planned([(0, 0), (1, 0)], [(0, 7), (1, 7), (1, 8)])
    assert saved_by(half, np.array([0, 1]), 90).savings.reused == 0
    other = _planned([(2, 0), (1, 0)], [(0, 7), (1, 7)])
    assert saved_by(other, np.array([0, 1]), 90).savings.reused == 0, "another 条线"
    same = _planned([(0, 0), (3, 0)], [(0, 7), (1, 7)])
    assert saved_by(same, np.array([0, 1]), 90).savings.reused == 0, "the same level"
    # The county uses January's result of the city, so the city finds none of the county in April.
    chain = _planned([(0, 0), (1, 0), (3, 0)], [(0, 7), (1, 7), (2, 7)])
    assert saved_by(chain, np.array([0, 1, 3]), 90).source.tolist() == [NONE, 0, NONE]


def test_that_a_visit_is_skipped_only_if_nobody_else_needs_it() -> None:
    planned = _planned([(0, 0), (1, 0), (2, 0)], [(0, 7), (1, 7), (2, 9)])
    found = saved_by(planned, np.array([0, 1, 1]), 90).savings
    assert (found.reused, found.skipped) == (1, 0)


def test_that_the_paragraph_tells_each_figure_once() -> None:
    one = TimetableFigures(2026, 4, 2, 1200, 1000, 990, Savings(150, 30, 20, 12, 9))
    assert "合并后为1,000次，减少200次（16.7%）" in one.paragraph
    assert "不会少于990次，本方案与之相差1.01%。" in one.paragraph
    assert "免入企9次" in one.paragraph
    keys = [key for key, _ in one.pieces if key]
    assert len(keys) == len(set(keys))
    best = replace(one, bound=1000, savings=Savings(150, 30, 20))
    assert best.paragraph.endswith("不会少于1,000次，本方案已是最少。")
