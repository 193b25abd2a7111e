"""Which task and plan a number means, and what is one task (RULES.md, "numbers", "task")."""

from __future__ import annotations

import pytest

from tests.ledger.town import Row, Town, visit


def plan(number: str, lead: str, partners: str = "", **cells: object) -> Row:
    return {"计划编号": number, "任务名称": "甲", "牵头部门": lead, "检查类型": "重点",
            "参与部门": partners, **cells}  # fmt: skip


def task(number: str, lead: str, **cells: object) -> Row:
    return {"任务编号": number, "牵头部门": lead, "状态": "已完成", **cells}


def owners(town: Town, column: str) -> list[str | None]:
    """Return the lead of the plan or task of each report, in the order of 检查编号."""
    codes = {row["id"]: str(row["code"]) for row in town.rows("body")}
    table = {row["id"]: codes[row["body_id"]] for row in town.rows(column)}
    reports = sorted(town.rows("report"), key=lambda row: str(row["number"]))
    return [table.get(row[f"{column}_id"]) for row in reports]


@pytest.mark.parametrize("kind", ["plan", "task"])
def test_that_a_number_is_sought_with_the_body_then_its_partners_then_the_city(
    town: Town, kind: str
) -> None:
    if kind == "plan":
        town.take("plans", [plan("N1", "市应急局"), plan("N1", "市司法局", "市市场监管局"),
                            plan("N2", "市司法局")])  # fmt: skip
    else:
        town.take("tasks", [task("N1", "市应急局"),
                            task("N1", "市司法局", 参与部门="市市场监管局"),
                            task("N2", "市司法局")])  # fmt: skip
    column = "计划编号" if kind == "plan" else "任务编号"
    town.visits(
        visit(检查编号="1", **{column: "N1"}),
        visit(检查编号="2", 检查单位="市司法局", **{column: "N1"}),
        visit(检查编号="3", 检查单位="市市场监管局", **{column: "N1"}),
        visit(检查编号="4", 检查单位="市生态环境局", **{column: "N2"}),
        visit(检查编号="5", 检查单位="市生态环境局", 牵头部门="市应急局", **{column: "N1"}),
    )
    assert owners(town, kind) == ["YJ", "SF", "SF", "SF", "YJ"]
    wrong = town.trial(visit(检查编号="6", 检查单位="市生态环境局", **{column: "N1"}))
    assert wrong.errors == 1
    assert wrong.issues[0].column == column
    assert "牵头部门" in wrong.issues[0].message


def test_that_two_plans_naming_the_body_are_an_error(town: Town) -> None:
    town.take("plans", [plan("N1", "市应急局", "市生态环境局"),
                        plan("N1", "市司法局", "市生态环境局")])  # fmt: skip
    assert town.trial(visit(检查单位="市生态环境局", 计划编号="N1")).errors == 1


def test_that_an_unknown_plan_is_an_error(town: Town) -> None:
    town.take("plans", [plan("N1", "市应急局")])
    report = town.trial(visit(计划编号="N9"), visit(计划编号="N1", 牵头部门="市司法局"))
    assert {one.row for one in report.issues if one.level.label == "错误"} == {2, 3}


KNOWING: list[tuple[dict[str, str], dict[str, str], int]] = [
    ({}, {}, 2),
    ({"配合部门": "市市场监管局"}, {}, 1),
    ({}, {"配合部门": "市应急局"}, 1),
    ({"计划编号": "P1"}, {"计划编号": "P1"}, 1),
    ({"计划编号": "P1"}, {"计划编号": "P2"}, 2),
]


@pytest.mark.parametrize("files", [1, 2])
def test_that_an_unlisted_number_of_two_bodies_is_one_task_if_they_know_of_each_other(
    town: Town, files: int
) -> None:
    town.take("plans", [plan("P1", "市应急局"), plan("P2", "市应急局")])
    ours = [visit(检查编号=f"{n}", 企业=f"厂{n}", 任务编号=f"T{n}", **case[0])
            for n, case in enumerate(KNOWING)]  # fmt: skip
    theirs = [visit(检查编号=f"{n}", 企业=f"厂{n}", 任务编号=f"T{n}", 检查单位="市市场监管局",
                    **case[1]) for n, case in enumerate(KNOWING)]  # fmt: skip
    if files == 1:
        town.visits(*ours, *theirs)
    else:
        town.visits(*ours)
        town.visits(*theirs)
    codes = {row["id"]: row["code"] for row in town.rows("enterprise")}
    enterprises = [codes[row["enterprise_id"]] for row in town.rows("visit")]
    assert [enterprises.count(f"厂{n}") for n in range(len(KNOWING))] == [
        tasks for _, _, tasks in KNOWING
    ]
    assert town.share("M1c")[1] == sum(tasks for _, _, tasks in KNOWING)
    assert town.verified() == []


def test_that_bodies_of_one_unlisted_task_may_name_each_other_in_a_chain(town: Town) -> None:
    town.visits(
        visit(检查编号="1", 任务编号="T1", 检查单位="市司法局", 配合部门="市应急局"),
        visit(检查编号="2", 任务编号="T1"),
        visit(检查编号="3", 任务编号="T1", 检查单位="市生态环境局", 配合部门="市应急局"),
        visit(检查编号="4", 任务编号="T1", 检查单位="市市场监管局", 配合部门="市应急局"),
    )
    assert len(town.counted_visits()) == 1


def test_that_without_numbers_a_plan_is_one_task_whoever_reports(town: Town) -> None:
    town.take("plans", [plan("P1", "市应急局", "市市场监管局")])
    town.visits(
        visit(检查编号="1", 计划编号="P1"),
        visit(检查编号="2", 计划编号="P1", 企业="E2", 检查日期="2026-08-06"),
        visit(检查编号="3", 计划编号="P1", 检查单位="市市场监管局", 企业="E3"),
        visit(检查编号="4"),
        visit(检查编号="5", 企业="E2"),
    )
    assert town.share("M1c") == (0, 3)
    # A task counts in the period of its first visit only.
    assert town.share("M1c", "2026-08") == (0, 0)
    assert town.measures("2026-08").get("M1c").value is None
    assert town.groups("M1c", ["body"]) == {"YJ": (0, 3), "SC": (0, 1)}


def test_that_a_task_with_one_joint_visit_is_joint(town: Town) -> None:
    town.take("tasks", [task("T1", "市应急局", 检查类型="双随机")])
    town.visits(
        visit(检查编号="1", 任务编号="T1"),
        visit(检查编号="2", 任务编号="T1", 企业="E2", 配合部门="市市场监管局"),
        visit(检查编号="3"),
    )
    assert town.share("M1") == (1, 2)
    assert town.share("M1b") == (1, 1)


def test_that_a_task_is_not_joint_by_a_cancelled_visit(town: Town) -> None:
    town.visits(
        visit(检查编号="1", 任务编号="T1"),
        visit(检查编号="2", 任务编号="T1", 企业="E2", 配合部门="市市场监管局", 状态="已取消"),
    )
    assert town.share("M1c") == (0, 1)


def test_that_the_type_of_a_task_is_its_plans_else_its_own_else_the_visits(town: Town) -> None:
    town.take("plans", [plan("P1", "市应急局", 检查类型="双随机"),
                        plan("P2", "市应急局", 检查类型="")])  # fmt: skip
    town.take("tasks", [task("T1", "市应急局", 计划编号="P1", 检查类型="日常"),
                        task("T2", "市应急局", 计划编号="P2", 检查类型="双随机"),
                        task("T3", "市应急局")])  # fmt: skip
    town.visits(
        visit(检查编号="1", 任务编号="T1", 检查类型="重点"),
        visit(检查编号="2", 任务编号="T2", 检查类型="重点"),
        visit(检查编号="3", 任务编号="T3", 检查类型="双随机"),
        visit(检查编号="4", 检查类型="日常"),
    )
    assert town.share("M1b") == (0, 3)
    assert town.groups("M1c", ["type"]) == {"双随机": (0, 3), "日常": (0, 1)}


def test_that_a_cancelled_task_is_none_and_its_visits_stay(town: Town) -> None:
    town.take("tasks", [task("T1", "市应急局", 状态="已取消"), task("T2", "市应急局")])
    town.visits(visit(检查编号="1", 任务编号="T1"), visit(检查编号="2", 任务编号="T2", 企业="E2"))
    sheet = town.measures()
    assert (sheet.get("M9").numerator, sheet.get("M1c").denominator) == (2, 1)


def test_that_visits_of_a_cancelled_task_are_warned_about(town: Town) -> None:
    town.take("tasks", [task("T1", "市应急局", 状态="已取消")])
    assert town.visits(visit(检查编号="1", 任务编号="T1")).warnings


def test_that_a_task_listed_or_cancelled_later_is_counted_so(town: Town) -> None:
    town.visits(
        visit(检查编号="1", 任务编号="T1"),
        visit(检查编号="2", 任务编号="T1", 检查单位="市市场监管局"),
        visit(检查编号="3", 任务编号="T2", 企业="E2"),
    )
    assert town.share("M1c") == (0, 3)
    town.take("tasks", [task("T1", "市应急局", 参与部门="市市场监管局")])
    assert town.share("M1c") == (1, 2)
    assert len(town.counted_visits()) == 2
    town.take("tasks", [task("T2", "市应急局", 状态="已取消")])
    assert town.share("M1c") == (1, 1)
    assert town.verified() == []


def test_that_plans_and_tasks_without_visits_count_nowhere(town: Town) -> None:
    town.take("plans", [plan("P1", "市应急局", 开始日期="2026-07-01", 结束日期="2026-07-31")])
    town.take("tasks", [task("T1", "市应急局", 计划编号="P1")])
    assert town.share("M1c") == (0, 0)
    assert town.measures().get("M1").value is None
