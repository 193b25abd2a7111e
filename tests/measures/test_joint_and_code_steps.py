"""M1d, M1e and the steps of a code, counted by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ledger.town import Row, Town, visit

YEAR = "2026"


@pytest.fixture
def town(new_town: Callable[[], Town]) -> Town:
    """A town with registers and no visits."""
    return new_town()


def told(number: str, **more: object) -> Row:
    """Return a visit of a number; each goes to an enterprise of its own day."""
    return visit(检查编号=number, 检查日期=f"2026-07-{int(number):02d}", **more)


def test_that_levels_and_lines_of_one_body_are_counted_apart_from_joint(town: Town) -> None:
    town.visits(
        told("1", 实到部门="市生态环境局"),
        told("2", 实到部门="江阴市应急局"),
        told("3", 业务条线="危化"),
        told("3", 业务条线="工贸"),
        told("4", 业务条线="危化"),
        told("5"),
    )
    assert town.share("M1c", YEAR) == (1, 5)
    assert town.share("M1d", YEAR) == (1, 5)
    assert town.share("M1e", YEAR) == (1, 5)


def test_that_a_task_is_of_one_kind_only(town: Town) -> None:
    town.take("tasks", [{"任务编号": "T1", "牵头部门": "YJ", "状态": "已完成"}])
    town.visits(
        told("1", 任务编号="T1", 实到部门="江阴市应急局"),
        told("2", 任务编号="T1", 实到部门="市生态环境局"),
        # Two levels came, and one of them saw to two lines: it is 上下级同行.
        told("3", 实到部门="江阴市应急局", 业务条线="危化"),
        told("3", 实到部门="江阴市应急局", 业务条线="工贸"),
    )
    assert [town.share(one, YEAR) for one in ("M1c", "M1d", "M1e")] == [(1, 2), (1, 2), (0, 2)]


def test_that_each_step_of_a_code_counts_visits_of_the_step_before(town: Town) -> None:
    arrive, on_time = "2026-07-{} 09:30", "2026-07-{} 09:20"
    rows = [
        told("1", 行政行为码="C1", 亮码时间=on_time.format("01"), 企业扫码时间="2026-07-01 09:40",
             评价="满意", 状态="已完成"),
        told("2", 行政行为码="C2", 亮码时间=on_time.format("02"), 企业扫码时间="2026-07-02 09:40",
             状态="已完成"),
        told("3", 行政行为码="", 亮码时间="2026-07-05 10:00", 补码原因="网络故障", 状态="已完成"),
        told("4", 行政行为码="C4", 状态="已完成"),
        told("5", 状态="已完成", 评价="满意"),
        told("6", 检查方式="非现场", 状态="已完成"),
    ]  # fmt: skip
    town.visits(*({**row, "到达时间": arrive.format(row["检查编号"].zfill(2))} for row in rows))
    steps = ("M3.made", "M3.shown", "M5.scan", "M5.answer")
    assert [town.share(one, YEAR) for one in steps] == [(4, 5), (3, 4), (2, 3), (1, 2)]
    assert town.share("M3", YEAR) == (2, 5)
