"""The first rows of a file as they are read: one column in full, or all columns side by side."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.import_wizard.step_view import button
from console.import_wizard.tables import CELLS, StepTable, cell_lamp
from data.intake.looking import Cell, Line, Preview
from widgets.card import Card
from widgets.records_table import Column, PagedModel
from widgets.status import Status

Row = tuple[Cell, ...]


class PreviewPanel(Card):
    """Raw text beside what it is read as; what is wrong with the cell chosen stands below."""

    switched = Signal(bool)

    def __init__(self) -> None:
        super().__init__("预览", holds_table=True)
        self.is_whole = False
        self._preview: Preview | None = None
        self._line: Line | None = None
        self._cells: PagedModel[Cell] = PagedModel(CELLS)
        self.table: StepTable[Cell] = StepTable(self._cells)
        self.table.setAccessibleName("所选列的前五十行")
        self.table.set_empty_state("尚无预览", "选定表类并对应各列后，在这里看前五十行读成什么。")
        self.whole: StepTable[Row] | None = None
        self._holder = QWidget()
        self._holder_body = QVBoxLayout(self._holder)
        self._holder_body.setContentsMargins(0, 0, 0, 0)
        self.switch: QPushButton = button("看整表(&L)", "在所选列与整表之间切换")
        self.switch.setProperty("quiet", True)
        self._fault = QLabel()
        self._build()

    def _build(self) -> None:
        self.add_to_head(self.switch)
        self.add(self.table, 1)
        self.add(self._holder, 1)
        self._holder.hide()
        self._fault.setWordWrap(True)
        self._fault.setProperty("role", "note")
        self._fault.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.addWidget(self._fault, 1)
        self.add_line(line)
        self.switch.clicked.connect(self._switch)
        self.table.current_row_changed.connect(self._show_fault)

    def show_preview(self, preview: Preview | None) -> None:
        """Show another preview; the column chosen stays."""
        self._preview = preview
        if self._line is not None and preview is not None:
            self._line = next((one for one in preview.lines if one.field == self._line.field), None)
        self._show()

    def show_line(self, line: Line | None) -> None:
        """Show one column in full."""
        self._line = line
        self._show()

    def _show(self) -> None:
        preview, line = self._preview, self._line
        self._fault.setText("")
        rows = preview.rows if preview else 0
        wrong = preview.faults if preview else 0
        self.set_note(f"前 {rows} 行" + (f" · {wrong} 格有误" if wrong else "") if rows else "")
        if self.is_whole:
            self.set_title("预览 · 整表")
            self._show_whole()
            return
        self.set_title(f"预览 · {line.header}" if line else "预览")
        cells = line.cells if line else ()
        self._cells.set_rows(cells)
        first = next((n for n, cell in enumerate(cells) if cell.fault), 0)
        if cells:
            self.table.select_row(first)

    def _show_whole(self) -> None:
        if self.whole is not None:
            self._holder_body.removeWidget(self.whole)
            self.whole.deleteLater()
            self.whole = None
        lines = [one for one in self._preview.lines if one.cells] if self._preview else []
        if not lines:
            return
        columns: list[Column[Row]] = [
            Column("行", lambda row: row[0].row, align="right", width=48, sortable=False,
                   frozen=True),
            *(_column(place, line) for place, line in enumerate(lines)),
        ]  # fmt: skip
        model: PagedModel[Row] = PagedModel(columns, parent=self)
        model.set_rows(list(zip(*(line.cells for line in lines), strict=True)))
        self.whole = StepTable(model)
        self.whole.setAccessibleName("整表的前五十行")
        self.whole.selectionModel().currentChanged.connect(
            lambda now, _: self._show_cell(model, now.row(), now.column() - 1)
        )
        self._holder_body.addWidget(self.whole)

    def _switch(self) -> None:
        self.is_whole = not self.is_whole
        self.switch.setText("看所选列(&L)" if self.is_whole else "看整表(&L)")
        self.table.setVisible(not self.is_whole)
        self._holder.setVisible(self.is_whole)
        self._show()
        self.switched.emit(self.is_whole)

    def _show_cell(self, model: PagedModel[Row], row: int, place: int) -> None:
        if 0 <= row < model.rowCount():
            cells = model.row(row)
            self._show_fault(cells[place] if 0 <= place < len(cells) else None)

    def _show_fault(self, cell: object) -> None:
        if isinstance(cell, Cell):
            self._fault.setText(f"第 {cell.row} 行：{cell.fault}" if cell.fault else "")


def _column(place: int, line: Line) -> Column[Row]:
    return Column(line.header, _value(place), width=110, sortable=False, status=_lamp(place),
                  tip=_tip(place))  # fmt: skip


def _value(place: int) -> Callable[[Row], object]:
    return lambda row: row[place].raw if _is_void(row[place]) else row[place].value


def _is_void(cell: Cell) -> bool:
    return bool(cell.fault) and not cell.warning


def _lamp(place: int) -> Callable[[Row], Status | None]:
    return lambda row: cell_lamp(row[place])


def _tip(place: int) -> Callable[[Row], str]:
    return lambda row: row[place].fault or f"原文：{row[place].raw}"
