"""The columns of the table of visits, on screen and in the workbook."""

from __future__ import annotations

from collections.abc import Callable

from console.export import CellValue
from data.rows.period import day_of
from data.rows.records import VisitRow
from widgets.records_table import Column
from widgets.status import Status

USCC = 18
_CODES = {"未亮码": Status.RED, "补码": Status.YELLOW}


def _day(number: int) -> str:
    return day_of(number).isoformat()


def _join(words: tuple[str, ...]) -> str:
    return "、".join(words)


COLUMNS: tuple[Column[VisitRow], ...] = (
    Column("检查日期", lambda row: row.day, _day, width=92, frozen=True),
    Column("企业", lambda row: row.enterprise, width=200, frozen=True, tip=lambda r: r.enterprise,
           least=120, share=4),
    Column("检查单位", lambda row: row.bodies, _join, width=150, least=100, share=2),
    Column("检查事项", lambda row: row.items, _join, width=150, sortable=False, least=100, share=3),
    Column("来源", lambda row: row.trigger, width=68),
    Column("亮码", lambda row: row.code, width=76, status=lambda row: _CODES.get(row.code)),
    Column("检查结果", lambda row: row.result, width=94),
    Column("依据", lambda row: row.basis, width=60, sortable=False),
    Column("地区", lambda row: row.region, width=84, roomy=True),
    Column("联合", lambda row: "联合" if row.joint else "单独", width=56, sortable=False,
           roomy=True),
    Column("检查编号", lambda row: row.number, width=150, roomy=True),
    Column("人数", lambda row: row.officers, align="right", width=62, roomy=True),
    Column("类型", lambda row: row.check_type, width=70, roomy=True),
    Column("计划编号", lambda row: row.plan, width=130, sortable=False, visible=False),
    Column("任务编号", lambda row: row.task, width=130, sortable=False, visible=False),
    Column("方式", lambda row: row.mode, width=64, sortable=False, visible=False),
    Column("状态", lambda row: row.status, width=72, sortable=False, visible=False),
)  # fmt: skip

def preview_columns(past: Callable[[int], bool]) -> tuple[Column[VisitRow], ...]:
    """Return the columns under the heat; a visit past the cap without a basis is marked."""

    def bare(row: VisitRow) -> bool:
        return not row.basis and past(row.id)

    return (
        Column("日期", lambda row: row.day, _day, width=96, sortable=False),
        Column("企业", lambda row: row.enterprise, width=210, tip=lambda r: r.enterprise,
               least=150, share=4, sortable=False),
        Column("检查单位", lambda row: row.bodies, _join, width=160, least=110, share=3,
               sortable=False),
        Column("事项", lambda row: row.items, _join, width=160, sortable=False, least=110,
               share=3),
        Column("依据", lambda row: "无依据" if bare(row) else row.basis, width=90,
               sortable=False, status=lambda row: Status.RED if bare(row) else None),
        Column("来源", lambda row: row.trigger, width=90, sortable=False),
        Column("检查结果", lambda row: row.result, width=94, sortable=False, roomy=True),
    )  # fmt: skip


UNREAD = VisitRow(
    0, "", 0, "", "未能读出", "", (), "", (), "", "", "", "", "", "", "", "", None, False, ""
)
"""Stands where a row could not be read."""

SORTS = {
    0: "day", 1: "enterprise", 2: "body", 4: "trigger", 5: "code", 6: "result", 8: "region",
    10: "number", 11: "officers", 12: "type",
}  # fmt: skip
NAMES = {
    0: "day", 1: "enterprise", 2: "body", 3: "items", 4: "trigger", 5: "code", 6: "result",
    7: "basis", 8: "region", 9: "joint", 10: "number", 11: "officers", 12: "type", 13: "plan",
    14: "task", 15: "mode", 16: "status",
}  # fmt: skip
"""What the query calls each column of COLUMNS."""

EXPORTED: tuple[tuple[str, int, Callable[[VisitRow], CellValue]], ...] = (
    ("检查日期", 12, lambda row: day_of(row.day)),
    ("统一社会信用代码", 22, lambda row: row.enterprise_code),
    ("企业", 30, lambda row: row.enterprise),
    ("检查单位", 24, lambda row: _join(row.bodies)),
    ("地区", 12, lambda row: row.region),
    ("检查事项", 28, lambda row: _join(row.items)),
    ("来源", 12, lambda row: row.trigger),
    ("检查类型", 10, lambda row: row.check_type),
    ("检查方式", 10, lambda row: row.mode),
    ("是否联合", 10, lambda row: "是" if row.joint else "否"),
    ("亮码", 10, lambda row: row.code),
    ("检查结果", 14, lambda row: row.result),
    ("超频次依据", 12, lambda row: row.basis),
    ("执法人员数", 12, lambda row: row.officers),
    ("检查编号", 22, lambda row: row.number),
    ("计划编号", 20, lambda row: row.plan),
    ("任务编号", 20, lambda row: row.task),
    ("状态", 10, lambda row: row.status),
)


def visit_pairs(row: VisitRow) -> tuple[tuple[str, str], ...]:
    """Return all fields of a visit for the side panel."""
    return (
        ("信用代码" if len(row.enterprise_code) == USCC else "企业编码", row.enterprise_code),
        ("检查日期", _day(row.day)),
        ("检查单位", _join(row.bodies)), ("地区", row.region),
        ("检查事项", _join(row.items)), ("来源", row.trigger), ("类型", row.check_type),
        ("方式", row.mode), ("联合", "部门联合" if row.joint else "单独"), ("亮码", row.code),
        ("检查结果", row.result), ("超频次依据", row.basis),
        ("执法人员", "" if row.officers is None else f"{row.officers} 人"),
        ("检查编号", row.number), ("计划编号", row.plan), ("任务编号", row.task),
        ("状态", row.status),
    )  # fmt: skip
