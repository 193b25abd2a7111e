"""What M10, M11, R16 and R23 make of the 备案台账: the same as of a workbook that says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.intake.mending.filings import undo_last
from data.intake.mending.plans import amend_plan, enter_plan
from data.measures.compute import measure
from data.oversight.dimensions import MEASURES, dimensions
from data.rows.errors import InvalidInput, Refused
from data.rows.filings import FilingState
from data.rows.period import Period
from tests.ledger.filing import (
    TODAY,
    UNFILED,
    day,
    filed,
    planned,
    received,
    returned,
    taken,
    undone,
)
from tests.ledger.mending import canonical
from tests.ledger.planning import plan
from tests.ledger.town import Town, visit

KEY = "YJ:P1"
P1 = plan("P1", **UNFILED)
DERIVED = (
    "tally", "tally_distinct", "finding", "finding_visit", "finding_body", "finding_record",
    "finding_tally",
)  # fmt: skip


def test_that_plan_rate_and_r23_follow_every_step(town: Town) -> None:
    planned(town, P1, plan("P2", 备案日期="2026-02-01"))
    town.visits(
        visit(检查编号="A1", 检查日期="2026-05-05", 计划编号="P1"),
        visit(检查编号="A2", 检查日期="2026-05-06", 计划编号="P2"),
    )
    assert town.share("M10") == (1, 2)
    received(town, "YJ:P2", "03-02")
    assert town.share("M10") == (1, 2)
    returned(town, "YJ:P2", "03-03", reason="缺印章")
    assert town.share("M10") == (0, 2)
    received(town, KEY, "03-02")
    taken(town, KEY, "03-03")
    assert town.share("M10") == (1, 2) and town.groups("M10", ["body"])["YJ"] == (1, 2)
    assert town.judged("R23") == {}
    undone(town, KEY)
    assert town.share("M10") == (0, 2)
    taken(town, KEY, "05-07", filed=day("05-06"))
    assert town.judged("R23") == {"R23:YJ:P1": "红"}
    assert town.verified() == []


@pytest.mark.parametrize(("when", "severity"), [("03-31", {}), ("04-01", {"R16:YJ:年": "黄"})])
def test_that_an_annual_plan_taken_after_march_is_late(
    town: Town, when: str, severity: dict[str, str]
) -> None:
    planned(town, plan("年", **UNFILED, 计划周期="年度"))
    assert town.judged("R16") == {"R16:YJ:年": "黄"}
    received(town, "YJ:年", "03-02")
    taken(town, "YJ:年", when)
    assert town.judged("R16") == severity
    assert town.share("M11.filed") == (0 if severity else 1, 1)


def test_that_the_register_equals_a_workbook_that_says_the_same(
    new_town: Callable[[], Town],
) -> None:
    by_hand, by_file = new_town(), new_town()
    told = {"备案日期": "2026-05-07", "受理日期": "2026-05-08", "备案编号": "号1"}
    other = plan("乙", "市生态环境局", **UNFILED)
    planned(by_hand, P1, other)
    planned(by_file, {**P1, **told}, other)
    for town in (by_hand, by_file):
        town.visits(visit(检查编号="A1", 检查日期="2026-05-05", 计划编号="P1"))
    assert by_hand.dump()["finding"] != by_file.dump()["finding"]
    received(by_hand, KEY, "05-06")
    taken(by_hand, KEY, "05-08", number="号1", filed=day("05-07"))
    ones, others = by_hand.dump(), by_file.dump()
    for name in DERIVED:
        assert ones[name] == others[name], name


def test_that_the_briefing_tells_what_the_register_saw_of_the_period(town: Town) -> None:
    planned(town, P1, plan("随", **UNFILED, 检查类型="双随机"))
    received(town, KEY, "03-02")
    taken(town, KEY, "03-04")
    received(town, "YJ:随", "03-05")

    def beside(text: str) -> dict[str, str]:
        period = Period.parse(text)
        with town.db.reading() as session:
            sheet = measure(session, period, MEASURES, today=TODAY)
            found = dimensions(session, period, sheet, [])
        return {row.name: row.beside for row in found if row.beside}

    assert beside("2026-03") == {
        "检查计划制订": "备案台账：市司法局收件1件，退回补正0件，受理1件（平均2.0个工作日）；"
        "市市场监管局收件1件，退回补正0件，受理0件。"
    }
    assert beside("2026-05") == {}


# -- a plan that comes on paper ------------------------------------------------------------


PAPER = {"牵头部门": "市应急局", "计划编号": "纸1", "任务名称": "纸质计划", "检查事项": "J-1"}


def entered(town: Town, **texts: str) -> str:
    """Enter a plan by hand."""
    with town.db.writing("王收", "登记") as session:
        return enter_plan(session, texts, TODAY)


def amended(town: Town, key: str, **texts: str) -> None:
    """Fill in fields of a plan by hand."""
    with town.db.writing("王收", "补填") as session:
        amend_plan(session, key, texts, TODAY)


def test_that_a_plan_entered_by_hand_lacks_what_is_left_empty_until_it_is_filled_in(
    town: Town,
) -> None:
    before = canonical(town)
    key = entered(town, **PAPER, 检查时间="2026年5月1日-2026年6月30日")
    assert key == "YJ:纸1"
    assert filed(town, key).plan.lacks == ("scope", "ratio", "partners")
    assert town.judged("R16") == {"R16:YJ:纸1": "红"}
    received(town, key, "04-01")
    returned(town, key, "04-02")
    amended(town, key, 检查对象范围="化工企业", 抽查比例="10%", 配合部门="市生态环境局")
    row = filed(town, key)
    assert (row.state, row.plan.lacks) == (FilingState.AMENDED, ())
    assert row.plan.partners == ("市生态环境局",)
    assert town.judged("R16") == {}
    taken(town, key, "04-03")
    assert town.verified() == []
    for _ in range(4):
        undone(town, key)
    with town.db.writing("李批", "撤回") as session:
        undo_last(session, key, "录错", TODAY)
    assert canonical(town) == before


def test_that_an_entered_plan_in_use_does_not_go_back(town: Town) -> None:
    key = entered(town, **PAPER)
    town.visits(visit(检查编号="A1", 计划编号="纸1"))
    with pytest.raises(InvalidInput, match="该检查计划已用于检查报告，不能撤回"):
        undone(town, key)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"任务名称": ""}, "请填写任务名称"),
        ({"牵头部门": "市消防局"}, "市消防局"),
        ({"开始日期": "2026-02-30"}, "开始日期“2026-02-30”"),
        ({"开始日期": "2026-05-02", "结束日期": "2026-05-01"}, "结束日期早于开始日期"),
        ({"参与部门": "某某局"}, "某某局"),
        ({"检查类型": "随便"}, "检查类型“随便”"),
        ({"备案日期": "2026-03-01"}, "“备案日期”由备案台账登记受理时填写"),
        ({"价格": "1"}, "检查计划没有栏目“价格”"),
        ({"计划编号": "长" * 200}, "计划编号超过 128 个字"),
    ],
)
def test_that_wrong_words_are_refused(town: Town, texts: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        entered(town, **{**PAPER, **texts})
    assert town.rows("plan") == []


def test_that_a_number_is_entered_once_and_amending_changes_something(town: Town) -> None:
    key = entered(town, **PAPER)
    with pytest.raises(Refused, match="已有计划“纸1”"):
        entered(town, **PAPER)
    with pytest.raises(InvalidInput, match="没有更改"):
        amended(town, key, 任务名称="纸质计划")
    with pytest.raises(InvalidInput, match="不能更改"):
        amended(town, key, 计划编号="纸2")
    with pytest.raises(InvalidInput, match="请写明要填的栏目"):
        amended(town, key)
