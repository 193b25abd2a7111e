"""M11 and M12: plans filed in time, complete and carried out, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from data.measures.compute import measure
from data.measures.plan_progress import wanted
from data.rows.period import Period
from tests.ledger.town import Row, Town, visit

YEAR = "2026"


def plan(number: str, **cells: object) -> Row:
    """Return a complete annual plan of 市应急局, accepted in time, unless told otherwise."""
    return {
        "计划编号": number, "任务名称": f"计划{number}", "牵头部门": "市应急局",
        "检查类型": "双随机", "计划周期": "年度", "检查事项": "J-1", "检查对象范围": "辖区企业",
        "抽查比例": "10%", "抽查数量": "", "开始日期": "2026-01-01", "结束日期": "2026-12-31",
        "参与部门": "无", "对象基数": "", "受理日期": "2026-03-31", **cells,
    }  # fmt: skip


def test_that_an_annual_plan_is_due_by_the_end_of_march_from_2026_on(town: Town) -> None:
    town.take("plans", [
        plan("A"), plan("B", 受理日期="2026-04-01"), plan("C", 受理日期=""),
        plan("D", 计划周期="专项"), plan("E", 开始日期="2025-09-01", 受理日期="2025-10-01"),
        plan("F", 开始日期="2025-01-01", 受理日期="2025-01-05"),
    ])  # fmt: skip
    assert town.share("M11.filed", YEAR) == (1, 3)
    assert town.share("M11.filed", "2025") == (0, 0)
    assert town.measures("2025", ids=["M11.filed"]).get("M11.filed").value is None


@pytest.mark.parametrize(
    ("today", "share"), [("2026-03-31", (1, 1)), ("2026-04-01", (1, 2)), ("2026-01-01", (1, 1))]
)
def test_that_a_plan_whose_deadline_lies_ahead_is_not_due_yet(
    town: Town, today: str, share: tuple[int, int]
) -> None:
    town.take("plans", [plan("A", 受理日期="2026-01-05"), plan("B", 受理日期="")])
    with town.db.reading() as session:
        asked = (session, Period.parse(YEAR), ["M11.filed"])
        found = measure(*asked, today=date.fromisoformat(today)).get("M11.filed")
    assert (found.numerator, found.denominator, found.unknown) == (*share, 0)


def test_that_a_file_without_the_day_of_acceptance_accuses_nobody(town: Town) -> None:
    rows = [{key: value for key, value in plan(number).items() if key != "受理日期"}
            for number in "AB"]  # fmt: skip
    town.take("plans", rows)
    value = town.measures(YEAR, ids=["M11.filed"]).get("M11.filed")
    assert (value.numerator, value.denominator, value.unknown, value.value) == (0, 0, 2, None)


@pytest.mark.parametrize("field", ["检查事项", "检查对象范围", "抽查比例", "参与部门", "结束日期"])
def test_that_each_of_the_five_fields_is_needed(town: Town, field: str) -> None:
    town.take("plans", [plan("A"), plan("B", **{field: ""})])
    assert town.share("M11.complete", YEAR) == (1, 2)


def test_that_a_scenario_stands_for_items_and_nobody_is_an_answer(town: Town) -> None:
    town.take("plans", [plan("A", 检查事项="", 场景编号="CJ-1"), plan("B", 参与部门="市司法局")])
    assert town.share("M11.complete", YEAR) == (2, 2)


def test_that_a_column_a_file_lacks_leaves_its_plans_out(town: Town) -> None:
    town.take("plans", [plan("A", 抽查比例=""), plan("B", 抽查比例="")])
    value = town.measures(YEAR, ids=["M11.complete"]).get("M11.complete")
    assert (value.numerator, value.denominator, value.unknown) == (0, 0, 2)


def done(town: Town, period: str = YEAR) -> tuple[int, int | None, int]:
    """Return numerator, denominator and unknown of M12."""
    value = town.measures(period, ids=["M12"]).get("M12")
    return value.numerator, value.denominator, value.unknown


def test_that_a_plan_with_targets_is_done_once_each_was_visited(town: Town) -> None:
    town.take("plans", [plan("A", 结束日期="2026-09-30")])
    town.take("targets", [{"计划编号": "A", "企业": "E1"}, {"计划编号": "A", "企业": "E2"}])
    town.visits(visit(计划编号="A", 检查编号="1"))
    assert done(town) == (0, 1, 0)
    town.visits(visit(计划编号="A", 检查编号="2", 企业="E2", 检查日期="2026-07-08"))
    assert done(town) == (1, 1, 0)
    assert done(town, "2026-Q2") == (0, 0, 0)


def test_that_cancelled_visits_and_services_settle_nothing(town: Town) -> None:
    town.take("plans", [plan("A")])
    town.take("targets", [{"计划编号": "A", "企业": "E1"}])
    town.visits(
        visit(计划编号="A", 检查编号="1", 状态="已取消"),
        visit(计划编号="A", 检查编号="2", 检查日期="2026-07-09", 入企类型="指导服务"),
    )
    assert done(town) == (0, 1, 0)


def test_that_an_accepted_self_check_on_an_item_of_the_plan_settles_a_target(town: Town) -> None:
    town.take("plans", [plan("A")])
    town.take("targets", [{"计划编号": "A", "企业": "E1"}])
    check = {"企业": "E1", "检查事项": "J-1", "提交日期": "2026-05-01", "审核结果": "不通过"}
    town.take("selfchecks", [check, {**check, "检查事项": "J-2", "审核结果": "通过"},
                             {**check, "提交日期": "2025-12-30", "审核结果": "通过"}])  # fmt: skip
    assert done(town) == (0, 1, 0)
    town.take("selfchecks", [{**check, "提交日期": "2026-05-02", "审核结果": "通过"}])
    assert done(town) == (1, 1, 0)


def test_that_a_joint_visit_settles_a_target_if_the_lead_was_there(town: Town) -> None:
    town.take("plans", [plan("A"), plan("B", 牵头部门="市生态环境局")])
    town.take("targets", [{"计划编号": "A", "企业": "E1"}, {"计划编号": "B", "企业": "E1"}])
    town.visits(visit(检查单位="市市场监管局", 配合部门="市应急局", 实到部门="市应急局"))
    assert done(town) == (1, 2, 0)


def test_that_a_reused_result_of_the_lead_settles_a_target(town: Town) -> None:
    town.take("plans", [plan("A")])
    town.take("targets", [{"计划编号": "A", "企业": "E1"}])
    town.visits(visit(检查单位="江阴市应急局", 检查编号="N1", 采用结果编号="X"))
    assert done(town) == (0, 1, 0)
    town.visits(visit(检查编号="N2", 检查日期="2026-08-03", 检查方式="非现场", 采用结果编号="N1"))
    assert done(town) == (1, 1, 0)


@pytest.mark.parametrize(("sample", "ratio", "base", "expected"), [
    ("2户", "50%", "100", (1, 1, 0)), ("3户", "", "", (0, 1, 0)), ("", "10%", "20", (1, 1, 0)),
    ("", "10%", "21", (0, 1, 0)), ("", "10-20%", "20", (1, 1, 0)), ("", "3‰", "700", (0, 1, 0)),
    ("", "2户", "", (1, 1, 0)), ("", "根据实际情况确定", "20", (0, 0, 1)),
    ("", "10%", "", (0, 0, 1)), ("", "不超过5%", "100", (0, 0, 1)),
])  # fmt: skip
def test_that_without_targets_amount_then_share_decide_and_else_nothing_is_known(
    town: Town, sample: str, ratio: str, base: str, expected: tuple[int, int, int]
) -> None:
    town.take("plans", [plan("A", 抽查数量=sample, 抽查比例=ratio, 对象基数=base)])
    town.visits(
        visit(计划编号="A", 检查编号="1"), visit(计划编号="A", 检查编号="2", 企业="E2"),
        visit(计划编号="A", 检查编号="3", 企业="E2", 检查日期="2026-07-09"),
    )  # fmt: skip
    assert done(town) == expected


def test_that_a_product_is_not_rounded_up_past_the_whole_number_it_is() -> None:
    import pandas as pd

    found = wanted(pd.Series([""]), pd.Series(["10%"]), pd.Series([30.0]))
    assert found.tolist() == [3.0]


def test_that_plans_are_told_apart_by_lead_type_and_month_but_not_by_trigger(town: Town) -> None:
    town.take("plans", [
        plan("A"), plan("B", 牵头部门="江阴市应急局", 开始日期="2026-02-01"),
        plan("C", 检查类型="专项", 抽查比例=""),
    ])  # fmt: skip
    assert town.groups("M11.complete", ["body"], YEAR) == {"YJ": (1, 2), "YJ-JY": (1, 1)}
    assert town.groups("M11.complete", ["type", "month"], YEAR) == {
        "双随机/2026-01": (1, 1), "专项/2026-01": (0, 1), "双随机/2026-02": (1, 1),
    }  # fmt: skip
    value = town.measures(YEAR, ["trigger"], ids=["M11.complete"]).get("M11.complete")
    assert value.groups == ()
    assert "不分来源" in value.note


def test_that_the_records_behind_plans_number_each_cell(town: Town) -> None:
    from data.records.behind import records_of_measure

    town.take("plans", [plan("A"), plan("B", 受理日期=""), plan("C", 牵头部门="江阴市应急局")])
    with town.db.reading() as session:
        for part, numbers in (("numerator", ["A"]), ("denominator", ["A", "B"])):
            found = records_of_measure(
                session, "M11.filed", Period.parse(YEAR), ["body"], ["YJ"], part
            )
            assert [record.number for record in found] == numbers
