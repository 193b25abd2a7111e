"""The year-end projection of M1, reckoned by hand."""

from __future__ import annotations

from datetime import date

import pytest

from data.measures.projecting import method_of, project_year
from data.rows.outlook import Outlook
from tests.ledger.town import Row, Town, visit


def plan(number: str, **cells: object) -> Row:
    """Return a filed annual joint 双随机 plan of 市应急局, unless told otherwise."""
    return {
        "计划编号": number, "任务名称": f"计划{number}", "牵头部门": "YJ", "检查类型": "双随机",
        "计划周期": "年度", "检查事项": "J-1", "开始日期": "2026-01-01", "结束日期": "2026-12-31",
        "是否联合": "是", "参与部门": "市生态环境局", "备案日期": "2026-01-01", **cells,
    }  # fmt: skip


def done(number: str, day: str, **cells: object) -> Row:
    """Return a visit that is a task of its own number."""
    return visit(检查编号=number, 任务编号=f"T{number}", 检查日期=day, **cells)


def projected(town: Town, day: date) -> Outlook:
    """Return the projection of 2026 from a day."""
    with town.db.reading() as session:
        return project_year(session, 2026, day)


@pytest.fixture
def half_year(town: Town) -> Town:
    """Half a year: four tasks of a joint plan (three of them joint), four without a plan."""
    town.take("plans", [
        plan("A"), plan("B", 开始日期="2026-09-01", 备案日期="2026-06-01"),
        plan("C", 开始日期="2026-09-01", 备案日期=""), plan("D", 结束日期="2026-03-31"),
    ])  # fmt: skip
    numbers = [str(place) for place in range(1, 9)]
    town.take("tasks", [
        {"任务编号": f"T{number}", "牵头部门": "YJ", "状态": "已完成",
         "计划编号": "A" if int(number) <= 4 else ""}
        for number in numbers
    ])  # fmt: skip
    days = [f"2026-0{place % 6 + 1}-01" for place in range(8)]
    town.visits(*(
        done(number, day, 计划编号="A" if int(number) <= 4 else "",
             实到部门="市生态环境局" if int(number) <= 3 else "无",
             检查类型="双随机" if int(number) <= 4 else "日常")
        for number, day in zip(numbers, days, strict=True)
    ))  # fmt: skip
    return town


def test_that_tasks_so_far_and_plans_ahead_make_the_year(half_year: Town) -> None:
    found = projected(half_year, date(2026, 7, 1))
    told = {one.name: (one.tasks, one.joint) for one in found.parts}
    # 182 days have passed and 183 are left: 4 tasks of plan A bring 4 more, B one, others 4 − 1.
    assert told == {
        "至今任务": (8, 3), "在执行计划的后续任务": (4, 4), "未开始计划的任务": (1, 1),
        "其他任务": (3, 0),
    }  # fmt: skip
    assert (found.tasks, found.joint, found.value) == (16, 8, 0.5)
    assert (found.kept, found.promised) == (3, 4)
    assert found.low == pytest.approx((3 + 5 * 3 / 4) / 16)
    assert found.new == 0
    assert found.method == method_of("M1")


def test_that_a_plan_filed_after_the_day_is_not_known_on_it(half_year: Town) -> None:
    found = projected(half_year, date(2026, 5, 1))
    assert {one.name: one.tasks for one in found.parts}["未开始计划的任务"] == 0


def test_that_nothing_is_projected_of_a_year_that_is_over(half_year: Town) -> None:
    found = projected(half_year, date(2027, 2, 1))
    assert found.is_over
    assert (found.tasks, found.joint) == (8, 3)


def test_that_an_empty_ledger_has_no_share(town: Town) -> None:
    found = projected(town, date(2026, 7, 1))
    assert (found.tasks, found.value, found.low) == (0, None, None)
