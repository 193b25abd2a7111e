"""Merges of three plans and more: recounted plainly on random instances."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from data.planning.grouping import groups_of
from data.planning.instance import UNLIMITED, Instance
from data.planning.matching import pairs_of
from data.rows.findings import Named
from data.rows.matching import MatchSide
from data.rows.merge_groups import MergeGroup, group_pairs
from tests.planning.cases import random_instance


def _instance(plans: list[tuple[int, int, int, list[int]]]) -> Instance:
    """Return an instance of plans: body, first and last month, and whom they mean."""
    rows = [(plan, whom, *about) for plan, (*about, names) in enumerate(plans) for whom in names]
    plan, enterprise, body, first, last = np.array(rows, dtype=np.int64).T
    return Instance(
        plan, enterprise, body, first, last, np.full((5, 12), UNLIMITED, dtype=np.int64)
    )


def test_that_a_third_plan_joins_where_it_saves_most() -> None:
    instance = _instance([
        (0, 0, 5, [0, 1, 2, 3]), (1, 2, 8, [0, 1, 2]), (2, 3, 4, [2, 3]), (3, 7, 9, [0, 1]),
        (2, 2, 6, [0, 9]),
    ])  # fmt: skip
    (group,) = groups_of(instance, pairs_of(instance))
    # The plan of body 3 shares with the second alone and no month with the first; of the two of
    # body 2 the one that shares two enterprises joins.
    assert group.plans == (0, 1, 2)
    assert (group.first, group.last, group.objects, group.saves) == (3, 4, 4, 5)


@pytest.mark.parametrize("seed", range(25))
def test_that_groups_keep_their_rules_and_save_what_they_say(seed: int) -> None:
    instance = random_instance(seed, 60)
    found = groups_of(instance, pairs_of(instance))
    taken: list[int] = []
    for one in found:
        taken += one.plans
        rows = np.isin(instance.plan, one.plans)
        bodies = {int(b) for b in instance.body[rows]}
        assert len(one.plans) >= 3 and len(bodies) == len(one.plans)
        assert one.first == instance.first[rows].max() and one.last == instance.last[rows].min()
        assert one.first <= one.last
        counts = Counter(instance.enterprise[rows].tolist())
        assert one.saves == sum(count - 1 for count in counts.values())
        assert one.objects == sum(count > 1 for count in counts.values())
        lead = set(instance.enterprise[instance.plan == one.plans[0]].tolist())
        for other in one.plans[1:]:
            assert lead & set(instance.enterprise[instance.plan == other].tolist())
    assert len(taken) == len(set(taken))


def test_that_a_group_is_decided_by_the_pairs_of_its_leading_plan() -> None:
    sides = tuple(MatchSide(f"{code}:1", "1", "", Named(code, code)) for code in "MAZ")
    group = MergeGroup(sides, (3, 2), (("内容相近",), ()), "2026-05", "2026-06", "2026-05", 4, 5)
    assert group.pairs == ("A:1|M:1", "M:1|Z:1") == group_pairs("M:1|A:1|Z:1")
    assert "A与牵头计划共同对象 3 户（内容相近）；Z与牵头计划共同对象 2 户" in group.why
