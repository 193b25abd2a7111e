"""Quotas are exact, and who was drawn already is drawn again as rarely as the weights say."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.drawing.drawing import draw
from data.drawing.strata import shared_out, strata_of
from data.rows.draw_wishes import read_parts, read_percent, read_rules
from data.rows.draws import (
    CREDITS,
    RISKS,
    DrawObject,
    DrawRules,
    Population,
    credit_class,
    risk_class,
)
from data.rows.errors import InvalidInput
from tests.drawing.made import SEED, people, plan, plans


def alike(count, times=()):
    """Return enterprises of one stratum; the first ones were visited so often."""
    rest = (0,) * (count - len(times))
    return tuple(DrawObject(f"E{place:04d}", f"企业{place}", "B", "中", often)
                 for place, often in enumerate((*times, *rest)))  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(plans())
def test_that_every_stratum_has_exactly_its_quota(one):
    drawn = Counter()
    objects = {each.code: each for each in one.people.objects}
    for row in draw(one, SEED, "").drawn:
        drawn[objects[row.code].credit, objects[row.code].risk] += 1
    for stratum in strata_of(one.people.objects, one.rules):
        assert drawn[stratum.credit, stratum.risk] == stratum.quota <= stratum.size
        if not one.rules.size:
            share = Fraction(dict(one.rules.ratios)[stratum.credit], 10_000) * Fraction(
                dict(one.rules.factors)[stratum.risk], 100
            )
            assert stratum.quota == math.ceil(stratum.size * min(share, Fraction(1)))
    if one.rules.size:
        assert drawn.total() == one.rules.size


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 10_000)), min_size=1, max_size=8),
       st.data())  # fmt: skip
def test_that_a_total_is_shared_out_without_a_rest(strata, data):
    sizes, shares = [one for one, _ in strata], [two for _, two in strata]
    total = data.draw(st.integers(1, sum(sizes)))
    quotas = shared_out(total, sizes, shares)
    assert sum(quotas) == total
    assert all(0 <= quota <= size for quota, size in zip(quotas, sizes, strict=True))
    whole = sum(size * share for size, share in strata)
    fair = [Fraction(total * size * share, whole) for size, share in strata]
    if all(part <= size for part, size in zip(fair, sizes, strict=True)):
        assert all(abs(quota - part) < 1 for quota, part in zip(quotas, fair, strict=True))


def test_that_a_total_by_hand_goes_to_the_largest_remainders():
    # 10 by 300 : 200 : 100 parts are 5, 3⅓ and 1⅔; the place left over is the third's.
    assert shared_out(10, [30, 20, 10], [10, 10, 10]) == [5, 3, 2]
    # 8 by 2×100 : 10×10 would be 5⅓ of a stratum of two: it is taken whole, six are left.
    assert shared_out(8, [2, 10], [100, 10]) == [2, 6]


def test_that_more_than_there_are_is_refused_with_numbers():
    with pytest.raises(InvalidInput, match=r"要抽 13 户.*共 12 户，少 1 户"):
        shared_out(13, [12, 5], [1, 0])
    nothing = DrawRules(ratios=tuple((name, 0) for name in CREDITS))
    with pytest.raises(InvalidInput, match="一户也抽不到"):
        strata_of(alike(5), nothing)


def test_that_weights_fall_with_each_time_and_never_to_nothing():
    rules = DrawRules(repeat=25)
    assert [rules.weight(times) for times in range(8)] == [10000, 2500, 625, 156, 39, 9, 2, 1]
    assert DrawRules(repeat=100).weight(10**12) == 10000
    assert DrawRules(repeat=1).weight(10**9) == 1


def test_that_odds_follow_the_weights():
    """One of ten is drawn 4,000 times; counts stay within five standard deviations."""
    times = (1, 1, 2)
    objects = alike(10, times)
    rules = DrawRules(size=1, repeat=50, pair=0)
    one = plan(rules, Population(objects))
    counts, tries = Counter(), 4_000
    for number in range(tries):
        counts[draw(one, number.to_bytes(32, "big"), "").drawn[0].code] += 1
    weights = {each.code: {0: 4, 1: 2, 2: 1}[each.times] for each in objects}
    for code, weight in weights.items():
        odds = weight / sum(weights.values())
        spread = math.sqrt(tries * odds * (1 - odds))
        assert abs(counts[code] - tries * odds) < 5 * spread, code


def test_that_officers_go_about_equally_often():
    one = plan(DrawRules(size=100, pair=2), people(100, 10, ("甲局",), 0))
    for number in range(5):
        drawn = draw(one, bytes([number]) * 32, "").drawn
        load = Counter(badge for row in drawn for badge in row.badges)
        # 200 places for ten: an even draw without lowered weights stays within 5 once in 15 times.
        assert all(abs(load[officer.badge] - 20) <= 5 for officer in one.people.officers)


@pytest.mark.parametrize(("words", "means"), [
    ("A", "A"), ("a级", "A"), (" B类 ", "B"), ("D", "D"), ("", "未评级"), ("优", "未评级"),
    ("AA", "未评级"),
])  # fmt: skip
def test_that_classes_are_read_as_registers_write_them(words, means):
    assert credit_class(words) == means


@pytest.mark.parametrize(("words", "means"), [
    ("高", "高"), ("高风险", "高"), ("低级", "低"), ("中", "中"), ("", "未定级"),
    ("较高", "未定级"),
])  # fmt: skip
def test_that_risks_are_read_as_registers_write_them(words, means):
    assert risk_class(words) == means


def test_that_rules_are_read_as_people_write_them():
    rules = read_rules(DrawRules(), "A=0.5%，D 50%", "高：300%", "10", 7, 3, 5, True)
    assert dict(rules.ratios) == {"A": 50, "B": 300, "C": 1000, "D": 5000, "未评级": 300}
    assert dict(rules.factors)["高"] == 300
    assert (rules.repeat, rules.size, rules.pair, rules.most, rules.fresh) == (10, 7, 3, 5, True)


@pytest.mark.parametrize(("ratios", "said"), [
    ("E=1%", "“E”不认识"), ("A=一成", "不是百分数"), ("A=0.001%", "过细"), ("A=200%", "0 至 100%"),
    ("A=-1%", "0 至 100%"), ("A=nan", "不是百分数"), ("A", "不是百分数"),
])  # fmt: skip
def test_that_wrong_ratios_are_told(ratios, said):
    with pytest.raises(InvalidInput, match=said):
        read_rules(DrawRules(), ratios)


def test_that_percent_is_exact():
    assert read_percent("12.34%", 10_000, "比例") == 1234
    assert read_parts("", RISKS, 100, DrawRules().factors, "系数") == DrawRules().factors
