"""The columns of rules and of the changes people made to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from console.export import CellValue
from console.loading.rules import ChangeRow, RuleRow
from data.rows.enums import Force
from data.rows.rulesets import RuleSet
from widgets.records_table import Column
from widgets.status import Status


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}"


def _state(row: RuleRow) -> str:
    return "启用" if row.text.on else "停用"


def _force(row: RuleRow) -> str:
    return row.text.force.label


RULES: tuple[Column[RuleRow], ...] = (
    Column("规则", lambda r: r.text.id, width=56, sortable=False, frozen=True),
    Column("名称", lambda r: r.text.name, width=150, sortable=False, frozen=True, least=110,
           tip=lambda r: r.text.name),
    Column("状态", _state, width=76, sortable=False,
           status=lambda r: Status.GREEN if r.text.on else Status.NONE),
    Column("效力", _force, width=60, sortable=False),
    Column("数值", lambda r: r.limit_words, width=190, sortable=False, least=120, share=2,
           tip=lambda r: r.limit_words),
    Column("原文", lambda r: r.text.text, width=240, sortable=False, least=120, share=3,
           tip=lambda r: r.text.text),
    Column("来源", lambda r: r.text.source, width=200, sortable=False, roomy=True, share=1,
           tip=lambda r: r.text.source),
)  # fmt: skip

CHANGES: tuple[Column[ChangeRow], ...] = (
    Column("序号", lambda r: r.number, align="right", width=54, sortable=False),
    Column("规则", lambda r: r.rule, width=56, sortable=False),
    Column("修改", lambda r: r.words, width=250, sortable=False, tip=lambda r: r.words,
           least=150, share=2),
    Column("理由", lambda r: r.reason, width=260, sortable=False, tip=lambda r: r.reason,
           least=120, share=3),
    Column("修改人", lambda r: r.author, width=90, sortable=False),
    Column("录入时间", lambda r: r.at, _moment, width=136, sortable=False),
)  # fmt: skip

EXPORTED: tuple[tuple[str, int, Callable[[RuleRow], CellValue]], ...] = (
    ("规则", 8, lambda r: r.text.id), ("名称", 20, lambda r: r.text.name),
    ("状态", 8, _state), ("效力", 8, _force), ("数值", 36, lambda r: r.limit_words),
    ("原文", 70, lambda r: r.text.text), ("来源", 60, lambda r: r.text.source),
)  # fmt: skip


def rule_pairs(row: RuleRow, one: RuleSet) -> tuple[tuple[str, str], ...]:
    """Return all of a rule as a version has it, for the side panel."""
    text = row.text
    meaning = "可以开具函件、点名" if text.force is Force.BINDING else "只作提示，不进文件"
    return (
        ("状态", _state(row)), ("效力", f"{text.force.label}（{meaning}）"),
        *((title, value) for _, title, value in row.limits),
        ("原文", text.text), ("来源", text.source), ("规则集", f"{one.name}（{one.title}）"),
        ("施行日期", one.effective.isoformat()), ("说明", one.note),
    )  # fmt: skip
