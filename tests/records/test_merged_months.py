"""What filed plans mean for single enterprises by month once some of them were merged."""

from __future__ import annotations

import pandas as pd

from data.records.enterprise_months import Busy
from data.records.merged_months import shared_by, with_merges
from data.rows.findings import Named

MAY, JUNE, JULY = "2026-05", "2026-06", "2026-07"
ONE, OTHER, THIRD = 1, 2, 3
LIMITS = dict.fromkeys((MAY, JUNE, JULY), 1.0)


def _busy(**months: tuple[int, ...]) -> Busy:
    named = {"may": MAY, "june": JUNE, "july": JULY}
    return Busy(
        Named("E", "一厂"), {named[key]: ids for key, ids in months.items()}, frozenset()
    )


def test_that_merged_plans_count_once_in_the_months_both_have_and_no_more_in_the_others() -> None:
    before = _busy(may=(ONE, THIRD), june=(ONE, OTHER, THIRD), july=(OTHER,))
    (after,) = with_merges([before], [(ONE, OTHER)], LIMITS)
    assert after.months == before.months
    assert after.after == {MAY: 1, JUNE: 2, JULY: 0}
    # In June one merged visit and half of that of the third plan: more than one.
    assert after.beyond == {JUNE}


def test_that_three_plans_merged_in_a_chain_are_one_visit() -> None:
    before = _busy(june=(ONE, OTHER, THIRD), july=(ONE, OTHER))
    (after,) = with_merges([before], [(ONE, OTHER), (OTHER, THIRD)], LIMITS)
    assert after.after == {JUNE: 1, JULY: 0} and not after.beyond


def test_that_a_merge_without_a_common_month_at_an_enterprise_changes_nothing_there() -> None:
    before = _busy(may=(ONE,), july=(OTHER,))
    (after,) = with_merges([before], [(ONE, OTHER), (ONE, 9)], LIMITS)
    assert after.after == {MAY: 1, JULY: 1}


def test_that_a_merge_touches_the_enterprises_both_plans_mean() -> None:
    targets = pd.DataFrame({"plan_id": [1, 1, 2, 2, 3], "enterprise_id": [10, 11, 11, 12, 10]})
    assert shared_by(targets, [(1, 2), (2, 3), (4, 1)]) == {11}
