"""R8 turns 黄 once a reminder of merging went unanswered; accepted pairs are the reminders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from data.intake.importer import ImportOptions
from data.intake.past import Shelf
from data.measures.settings import set_setting
from data.models import CalendarYear
from data.oversight.clocks import list_clocks
from data.planning.deciding import decide_matches, take_back_matches, verdicts, verdicts_on
from data.records.behind import records_of_finding
from data.rows.errors import Conflict, InvalidInput
from data.rows.matching import MatchState, Ruling
from data.rows.period import Period, day_number
from data.rules.freshening import judge_as_of
from data.rules.listing import list_findings
from tests.ledger.planning import plan, targets
from tests.ledger.town import FILE, FOREVER, Town, copied

KEY, PAIR = "R8:SC:乙|YJ:甲", "SC:乙|YJ:甲"
HINT, YELLOW = "提示", "黄"
SENT, DUE = date(2026, 4, 8), date(2026, 4, 15)
"""Five working days after a Wednesday without a holiday in between."""
BOTH = ImportOptions(today=date(2026, 4, 1))
ACCEPTED = Ruling(MatchState.ACCEPTED, lead="YJ")
NEXT = timedelta(days=1)


@pytest.fixture(scope="module")
def paired(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database file with two plans that could be merged."""
    town = copied(registered, tmp_path_factory.mktemp("两计划"))
    town.take("plans", [plan("甲"), plan("乙", "SC")], BOTH)
    town.take("targets", [*targets("甲", "YJ", "E1"), *targets("乙", "SC", "E1")], BOTH)
    town.db.close()
    return town.folder / FILE


@pytest.fixture
def pair(paired: Path, tmp_path: Path) -> Iterator[Town]:
    """A town with two plans that could be merged."""
    town = copied(paired, tmp_path)
    yield town
    town.db.close()


def decide(town: Town, ruling: Ruling = ACCEPTED, day: date = SENT, key: str = PAIR) -> None:
    """Decide a pair on a day."""
    with town.db.writing("张三", "计划合并") as session:
        decide_matches(session, [key], ruling, "张三", day)


def back(town: Town, day: date = SENT) -> None:
    """Take the last decision back."""
    with town.db.writing("张三", "撤回") as session:
        take_back_matches(session, [PAIR], "张三", day)


def on(town: Town, day: date) -> dict[str, str]:
    """Return the severity of R8's findings as judged on a day."""
    judge_as_of(town.db, day, "测试")
    return town.judged("R8")


def test_that_a_pair_nobody_was_reminded_of_stays_a_hint(pair: Town) -> None:
    assert on(pair, date(2027, 12, 1)) == {KEY: HINT}


def test_that_an_unanswered_reminder_is_yellow_from_the_day_after_its_day(pair: Town) -> None:
    decide(pair)
    assert on(pair, SENT) == {KEY: HINT}
    assert on(pair, DUE) == {KEY: HINT}
    assert on(pair, DUE + NEXT) == {KEY: YELLOW}
    assert pair.verified() == []
    (row,) = pair.findings("R8")
    assert row.sentence == (
        "市市场监管局、市应急局的检查计划“乙计划”与“甲计划”有1户相同检查对象，检查时间重合，"
        "2026年4月8日已提醒合并，应于2026年4月15日前回应，逾期仍未合并。"
    )
    assert on(pair, DUE) == {KEY: HINT}
    assert pair.verified() == []
    (row,) = pair.findings("R8")
    assert row.sentence.endswith("应于2026年4月15日前回应，尚未合并。")


def test_that_working_days_are_those_of_the_published_calendar(pair: Town) -> None:
    # 2026-04-30, then 1 to 5 May off, 6 to 8 May, and Saturday the 9th made up.
    decide(pair, day=date(2026, 4, 29))
    assert on(pair, date(2026, 5, 9)) == {KEY: HINT}
    assert on(pair, date(2026, 5, 10)) == {KEY: YELLOW}


def test_that_a_year_without_calendar_gives_no_day_and_one_given_by_hand_holds(pair: Town) -> None:
    with pair.db.writing("张三", "日历") as session:
        session.execute(delete(CalendarYear))
    decide(pair)
    assert on(pair, date(2027, 12, 1)) == {KEY: HINT}
    decide(pair, Ruling(MatchState.ACCEPTED, lead="YJ", due=date(2026, 4, 10)))
    assert on(pair, date(2026, 4, 10)) == {KEY: HINT}
    assert on(pair, date(2026, 4, 11)) == {KEY: YELLOW}


def test_that_a_day_to_answer_lies_after_the_decision(pair: Town) -> None:
    with pytest.raises(InvalidInput, match="2026-04-08"):
        decide(pair, Ruling(MatchState.ACCEPTED, lead="YJ", due=SENT))


def test_that_the_days_are_a_setting_and_those_told_before_stay(pair: Town) -> None:
    decide(pair)
    with pair.db.writing("张三", "参数") as session:
        set_setting(session, "ladder.remind_days", "1", "张三")
    assert on(pair, DUE) == {KEY: HINT}
    decide(pair, day=DUE)
    assert on(pair, DUE + NEXT) == {KEY: HINT}
    assert on(pair, DUE + 2 * NEXT) == {KEY: YELLOW}


@pytest.mark.parametrize(
    ("merged", "late"),
    [({"是否联合": "是"}, True), ({"开始日期": "2026-08-01", "结束日期": "2026-08-31"}, False)],
)
def test_that_plans_that_are_merged_are_found_no_more(
    pair: Town, merged: dict[str, str], late: bool
) -> None:
    decide(pair)
    day = DUE + NEXT if late else DUE
    assert on(pair, day) == {KEY: YELLOW if late else HINT}
    report = pair.take("plans", [plan("甲", **merged)], ImportOptions(today=day))
    assert on(pair, day) == {}
    pair.undo(report)
    assert on(pair, DUE + NEXT) == {KEY: YELLOW}


@pytest.mark.parametrize(
    "answer", [Ruling(MatchState.REFUSED, "内容不同"), Ruling(MatchState.OPEN, "另议"),
               Ruling(MatchState.POSTPONED, "等方案", until=date(2026, 4, 20))],
)  # fmt: skip
def test_that_a_pair_decided_otherwise_is_no_reminder_any_more(pair: Town, answer: Ruling) -> None:
    decide(pair)
    decide(pair, answer, DUE)
    assert on(pair, date(2026, 12, 1)) == {KEY: HINT}
    (row,) = pair.findings("R8")
    assert row.sentence.endswith("可合并为联合检查而未合并。")


def test_that_the_decision_itself_judges_anew_when_its_day_has_passed(pair: Town) -> None:
    decide(pair)
    assert on(pair, DUE + NEXT) == {KEY: YELLOW}
    decide(pair, Ruling(MatchState.REFUSED, "内容不同"), DUE + NEXT)
    assert pair.judged("R8") == {KEY: HINT}
    back(pair, DUE + NEXT)
    assert pair.judged("R8") == {KEY: YELLOW}
    assert pair.verified() == []


def test_that_taking_back_gives_the_decision_before_with_its_own_day(pair: Town) -> None:
    decide(pair)
    decide(pair, Ruling(MatchState.ACCEPTED, lead="SC", due=date(2026, 6, 1)), DUE)
    assert on(pair, DUE + NEXT) == {KEY: HINT}
    back(pair, DUE + NEXT)
    assert on(pair, DUE + NEXT) == {KEY: YELLOW}
    with pair.db.reading() as session:
        now = verdicts(session, [PAIR], DUE)[PAIR]
        assert (now.lead, now.day, now.due) == ("YJ", SENT, DUE)
    back(pair, DUE + NEXT)
    assert on(pair, DUE + NEXT) == {KEY: HINT}
    with pair.db.reading() as session:
        assert verdicts(session, [PAIR], DUE) == {}
        assert [one.back for one in verdicts_on(session, PAIR)] == [False, False, True, True]
    with pytest.raises(InvalidInput, match="没有可撤回的决定"):
        back(pair)


def test_that_of_two_who_take_back_the_slower_hears_it(pair: Town) -> None:
    decide(pair)
    with pytest.raises(Conflict, match="已采纳"), pair.db.writing("李四", "撤回") as session:
        take_back_matches(session, [PAIR], "李四", SENT, seen=MatchState.REFUSED)


def test_that_the_reminder_is_among_the_records_and_in_the_schedule(pair: Town) -> None:
    decide(pair)
    with pair.db.reading() as session:
        records = records_of_finding(session, KEY)
        clocks = [one for one in list_clocks(session, DUE + NEXT) if one.kind == "计划合并"]
    told = [(one.kind, one.number, one.day) for one in records if one.kind == "reminder"]
    assert told == [("reminder", PAIR, day_number(DUE))]
    assert [one.bodies[0].name for one in records if one.kind == "reminder"] == ["市应急局"]
    assert sorted(one.number for one in records if one.kind == "plan") == ["乙", "甲"]
    (clock,) = clocks
    assert (clock.day, clock.body, clock.state) == (DUE, "市应急局", "逾期")
    pair.take("plans", [plan("甲", 是否联合="是")], ImportOptions(today=DUE))
    with pair.db.reading() as session:
        assert "计划合并" not in [one.kind for one in list_clocks(session, DUE)]


def test_that_a_day_looked_back_to_knows_no_later_reminder(pair: Town) -> None:
    decide(pair)
    judge_as_of(pair.db, date(2026, 6, 1), "测试")
    assert pair.judged("R8") == {KEY: YELLOW}
    before = SENT - NEXT
    with Shelf(pair.folder / "往日") as shelf:
        for day, severity, is_told in (
            (before, HINT, False), (SENT, HINT, True), (DUE, HINT, True), (DUE + NEXT, YELLOW, True)
        ):  # fmt: skip
            past = shelf.as_of(pair.db, day)
            # Nothing was decided after the reminder: the ledger itself answers, judged by the day.
            assert past.is_copy == (day == before)
            if not past.is_copy:
                judge_as_of(past.database, day, "测试")
            with past.database.reading() as session:
                (row,) = list_findings(session, Period.parse(FOREVER), ["R8"])
            assert (row.severity.label, "已提醒合并" in row.sentence) == (severity, is_told)


def test_that_codes_that_begin_alike_name_the_same_pair_either_way(town: Town) -> None:
    # By codes YJ stands before YJ-JY, by keys "YJ-JY:" before "YJ:".
    town.take("plans", [plan("甲"), plan("乙", "YJ-JY")], BOTH)
    town.take("targets", [*targets("甲", "YJ", "E1"), *targets("乙", "YJ-JY", "E1")], BOTH)
    decide(town, key="YJ:甲|YJ-JY:乙")
    assert on(town, DUE + NEXT) == {"R8:YJ:甲|YJ-JY:乙": YELLOW}


def test_that_what_people_decided_of_the_finding_stays(pair: Town) -> None:
    from data.rows.enums import FindingState
    from data.rules.decisions import decide as settle

    decide(pair)
    with pair.db.writing("李四", "认定") as session:
        settle(session, [KEY], FindingState.EXEMPT, "机构改革期间", "李四", SENT)
    assert on(pair, DUE + NEXT) == {KEY: YELLOW}
    (row,) = pair.findings("R8")
    assert (row.state, row.reason) == (FindingState.EXEMPT, "机构改革期间")
    with pair.db.reading() as session:
        assert "计划合并" not in [one.kind for one in list_clocks(session, DUE)]
