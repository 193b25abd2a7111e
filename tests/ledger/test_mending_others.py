"""Reports joined by a person, enterprises that moved, months closed, the sample removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data.intake.importer import ImportOptions
from data.intake.mending.closings import close, reopen, standing_closings
from data.intake.mending.emptying import remove_sample
from data.intake.mending.joins import refuse
from data.intake.mending.moves import move_enterprise
from data.models import Setting
from data.records.registers import SAMPLE, counts, data_state
from data.rows.errors import DataError, InvalidInput
from data.rows.period import Period
from tests.ledger.mending import (
    TODAY,
    canonical,
    corrected,
    edits,
    joined,
    last_edit,
    proposed,
    report_of,
    taken_back,
    voided,
)
from tests.ledger.town import Row, Town, visit

PAIR: tuple[Row, Row] = (
    visit(检查编号="A1", 配合部门="市生态环境局", 任务编号="T1"),
    visit(检查编号="B1", 检查单位="市生态环境局", 检查事项="J-2"),
)
THIRD = visit(检查编号="C1", 检查单位="市司法局", 任务编号="T1", 检查日期="2026-07-06")


def moved(town: Town, enterprise: str, region: str, day: date) -> int:
    """Move an enterprise; return the edit."""
    with town.db.writing("张三", "迁移") as session:
        move_enterprise(session, enterprise, region, day, "迁址登记", TODAY)
    return last_edit(town)


def closed(town: Town, period: str) -> None:
    """Close months."""
    with town.db.writing("张三", "封账") as session:
        close(session, Period.parse(period), "三季度上报", TODAY)


# -- joining -------------------------------------------------------------------------------


def test_that_reports_are_two_visits_until_a_person_joins_them(town: Town) -> None:
    town.visits(*PAIR)
    before = canonical(town)
    assert town.share("M9") == (2, None)
    (pair,) = proposed(town)
    assert (pair.first.number, pair.second.number) == ("A1", "B1")
    edit = joined(town, "A1", "B1")
    (row,) = town.rows("visit")
    assert (row["reports"], row["joint"]) == (2, 1)
    assert town.present() == [{"YJ", "HB"}]
    assert proposed(town) == []
    assert town.verified() == []
    taken_back(town, edit)
    assert canonical(town) == before
    assert len(proposed(town)) == 1


def test_that_joining_is_transitive_over_a_common_task(town: Town) -> None:
    """C shares the task of A, B is joined with A: all three are one entry."""
    town.visits(PAIR[0], {**THIRD, "配合部门": "市应急局"}, PAIR[1])
    assert len(town.rows("visit")) == 2
    joined(town, "A1", "B1")
    (row,) = town.rows("visit")
    assert row["reports"] == 3
    assert town.verified() == []


def test_that_a_joined_report_of_another_day_is_a_visit_of_its_own(town: Town) -> None:
    town.visits(*PAIR)
    joined(town, "A1", "B1")
    corrected(town, "B1", 检查日期="2026-07-09")
    assert len(town.rows("visit")) == 2
    assert town.verified() == []


def test_that_a_refused_pair_is_not_proposed_until_that_is_taken_back(town: Town) -> None:
    town.visits(*PAIR)
    first, second = report_of(town, "A1"), report_of(town, "B1")
    with pytest.raises(InvalidInput, match="理由"), town.db.writing("张三", "") as session:
        refuse(session, second, first, "", TODAY)
    with town.db.writing("张三", "不并") as session:
        refuse(session, second, first, "上午下午各一次", TODAY)
    assert proposed(town) == []
    taken_back(town, last_edit(town))
    assert len(proposed(town)) == 1


def test_that_only_reports_of_one_enterprise_and_day_are_joined(town: Town) -> None:
    town.visits(PAIR[0], {**PAIR[1], "检查日期": "2026-07-07"})
    assert proposed(town) == []
    with pytest.raises(InvalidInput, match="检查日期不同"):
        joined(town, "A1", "B1")


# -- moving --------------------------------------------------------------------------------


def test_that_records_before_a_move_keep_the_former_region(town: Town) -> None:
    town.visits(
        visit(检查编号="A1", 检查日期="2026-03-02"), visit(检查编号="A2", 检查日期="2026-08-03")
    )
    before = canonical(town)
    edit = moved(town, "E1", "宜兴市", date(2026, 6, 1))
    names = {row["id"]: row["name"] for row in town.rows("region")}
    assert [names[row["region_id"]] for row in town.counted_visits()] == ["江阴市", "宜兴市"]
    assert [row.rule for row in town.findings("R24")] == ["R24"]
    assert town.verified() == []
    town.visits(visit(检查编号="A3", 检查日期="2026-03-03", 检查事项="J-2"))
    assert [names[row["region_id"]] for row in town.counted_visits()][1] == "江阴市"
    assert town.verified() == []
    taken_back(town, edit)
    town.undo(town.visits(visit(检查编号="A4", 检查日期="2026-09-03")))
    assert town.verified() == []
    assert before != canonical(town)
    assert town.findings("R24") == []


def test_that_a_move_taken_back_leaves_the_ledger_as_it_was(town: Town) -> None:
    town.visits(visit(检查编号="A1", 检查日期="2026-08-03"))
    before = canonical(town)
    edit = moved(town, "一厂", "宜兴市", date(2026, 6, 1))
    with pytest.raises(InvalidInput, match="已在宜兴市"):
        moved(town, "E1", "宜兴市", date(2026, 7, 1))
    with pytest.raises(InvalidInput, match="应在那天以后"):
        moved(town, "E1", "江阴市", date(2026, 5, 1))
    taken_back(town, edit)
    assert canonical(town) == before


# -- closing -------------------------------------------------------------------------------


def test_that_a_preview_says_it_touches_a_closed_month(town: Town) -> None:
    closed(town, "2026-Q3")
    with town.db.reading() as session:
        assert [one.month for one in standing_closings(session)] == [
            "2026-07", "2026-08", "2026-09",
        ]  # fmt: skip
    trial = ImportOptions(dry_run=True, kind="visits")
    late = town.read(town.file([visit(检查编号="A1")]), trial)
    assert any("2026-07" in note and "封账" in note for note in late.notes)
    fresh = town.read(town.file([visit(检查编号="A2", 检查日期="2026-10-08")]), trial)
    assert not any("封账" in note for note in fresh.notes)
    with town.db.writing("李四", "重开") as session:
        reopen(session, Period.parse("2026-07"), "迟报较多", TODAY)
    again = town.read(town.file([visit(检查编号="A1")]), trial)
    assert not any("封账" in note for note in again.notes)
    assert {one.state for one in edits(town)} == {"已封账", "已重开"}


def test_that_only_whole_months_that_are_over_are_closed_once(town: Town) -> None:
    closed(town, "2026-09")
    for period, words in (
        ("2026-09", "已经封账"), ("2026-11", "尚未结束"), ("2026-09-01..2026-09-15", "以月为单位"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput, match=words):
            closed(town, period)
    with pytest.raises(InvalidInput, match="没有封账"), town.db.writing("李四", "") as session:
        reopen(session, Period.parse("2026-08"), "试", TODAY)
    with pytest.raises(InvalidInput, match="理由"), town.db.writing("李四", "") as session:
        reopen(session, Period.parse("2026-09"), " ", TODAY)


# -- the sample ----------------------------------------------------------------------------


def test_that_removing_the_sample_leaves_an_empty_ledger_with_its_settings(town: Town) -> None:
    town.visits(*PAIR)
    corrected(town, "A1", 执法人员数="3")
    with pytest.raises(InvalidInput, match="不是演示数据"), town.db.writing("张三", "") as session:
        remove_sample(session, TODAY)
    with town.db.writing("张三", "设置") as session:
        session.add_all([Setting(key=SAMPLE, value="tiny/1"), Setting(key="甲", value="乙")])
    with town.db.writing("张三", "移除演示数据") as session:
        remove_sample(session, TODAY)
    with town.db.reading() as session:
        assert not any(counts(session).values())
        state = data_state(session)
        assert (state.visits, state.bodies, state.sample) == (0, 0, False)
        assert list(session.scalars(select(Setting.key))) == ["甲"]
    assert [one.kind.label for one in edits(town)] == ["移除演示数据"]
    assert town.verified() == []
    with pytest.raises(InvalidInput, match="不能撤回"):
        taken_back(town, last_edit(town))
    town.take("bodies", [{"单位编码": "YJ", "单位名称": "市应急局", "层级": "市级"}])
    town.visits(visit(检查编号="A1", 检查事项=""))
    assert town.share("M9") == (1, None)


# -- any order -----------------------------------------------------------------------------




DEEDS: tuple[Callable[[Town], object], ...] = (
    lambda town: corrected(town, "A1", 检查日期="2026-07-07"),
    lambda town: corrected(town, "A1", 企业="E2", 执法人员数="1"),
    lambda town: corrected(town, "B1", 检查结果="责令改正", 来源="投诉举报"),
    lambda town: corrected(town, "B1", 超频次依据="督办件", 亮码时间="2026-07-06 08:00"),
    lambda town: voided(town, "A1"),
    lambda town: voided(town, "C1"),
    lambda town: joined(town, "A1", "B1"),
    lambda town: joined(town, "B1", "C1"),
    lambda town: moved(town, "E1", "宜兴市", date(2026, 7, 7)),
    lambda town: town.visits({**PAIR[0], "执法人员数": 4}),
)


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    deeds=st.lists(st.integers(0, len(DEEDS) - 1), min_size=3, max_size=5, unique=True),
    early=st.booleans(),
)
def test_that_any_edits_and_taking_them_back_leave_the_ledger_sound(
    new_town: Callable[[], Town], deeds: list[int], early: bool
) -> None:
    town = new_town()
    town.visits(*PAIR, THIRD)
    before, batches = canonical(town), []
    for deed in deeds:
        try:
            made = DEEDS[deed](town)
        except DataError:
            continue
        if not isinstance(made, int):
            batches.append(made)
        elif early and deed % 2:
            taken_back(town, made)
    assert town.verified() == []
    standing = [one.id for one in edits(town) if one.may_go_back]
    while standing or batches:
        try:
            taken_back(town, standing[0]) if standing else town.undo(batches.pop())
            standing = standing[1:]
        except InvalidInput:
            town.undo(batches.pop())
    assert town.verified() == []
    assert canonical(town) == before
    town.db.close()
