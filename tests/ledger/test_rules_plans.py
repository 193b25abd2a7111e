"""What the rules about plans find (RULES.md: R8, R16, R19, R23, second part of R25)."""

from __future__ import annotations

from datetime import date

import pytest

from data.intake.importer import ImportOptions
from data.records.behind import records_of_finding
from data.records.explaining import explain_finding
from tests.ledger.planning import DECOY, USUAL, plan, targets
from tests.ledger.town import Row, Town, visit

YJ, SC, JY, CJ = "YJ", "SC", "YJ-JY", "YJ-JY-CJ"
RED, YELLOW, HINT = "红", "黄", "提示"
JUNE = {"开始日期": "2026-06-30", "结束日期": "2026-07-31"}
PLAN_RULES = ("R8", "R16", "R19", "R23", "R25")


def planned(town: Town, *rows: Row, today: date = date(2026, 12, 1)) -> None:
    """Take plans in, beside one that fills every column."""
    report = town.take("plans", [DECOY, *rows], ImportOptions(today=today))
    assert not report.errors, [one.message for one in report.issues]


def found(town: Town) -> dict[str, str]:
    """Return the severity of each finding about plans by key."""
    rows = [row for rule in PLAN_RULES for row in town.findings(rule)]
    return {row.key: row.severity.label for row in rows if row.subject_kind == "plan"}


def said(town: Town, key: str) -> str:
    """Return the sentence of a finding."""
    (row,) = [row for row in town.findings(key.split(":")[0]) if row.key == key]
    return row.sentence


# -- R16 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"检查事项": ""}, "缺少检查事项或者场景"),
        ({"检查对象范围": ""}, "缺少检查对象范围"),
        ({"抽查比例": ""}, "缺少抽查比例"),
        ({"参与部门": ""}, "缺少参与检查的部门"),
        ({"结束日期": ""}, "缺少检查时间范围"),
        ({"检查对象范围": "", "抽查比例": ""}, "缺少检查对象范围、抽查比例"),
    ],
)
def test_that_a_missing_seed_field_is_red_and_the_sentence_names_it(
    town: Town, cells: Row, words: str
) -> None:
    planned(town, plan("缺", **cells), plan("全2"))
    assert found(town) == {"R16:YJ:缺": RED}
    assert said(town, "R16:YJ:缺") == f"市应急局的检查计划“缺计划”{words}。"


def test_that_a_scenario_stands_for_the_items(town: Town) -> None:
    planned(town, plan("景", 检查事项="", 场景编号="C-1"))
    assert found(town) == {}


def test_that_a_column_the_file_lacks_or_leaves_empty_in_every_plan_says_nothing(
    town: Town,
) -> None:
    lacking = {name: value for name, value in USUAL.items() if name not in ("抽查比例", "批准文号")}
    empty = {**lacking, "检查对象范围": "", "检查类型": "专项"}
    town.take("plans", [{**empty, "计划编号": "甲"}, {**empty, "计划编号": "乙"}])
    assert found(town) == {}


def test_that_one_filled_cell_of_a_later_file_makes_the_column_tell(town: Town) -> None:
    rows = [plan("甲", 抽查比例=""), plan("乙", 抽查比例="")]
    town.take("plans", rows)
    assert found(town) == {}
    # The first file's own plan is corrected: now its column says something of both.
    report = town.take("plans", [plan("乙", 抽查比例="5%")])
    assert found(town) == {"R16:YJ:甲": RED}
    town.undo(report)
    assert found(town) == {}


def test_that_a_plan_not_about_enterprises_is_left_out(town: Town) -> None:
    planned(town, plan("外", 检查对象范围="", 检查类型="专项", 批准文号="", 是否涉企="否"))
    assert found(town) == {}


def test_that_a_plan_without_days_is_found_on_the_day_it_is_filed_or_taken_in(town: Town) -> None:
    undated = {"开始日期": "", "结束日期": "", "公布日期": ""}
    planned(town, plan("备", **undated), plan("没", **undated, 备案日期=""))
    assert found(town) == {"R16:YJ:备": RED, "R16:YJ:没": RED}
    days = {row.key: row.day for row in town.findings("R16")}
    epoch = date(1970, 1, 1)
    assert days["R16:YJ:备"] == (date(2026, 2, 1) - epoch).days
    assert days["R16:YJ:没"] == (date(2026, 12, 1) - epoch).days


@pytest.mark.parametrize(
    ("cells", "severity", "words"),
    [
        ({"备案日期": "2026-03-31"}, None, ""),
        ({"备案日期": "2026-04-01"}, YELLOW, "未按年度计划的期限备案"),
        ({"公布日期": "2026-04-01"}, None, ""),
        ({"备案日期": "", "受理日期": "2026-03-31"}, None, ""),
        ({"备案日期": "", "受理日期": "2026-04-01"}, YELLOW, "未按年度计划的期限备案"),
        ({"备案日期": "2026-04-01", "计划周期": "季度"}, None, ""),
        ({"备案日期": "2026-04-01", "抽查比例": ""}, RED,
         "缺少抽查比例，未按年度计划的期限备案"),
        ({"备案日期": "2025-04-01", "公布日期": "2025-04-01", "开始日期": "2025-09-01",
          "结束日期": "2025-12-31"}, None, ""),
    ],
)  # fmt: skip
def test_that_an_annual_plan_is_due_by_the_end_of_march_once_the_rule_is_in_force(
    town: Town, cells: Row, severity: str | None, words: str
) -> None:
    planned(town, plan("年", **{"计划周期": "年度", **cells}))
    assert found(town) == ({"R16:YJ:年": severity} if severity else {})
    if severity:
        assert said(town, "R16:YJ:年") == f"市应急局的检查计划“年计划”{words}。"


def test_that_an_annual_plan_never_filed_is_late_from_the_day_after_its_deadline(
    town: Town,
) -> None:
    unfiled = plan("年", 计划周期="年度", 备案日期="", 公布日期="")
    planned(town, unfiled, today=date(2026, 3, 31))
    assert found(town) == {}
    # A day passes; whatever is written next, the deadline has gone by.
    town.take("visits", [visit()], ImportOptions(today=date(2026, 4, 1)))
    assert found(town) == {"R16:YJ:年": YELLOW}
    assert said(town, "R16:YJ:年").endswith("未按年度计划的期限备案。")
    town.take("visits", [visit(检查日期="2026-07-07")], ImportOptions(today=date(2026, 3, 1)))
    assert found(town) == {}


# -- R19 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({}, ""),
        ({"批准文号": ""}, "未批准"),
        ({"备案日期": ""}, "未备案"),
        ({"备案日期": "", "备案编号": "备1"}, ""),
        ({"备案日期": "", "受理日期": "2026-03-01"}, ""),
        ({"公布日期": ""}, "未公布"),
        ({"批准文号": "", "备案日期": "", "公布日期": ""}, "未批准、未备案、未公布"),
        ({"批准文号": "", "检查类型": "日常"}, ""),
        ({"批准文号": "", "开始日期": "2025-08-26"}, ""),
        ({"批准文号": "", "开始日期": "2025-08-27"}, "未批准"),
    ],
)
def test_that_a_special_plan_is_approved_filed_and_published_once_the_measures_hold(
    town: Town, cells: Row, words: str
) -> None:
    planned(town, plan("专", **{"检查类型": "专项", **cells}))
    assert found(town) == ({"R19:YJ:专": RED} if words else {})
    if words:
        assert said(town, "R19:YJ:专") == f"市应急局的专项检查计划“专计划”{words}。"


# -- R23 ----------------------------------------------------------------------------------


def visited(number: str, day: str, **cells: object) -> Row:
    """Return a visit under a plan of 市应急局."""
    return visit(
        计划编号=number, 牵头部门="市应急局", 检查日期=day, 检查编号=f"{number}{day}", **cells
    )


def test_that_a_plan_filed_after_its_first_visit_is_red_and_rests_on_the_visits_before(
    town: Town,
) -> None:
    planned(town, *(plan(one, 备案日期="2026-05-10") for one in ("先", "同", "取消", "走访")),
            plan("未备", 备案日期=""),
            plan("受理", 备案日期="", 受理日期="2026-05-10"))  # fmt: skip
    town.visits(
        visited("先", "2026-05-08"), visited("先", "2026-05-09", 企业="E2"),
        visited("先", "2026-05-10", 企业="E3"),
        visited("同", "2026-05-10"), visited("取消", "2026-05-07", 状态="已取消"),
        visited("走访", "2026-05-06", 入企类型="走访调研"), visited("未备", "2026-05-05"),
        visited("受理", "2026-05-04"),
    )  # fmt: skip
    assert found(town) == {"R23:YJ:先": RED, "R23:YJ:受理": RED}
    assert said(town, "R23:YJ:先") == "市应急局的检查计划“先计划”备案之前已入企检查2次。"
    with town.db.reading() as session:
        records = records_of_finding(session, "R23:YJ:先")
        assert explain_finding(session, "R23:YJ:先").included == 3
    assert [(one.kind, one.number) for one in records] == [
        ("visit", "先2026-05-08"), ("visit", "先2026-05-09"), ("plan", "先"),
    ]  # fmt: skip
    assert [one.name for one in records[-1].bodies] == ["市应急局"]


def test_that_visits_and_filings_that_come_and_go_move_only_what_they_touch(town: Town) -> None:
    planned(town, plan("先", 备案日期="2026-05-10"))
    first = town.visits(visited("先", "2026-05-08"))
    second = town.visits(visited("先", "2026-05-07", 企业="E2"))
    assert said(town, "R23:YJ:先").endswith("2次。")
    town.undo(first)
    assert said(town, "R23:YJ:先").endswith("1次。")
    filed = town.take("plans", [plan("先", 备案日期="2026-05-07")])
    assert found(town) == {}
    town.undo(filed)
    assert said(town, "R23:YJ:先").endswith("1次。")
    town.undo(second)
    assert found(town) == {}
    assert town.verified() == []


def test_that_a_visit_counts_under_the_plan_of_its_task(town: Town) -> None:
    planned(town, plan("先", 备案日期="2026-05-10"))
    town.visits(visit(检查日期="2026-05-08", 任务编号="T1", 检查编号="1"))
    assert found(town) == {}
    task = {"任务编号": "T1", "牵头部门": "市应急局", "状态": "已完成", "计划编号": "先"}
    report = town.take("tasks", [task])
    assert found(town) == {"R23:YJ:先": RED}
    assert town.verified() == []
    town.undo(report)
    assert found(town) == {}
    assert town.verified() == []


# -- R8 -----------------------------------------------------------------------------------


def two(town: Town, first: Row, second: Row, shared: int = 1) -> dict[str, str]:
    """Return what is found of two plans that share some targets."""
    planned(town, first, second)
    names = ["E1", "E2", "E3"][:shared]
    rows = [
        *targets(str(first["计划编号"]), str(first["牵头部门"]), *names, "E4"),
        *targets(str(second["计划编号"]), str(second["牵头部门"]), *names),
    ]
    town.take("targets", rows)
    return found(town)


def test_that_single_plans_of_two_bodies_with_a_common_target_and_day_could_be_merged(
    town: Town,
) -> None:
    key = "R8:SC:乙|YJ:甲"
    assert two(town, plan("甲"), plan("乙", "SC", **JUNE), shared=2) == {key: HINT}
    (row,) = town.findings("R8")
    assert (row.count, row.beyond, row.period) == (2, 2, "2026-06")
    assert [one.code for one in row.bodies] == ["SC", "YJ"]
    assert row.subject.name == "“乙计划”与“甲计划”"
    assert said(town, key) == (
        "市市场监管局、市应急局的检查计划“乙计划”与“甲计划”"
        "有2户相同检查对象，检查时间重合，可合并为联合检查而未合并。"
    )
    with town.db.reading() as session:
        records = records_of_finding(session, key)
    assert sorted((one.kind, one.number) for one in records) == [("plan", "乙"), ("plan", "甲")]


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (plan("甲"), plan("乙", "SC"), 0),
        (plan("甲"), plan("乙"), 1),
        (plan("甲"), plan("乙", "SC", 开始日期="2026-07-01", 结束日期="2026-07-31"), 1),
        (plan("甲"), plan("乙", "SC", 是否联合="是"), 1),
        (plan("甲"), plan("乙", "SC", 是否联合="", 参与部门="市司法局"), 1),
        (plan("甲"), plan("乙", "SC", 是否涉企="否"), 1),
    ],
)
def test_that_without_a_common_target_body_day_or_single_plan_there_is_nothing_to_merge(
    town: Town, first: Row, second: Row, shared: int
) -> None:
    assert two(town, first, second, shared) == {}


def test_that_plans_of_unknown_days_or_unknown_jointness_are_skipped(town: Town) -> None:
    told = {name: value for name, value in USUAL.items()
            if name not in ("是否联合", "参与部门", "结束日期")}  # fmt: skip
    town.take("plans", [{**told, "计划编号": "甲"}, {**told, "计划编号": "乙", "牵头部门": "SC"}])
    town.take("targets", [*targets("甲", YJ, "E1"), *targets("乙", SC, "E1")])
    assert found(town) == {}
    whole = {**told, "结束日期": "2026-06-30"}
    town.take("plans", [{**whole, "计划编号": "甲"}, {**whole, "计划编号": "乙", "牵头部门": "SC"}])
    assert found(town) == {}


def test_that_a_pair_is_found_and_withdrawn_from_either_side(town: Town) -> None:
    key = "R8:SC:乙|YJ:甲"
    two(town, plan("甲"), plan("乙", "SC"))
    apart = {"开始日期": "2026-08-01", "结束日期": "2026-08-31"}
    for number, lead in (("甲", "YJ"), ("乙", "SC")):
        report = town.take("plans", [plan(number, lead, **apart)])
        assert found(town) == {}
        town.undo(report)
        assert found(town) == {key: HINT}
    assert town.verified() == []


# -- R25, second part ---------------------------------------------------------------------


def ratios(town: Town, lower: Row, *uppers: Row) -> dict[str, str]:
    """Return what is found of a lower plan beside upper ones; 澄江街道 follows 江阴市."""
    planned(town, lower, *uppers)
    return found(town)


@pytest.mark.parametrize(
    ("low", "high", "raised"),
    [
        ("20%", "10%", True),
        ("10%", "10%", False),
        ("5%", "10%", False),
        ("11-20%", "5-10%", True),
        ("10-20%", "5-10%", False),
        ("≥20%", "10%", True),
        ("不超过20%", "10%", False),
        ("20%", "不低于10%", False),
        ("20%", "约10%", False),
        ("20户", "10%", False),
        ("根据实际情况确定", "10%", False),
        ("全覆盖", "50%", True),
    ],
)
def test_that_only_a_ratio_surely_above_the_upper_plans_is_a_hint(
    town: Town, low: str, high: str, raised: bool
) -> None:
    lower, upper = plan("低", JY, 抽查比例=low), plan("高", YJ, 抽查比例=high)
    assert ratios(town, lower, upper) == ({"R25:YJ-JY:低|YJ:高": HINT} if raised else {})


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        (plan("低", JY, 抽查比例="20%", 检查事项="J-2"), plan("高", YJ)),
        (plan("低", JY, 抽查比例="20%", 检查类型="双随机"), plan("高", YJ)),
        (plan("低", JY, 抽查比例="20%", **{**JUNE, "开始日期": "2026-07-01"}), plan("高", YJ)),
        (plan("低", JY, 抽查比例="20%"), plan("高", SC)),
        (plan("低", YJ, 抽查比例="20%"), plan("高", JY)),
    ],
)
def test_that_another_item_type_time_system_or_level_is_not_compared(
    town: Town, lower: Row, upper: Row
) -> None:
    assert ratios(town, lower, upper) == {}


def test_that_a_town_is_measured_by_its_own_county_and_by_the_city(town: Town) -> None:
    lower = plan("低", CJ, 抽查比例="20%")
    other = {"单位编码": "YJ-YX", "单位名称": "宜兴市应急局", "层级": "市（县）区级",
             "条线": "应急", "地区": "宜兴市"}  # fmt: skip
    town.take("bodies", [other])
    uppers = (plan("县", JY), plan("市", YJ), plan("邻", "YJ-YX"))
    keys = {"R25:YJ-JY-CJ:低|YJ-JY:县", "R25:YJ-JY-CJ:低|YJ:市"}
    assert set(ratios(town, lower, *uppers)) == keys
    assert said(town, "R25:YJ-JY-CJ:低|YJ:市") == (
        "澄江街道应急办的检查计划“低计划”（上级计划“市计划”），抽查比例高于上级同一事项的检查计划。"
    )
    (row,) = [one for one in town.findings("R25") if one.key.endswith("市")]
    assert row.item is not None and row.item.code == "J-1"
    assert [one.code for one in row.bodies] == ["YJ-JY-CJ"]
