"""The columns of the list of findings, on screen and in the workbook."""

from __future__ import annotations

from collections.abc import Callable

from console.export import CellValue
from console.loading.findings import RuleNote
from console.pages.decide_actions import state_word
from data.rows.enums import FindingState, Force, Severity
from data.rows.findings import FindingRow, Named
from data.rows.period import day_of
from widgets.records_table import Column
from widgets.status import Status

BASIS = {"none": "无", "some": "部分", "all": "全部"}
_LAMPS = {
    Severity.RED: Status.RED, Severity.ORANGE: Status.ORANGE, Severity.YELLOW: Status.YELLOW,
    Severity.HINT: Status.NONE,
}  # fmt: skip


def _names(named: tuple[Named, ...]) -> str:
    return "、".join(one.name for one in named)


def _rule(row: FindingRow) -> str:
    return f"{row.rule} {row.rule_name}"


def _force(row: FindingRow) -> str:
    return f"{row.force.label}（试算）" if row.trial else row.force.label


def is_of_visits(row: FindingRow) -> bool:
    """Return whether a finding counts visits; those of plans and bodies count other records."""
    return row.subject_kind not in ("plan", "body", "notice", "demand")


def _basis(row: FindingRow) -> str:
    return BASIS.get(row.claimed_basis, row.claimed_basis) if is_of_visits(row) else ""


def _times(row: FindingRow) -> str:
    if is_of_visits(row):
        return f"{row.count}，其中超出 {row.beyond}"
    return f"{row.count}，相同对象 {row.beyond} 户" if row.beyond else str(row.count)


COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("程度", lambda r: r.severity.label, width=70, status=lambda r: _LAMPS[r.severity],
           frozen=True),
    Column("规则", _rule, width=124, frozen=True),
    Column("对象", lambda r: r.subject.name, width=200, tip=lambda r: r.subject.name, least=120,
           share=3),
    Column("涉及单位", lambda r: _names(r.bodies), width=160, tip=lambda r: _names(r.bodies),
           least=90, share=3),
    Column("期间", lambda r: r.period, width=76),
    Column("次数", lambda r: r.count, align="right", width=54),
    Column("超出", lambda r: r.beyond if is_of_visits(r) else "", align="right", width=54),
    Column("依据", lambda r: _basis(r), width=56),
    Column("状态", state_word, width=72),
    Column("效力", _force, width=100, roomy=True),
    Column("事项", lambda r: r.item.name if r.item else "", width=150, roomy=True, share=2),
)  # fmt: skip

SORTS = {
    0: "severity", 1: "rule", 2: "subject", 3: "bodies", 4: "period", 5: "count", 6: "beyond",
    7: "claimed", 8: "state", 9: "force", 10: "item",
}  # fmt: skip
NARROWED = frozenset({1, 2, 3, 4, 5, 6, 10})
"""The columns that can be narrowed by what is typed; the others have choices above the table."""
"""The column of each sort, as data/rules/paging.py knows it."""

EXPORTED: tuple[tuple[str, int, Callable[[FindingRow], CellValue]], ...] = (
    ("程度", 8, lambda r: r.severity.label), ("规则", 8, lambda r: r.rule),
    ("规则名称", 18, lambda r: r.rule_name), ("对象编码", 22, lambda r: r.subject.code),
    ("对象", 30, lambda r: r.subject.name),
    ("事项", 24, lambda r: r.item.name if r.item else ""),
    ("涉及单位", 28, lambda r: _names(r.bodies)), ("期间", 10, lambda r: r.period),
    ("最近日期", 12, lambda r: day_of(r.day)), ("次数", 8, lambda r: r.count),
    ("超出次数", 10, lambda r: r.beyond if is_of_visits(r) else None),
    ("依据", 8, lambda r: _basis(r)),
    ("状态", 10, state_word), ("效力", 12, _force),
    ("规则集", 12, lambda r: r.ruleset), ("跟踪单位", 24, lambda r: _names(r.tracked_by)),
    ("说明", 60, lambda r: r.sentence), ("编号", 40, lambda r: r.key),
)  # fmt: skip


UNREAD = FindingRow(
    0, "", "", "", "", False, Severity.HINT, Force.HINT, FindingState.OPEN, "", True, "",
    Named("", "未能读取"), None, (), "", 0, 0, 0, "", (), "",
)  # fmt: skip
"""Stands in a row that could not be read."""


def finding_pairs(
    row: FindingRow, note: RuleNote, told: str = "", beside: str = "", papers: str = ""
) -> tuple[tuple[str, str], ...]:
    """Return all fields of a finding and the rule it rests on, for the side panel."""
    return (
        ("程度", f"{_LAMPS[row.severity].shape} {row.severity.label}"),
        ("状态", state_word(row)), ("理由", row.reason), ("认定记录", told),
        ("文件", papers),
        ("规则", _rule(row)), ("所据", beside), ("规则原文", note.text),
        ("来源", note.source), ("效力", _force(row)), ("规则集", note.ruleset or row.ruleset),
        ("对象", row.subject.name), ("编码", row.subject.code),
        ("事项", row.item.name if row.item else ""), ("涉及单位", _names(row.bodies)),
        ("期间", row.period), ("次数", _times(row)), ("依据", _basis(row)),
        ("跟踪单位", _names(row.tracked_by)), ("编号", row.key),
    )  # fmt: skip
