"""Which reports are one visit, and what a visit says (RULES.md, "report", "visit")."""

from __future__ import annotations

import pytest

from data.rows.enums import Claim, Code, Trigger, VisitStatus
from tests.ledger.town import Town, visit

JOINT = {"任务编号": "T1", "配合部门": "市市场监管局"}


def listed(town: Town, *numbers: str, lead: str = "市应急局") -> None:
    """List tasks."""
    town.take("tasks", [{"任务编号": one, "牵头部门": lead, "状态": "已完成"} for one in numbers])


def test_that_reports_of_one_task_on_one_day_are_one_visit(town: Town) -> None:
    listed(town, "T1")
    town.visits(
        visit(检查编号="A1", 任务编号="T1"),
        visit(检查编号="B1", 任务编号="T1", 检查单位="市市场监管局"),
        visit(检查编号="C1", 任务编号="T1", 检查单位="市生态环境局"),
    )
    assert [row["reports"] for row in town.counted_visits()] == [3]
    assert town.present() == [{"YJ", "SC", "HB"}]


def test_that_reports_of_one_task_from_several_files_are_one_visit(town: Town) -> None:
    listed(town, "T1")
    for body in ("市生态环境局", "市应急局", "市市场监管局"):
        report = town.visits(visit(检查编号="1", 任务编号="T1", 检查单位=body))
        assert report.visits == 1
    (only,) = town.counted_visits()
    assert only["reports"] == 3
    # The lead of the task is the lead of the visit, whoever reported first.
    assert only["body_id"] == next(row["id"] for row in town.rows("body") if row["code"] == "YJ")


def test_that_another_day_or_enterprise_of_a_task_is_another_visit(town: Town) -> None:
    listed(town, "T1")
    town.visits(
        visit(检查编号="A1", 任务编号="T1"),
        visit(检查编号="A2", 任务编号="T1", 检查日期="2026-07-07"),
        visit(检查编号="A3", 任务编号="T1", 企业="E2"),
    )
    assert len(town.counted_visits()) == 3


def test_that_two_tasks_on_one_day_are_two_visits(town: Town) -> None:
    listed(town, "T1", "T2")
    town.visits(visit(任务编号="T1"), visit(任务编号="T2"))
    assert len(town.counted_visits()) == 2


def test_that_reports_without_a_task_are_visits_of_their_own(town: Town) -> None:
    town.visits(
        visit(检查编号="A1", 配合部门="市市场监管局"),
        visit(检查编号="B1", 检查单位="市市场监管局", 配合部门="市应急局"),
    )
    assert len(town.counted_visits()) == 2


def test_that_rows_without_number_are_one_report_by_body_enterprise_day_and_task(
    town: Town,
) -> None:
    town.visits(
        visit(检查事项="J-1"),
        visit(检查事项="J-2"),
        visit(检查事项="J-1", 任务编号="T1"),
        visit(检查事项="J-2", 任务编号="T1"),
        visit(检查事项="J-1", 检查单位="市市场监管局"),
    )
    assert len(town.rows("report")) == 3
    assert len(town.rows("report_line")) == 5
    assert len(town.counted_visits()) == 3


def test_that_rows_of_one_number_are_one_report(town: Town) -> None:
    town.visits(
        visit(检查编号="A1", 检查事项="J-1"),
        visit(检查编号="A1", 检查事项="J-2"),
        visit(检查编号="A1", 检查单位="市市场监管局"),
    )
    assert len(town.rows("report")) == 2
    assert len(town.counted_visits()) == 2


@pytest.mark.parametrize("cells", [{"企业": "E2"}, {"检查日期": "2026-07-07"}])
def test_that_rows_of_one_number_that_disagree_are_errors(
    town: Town, cells: dict[str, str]
) -> None:
    report = town.trial(visit(检查编号="A1"), visit(检查编号="A1", 检查事项="J-2", **cells))
    assert (report.id, report.taken) == (None, 0)
    assert {issue.row for issue in report.issues if issue.level.label == "错误"} == {2, 3}
    assert town.rows("report") == []


def test_that_a_cancelled_report_says_nothing_of_a_visit_that_took_place(town: Town) -> None:
    listed(town, "T1")
    town.visits(
        visit(检查编号="A1", 任务编号="T1", 执法人员数=2, 状态="已取消", 检查结果="行政处罚",
              超频次依据="某文件", 依据批准人="某人", 依据日期="2026-07-01"),
        visit(检查编号="B1", 任务编号="T1", 执法人员数=3, 检查单位="市市场监管局",
              检查结果="未发现问题"),
    )  # fmt: skip
    (only,) = town.counted_visits()
    assert only["status"] == VisitStatus.DONE
    assert (only["officers"], only["found"], only["claim"]) == (3, 0, Claim.NONE)
    assert town.present() == [{"SC"}]
    assert town.share("M9")[0] == 1


def test_that_a_cancelled_visit_counts_nowhere(town: Town) -> None:
    town.visits(visit(检查编号="A1", 状态="已取消", 执法人员数=1), visit(检查编号="A2", 企业="E2"))
    sheet = town.measures()
    assert sheet.get("M9").numerator == 1
    assert sheet.get("M1c").denominator == 1
    assert sheet.get("M6").denominator == 1
    assert town.judged("R10") == {}


def test_that_who_is_said_to_have_come_counts_not_who_was_meant_to(town: Town) -> None:
    town.visits(
        visit(检查编号="A1", 配合部门="市市场监管局", 实到部门=""),
        visit(检查编号="A2", 配合部门="市市场监管局", 实到部门="无"),
        visit(检查编号="A3", 配合部门="市市场监管局", 实到部门="市生态环境局"),
    )
    assert town.present() == [{"YJ", "SC"}, {"YJ"}, {"YJ", "HB"}]
    assert [row["joint"] for row in town.counted_visits()] == [1, 0, 1]


def test_that_levels_of_one_system_together_are_not_joint(town: Town) -> None:
    town.visits(
        visit(检查编号="A1", 配合部门="江阴市应急局、澄江街道应急办"),
        visit(检查编号="A2", 配合部门="江阴市应急局，市司法局"),
    )
    assert [row["joint"] for row in town.counted_visits()] == [0, 1]


def test_that_several_lines_of_one_body_are_not_joint(town: Town) -> None:
    town.visits(visit(检查编号="A1", 业务条线="危化"), visit(检查编号="A1", 业务条线="工贸"))
    assert [row["joint"] for row in town.counted_visits()] == [0]
    assert len(town.rows("report_line")) == 2


def test_that_a_visit_takes_the_best_and_earliest_of_its_reports(town: Town) -> None:
    listed(town, "T1")
    day = "2026-07-06"
    town.visits(
        visit(检查编号="A1", 任务编号="T1", 到达时间=f"{day} 10:00", 亮码时间="", 执法人员数=2,
              检查方式="非现场", 检查结果="未发现问题"),
        visit(检查编号="B1", 任务编号="T1", 到达时间=f"{day} 09:00", 亮码时间=f"{day} 09:00",
              执法人员数=3, 检查单位="市市场监管局", 检查结果="责令改正", 超频次依据="某文件"),
    )  # fmt: skip
    (only,) = town.counted_visits()
    assert int(str(only["arrive"])) % 1440 == 9 * 60
    assert (only["code"], only["onsite"], only["found"]) == (Code.ON_TIME, 1, 1)
    assert (only["claim"], only["officers"]) == (Claim.OPEN, 5)


def test_that_the_lead_says_why_a_visit_was_made(town: Town) -> None:
    listed(town, "T1", lead="市市场监管局")
    town.visits(
        visit(检查编号="A1", 任务编号="T1", 来源="投诉举报", 检查类型="日常"),
        visit(检查编号="B1", 任务编号="T1", 来源="上级交办", 检查类型="专项",
              检查单位="市市场监管局"),
    )  # fmt: skip
    (only,) = town.counted_visits()
    assert only["trigger"] == Trigger.SUPERIOR


def test_that_without_the_lead_the_lowest_code_says_why(town: Town) -> None:
    listed(town, "T1", lead="市司法局")
    town.visits(
        visit(检查编号="A1", 任务编号="T1", 来源="投诉举报"),
        visit(检查编号="B1", 任务编号="T1", 来源="上级交办", 检查单位="市市场监管局"),
    )
    (only,) = town.counted_visits()
    assert only["trigger"] == Trigger.SUPERIOR  # SC comes before YJ


def test_that_reports_that_differ_in_trigger_are_warned_about(town: Town) -> None:
    listed(town, "T1")
    report = town.visits(
        visit(检查编号="A1", 任务编号="T1", 来源="投诉举报"),
        visit(检查编号="B1", 任务编号="T1", 来源="上级交办", 检查单位="市市场监管局"),
    )
    assert report.warnings


def test_that_a_type_written_as_source_is_a_type_of_a_planned_visit(town: Town) -> None:
    town.visits(visit(检查编号="A1", 来源="双随机"))
    (only,) = town.counted_visits()
    assert (only["type"], only["trigger"]) == (1, Trigger.PLANNED)


def test_that_a_visit_with_a_plan_and_no_source_is_planned(town: Town) -> None:
    town.take("plans", [{"计划编号": "P1", "任务名称": "甲", "牵头部门": "市应急局",
                         "检查类型": "重点"}])  # fmt: skip
    town.visits(visit(检查编号="A1", 来源="", 计划编号="P1"), visit(检查编号="A2", 来源="个案"))
    first, second = town.counted_visits()
    assert (first["trigger"], first["type"]) == (Trigger.PLANNED, 2)
    assert second["type"] == 5


def test_that_services_are_recorded_and_outside_every_count(town: Town) -> None:
    town.visits(
        *[visit(检查编号=f"A{n}", 检查日期=f"2026-07-0{n}", 入企类型="指导服务", 执法人员数=1)
          for n in range(1, 6)]
    )  # fmt: skip
    assert len(town.counted_visits()) == 5
    assert town.findings() == []
    assert town.share("M9")[0] == 0
