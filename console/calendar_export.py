"""The working calendar as a file of the form it is imported by: 日期, 类型, 名称."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from console.export import ExportColumn, TableExport, write_table
from data.intake.calendars import COLUMNS, calendar_toml
from data.rows.calendars import CalendarEntry
from data.rows.errors import InvalidInput
from data.store.files import atomic_write

SUFFIXES = (".xlsx", ".csv", ".toml")
WIDTHS = (14, 10, 18)
NOTE = "每行一天。类型填“放假”或“上班”（调休）；没有列出的日子按星期。含元旦的年度按全年安排导入。"


def write_calendar(entries: Sequence[CalendarEntry], path: Path, year: int | None = None) -> Path:
    """Write days as .xlsx, .csv or .toml, by the name of the file."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InvalidInput(f"“{path.name}”的类型不能导出，可用：{'、'.join(SUFFIXES)}。")
    if suffix == ".toml":
        with atomic_write(path) as stream:
            stream.write(calendar_toml(entries).encode("utf-8"))
        return path
    name = "工作日历" if year is None else f"{year}年工作日历"
    columns = [ExportColumn(*one) for one in zip(COLUMNS, WIDTHS, strict=True)]
    rows = [(entry.day, entry.kind.label, entry.name) for entry in entries]
    return write_table(TableExport(name, columns, rows, len(rows), [("说明", NOTE)]), path)
