"""What the pages 企业, 单位 and 清单库 read, and their commands, on the tiny city."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from console.cli.main import main
from console.history import Origin
from console.loading.body import rank_words, read_body, read_lines, read_rules
from console.loading.catalogue import read_list, read_stretch
from console.loading.enterprise import read_often, read_year, year_line
from console.loading.records import Wish, read_visits
from data.measures.compute import measure
from data.models import (
    Body,
    BodyAlias,
    Enterprise,
    EnterpriseCode,
    Item,
    Plan,
    PlanTarget,
    Report,
    SelfCheck,
    Visit,
    VisitItem,
)
from data.oversight.scorecard import (
    QUICK,
    TOLD,
    body_named,
    lacking,
    ranks_by_month,
    ranks_by_quarter,
    scores,
)
from data.records.behind import records_of_measure
from data.records.catalogue import CONNECTED, KINDS, RETIRED, item_visits, list_kind
from data.records.enterprise_year import class_rate
from data.records.named import enterprise_id, enterprises_named
from data.records.registers import counts
from data.rows.catalogue import ListWish
from data.rows.enums import Code, Severity, VisitStatus
from data.rows.errors import InvalidInput, NotFound
from data.rows.findings import FindingFilter
from data.rows.period import Period, day_number
from data.rules.paging import count_by_rule
from data.store.database import Database

TODAY = date(2026, 10, 30)
YEAR = Period.parse("2026")
BODY = "市市场监管局"


@pytest.fixture(scope="module")
def url(tiny_city: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a copy of the tiny city."""
    path = tmp_path_factory.mktemp("focus") / "city.sqlite"
    shutil.copy(tiny_city, path)
    url = f"sqlite:///{path}"
    with Database.open(url) as db, db.writing("测试", "加一个检查对象") as opened:
        _add_target(opened)
        _rename(opened)
    return url


def _add_target(session) -> None:
    """Let a plan that is not over name one more enterprise: in the sample all have been visited."""
    plan = session.scalars(
        select(Plan).join(Visit, Visit.plan_id == Plan.id)
        .where(Plan.last > day_number(TODAY)).order_by(Plan.id)
    ).first()  # fmt: skip
    named = select(PlanTarget.enterprise_id).where(PlanTarget.plan_id == plan.id)
    led = select(Visit.enterprise_id).where(Visit.plan_id == plan.id)
    one = session.scalars(
        select(Enterprise.id).where(Enterprise.id.not_in(named), Enterprise.id.not_in(led))
    ).first()
    session.add(PlanTarget(plan_id=plan.id, body_id=plan.body_id, enterprise_id=one))


def _rename(session) -> None:
    """Merge an item into another, let a body and an enterprise go by other names too."""
    kept, gone = session.scalars(select(Item).order_by(Item.code).limit(2)).all()
    gone.merged_into = kept.id
    body = session.scalars(select(Body).where(Body.name == BODY)).one()
    session.add(BodyAlias(body_id=body.id, name="市场局", actor="测试", at="2026-01-01"))
    one = session.scalars(select(Enterprise).order_by(Enterprise.code)).first()
    one.other = "320200400012345"
    session.add(EnterpriseCode(enterprise_id=one.id, code="旧名商行"))


@pytest.fixture(scope="module")
def city(url: str):
    """The copy, open."""
    with Database.open(url) as db:
        yield db


@pytest.fixture
def session(city: Database):
    """A reading session."""
    with city.reading() as opened:
        yield opened


@pytest.fixture(scope="module")
def busiest(city: Database) -> str:
    """The enterprise with most visits in the year."""
    with city.reading() as opened:
        rows = records_of_measure(opened, "M9", YEAR)
    codes = [row.enterprise.code for row in rows if row.enterprise]
    return max(sorted(set(codes)), key=codes.count)


# -- an enterprise's year ------------------------------------------------------------------


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


# -- a body's scorecard --------------------------------------------------------------------


def test_that_the_scores_are_those_of_the_measures_by_body(session):
    body = body_named(session, BODY)
    sheet = measure(session, YEAR, QUICK, ("body",), today=TODAY)
    for score in scores(session, body, YEAR, TODAY):
        own = next(g for g in sheet.get(score.measure).groups if g.key[0] == body.code)
        assert (score.value, score.numerator, score.rank) == (own.value, own.numerator, own.rank)
        assert (score.low, score.high, score.place_change) == (own.low, own.high, own.place_change)
        levels = {body_named(session, peer.body.code).level for peer in score.peers}
        assert levels == {body.level}
        assert score.ranked == sum(peer.rank is not None for peer in score.peers)


def test_that_a_body_without_a_rank_says_why(session):
    few = [one for one in measure(session, YEAR, ["M3"], ("body",)).get("M3").groups
           if one.rank is None]  # fmt: skip
    assert few
    score = scores(session, body_named(session, few[0].key[0]), YEAR, TODAY, ("M3",))[0]
    assert rank_words(score) == f"未排名（{few[0].unranked}）"


def test_that_places_by_quarter_and_month_are_those_of_the_period(session):
    body = body_named(session, BODY)
    quarters = ranks_by_quarter(session, body, TODAY)
    assert [point.period for point in quarters] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    third = scores(session, body, Period.parse("2026-Q3"), TODAY)
    assert quarters[2].ranks == tuple(score.rank for score in third)
    months = ranks_by_month(session, body, TODAY)
    assert (months[0].period, months[-1].period, len(months)) == ("2025-11", "2026-10", 12)
    june = scores(session, body, Period.parse("2026-06"), TODAY)
    assert months[7].ranks == tuple(score.rank for score in june)
    unranked = [point for point in months if None in point.ranks]
    assert all(any(point.reasons) for point in unranked)


def test_that_the_card_tells_change_months_findings_and_what_was_sent(session):
    card = read_body(session, BODY, YEAR, "visits", TODAY)
    assert [line.score.measure for line in card.lines] == list(QUICK)
    assert all(len(line.series) <= 12 for line in card.lines)
    counted = count_by_rule(session, FindingFilter(YEAR, card.body.code))
    assert sum(rule.total for rule in card.rules) == sum(counted.values()) > 0
    assert card.received is not None
    assert card.received.code == card.body.code
    assert read_rules(session, card.body.code, YEAR) == card.rules


def test_that_what_the_files_of_a_body_lack_is_counted_by_report(session):
    silent = select(Body.code).join(Report, Report.body_id == Body.id).where(
        Report.code == Code.UNKNOWN, Report.day.between(YEAR.first_day, YEAR.last_day)
    )  # fmt: skip
    body = body_named(session, session.scalars(silent.order_by(Body.code)).first())
    told = lacking(session, body, YEAR)
    rows = session.execute(
        select(Report.sourced, Report.code, Report.officers).where(
            Report.body_id == body.id, Report.day.between(YEAR.first_day, YEAR.last_day),
            Report.status != VisitStatus.CANCELLED,
        )
    ).all()  # fmt: skip
    assert told.reports == len(rows) > 0
    wanted = {word: sum(not row.sourced & flag for row in rows) for flag, word in TOLD.items()}
    wanted["亮码时间"] = sum(row.code == Code.UNKNOWN for row in rows)
    wanted["执法人员"] = sum(row.officers is None for row in rows)
    assert wanted["亮码时间"] > 0
    assert dict(told.columns) == {word: n for word, n in wanted.items() if n}


def test_that_a_measure_read_later_is_scored_in_the_same_way(session):
    body = body_named(session, BODY)
    (line,) = read_lines(session, body, YEAR, "visits", TODAY, ("M16.results",))
    sheet = measure(session, YEAR, ["M16.results"], ("body",), today=TODAY, compared=False)
    own = next(g for g in sheet.get("M16.results").groups if g.key[0] == body.code)
    assert (line.score.value, line.score.rank) == (own.value, own.rank)


# -- the registers -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(KINDS))
def test_that_a_register_lists_every_row_once_in_order(session, kind):
    listed = read_list(session, ListWish(kind, YEAR))
    rows = read_stretch(session, listed, 0, len(listed.ids))
    assert len({row.id for row in rows}) == len(rows) == listed.total == counts(session)[kind]
    assert all(len(row.cells) == len(KINDS[kind].columns) for row in rows)
    if listed.facets:
        assert sum(n for _, n in listed.facets) == listed.total
        value, number = listed.facets[0]
        assert len(read_list(session, ListWish(kind, YEAR, facet=value)).ids) == number


def test_that_words_order_and_filter_narrow_a_register(session):
    wish = ListWish("bodies", YEAR, text="江阴", sort="name", descending=True)
    listed = read_list(session, wish)
    names = [str(row.cells[1]) for row in read_stretch(session, listed, 0, 99)]
    assert names == sorted(names, key=lambda name: name.encode(), reverse=True)
    assert 0 < len(names) < listed.total
    body = body_named(session, BODY)
    officers = read_list(session, ListWish("officers", YEAR, body=body.code))
    rows = read_stretch(session, officers, 0, 99)
    assert {row.subject for row in rows} == {body.code}
    items = read_stretch(session, read_list(session, ListWish("items", YEAR, body=body.code)), 0, 9)
    assert {row.cells[2] for row in items} == {BODY}


def test_that_connected_items_are_those_the_measure_counts(session):
    listed = read_list(session, ListWish("items", YEAR))
    value = measure(session, YEAR, ["M16.items"], compared=False).get("M16.items")
    assert dict(listed.facets)[CONNECTED] == value.numerator
    assert len(listed.in_use) == value.denominator


def test_that_an_item_opens_as_many_visits_as_it_is_said_to_have(session):
    listed = read_list(session, ListWish("items", YEAR))
    for row in read_stretch(session, listed, 0, 5):
        found = read_visits(session, None, Origin("", 0, "次", "", item=row.code), TODAY)
        assert found.count == item_visits(session, row.code)
        whole = Origin("", 0, "", "", item=row.code)
        narrowed = read_visits(session, None, whole, TODAY, Wish("无锡"))
        assert set(narrowed.ids) <= set(found.ids)


def test_that_merged_items_and_other_names_are_told(session):
    kept, gone = read_stretch(session, read_list(session, ListWish("items", YEAR)), 0, 2)
    into, connected = KINDS["items"].place("into"), KINDS["items"].place("connected")
    assert gone.cells[into] == kept.cells[1]
    assert (kept.cells[into], gone.cells[connected]) == ("", RETIRED)
    own = select(VisitItem.visit_id).join(Item).where(Item.code.in_([kept.code, gone.code]))
    assert item_visits(session, kept.code) == len(set(session.scalars(own)))
    assert item_visits(session, kept.code) > item_visits(session, gone.code) > 0
    listed = read_list(session, ListWish("bodies", YEAR, text=BODY))
    aliases = [row.cells[KINDS["bodies"].place("aliases")]
               for row in read_stretch(session, listed, 0, 9) if row.cells[1] == BODY]  # fmt: skip
    assert aliases == ["市场局"]


def test_that_an_enterprise_is_found_by_what_it_went_by(session):
    one = session.scalars(select(Enterprise).order_by(Enterprise.code)).first()
    assert enterprise_id(session, "旧名商行") == enterprise_id(session, one.other) == one.id
    for text in ("旧名", one.other[:12]):
        assert one.code in [found.code for found in enterprises_named(session, text)]
    assert read_year(session, "旧名商行", 2026, TODAY).card.codes == ("旧名商行",)


def test_that_an_unknown_register_is_answered_with_those_there_are():
    assert list_kind("白名单").key == "whitelist"
    with pytest.raises(InvalidInput, match="监管事项"):
        list_kind("没有")


# -- the commands --------------------------------------------------------------------------


def run(capsys, *words: str) -> tuple[int, str]:
    """Run a command and return its status and what it printed."""
    status = main([*words, "--today", "2026-10-30"])
    return status, capsys.readouterr().out


def test_that_the_commands_answer_what_the_pages_show(url, session, busiest, capsys):
    status, out = run(capsys, "enterprise", "show", busiest, "--db", url, "--json")
    answer, found = json.loads(out), read_year(session, busiest, 2026, TODAY)
    assert (status, answer["count"]) == (0, found.count)
    assert [one["id"] for one in answer["visits"]] == [visit.row.id for visit in found.visits]
    status, out = run(capsys, "enterprise", "show", busiest, "--year", "2025", "--db", url)
    assert (status, out.splitlines()[0]) == (0, found.card.name)
    assert f"2025年检查 {read_year(session, busiest, 2025, TODAY).count} 次" in out


def test_that_the_command_of_a_body_gives_all_six_dimensions(url, capsys):
    words = ("body", "show", BODY, "--period", "2026-Q3", "--db", url)
    status, out = run(capsys, *words, "--json")
    answer = json.loads(out)
    assert status == 0
    assert len({one["dimension"] for one in answer["scores"]}) == 6
    assert len(answer["ranks"]["month"]) == 12
    assert run(capsys, "body", "show", "没有", "--period", "2026", "--db", url)[0] == 1


def test_that_the_command_of_registers_narrows_by_words(url, capsys):
    status, out = run(capsys, "catalogue", "bodies", "--text", BODY, "--db", url, "--json")
    answer = json.loads(out)
    assert status == 0
    assert {one["name"] for one in answer["rows"] if one["level"] == "市级"} == {BODY}
    assert answer["count"] < answer["total"]
    assert run(capsys, "catalogue", "没有", "--db", url)[0] == 1
