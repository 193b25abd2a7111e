"""The sample city is deterministic, plausible and holds exactly the breaches it says."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS
from data.sample.city import build_city, city_summary
from data.sample.faults import finding_truth
from data.sample.faults_visits import Keys
from data.sample.numbering import report_key
from data.sample.reading import Reader, ReadVisit
from data.sample.tables import City
from data.sample.truth import measure_truth

TODAY = date(2026, 11, 23)
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture(scope="module")
def city() -> City:
    return build_city()


@pytest.fixture(scope="module")
def reader(city: City) -> Reader:
    return Reader(city)


SCALES = ("tiny", pytest.param("small", marks=pytest.mark.night))


@pytest.fixture(scope="module", params=SCALES)
def planted(request: pytest.FixtureRequest) -> City:
    return build_city(request.param)


@pytest.fixture(scope="module")
def recounted(planted: City) -> Keys:
    return finding_truth(planted, TODAY)


def in_quarter(visits: list[ReadVisit]) -> list[ReadVisit]:
    return [visit for visit in visits if QUARTER[0] <= visit.day <= QUARTER[1]]


def test_that_the_same_seed_gives_the_same_city() -> None:
    assert build_city("tiny", 7) == build_city("tiny", 7)


def test_that_another_seed_gives_another_city() -> None:
    assert build_city("tiny", 7).visit_tables != build_city("tiny", 8).visit_tables


def test_that_an_unknown_scale_is_refused_with_a_sentence() -> None:
    with pytest.raises(InvalidInput, match="规模"):
        build_city("galaxy")


@pytest.mark.parametrize("rule", ["R1", "R3", "R5", "R6", "R7", "R10"])
def test_that_the_planted_breaches_are_all_there_are(
    planted: City, recounted: Keys, rule: str
) -> None:
    assert planted.planted[rule] == recounted[rule]


def test_that_what_lists_and_voices_were_planted_with_is_among_the_findings(
    planted: City, recounted: Keys
) -> None:
    extras = planted.planted_extras
    assert extras is not None
    keys = {
        "R11": {f"R11:{report_key(visit, one)}:{badge}" for visit, one, badge in extras.officers},
        "R14": {f"R14:{report_key(visit, visit.lead)}" for visit, _ in extras.whitelisted},
        "R18": {f"R18:{body.code}:{year}-{month:02d}" for body, year, month in extras.complaints},
        "R27": {
            f"R27:{report_key(visit, visit.lead)}:{item.code}"
            for visit, item in extras.self_checked
        },
    }
    for rule, those in keys.items():
        found = {key for by in recounted[rule].values() for key in by}
        assert those and those <= found, rule
    grown = {key.split(":")[1] for key in recounted["R29"]["提示"]}
    assert {body.code for body in extras.fines} <= grown


@pytest.mark.night
def test_that_every_rule_that_is_on_stands_in_the_truth(city: City) -> None:
    recounted = finding_truth(city, TODAY)
    without = {rule for rule, by in recounted.items() if not by}
    assert len(recounted) == 27
    assert without == {"R2", "R12", "R13", "R15", "R20", "R23"}


def test_that_the_planted_numbers_are_the_known_ones(city: City) -> None:
    counts = {
        rule: {severity: len(keys) for severity, keys in by.items()}
        for rule, by in city.planted.items()
        if rule != "R7"
    }
    assert counts == {
        "R1": {"提示": 150, "橙": 34, "红": 46},
        "R3": {"提示": 110, "橙": 22, "红": 30},
        "R5": {"橙": 24, "红": 56 + 3},
        "R6": {"黄": 110, "红": 80},
        "R10": {"红": 90},
    }


def test_that_no_key_is_planted_twice(city: City) -> None:
    for by in city.planted.values():
        keys = [key for found in by.values() for key in found]
        assert len(keys) == len(set(keys))


def test_that_the_city_has_the_size_that_was_asked_for(city: City, reader: Reader) -> None:
    summary = city_summary(city)
    assert summary["enterprises"] == 3000
    assert summary["bodies"] >= 80
    assert 39_000 <= len(reader.visits) <= 41_000
    days = [visit.day for visit in reader.visits]
    assert (min(days).year, min(days).month) == (2025, 1)
    assert (max(days).year, max(days).month) == (2026, 10)


def test_that_sixty_bodies_have_more_than_twenty_visits_in_the_third_quarter(
    reader: Reader,
) -> None:
    visits = in_quarter(reader.visits)
    counts = Counter(body for visit in visits for body in {one.body for one in visit.reports})
    assert sum(count > 20 for count in counts.values()) >= 60


@pytest.mark.night
def test_that_the_joint_share_of_the_third_quarter_is_a_little_under_the_target(
    city: City,
) -> None:
    truth = measure_truth(city)
    before, now = truth["2025"]["M1"], truth["2026-Q3"]["M1"]
    assert 0.12 < before["numerator"] / before["denominator"] < 0.17
    assert 0.21 < now["numerator"] / now["denominator"] < 0.25


def test_that_every_header_is_a_column_of_its_kind(city: City) -> None:
    for _, kind, table in city.files():
        known = {column.header for column in KINDS[kind].columns}
        assert set(table.header) <= known
        assert {column.header for column in KINDS[kind].keys} <= set(table.header)


def test_that_key_columns_are_never_empty(city: City) -> None:
    for name, kind, table in city.files():
        for column in KINDS[kind].keys:
            place = table.header.index(column.header)
            assert all(row[place] for row in table.rows), (name, column.header)


def test_that_every_enterprise_name_says_it_is_made_up(city: City) -> None:
    names = [str(row["企业名称"]) for row in city.tables["enterprises"].dicts()]
    assert all("演示" in name for name in names)
    assert len(names) == len(set(names))


def test_that_bodies_of_all_levels_share_a_system(city: City) -> None:
    systems = {str(row["单位名称"]): row["条线"] for row in city.tables["bodies"].dicts()}
    assert systems["市应急局"] == systems["江阴市应急局"] == systems["华士镇应急管理办公室（演示）"]


@pytest.mark.parametrize("name", ["市委编办", "市纪委监委机关", "市工商联"])
def test_that_bodies_that_do_not_inspect_are_marked_and_send_nothing(
    city: City, reader: Reader, name: str
) -> None:
    code = reader.names[name]
    assert code not in reader.inspecting
    assert code not in city.visit_tables


def test_that_a_body_is_counted_alike_whether_services_count_as_entries(
    city: City, reader: Reader
) -> None:
    """M16.bodies must not depend on how a reader takes visits that are no 行政检查."""
    for first, last in (QUARTER, (date(2025, 1, 1), date(2025, 12, 31))):
        checked = {
            report.body
            for visit in reader.visits
            if first <= visit.day <= last
            for report in visit.reports
        }
        entered = set()
        for code, table in city.visit_tables.items():
            place = table.header.index("检查日期")
            days = (row[place] for row in table.rows)
            if any(isinstance(day, date) and first <= day <= last for day in days):
                entered.add(code)
        assert checked == entered


def test_that_no_two_reports_of_a_body_share_a_number(city: City) -> None:
    for table in city.visit_tables.values():
        if "检查编号" not in table.header:
            continue
        seen: dict[str, tuple[object, object]] = {}
        for row in table.dicts():
            place = (row["企业"], row["检查日期"])
            assert seen.setdefault(str(row["检查编号"]), place) == place


def test_that_files_without_the_code_column_leave_the_code_unknown(
    city: City, reader: Reader
) -> None:
    without = {
        code for code, table in city.visit_tables.items() if "亮码时间" not in table.header
    }
    theirs = [
        visit for visit in reader.visits if {one.body for one in visit.reports} <= without
    ]
    assert len(without) >= 2
    assert {visit.lead.body for visit in theirs} == without
    assert {visit.code for visit in theirs} <= {"未提供", "免亮码"}
