"""What a batch changed, in the words of the forms, and how its file comes back."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy.orm import Session

from data.intake.differences import changed_by, differences, story
from data.intake.importer import ImportOptions
from data.intake.queries import history, saved_file
from data.rows.changes import FieldChange
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport
from data.rows.period import Period
from tests.ledger.town import ENTERPRISES, ITEMS, Town, visit


def told(town: Town, report: BatchReport) -> set[tuple[str, str, str, str]]:
    """Return table, header, before and after of everything a batch changed."""
    with town.db.reading() as session:
        return {(one.table, one.header, one.before, one.after) for one in _of(session, report)}


def _of(session: Session, report: BatchReport) -> tuple[FieldChange, ...]:
    assert report.id is not None
    return differences(session, report.id)


def test_that_a_corrected_visit_is_told_field_by_field(town: Town) -> None:
    town.visits(
        visit(检查编号="A1", 检查结果="未发现问题", 执法人员数=1, 到达时间="2026-07-06 09:30")
    )
    report = town.visits(
        visit(检查编号="A1", 检查结果="责令改正", 执法人员数=2, 企业="E2",
              到达时间="2026-07-06 10:00", 配合部门="市司法局、市生态环境局")
    )  # fmt: skip
    assert told(town, report) == {
        ("检查报告", "企业", "一厂", "二厂"),
        ("检查报告", "地区", "江阴市", "宜兴市"),
        ("检查报告", "到达时间", "2026-07-06 09:30", "2026-07-06 10:00"),
        ("检查报告", "执法人员数", "1", "2"),
        ("检查报告", "配合部门", "", "市司法局、市生态环境局"),
        ("检查报告", "实到部门", "", "市司法局、市生态环境局"),
        ("检查记录行", "检查结果", "未发现问题", "责令改正"),
    }


def test_that_a_change_says_which_row_it_is_of(town: Town) -> None:
    town.visits(visit(检查编号="A1", 检查事项="J-2"))
    report = town.visits(visit(检查编号="A1", 检查事项="J-2", 检查结果="移送"))
    with town.db.reading() as session:
        (change,) = _of(session, report)
    for word in ("市应急局", "A1", "一厂", "2026-07-06"):
        assert word in change.subject


def test_that_a_row_changed_twice_is_told_for_each_batch_alone(town: Town) -> None:
    rows = [visit(检查编号="A1", 检查结果=word) for word in ("未发现问题", "责令改正", "行政处罚")]
    first, second, third = [town.visits(row) for row in rows]
    assert told(town, first) == set()
    assert told(town, second) == {("检查记录行", "检查结果", "未发现问题", "责令改正")}
    assert told(town, third) == {("检查记录行", "检查结果", "责令改正", "行政处罚")}


def test_that_a_code_shown_later_is_told_and_one_that_stayed_is_not(town: Town) -> None:
    shown = {"亮码时间": "2026-07-06 09:00", "到达时间": "2026-07-06 09:30", "评价": "满意"}
    town.visits(visit(检查编号="A1"), visit(检查编号="A2", **shown))
    second = town.visits(visit(检查编号="A1", **shown))
    third = town.visits(visit(检查编号="A1", **{**shown, "评价": "不满意"}))
    assert {one[1:] for one in told(town, second)} >= {
        ("亮码时间", "", "2026-07-06 09:00"), ("评价", "", "满意"),
    }  # fmt: skip
    assert told(town, third) == {("亮码情况", "评价", "满意", "不满意")}


def test_that_changed_registers_and_plans_are_told_by_their_headers(town: Town) -> None:
    moved = town.take("enterprises", [{**ENTERPRISES[0], "地区": "宜兴市", "信用等级": "D"}])
    assert told(town, moved) == {
        ("监管对象", "地区", "江阴市", "宜兴市"),
        ("监管对象", "信用等级", "A", "D"),
    }
    plan = {"计划编号": "P1", "任务名称": "甲", "牵头部门": "市应急局", "检查类型": "重点"}
    town.take("plans", [{**plan, "开始日期": "2026-03-01", "是否联合": "否", "参与部门": ""}])
    again = town.take("plans", [{**plan, "检查类型": "双随机", "开始日期": "2026-04-01",
                                 "是否联合": "是", "参与部门": "市司法局"}])  # fmt: skip
    assert told(town, again) == {
        ("检查计划", "检查类型", "重点", "双随机"),
        ("检查计划", "开始日期", "2026-03-01", "2026-04-01"),
        ("检查计划", "是否联合", "否", "是"),
        ("检查计划", "参与部门", "", "市司法局"),
    }


def test_that_a_merged_item_says_into_which(town: Town) -> None:
    report = town.take("items", [{**ITEMS[0], "合并自": "J-2"}])
    assert ("监管事项", "合并到", "", "第1项") in told(town, report)


def test_that_a_result_in_other_words_is_told_as_it_was_written(town: Town) -> None:
    town.visits(visit(检查编号="A1", 检查结果="95分"))
    report = town.visits(visit(检查编号="A1", 检查结果="88分"))
    assert told(town, report) == {("检查记录行", "检查结果", "95分", "88分")}


def test_that_the_first_changes_come_with_the_whole_count(town: Town) -> None:
    numbers = [f"A{place}" for place in range(7)]
    town.visits(*[visit(检查编号=one, 检查结果="未发现问题") for one in numbers])
    report = town.visits(*[visit(检查编号=one, 检查结果="移送") for one in numbers])
    with town.db.reading() as session:
        found = changed_by(session, report.id or 0, 3)
        assert differences(session, report.id or 0)[:3] == found.changes
    assert (len(found.changes), found.count, found.rows) == (3, 7, 7)


def test_that_the_story_of_a_batch_counts_what_it_made_and_changed(town: Town) -> None:
    town.visits(visit(检查编号="A1"))
    report = town.visits(
        visit(检查编号="A1", 检查结果="移送"), visit(检查编号="A2", 企业="新厂", 任务编号="T1")
    )
    with town.db.reading() as session:
        found = story(session, report.id or 0)
    counts = {one.table: (one.created, one.updated) for one in found.counts}
    assert counts == {
        "监管对象": (1, 0), "检查任务": (1, 0), "检查报告": (1, 1), "检查记录行": (1, 1),
    }  # fmt: skip
    assert (found.batch.rows, found.batch.taken, found.has_file, found.errors) == (2, 2, True, 0)
    with town.db.reading() as session, pytest.raises(InvalidInput, match="没有批次 99"):
        story(session, 99)


def test_that_the_file_of_a_batch_comes_back_byte_for_byte(town: Town) -> None:
    path = town.file([visit(检查编号="A1")])
    report = town.read(path)
    town.undo(report)
    with town.db.reading() as session:
        name, content = saved_file(session, report.id or 0)
        with pytest.raises(InvalidInput, match="没有批次"):
            saved_file(session, 99)
    assert (name, content) == (path.name, path.read_bytes())
    assert hashlib.sha256(content).hexdigest() == report.sha256


def test_that_the_history_of_a_period_holds_what_came_then(town: Town) -> None:
    with town.db.writing("测试", "把一批挪到从前") as session:
        from data.models import Batch

        batch = session.get(Batch, 1)
        assert batch is not None
        batch.at = "2026-03-05T04:00:00+00:00"
    with town.db.reading() as session:
        assert [row.id for row in history(session, Period.parse("2026-03"))] == [1]
        assert [row.id for row in history(session)] == [3, 2, 1]


def test_that_a_corrected_code_record_is_told_with_its_report(town: Town) -> None:
    row = {"行政行为码": "X1", "检查编号": "A1", "亮码时间": "2026-07-06 09:00", "评价": "满意"}
    town.visits(visit(检查编号="A1"))
    town.take("codes", [row])
    report = town.take("codes", [{**row, "评价": "不满意"}])
    assert told(town, report) == {
        ("亮码记录", "评价", "满意", "不满意"),
        ("亮码情况", "评价", "满意", "不满意"),
    }
    with town.db.reading() as session:
        assert all("A1" in one.subject for one in _of(session, report))


def test_that_figures_are_told_in_their_units(town: Town) -> None:
    town.take("fines", [{"单位编码": "YJ", "月份": "2026-07", "金额（元）": "1200.5"}])
    report = town.take("fines", [{"单位编码": "YJ", "月份": "2026-07", "金额（元）": "1300"}])
    assert told(town, report) == {("罚没收入", "金额（元）", "1,200.50", "1,300.00")}


def test_that_a_preview_tells_what_it_would_change_and_changes_nothing(town: Town) -> None:
    town.visits(visit(检查编号="A1"))
    before = town.dump()
    report = town.take(
        "visits", [visit(检查编号="A1", 检查结果="移送")], ImportOptions(dry_run=True)
    )
    (change,) = report.changed.changes
    assert (change.header, change.before, change.after) == ("检查结果", "", "移送")
    assert (report.id, report.changed.count, report.changed.rows) == (None, 1, 1)
    assert town.dump() == before
