"""Anyone repeats a draw bit for bit from its certificate, with a program of their own."""

from __future__ import annotations

import hashlib
import json
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from data.drawing.canonical import plan_of, text_of
from data.drawing.certificates import broken_avoidance, verify
from data.drawing.drawing import draw
from data.drawing.stream import Stream, commitment_of, key_of
from data.drawing.weighted import Urn
from data.rows.draws import DrawRules
from tests.drawing.anew import draw_anew, numbers
from tests.drawing.made import HELD, SEED, certificate_of, people, plan, plans

SEEDS = st.binary(min_size=32, max_size=32)


def told(certificate):
    return [[one["code"], [who["badge"] for who in one["officers"]]]
            for one in certificate["drawn"]]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(plans(), SEEDS, st.text(max_size=12))
def test_that_another_program_draws_the_same_from_the_file_alone(one, seed, witness):
    file = json.dumps(certificate_of(one, seed, witness), ensure_ascii=False)
    certificate = json.loads(file)
    assert draw_anew(certificate) == told(certificate)


@settings(max_examples=60, deadline=None)
@given(plans(), SEEDS)
def test_that_avoidance_is_never_broken_and_limits_are_kept(one, seed):
    outcome = draw(one, seed, "")
    assert list(broken_avoidance(one, outcome)) == []
    barred = set(one.people.avoid)
    load: dict[str, int] = {}
    last = {each.code: each.last for each in one.people.objects}
    for row in outcome.drawn:
        assert len(set(row.badges)) == len(row.badges)
        for badge in row.badges:
            assert (badge, row.code) not in barred
            assert not (one.rules.fresh and badge in last[row.code])
            load[badge] = load.get(badge, 0) + 1
    assert not one.rules.most or max(load.values(), default=0) <= one.rules.most


@settings(max_examples=40, deadline=None)
@given(plans(), SEEDS)
def test_that_every_place_is_filled_or_told_as_short(one, seed):
    outcome = draw(one, seed, "")
    sent = sum(len(row.badges) for row in outcome.drawn)
    wanted = len(outcome.drawn) * one.rules.pair * len(one.people.bodies)
    assert sent + sum(row.lacks for row in outcome.short) == wanted
    assert len({row.code for row in outcome.drawn}) == len(outcome.drawn)


@settings(max_examples=40, deadline=None)
@given(plans())
def test_that_a_promise_reads_back_and_has_one_text(one):
    text = text_of(one)
    assert plan_of(text) == one
    assert text_of(plan_of(text)) == text


def test_that_a_promise_is_the_hash_of_seed_and_text():
    text = text_of(plan())
    assert commitment_of(SEED, text) == hashlib.sha256(SEED + text.encode()).hexdigest()
    assert text_of(plan(witness="当日指数")) != text
    assert json.loads(text)["held"] == HELD.isoformat()


def test_that_the_public_figure_changes_the_draw():
    agreed = plan(DrawRules(size=30), witness="当日开奖号码")
    first, other = draw(agreed, SEED, "583"), draw(agreed, SEED, "584")
    assert first != other
    assert verify(certificate_of(agreed, witness="583")).holds


@given(SEEDS, st.integers(1, 10**6), st.integers(2, 30))
@settings(max_examples=60, deadline=None)
def test_that_the_stream_is_the_one_written_down(seed, bound, count):
    key = key_of(seed, "号码")
    mine, theirs = Stream(key, "objects", "A", "高"), numbers(key, "objects", "A", "高")
    assert [mine.below(bound) for _ in range(count)] == [theirs(bound) for _ in range(count)]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=40), SEEDS)
@settings(max_examples=80, deadline=None)
def test_that_the_urn_draws_each_once_at_the_running_sum(weights, seed):
    urn, stream, twin = Urn(weights), Stream(seed, "x"), Stream(seed, "x")
    left = dict(enumerate(weights))
    while left:
        number = twin.below(sum(left.values()))
        sums = accumulate(left.values())
        first = next(place for place, upto in zip(left, sums, strict=True) if upto > number)
        assert urn.draw(stream) == first
        del left[first]
    assert urn.is_empty


def test_that_a_tight_limit_is_used_up_where_a_careless_draw_would_run_dry():
    whom = people(6, 6, ("甲局",), 0)
    rules = DrawRules(size=6, most=2, pair=2)
    for number in range(40):
        outcome = draw(plan(rules, whom), bytes([number]) * 32, "")
        assert outcome.short == ()
