"""The columns of one enterprise's visits and of the enterprises to choose from."""

from __future__ import annotations

from collections.abc import Callable

from console.export import CellValue
from console.loading.enterprise import LAMPS, arrival, rules_of, severity_word
from console.pages.visit_columns import visit_pairs
from data.rows.enterprises import YearVisit
from data.rows.findings import FindingRow
from data.rows.period import day_of
from widgets.records_table import Column
from widgets.status import Status

_CODES = {"未亮码": Status.RED, "补码": Status.YELLOW}


def _join(words: tuple[str, ...]) -> str:
    return "、".join(words)


def _lamp(visit: YearVisit) -> Status | None:
    return None if visit.severity is None else LAMPS[visit.severity]


COLUMNS: tuple[Column[YearVisit], ...] = (
    Column("日期", lambda v: day_of(v.row.day).isoformat(), width=92, frozen=True),
    Column("到达", arrival, width=58),
    Column("检查单位", lambda v: _join(v.row.bodies), width=150, least=90, share=3,
           tip=lambda v: _join(v.row.bodies)),
    Column("检查事项", lambda v: _join(v.row.items), width=150, least=90, share=3,
           tip=lambda v: _join(v.row.items)),
    Column("类型", lambda v: v.row.check_type, width=66),
    Column("来源", lambda v: v.row.trigger, width=68),
    Column("亮码", lambda v: v.row.code, width=76, status=lambda v: _CODES.get(v.row.code)),
    Column("检查结果", lambda v: v.row.result, width=94),
    Column("依据", lambda v: v.row.basis, width=60),
    Column("程度", severity_word, width=66, status=_lamp),
    Column("预警", rules_of, width=86, least=60, share=1, tip=rules_of),
)  # fmt: skip

SORTS: dict[int, Callable[[YearVisit], tuple[object, ...]]] = {
    0: lambda v: (v.row.day, v.arrive or 0), 1: lambda v: ((v.arrive or 0) % 1440, v.row.day),
    2: lambda v: (_join(v.row.bodies), v.row.day), 3: lambda v: (_join(v.row.items), v.row.day),
    4: lambda v: (v.row.check_type, v.row.day), 5: lambda v: (v.row.trigger, v.row.day),
    6: lambda v: (v.row.code, v.row.day), 7: lambda v: (v.row.result, v.row.day),
    8: lambda v: (v.row.basis, v.row.day), 9: lambda v: (v.severity or 0, v.row.day),
    10: lambda v: (rules_of(v), v.row.day),
}  # fmt: skip

EXPORTED: tuple[tuple[str, int, Callable[[YearVisit], CellValue]], ...] = (
    ("检查日期", 12, lambda v: day_of(v.row.day)), ("到达时间", 10, arrival),
    ("检查单位", 26, lambda v: _join(v.row.bodies)), ("检查事项", 28, lambda v: _join(v.row.items)),
    ("检查类型", 10, lambda v: v.row.check_type), ("来源", 12, lambda v: v.row.trigger),
    ("检查方式", 10, lambda v: v.row.mode), ("亮码", 10, lambda v: v.row.code),
    ("检查结果", 14, lambda v: v.row.result), ("超频次依据", 12, lambda v: v.row.basis),
    ("程度", 8, severity_word), ("预警", 24, rules_of),
    ("计入检查次数", 12, lambda v: "是" if v.counts else "否"),
    ("检查编号", 22, lambda v: v.row.number),
)  # fmt: skip

OFTEN: tuple[Column[FindingRow], ...] = (
    Column("程度", lambda r: r.severity.label, width=70, status=lambda r: LAMPS[r.severity],
           sortable=False),
    Column("企业", lambda r: r.subject.name, width=260, least=140, share=4, sortable=False,
           tip=lambda r: r.subject.name),
    Column("信用代码", lambda r: r.subject.code, width=170, sortable=False),
    Column("月份", lambda r: r.period, width=80, sortable=False),
    Column("当月次数", lambda r: r.count, align="right", width=80, sortable=False),
    Column("超出", lambda r: r.beyond, align="right", width=60, sortable=False),
    Column("涉及单位", lambda r: "、".join(one.name for one in r.bodies), width=220, least=100,
           share=3, sortable=False, tip=lambda r: "、".join(one.name for one in r.bodies)),
)  # fmt: skip


def year_visit_pairs(visit: YearVisit) -> tuple[tuple[str, str], ...]:
    """Return all fields of a visit and the findings that rest on it, for the side panel."""
    told = "\n".join(f"{row.rule} {row.rule_name}（{row.severity.label}，{row.state.label}）"
                     f"：{row.sentence}" for row in visit.findings)  # fmt: skip
    return (
        ("到达", arrival(visit)), *visit_pairs(visit.row)[1:],
        ("计入", "" if visit.counts else "不计入检查次数"), ("预警", told),
    )  # fmt: skip
