"""A chart and the same figures as a table; Alt+T changes between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from widgets.column import Column
from widgets.paged_model import PagedModel
from widgets.table_view import TableView

Row = tuple[str, ...]


class _ReadableChart(Protocol):
    def as_table(self) -> tuple[Row, tuple[Row, ...]]: ...
    def accessibleName(self) -> str: ...


class ChartOrTable(QStackedWidget):
    """Shows a chart first; the table is made when it is asked for."""

    def __init__(
        self, chart: QWidget, parent: QWidget | None = None, has_shortcut: bool = True
    ) -> None:
        super().__init__(parent)
        assert hasattr(chart, "as_table"), "a chart has to be readable as a table"
        self._chart: _ReadableChart = chart
        self._table: TableView[Row] | None = None
        self.addWidget(chart)
        if has_shortcut:
            shortcut = QShortcut(QKeySequence("Alt+T"), self, self.switch)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def shows_table(self) -> bool:
        """Return whether the table is on show."""
        return self.currentIndex() == 1

    @property
    def table(self) -> TableView[Row] | None:
        """Return the table, if it has been asked for."""
        return self._table

    def switch(self) -> None:
        """Change between chart and table."""
        if self.shows_table:
            self.setCurrentIndex(0)
            return
        header, rows = self._chart.as_table()
        if self._table is not None:
            self.removeWidget(self._table)
            self._table.deleteLater()
        model = PagedModel(_columns(header), parent=self)
        model.set_rows(rows)
        self._table = TableView(model)
        self._table.setAccessibleName(f"{self._chart.accessibleName()}（表）")
        self.addWidget(self._table)
        self.setCurrentIndex(1)
        self._table.setFocus()


def _columns(header: Sequence[str]) -> tuple[Column[Row], ...]:
    def at(place: int) -> Column[Row]:
        return Column(
            header[place],
            lambda row: row[place],
            align="left" if place == 0 else "right",
            width=160 if place == 0 else max(60, 660 // len(header)),
            least=80 if place == 0 else 48,
            share=2 if place == 0 else 1,
            sortable=False,
        )

    return tuple(at(place) for place in range(len(header)))
