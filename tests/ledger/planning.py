"""Plans of the town, as a file of plans sends them."""

from __future__ import annotations

from tests.ledger.town import Row

USUAL: Row = {
    "计划编号": "P1", "任务名称": "甲计划", "牵头部门": "市应急局", "检查类型": "重点",
    "计划周期": "季度", "检查事项": "J-1", "检查对象范围": "全市化工企业", "抽查比例": "10%",
    "开始日期": "2026-05-01", "结束日期": "2026-06-30", "是否联合": "否", "参与部门": "无",
    "备案日期": "2026-02-01", "批准文号": "批〔2026〕1号", "公布日期": "2026-02-01",
    "是否涉企": "是",
}  # fmt: skip
DECOY: Row = {
    **USUAL, "计划编号": "全", "任务名称": "各栏都有的计划", "牵头部门": "市委编办",
    "检查事项": "J-3", "开始日期": "2020-01-01", "结束日期": "2020-01-02", "备案日期": "2019-12-01",
}  # fmt: skip
"""A plan without fault that fills every column, so that an empty cell beside it is a fact."""


def plan(number: str, lead: str = "市应急局", /, **cells: object) -> Row:
    """Return a plan that breaks no rule, unless told otherwise."""
    return {**USUAL, "计划编号": number, "任务名称": f"{number}计划", "牵头部门": lead, **cells}


def targets(number: str, lead: str, *enterprises: str) -> list[Row]:
    """Return whom a plan means to visit."""
    return [{"计划编号": number, "牵头部门": lead, "企业": one} for one in enterprises]
