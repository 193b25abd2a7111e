"""The lists of what may be announced as workbooks, the same by window and commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from console.export import ExportColumn, TableExport, file_name, write_table
from data.rows.announcing import AnnounceList, AnnounceRow
from data.rows.findings import Named

COLUMNS = (
    ("企业", 36), ("统一社会信用代码", 22), ("月份", 10), ("计划编号", 24), ("计划名称", 36),
    ("检查事项", 36), ("同行单位", 30), ("月份依据", 18),
)  # fmt: skip
BY_TIMETABLE, BY_PLAN = "联合检查时间表", "计划开始时间"
Step = Callable[[int, int, str], None]


def announce_table(body: Named, month: str, rows: tuple[AnnounceRow, ...]) -> TableExport:
    """Return what a body may announce in a month."""
    cells = [
        (
            row.enterprise.name, row.enterprise.code, row.month, row.number, row.name, row.items,
            "、".join(row.partners), BY_TIMETABLE if row.is_planned else BY_PLAN,
        )
        for row in rows
    ]  # fmt: skip
    columns = [ExportColumn(heading, width) for heading, width in COLUMNS]
    notes = (
        ("单位", body.name), ("月份", month),
        ("范围", "只列标注可预告的计划；飞行检查、举报和未标注的不列，已按计划检查的不列"),
    )  # fmt: skip
    return TableExport(f"{month}检查预告清单_{body.name}", columns, cells, len(cells), notes)


def write_announcements(
    found: AnnounceList, folder: Path, today: date, step: Step
) -> list[Path]:
    """Write a workbook for each body and month into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    parts, written = list(found.parts()), []
    for place, (body, month, rows) in enumerate(parts):
        step(place, len(parts), "写出预告清单")
        table = announce_table(body, month, rows)
        written.append(write_table(table, folder / file_name(table.name, today)))
    return written
