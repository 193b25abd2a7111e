"""Self-checks, audits, complaints, progress, confirmations and replies in the ledger."""

from __future__ import annotations

import pytest

from data.intake.importer import ImportOptions
from data.rows.errors import InvalidInput
from tests.ledger.town import Town, visit

AUDIT = {"检查编号": "A1", "检查单位": "YJ", "核查日期": "2026-08-01", "核查结果": "属实"}
COMPLAINT = {"编号": "T1", "日期": "2026-07-08", "被反映单位": "YJ", "类别": "反映要求不一"}
STEP = {"任务序号": "四", "单位编码": "YJ", "进展": "已启动", "佐证": "纪要"}
REPLY = {"通知编号": "一号", "单位编码": "YJ", "反馈日期": "2026-08-01", "内容": "甲"}


def test_that_an_audit_belongs_to_the_report_of_the_body(town: Town) -> None:
    town.visits(visit(检查编号="A1"), visit(检查编号="A1", 检查单位="市市场监管局", 企业="E2"))
    town.take("audits", [AUDIT, {**AUDIT, "检查单位": "市市场监管局", "核查结果": "不属实"}])
    reports = {row["id"]: row["body_id"] for row in town.rows("report")}
    audits = town.rows("audit")
    assert [reports[row["report_id"]] == row["body_id"] for row in audits] == [True, True]
    assert [row["verdict"] for row in audits] == [1, 3]
    town.take("audits", [{**AUDIT, "核查日期": "2026-09-01"}])
    assert len(town.rows("audit")) == 3


def test_that_an_audit_of_an_unknown_visit_is_an_error(town: Town) -> None:
    town.visits(visit(检查编号="A1"), visit(企业="E2"))
    for number, body in (("A2", "YJ"), ("A1", "SC")):
        row = {**AUDIT, "检查编号": number, "检查单位": body}
        report = town.take("audits", [row], ImportOptions())
        assert [(one.level.label, one.column) for one in report.issues] == [("错误", "检查编号")]
    early = town.take("audits", [{**AUDIT, "核查日期": "2026-07-01"}])
    assert [(one.level.label, one.column) for one in early.issues] == [("警告", "核查日期")]


def test_that_visits_under_an_audit_are_not_undone(town: Town) -> None:
    visits = town.visits(visit(检查编号="A1"))
    audit = town.take("audits", [AUDIT])
    with pytest.raises(InvalidInput, match="事后核查"):
        town.undo(visits)
    town.undo(audit)
    town.undo(visits)


def test_that_a_self_check_is_one_by_enterprise_item_and_day(town: Town) -> None:
    row = {"企业": "E1", "检查事项": "第1项", "提交日期": "2026-05-01", "审核结果": "",
           "审核日期": ""}  # fmt: skip
    town.take("selfchecks", [row, {**row, "检查事项": "J-2"}, {**row, "提交日期": "2026-06-01"}])
    assert [one["verdict"] for one in town.rows("selfcheck")] == [0, 0, 0]
    decided = {**row, "检查事项": "J-1", "审核结果": "通过", "审核日期": "2026-04-01"}
    report = town.take("selfchecks", [decided])
    assert [(one.level.label, one.column) for one in report.issues] == [("警告", "审核日期")]
    assert sorted(int(str(one["verdict"])) for one in town.rows("selfcheck")) == [0, 0, 2]


def test_that_a_complaint_handed_on_moves_and_may_name_no_enterprise(town: Town) -> None:
    town.take(
        "complaints", [COMPLAINT, {**COMPLAINT, "编号": "T2", "企业": "新厂"}], ImportOptions()
    )
    rows = {str(one["number"]): one for one in town.rows("complaint")}
    assert rows["T1"]["enterprise_id"] is None
    assert rows["T2"]["enterprise_id"] is not None
    assert (rows["T1"]["category"], rows["T1"]["channel"]) == (4, 0)
    moved = town.take("complaints", [{**COMPLAINT, "被反映单位": "SC", "渠道": "工商联商会"}])
    assert (moved.taken, len(town.rows("complaint"))) == (1, 2)
    after = {str(one["number"]): one for one in town.rows("complaint")}["T1"]
    assert (after["body_id"] != rows["T1"]["body_id"], after["channel"]) == (True, 4)


def test_that_earlier_progress_stays_as_history(town: Town) -> None:
    first = town.take("progress", [STEP, {**STEP, "任务序号": "5"}])
    second = town.take("progress", [{"任务序号": "4", "单位编码": "市应急局", "进展": "已完成"}])
    assert (first.taken, second.taken) == (2, 1)
    told = [(one["number"], one["progress"], one["evidence"]) for one in town.rows("progress")]
    assert told == [(4, "已启动", "纪要"), (5, "已启动", "纪要"), (4, "已完成", "纪要")]
    again = town.take("progress", [{"任务序号": "（四）", "单位编码": "YJ", "进展": "已完成"}])
    assert (again.taken, again.unchanged) == (0, 1)
    assert len(town.rows("progress")) == 3
    back = town.take("progress", [{"任务序号": "4", "单位编码": "YJ", "进展": "已启动"}])
    assert (back.taken, len(town.rows("progress"))) == (1, 4)


def test_that_a_correction_without_its_value_is_asked_for(town: Town) -> None:
    row = {"核对编号": "H1", "单位编码": "YJ", "核对结果": "更正", "更正值": ""}
    report = town.take("confirmations", [row])
    assert [(one.level.label, one.column) for one in report.issues] == [("警告", "更正值")]
    town.take("confirmations", [{**row, "核对结果": "属实"}])
    assert [one["verdict"] for one in town.rows("confirmation")] == [1]


def test_that_a_notice_may_be_answered_on_several_days(town: Town) -> None:
    town.take("replies", [REPLY, {**REPLY, "单位编码": "SC"}])
    town.take("replies", [{**REPLY, "反馈日期": "2026-08-09", "内容": "乙"}])
    town.take("replies", [{**REPLY, "内容": "甲改"}])
    assert sorted(str(one["content"]) for one in town.rows("reply")) == ["乙", "甲", "甲改"]
