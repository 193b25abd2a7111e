"""What the page 企业 reads, and `enterprise show`, on the tiny city."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from console.history import Origin
from console.loading.enterprise import read_often, read_year, year_line
from console.loading.records import read_visits
from data.measures.compute import measure
from data.models import (
    Enterprise,
    Plan,
    PlanTarget,
    SelfCheck,
    Visit,
)
from data.records.behind import records_of_measure
from data.records.enterprise_year import class_rate
from data.records.named import enterprise_id, enterprises_named
from data.rows.enums import Severity
from data.rows.errors import NotFound
from data.rows.findings import FindingFilter
from data.rows.period import day_number
from data.rules.paging import count_by_rule
from tests.console.focus import TODAY, YEAR, busiest, city, run, session, url

__all__ = ["busiest", "city", "session", "url"]


def test_that_the_months_beyond_the_cap_are_those_of_the_measure(session):
    rows = records_of_measure(session, "M6", YEAR)
    assert rows
    months: dict[str, set[str]] = {}
    for row in rows:
        months.setdefault(row.enterprise.code, set()).add(row.number)
    for code, wanted in months.items():
        found = read_year(session, code, 2026, TODAY)
        assert {month for month, _ in found.months_beyond} == wanted
        assert set(year_line(found, TODAY).framed) == {int(month[5:]) for month in wanted}


def test_that_an_enterprise_visited_exactly_three_times_is_not_beyond(session):
    counted = count_by_rule(session, FindingFilter(YEAR, rule="R1"))
    beyond = sum(n for (_, severity), n in counted.items() if severity > Severity.HINT)
    often = read_often(session, YEAR)
    assert often.total == len(often.rows) == beyond == len(records_of_measure(session, "M6", YEAR))
    assert all(row.beyond > 0 for row in often.rows)


def test_that_the_year_counts_and_opens_exactly_the_visits_of_the_enterprise(session, busiest):
    found = read_year(session, busiest, 2026, TODAY)
    rows = records_of_measure(session, "M9", YEAR)
    assert found.count == sum(row.enterprise.code == busiest for row in rows) > 0
    origin = Origin("", len(found.visits), "次", "2026", enterprise=busiest)
    listed = read_visits(session, None, origin, TODAY)
    assert set(listed.ids) == {visit.row.id for visit in found.visits}
    days = [visit.row.day for visit in found.visits]
    assert days == sorted(days)
    assert found.years[-1] == 2026


def test_that_a_visit_wears_the_gravest_of_what_is_held_against_it(session):
    code = records_of_measure(session, "M6", YEAR)[0].enterprise.code
    found = read_year(session, code, 2026, TODAY)
    (_, over), *_ = found.months_beyond
    visits = {visit.row.id: visit for visit in found.visits}
    assert set(over.record_ids) <= set(visits)
    for one in over.beyond_ids:
        assert visits[one].beyond
        assert visits[one].severity >= over.severity
    first = visits[next(one for one in over.record_ids if one not in over.beyond_ids)]
    assert not first.beyond
    others = [row for row in first.findings if row.rule not in ("R1", "R3")]
    assert first.severity == max((row.severity for row in others), default=None)


def test_that_only_plans_that_have_not_led_there_yet_lie_ahead(session):
    target, plan = session.execute(
        select(PlanTarget, Plan).join(Plan, Plan.id == PlanTarget.plan_id)
        .where(PlanTarget.id == session.scalar(select(func.max(PlanTarget.id))))
    ).one()  # fmt: skip
    code = session.get_one(Enterprise, target.enterprise_id).code
    found = read_year(session, code, 2026, TODAY)
    assert [one.number for one in found.plans] == [plan.number]
    assert found.plans[0].last >= day_number(TODAY)
    (window,) = year_line(found, TODAY).windows
    assert window.first.year == window.last.year == 2026
    assert read_year(session, code, 2026, date(2027, 1, 1)).plans == ()
    done = session.execute(
        select(Enterprise.code).join(Visit, Visit.enterprise_id == Enterprise.id)
        .where(Visit.plan_id == plan.id)
    ).scalars().first()  # fmt: skip
    assert plan.number not in [one.number for one in read_year(session, done, 2026, TODAY).plans]


def test_that_self_checks_of_the_year_stand_on_the_line(session):
    code, n = session.execute(
        select(Enterprise.code, func.count()).join(SelfCheck)
        .where(SelfCheck.day.between(YEAR.first_day, YEAR.last_day)).group_by(Enterprise.code)
        .order_by(func.count().desc(), Enterprise.code)
    ).first()  # fmt: skip
    found = read_year(session, code, 2026, TODAY)
    assert len(found.selfchecks) == len(year_line(found, TODAY).checks) == n


def test_that_an_enterprise_is_found_by_its_name_and_its_number(session, busiest):
    name = read_year(session, busiest, 2026, TODAY).card.name
    one = enterprise_id(session, busiest)
    assert enterprise_id(session, f" {busiest.lower()} ") == enterprise_id(session, name) == one
    assert busiest in [found.code for found in enterprises_named(session, busiest[:16].lower())]
    with pytest.raises(NotFound):
        enterprise_id(session, "没有这家企业")


def test_that_the_class_rate_is_the_measures_own(session):
    sheet = measure(session, YEAR, ["M24"], ("credit",), compared=False).get("M24")
    for group in sheet.groups:
        rate = class_rate(session, group.key[0], 2026)
        assert (rate.value, rate.visits) == (group.value, group.numerator)
    assert class_rate(session, "没有", 2026).value is None


def test_that_an_enterprise_is_found_by_what_it_went_by(session):
    one = session.scalars(select(Enterprise).order_by(Enterprise.code)).first()
    assert enterprise_id(session, "旧名商行") == enterprise_id(session, one.other) == one.id
    for text in ("旧名", one.other[:12]):
        assert one.code in [found.code for found in enterprises_named(session, text)]
    assert read_year(session, "旧名商行", 2026, TODAY).card.codes == ("旧名商行",)


def test_that_the_commands_answer_what_the_pages_show(url, session, busiest, capsys):
    status, out = run(capsys, "enterprise", "show", busiest, "--db", url, "--json")
    answer, found = json.loads(out), read_year(session, busiest, 2026, TODAY)
    assert (status, answer["count"]) == (0, found.count)
    assert [one["id"] for one in answer["visits"]] == [visit.row.id for visit in found.visits]
    status, out = run(capsys, "enterprise", "show", busiest, "--year", "2025", "--db", url)
    assert (status, out.splitlines()[0]) == (0, found.card.name)
    assert f"2025年检查 {read_year(session, busiest, 2025, TODAY).count} 次" in out
