"""A scope of millions of visits is counted in slices: these add up to what is counted at once."""

from __future__ import annotations

import random
from collections import Counter

import pandas as pd
import pytest

import data.measures.scope as scopes
from data.measures.distinct import counted_spans
from data.measures.grouping import summed
from data.measures.scope import Scope, load_lines, load_scope
from data.measures.tallies import counted
from data.measures.triggers import counted_triggers
from tests.ledger.town import Town
from tests.measures.test_distinct import drawn


@pytest.fixture
def scope(town: Town) -> Scope:
    rng = random.Random(7)
    town.visits(*(drawn(rng, number) for number in range(60)))
    with town.db.reading() as session:
        return load_scope(session)


def test_that_slices_hold_each_visit_once_and_enterprises_whole(scope: Scope):
    parts = list(scope.slices(5))
    assert len(parts) == scope.visits["enterprise_id"].nunique() > 1
    seen = Counter(one for part in parts for one in part.visits["enterprise_id"].unique().tolist())
    assert set(seen.values()) == {1}
    for name in ("visits", "presence", "items"):
        together = pd.concat([getattr(part, name) for part in parts])
        own = ["id"] if name == "visits" else list(together.columns)
        assert sorted(together[own].values.tolist()) == sorted(
            getattr(scope, name)[own].values.tolist()
        )


def test_that_a_small_scope_is_its_only_slice(scope: Scope):
    assert list(scope.slices()) == [scope]


def test_that_counts_of_slices_add_up(
    town: Town, scope: Scope, monkeypatch: pytest.MonkeyPatch
):
    with town.db.reading() as session:
        lines = load_lines(session)
    whole = counted(scope, scope), counted_spans(scope), counted_triggers(scope, lines)
    at_once = Scope.slices
    monkeypatch.setattr(scopes.Scope, "slices", lambda self: at_once(self, 5))
    parts = counted(scope, scope), counted_spans(scope), counted_triggers(scope, lines)
    for one, other in zip(whole, parts, strict=True):
        assert len(one) > 10
        pd.testing.assert_frame_equal(one.sort_index(), other.sort_index())


def test_that_counts_are_summed_by_their_keys():
    keys = pd.MultiIndex.from_tuples([(1, 2), (3, 4)], names=["a", "b"])
    more = pd.MultiIndex.from_tuples([(0, 0), (3, 4)], names=["a", "b"])
    found = summed([pd.DataFrame({"n": [5, 6]}, keys), pd.DataFrame({"n": [7, 8]}, more)])
    assert found["n"].to_dict() == {(0, 0): 7, (1, 2): 5, (3, 4): 14}
