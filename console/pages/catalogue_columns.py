"""The columns of a register, on screen and in the workbook, from its description."""

from __future__ import annotations

from collections.abc import Callable

from console.export import CellValue, ExportColumn
from data.rows.catalogue import ListColumn, ListKind, ListRow
from data.rows.period import day_of
from widgets.records_table import Column
from widgets.status import Status

MOST_WIDTH = 40
UNREAD = "未能读取"
LAMPS = {
    "未接入": Status.YELLOW, "已接入": Status.GREEN, "不再使用": Status.NONE,
    "暂停": Status.YELLOW, "注销": Status.RED,
}  # fmt: skip
LAMPED = ("connected", "status")


def columns_of(kind: ListKind) -> tuple[Column[ListRow], ...]:
    """Return the columns of a register as the table takes them."""
    return tuple(_column(place, column) for place, column in enumerate(kind.columns))


def _column(place: int, column: ListColumn) -> Column[ListRow]:
    def get(row: ListRow) -> object:
        return row.cells[place]

    def status(row: ListRow) -> Status | None:
        return LAMPS.get(str(row.cells[place]))

    def tip(row: ListRow) -> str:
        return str(row.cells[place] or "")

    def shown(value: int | str) -> str:
        return day_of(int(value)).isoformat() if column.is_day else str(value)

    return Column(
        column.title, get, shown, align="right" if column.is_number else "left",
        width=column.width, least=90 if column.is_wide else 0, share=3 if column.is_wide else 0,
        roomy=column.is_extra, tip=None if column.is_day else tip, frozen=place == 0,
        status=status if column.key in LAMPED else None,
    )  # fmt: skip


def unread(kind: ListKind) -> ListRow:
    """Return what stands in a row that could not be read."""
    return ListRow(0, "", "", (UNREAD, *(None for _ in kind.columns[1:])))


def export_columns(
    kind: ListKind,
) -> tuple[list[ExportColumn], Callable[[ListRow], tuple[CellValue, ...]]]:
    """Return the headings of a register's workbook, and the cells of a row."""
    columns = [
        ExportColumn(one.title, min(MOST_WIDTH, max(10, one.width // 6))) for one in kind.columns
    ]

    def cells(row: ListRow) -> tuple[CellValue, ...]:
        return tuple(
            day_of(int(cell)) if column.is_day and cell is not None else cell
            for column, cell in zip(kind.columns, row.cells, strict=True)
        )

    return columns, cells
