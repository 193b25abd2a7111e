"""完整度: by body, how many plans lack which field, how many were accepted in time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.export import ExportColumn, TableExport
from console.history import Origin
from console.loading.plans import Gaps
from console.pages.plan_columns import (
    GAP_COLUMNS,
    GAP_EXPORTED,
    GAP_PARTS,
    GAP_SORTS,
    gap_count,
)
from data.records.plan_gaps import PARTS
from data.rows.plans import PlanGaps
from widgets.formats import percent, thousands
from widgets.records_table import PagedModel, TableView


class PlanGapsView(QWidget):
    """A table of bodies; Enter on a figure opens the plans it counts."""

    drilled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._gaps = Gaps()
        self._rows: list[PlanGaps] = []
        self._model: PagedModel[PlanGaps] = PagedModel(GAP_COLUMNS)
        self.table: TableView[PlanGaps] = TableView(self._model)
        self.table.setAccessibleName("各单位计划完整度")
        self.table.set_empty_state("没有计划", "本期在当前筛选下没有开始的计划。")
        self.table.row_activated.connect(self._open)
        self.table.sort_requested.connect(self.sort_by)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.table, 1)

    @property
    def rows(self) -> list[PlanGaps]:
        """Return the bodies listed."""
        return self._rows

    def show_gaps(self, gaps: Gaps, wanted: tuple[str, int] = ("", 0)) -> None:
        """Show other bodies; the keyboard goes to a body's column where it is listed."""
        self._gaps, self._rows = gaps, list(gaps.rows)
        self._list(wanted)

    def note(self) -> str:
        """Return the sums in one line."""
        plans, told, complete, due, filed = (
            sum(getattr(row, name) for row in self._rows)
            for name in ("plans", "told", "complete", "due", "filed")
        )
        parts = [f"{len(self._rows)} 个单位 {thousands(plans)} 个计划"]
        if told:
            parts.append(f"齐全 {thousands(complete)}（{percent(complete / told)}）")
        if due:
            parts.append(f"按期受理 {thousands(filed)}/{thousands(due)}（{percent(filed / due)}）")
        return " · ".join(parts)

    def chosen(self) -> tuple[str, int]:
        """Return the body and column the keyboard is on."""
        row, index = self.table.current_row(), self.table.currentIndex()
        return (row.body.code, index.column()) if row is not None else ("", 0)

    def sort_by(self, place: int, is_descending: bool) -> None:
        """Order by a column; the keyboard stays on its body."""
        kept = self.chosen()
        self._rows.sort(key=GAP_SORTS[place], reverse=is_descending)  # type: ignore[arg-type]  # one kind a column
        self._model.set_sorted_by(place, is_descending)
        self._list(kept)

    def _list(self, wanted: tuple[str, int]) -> None:
        self._model.set_rows(self._rows)
        code, column = wanted
        codes = [row.body.code for row in self._rows]
        if codes:
            place = codes.index(code) if code in codes else 0
            self.table.setCurrentIndex(self._model.index(place, column))

    def _open(self, row: object) -> None:
        if isinstance(row, PlanGaps):
            origin = self.origin_of(row, self.table.currentIndex().column())
            if origin.count:
                self.drilled.emit(origin)

    def origin_of(self, row: PlanGaps, column: int) -> Origin:
        """Return the drill behind one figure of a body."""
        part = GAP_PARTS[column]
        return self._gaps.origin(row, part, gap_count(row, part), PARTS[part])

    def export(self, notes: tuple[tuple[str, str], ...]) -> TableExport:
        """Return the bodies as a table."""
        columns = [ExportColumn(heading, width) for heading, width, _ in GAP_EXPORTED]
        cells = [tuple(get(row) for _, _, get in GAP_EXPORTED) for row in self._rows]
        return TableExport("检查计划完整度", columns, cells, len(cells), notes)
