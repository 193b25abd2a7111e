"""What the page 单位 reads, and `body show`, on the tiny city."""

from __future__ import annotations

import json

from sqlalchemy import select

from console.loading.body import rank_words, read_body, read_lines, read_rules
from data.measures.compute import measure
from data.models import (
    Body,
    Report,
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
from data.rows.enums import Code, VisitStatus
from data.rows.findings import FindingFilter
from data.rows.period import Period
from data.rules.paging import count_by_rule
from tests.console.focus import BODY, TODAY, YEAR, busiest, city, run, session, url

__all__ = ["busiest", "city", "session", "url"]


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


def test_that_the_command_of_a_body_gives_all_six_dimensions(url, capsys):
    words = ("body", "show", BODY, "--period", "2026-Q3", "--db", url)
    status, out = run(capsys, *words, "--json")
    answer = json.loads(out)
    assert status == 0
    assert len({one["dimension"] for one in answer["scores"]}) == 6
    assert len(answer["ranks"]["month"]) == 12
    assert run(capsys, "body", "show", "没有", "--period", "2026", "--db", url)[0] == 1
