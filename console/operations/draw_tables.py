"""Draws, and what one drew, as tables to save."""

from __future__ import annotations

from collections.abc import Sequence

from console.export import ExportColumn, TableExport
from data.rows.draws import DrawRow, DrawSheet, standing_rows
from data.rows.errors import InvalidInput

DRAWN_COLUMNS = tuple(ExportColumn(name, width) for name, width in (
    ("序号", 8), ("统一社会信用代码", 22), ("企业", 30), ("信用等级", 10), ("风险等级", 10),
    ("本年已查次数", 12), ("执法人员", 40), ("执法证号", 30), ("缺人", 8),
    ("替补", 40),
))  # fmt: skip
DRAW_COLUMNS = tuple(ExportColumn(name, width) for name, width in (
    ("编号", 12), ("名称", 36), ("抽取日期", 12), ("状态", 10), ("范围户数", 10), ("抽取户数", 10),
    ("执法人员", 10), ("承诺值", 66), ("种子", 66), ("作废理由", 30), ("承诺人", 14),
))  # fmt: skip


def drawn_table(sheet: DrawSheet) -> TableExport:
    """Return what was drawn as a table to save; InvalidInput before it was."""
    if sheet.outcome is None:
        raise InvalidInput(f"抽取 {sheet.row.number} {sheet.row.word}，还没有抽取结果。")
    rows = standing_rows(sheet)
    cells = [
        (one.place, one.code, one.name, one.credit, one.risk, one.times, one.people,
         "、".join(who.badge for who in one.officers), one.lacks or None,
         one.note)
        for one in rows
    ]  # fmt: skip
    notes = (("抽取编号", sheet.row.number), ("承诺值", sheet.row.commitment),
             ("种子", sheet.row.seed), ("公开数", sheet.row.witness or "无"),
             ("范围", sheet.plan.people.source))  # fmt: skip
    return TableExport(f"{sheet.row.title}抽取结果", DRAWN_COLUMNS, cells, len(cells), notes)


def draws_table(rows: Sequence[DrawRow]) -> TableExport:
    """Return the list of draws as a table to save."""
    cells = [
        (one.number, one.title, one.held, one.word, one.objects, one.size, one.officers,
         one.commitment, one.seed, one.reason, one.actor)
        for one in rows
    ]  # fmt: skip
    return TableExport("双随机抽取", DRAW_COLUMNS, cells, len(cells), ())
