"""What rests on a batch is named; while anything does, the batch is not taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from data.intake.resting import refuse_if_needed, resting_on, resting_words
from data.models import Finding, Report
from data.rows.batches import Resting
from data.rows.enums import Claim, FindingState
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport
from tests.ledger.town import BODIES, ITEMS, Town, visit

PLAN = {"计划编号": "P1", "任务名称": "甲", "牵头部门": "市应急局", "检查类型": "重点"}
TASK = {"任务编号": "T1", "牵头部门": "市应急局", "状态": "已完成"}


def resting(town: Town, report: BatchReport) -> tuple[Resting, ...]:
    """Return what rests on a batch."""
    with town.db.reading() as session:
        return resting_on(session, report.id or 0)


def texts(town: Town, report: BatchReport) -> list[str]:
    """Return the sentences of what rests on a batch."""
    return [one.text for one in resting(town, report)]


def test_that_nothing_rests_on_the_last_batch(town: Town) -> None:
    town.visits(visit(检查编号="A1"))
    report = town.visits(visit(检查编号="A1", 检查结果="移送"), visit(检查编号="A2", 企业="新厂"))
    assert resting(town, report) == ()


def test_that_a_later_correction_is_named_with_its_file_and_rows(town: Town) -> None:
    first = town.visits(visit(检查编号="A1"), visit(检查编号="A2"), visit(检查编号="A3"))
    second = town.visits(
        visit(检查编号="A1", 检查结果="移送"), visit(检查编号="A2", 检查结果="移送")
    )
    found = resting(town, first)
    assert {(one.batch, one.file, one.count) for one in found} == {(second.id, second.file, 2)}
    assert f"批次 {second.id}（{second.file}）更正了本批 2 行检查记录行" in texts(town, first)
    assert resting(town, second) == ()


def test_that_new_lines_of_a_report_rest_on_the_batch_of_the_report(town: Town) -> None:
    first = town.visits(visit(检查编号="A1", 检查事项="J-1"))
    second = town.visits(visit(检查编号="A1", 检查事项="J-1"), visit(检查编号="A1", 检查事项="J-2"))
    assert f"批次 {second.id}（{second.file}）的 1 条检查记录行用到本批新建的检查报告" in texts(
        town, first
    )


def test_that_users_of_plans_tasks_and_enterprises_are_named(town: Town) -> None:
    plans, tasks = town.take("plans", [PLAN]), town.take("tasks", [TASK])
    targets = town.take(
        "targets", [{"计划编号": "P1", "企业": "E1"}, {"计划编号": "P1", "企业": "E2"}]
    )
    made = town.visits(visit(检查编号="A1", 企业="新厂", 任务编号="T1", 计划编号="P1"))
    used = town.visits(visit(检查编号="A2", 企业="新厂"))
    assert texts(town, plans) == [
        f"批次 {targets.id}（{targets.file}）的 2 条检查对象名单用到本批新建的检查计划",
        f"批次 {made.id}（{made.file}）的 1 条检查报告用到本批新建的检查计划",
    ]
    assert texts(town, tasks) == [
        f"批次 {made.id}（{made.file}）的 1 条检查报告用到本批新建的检查任务"
    ]
    assert texts(town, made) == [
        f"批次 {used.id}（{used.file}）的 1 条检查报告用到本批新建的监管对象"
    ]


@pytest.mark.parametrize("where", ["visits", "plans", "targets"])
def test_that_a_body_named_as_partner_is_used(town: Town, where: str) -> None:
    town.take("plans", [PLAN])
    bodies = town.take("bodies", [{**BODIES[0], "单位编码": "XJ", "单位名称": "新局"}])
    rows = {
        "visits": visit(检查编号="A1", 配合部门="新局"),
        "plans": {**PLAN, "计划编号": "P2", "参与部门": "新局"},
        "targets": {"计划编号": "P1", "企业": "E1", "参与部门": "新局"},
    }
    later = town.take(where, [rows[where]])
    assert {(one.batch, one.count) for one in resting(town, bodies)} == {(later.id, 1)}
    assert "配合或实到部门" in texts(town, bodies)[0]


def test_that_an_item_others_were_merged_into_keeps_its_batch(town: Town) -> None:
    first = town.take("items", [{"事项编码": "J-9", "事项名称": "第9项"}])
    later = town.take(
        "items", [{"事项编码": "J-9", "事项名称": "第9项", "合并自": ITEMS[0]["事项编码"]}]
    )
    assert {one.batch for one in resting(town, first)} == {later.id}


def test_that_a_row_put_back_by_the_undo_itself_rests_on_nothing(town: Town) -> None:
    town.visits(visit(检查编号="A1", 企业="E1"))
    report = town.visits(visit(检查编号="A1", 企业="新厂"))
    assert resting(town, report) == ()


def test_that_a_finding_people_decided_holds_the_batch(town: Town) -> None:
    report = town.visits(visit(检查编号="A1", 执法人员数=1), visit(检查编号="A2", 执法人员数=2))
    assert town.judged("R10")
    with town.db.writing("测试", "认定") as session:
        session.execute(update(Finding).values(state=int(FindingState.TRUE), reason="现场核实"))
    (found,) = resting(town, report)
    assert (found.batch, found.count) == (None, len(town.findings()))
    assert "已由人认定" in found.text


def test_that_a_basis_people_judged_holds_the_batch(town: Town) -> None:
    report = town.visits(visit(检查编号="A1", 超频次依据="某条", 依据批准人="甲",
                               依据日期="2026-07-01"))  # fmt: skip
    with town.db.writing("测试", "核验") as session:
        session.execute(update(Report).values(claim=int(Claim.ACCEPTED)))
    (found,) = resting(town, report)
    assert (found.batch, found.count) == (None, 1)
    assert "超频次依据已核验" in found.text


def test_that_the_refusal_says_everything_and_what_to_undo_first(town: Town) -> None:
    first = town.visits(visit(检查编号="A1", 企业="新厂"))
    second = town.visits(visit(检查编号="A1", 企业="新厂", 检查结果="移送"))
    third = town.visits(visit(检查编号="A2", 企业="新厂"))
    with town.db.reading() as session, pytest.raises(InvalidInput) as caught:
        refuse_if_needed(session, first.id or 0)
    said = caught.value.message
    assert said.startswith(f"批次 {first.id} 不能撤销：")
    assert said.endswith(f"请先撤销后来的批次 {third.id}、{second.id}。")
    assert all(one.text in said for one in resting(town, first))
    assert resting_words(resting(town, first)) in said
