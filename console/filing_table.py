"""检查计划备案台账 as a table for a workbook, in the columns such registers are kept in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from console.export import CellValue, ExportColumn, TableExport
from data.rows.filings import FilingRow
from data.rows.period import day_of

NAME = "检查计划备案台账"


def _window(row: FilingRow) -> str:
    ends = (row.plan.first, row.plan.last)
    return "至".join("未填" if one is None else day_of(one).isoformat() for one in ends)


COLUMNS: tuple[tuple[str, int, Callable[[FilingRow], CellValue]], ...] = (
    ("收件编号", 20, lambda r: r.receipt), ("收件日期", 12, lambda r: r.received),
    ("收件机关", 14, lambda r: r.receiver.label), ("报送单位", 22, lambda r: r.plan.body.name),
    ("报送人", 12, lambda r: r.sender), ("计划编号", 22, lambda r: r.plan.number),
    ("任务名称", 36, lambda r: r.plan.name), ("检查类型", 10, lambda r: r.plan.type.label),
    ("计划周期", 10, lambda r: r.plan.cycle), ("检查时间", 24, _window),
    ("参与部门", 28, lambda r: "、".join(r.plan.partners)),
    ("退回次数", 10, lambda r: r.returns), ("退回日期", 12, lambda r: r.returned),
    ("补正内容", 36, lambda r: r.asked), ("补正期限", 12, lambda r: r.due),
    ("补正收件日期", 14, lambda r: r.back), ("受理日期", 12, lambda r: r.taken),
    ("备案日期", 12, lambda r: r.filed), ("备案编号", 20, lambda r: r.filing),
    ("状态", 12, lambda r: r.word), ("经办人", 12, lambda r: r.handler),
    ("备注", 28, lambda r: r.note),
)  # fmt: skip


def filing_table(rows: Sequence[FilingRow], notes: Sequence[tuple[str, str]]) -> TableExport:
    """Return the register as a table, its rows numbered."""
    columns = [ExportColumn("序号", 6), *(ExportColumn(head, wide) for head, wide, _ in COLUMNS)]
    cells = [
        (place, *(get(row) for _, _, get in COLUMNS)) for place, row in enumerate(rows, start=1)
    ]
    return TableExport(NAME, columns, cells, len(cells), notes)
