"""The recount of measures on a city small enough to count by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data.sample.tables import Cell, City, Table
from data.sample.truth import measure_truth

VISIT_COLUMNS = (
    "检查单位", "企业", "检查日期", "检查编号", "任务编号", "计划编号", "检查事项", "来源",
    "检查事由", "配合部门", "实到部门", "检查方式", "入企类型", "到达时间", "执法人员数",
    "检查结果", "状态", "亮码时间",
)  # fmt: skip


def visit(number: str, enterprise: str, day: date, **cells: Cell) -> tuple[Cell, ...]:
    """Return one row; what is not given is what most visits say."""
    arrive = datetime(day.year, day.month, day.day, 9, 30)
    row: dict[str, Cell] = {
        "检查单位": "甲局", "企业": enterprise, "检查日期": day, "检查编号": number,
        "检查事项": "J-1", "来源": "计划内", "到达时间": arrive, "执法人员数": 2,
        "检查结果": "未发现问题", "亮码时间": arrive,
    }  # fmt: skip
    row.update(cells)
    return tuple(row.get(column) for column in VISIT_COLUMNS)


def city_of(first: list[tuple[Cell, ...]], second: list[tuple[Cell, ...]]) -> City:
    tables = {
        "bodies": Table(
            ("单位编码", "单位名称", "层级", "条线", "是否检查主体"),
            [("01", "甲局", "市级", "甲", "是"), ("02", "乙局", "市级", "乙", "是"),
             ("03", "丙办", "市级", None, "否"), ("04", "丁局", "市级", None, "是")],
        ),
        "enterprises": Table(
            ("企业名称", "统一社会信用代码", "其他编号"),
            [("一厂", "E1", None), ("二厂", "E2", None), ("三厂", None, None)],
        ),
        "plans": Table(
            ("计划编号", "牵头部门", "参与部门", "检查类型", "备案日期", "受理日期"),
            [("P1", "甲局", "乙局", "双随机", date(2025, 12, 1), None),
             ("P2", "甲局", "无", "日常", None, None),
             ("P2", "乙局", "无", "双随机", None, date(2026, 1, 5))],
        ),
        "tasks": Table(
            ("任务编号", "牵头部门", "状态", "计划编号", "参与部门", "检查类型"),
            [("T1", "甲局", "已完成", "P1", "乙局", "双随机"),
             ("T2", "甲局", "已取消", "P2", None, "日常")],
        ),
    }  # fmt: skip
    visits = {"01": Table(VISIT_COLUMNS, first), "02": Table(VISIT_COLUMNS, second)}
    return City("hand", 0, tables, visits, {code: f"{code}.xlsx" for code in visits})


@pytest.fixture(scope="module")
def quarter() -> dict[str, dict[str, int]]:
    day = date(2026, 7, 6)
    late = datetime(2026, 7, 8, 12)
    first = [
        # One joint visit, reported by both; its second row is a line of the same report.
        visit("1", "E1", day, 任务编号="T1", 计划编号="P1", 配合部门="乙局"),
        visit("1", "E1", day, 任务编号="T1", 计划编号="P1", 检查事项="J-2", 检查结果="责令改正"),
        # The cancelled task is none, its visit stays; the cancelled visit counts nowhere.
        visit("2", "E2", day, 任务编号="T2", 计划编号="P2", 亮码时间=None),
        visit("3", "三厂", day, 计划编号="P2", 状态="已取消"),
        # No number: both are one task, of the plan.
        visit("4", "E1", date(2026, 7, 7), 计划编号="P2", 亮码时间=late),
        visit("5", "E1", date(2026, 7, 8), 计划编号="P2", 检查方式="非现场", 亮码时间=None),
        # Unplanned with a reason: outside M10. Nobody came along.
        visit("6", "E1", date(2026, 7, 9), 来源="投诉举报", 检查事由="工单", 配合部门="乙局",
              实到部门="无", 检查结果="其他"),
        visit("7", "E1", date(2026, 7, 10), 计划编号="P2", 入企类型="走访调研"),
    ]  # fmt: skip
    second = [
        visit("1", "E1", day, 检查单位="02", 任务编号="T1", 计划编号="P1", 亮码时间=None,
              检查事项="J-3", 执法人员数=3),
        visit("2", "一厂", date(2026, 7, 20), 检查单位="02", 计划编号="P2"),
    ]  # fmt: skip
    return measure_truth(city_of(first, second))["2026-Q3"]


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator"),
    [
        # Tasks: T1, plan P2 of 甲局, plan P2 of 乙局, the visit without plan.
        ("M1", 1, 4),
        ("M1b", 1, 2),
        ("M1c", 1, 4),
        # P1 filed, P2 of 乙局 accepted, P2 of 甲局 neither; the complaint is outside.
        ("M10", 2, 3),
        # On-site with a known code: 07-06 (E1, on time), 07-06 (E2, none), 07-07, 07-09, 07-20.
        ("M3", 3, 5),
        # E1 had four on-site visits in July, E2 one.
        ("M6", 1, 2),
        # Item J-1: E1 four times; J-2, J-3 once; E2 once.
        ("M7", 1, 4),
        ("M9", 6, None),
        ("M9.people", 15, None),
        ("M9.enterprises", 2, None),
        ("M14", 1, 5),
        ("M16.bodies", 2, 3),
        ("M17", 6, 0),
    ],
)
def test_that_the_recount_agrees_with_counting_by_hand(
    quarter: dict[str, dict[str, int]], measure: str, numerator: int, denominator: int | None
) -> None:
    assert quarter[measure] == {"numerator": numerator, "denominator": denominator}
