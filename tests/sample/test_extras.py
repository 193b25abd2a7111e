"""What the sample city sends beside plans and visits."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from data.sample.city import build_city
from data.sample.reading import Reader
from data.sample.tables import City
from data.sample.truth_plans import gather, plan_truth

KINDS = ("officers", "whitelist", "usage", "fines", "selfchecks", "complaints")


@pytest.fixture(scope="module")
def city() -> City:
    return build_city("tiny", 7)


def test_that_the_same_seed_gives_the_same_tables_and_another_one_does_not(city: City) -> None:
    again, other = build_city("tiny", 7), build_city("tiny", 8)
    for kind in KINDS:
        assert city.tables[kind].rows
        assert again.tables[kind].rows == city.tables[kind].rows
        assert other.tables[kind].rows != city.tables[kind].rows


def test_that_lists_come_before_the_visits_judged_by_them_and_the_rest_after(city: City) -> None:
    kinds = [kind for _, kind, _ in city.files()]
    visits = [place for place, kind in enumerate(kinds) if kind == "visits"]
    for kind in KINDS:
        place = kinds.index(kind)
        assert place < visits[0] if kind in ("officers", "whitelist") else place > visits[-1]


def test_that_nearly_all_who_sign_are_valid_on_the_day_and_those_planted_are_not(
    city: City,
) -> None:
    assert city.planted_extras is not None
    register = {str(row["执法证号"]): row for row in city.tables["officers"].dicts()}
    signed = bad = 0
    for table in city.visit_tables.values():
        for row in table.dicts():
            for badge in filter(None, str(row.get("执法证号") or "").split("、")):
                signed += 1
                one = register.get(badge)
                bad += one is None or not one["有效期起"] <= row["检查日期"] <= one["有效期止"]
    assert 0 < bad < 0.05 * signed
    for visit, report, badge in city.planted_extras.officers:
        one = register.get(badge)
        assert badge in report.badges.split("、")
        assert one is None or not one["有效期起"] <= visit.day <= one["有效期止"]


def test_that_heaped_complaints_are_those_planted(city: City) -> None:
    assert city.planted_extras is not None
    names = {str(row["单位名称"]): str(row["单位编码"]) for row in city.tables["bodies"].dicts()}
    counts: Counter[tuple[str, int, int]] = Counter()
    for row in city.tables["complaints"].dicts():
        day = row["日期"]
        assert isinstance(day, date)
        counts[names[str(row["被反映单位"])], day.year, day.month] += 1
    planted = {(body.code, year, month) for body, year, month in city.planted_extras.complaints}
    assert {key for key, count in counts.items() if count > 1} == planted


def test_that_only_the_bodies_planted_collect_much_more_than_the_year_before(city: City) -> None:
    assert city.planted_extras is not None
    sums: Counter[tuple[str, int]] = Counter()
    for row in city.tables["fines"].dicts():
        year, month = str(row["月份"]).split("-")
        if int(month) <= 10:
            sums[str(row["单位编码"]), int(year)] += round(float(str(row["金额（元）"])) * 100)
    grown = {body for body, year in sums if year == 2026
             and sums[body, 2026] > 1.2 * sums[body, 2025]}  # fmt: skip
    assert grown == {body.code for body in city.planted_extras.fines}


def test_that_nobody_is_visited_on_a_listed_field_but_where_it_is_planted(city: City) -> None:
    assert city.planted_extras is not None
    reader = Reader(city)
    fields = {str(row["事项编码"]): str(row["领域"]) for row in city.tables["items"].dicts()}
    listed = {
        (reader.enterprises[str(row["企业"])], str(row["领域"])): row
        for row in city.tables["whitelist"].dicts()
        if row["监管方式"] != "提示性"
    }
    hit = {
        (visit.enterprise, fields[item])
        for visit in reader.visits
        if visit.on_site
        for item in visit.items
        if (visit.enterprise, fields[item]) in listed
    }
    assert hit == {(visit.enterprise.code, field)
                   for visit, field in city.planted_extras.whitelisted}  # fmt: skip


def test_that_plans_are_due_from_2026_and_some_cannot_be_judged(city: City) -> None:
    reader = Reader(city)
    facts = gather(city, reader)
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    before = plan_truth(facts, reader.visits, first, last)
    now = plan_truth(facts, reader.visits, date(2026, 1, 1), date(2026, 12, 31))
    assert before["M11.filed"] == {"numerator": 0, "denominator": 0}
    assert now["M11.filed"]["denominator"]
    ended = sum(isinstance(row["结束日期"], date) and first <= row["结束日期"] <= last
                for row in reader.plans.values())  # fmt: skip
    assert 0 < (before["M12"]["denominator"] or 0) < ended
