"""A card with a table and its buttons: rows keep their selection by key when read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from console.export import CellValue, ExportColumn, TableExport
from widgets.actions import add_deed
from widgets.card import Card
from widgets.column import Column
from widgets.records_table import PagedModel, TableView

R = TypeVar("R")
A_CHARACTER = 8


class TablePart(Card, Generic[R]):
    """A titled table; `chosen` tells the row the keyboard is on, None where there is none."""

    chosen = Signal(object)

    def __init__(
        self, title: str, columns: Sequence[Column[R]], key: Callable[[R], object],
        empty: tuple[str, str], buttons_in_head: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(title, holds_table=True)
        self._key, self._columns = key, tuple(columns)
        self._listed: tuple[R, ...] = ()
        self._wanted: object = None
        self.model: PagedModel[R] = PagedModel(columns)
        self.table: TableView[R] = TableView(self.model)
        self.table.setAccessibleName(title)
        self.table.set_empty_state(*empty)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.line = QHBoxLayout()
        self.line.setSpacing(8)
        self.line.addStretch(1)
        self._in_head = buttons_in_head
        if not buttons_in_head:
            self.add_line(self.line)
        self.add(self.table, 1)
        self.table.current_row_changed.connect(self.chosen.emit)

    def add_button(
        self, text: str, run: Callable[[], object], keys: str = "", primary: bool = False
    ) -> QPushButton:
        """Add a button, its key and its entry in the menu of the table."""
        button = QPushButton(text)
        button.setProperty("primary", primary)
        button.clicked.connect(lambda _=False: run())
        if self._in_head:
            self.add_to_head(button)
        else:
            self.line.addWidget(button)
        if keys:
            shown = keys.replace("+Up", "+↑").replace("+Down", "+↓")
            button.setToolTip(f"{text.rstrip('…')}（{shown}）")
        self.add_action(text, run, keys)
        return button

    def add_action(self, text: str, run: Callable[[], object], keys: str = "") -> None:
        """Add an entry to the menu of the table, with its key."""
        add_deed(self.table, text, run, keys)

    @property
    def rows(self) -> tuple[R, ...]:
        """Return the rows listed."""
        return self._listed

    @property
    def current(self) -> R | None:
        """Return the row the keyboard is on."""
        return self.table.current_row() if self._listed else None

    @property
    def current_key(self) -> object:
        """Return the key of the row the keyboard is on, the one wanted while none is read."""
        row = self.current
        return self._wanted if row is None else self._key(row)

    def want(self, key: object) -> None:
        """Choose this row when rows are put next."""
        self._wanted = key

    def put(self, rows: Sequence[R], note: str = "") -> None:
        """Show other rows; the row chosen stays chosen where it is still there."""
        wanted = self._wanted if self._wanted is not None else self.current_key
        self._wanted = None
        self._listed = tuple(rows)
        self.model.set_rows(rows)
        if note or self.title:
            self.set_note(note)
        keys = [self._key(row) for row in rows]
        if keys:
            self.table.select_row(keys.index(wanted) if wanted in keys else 0)
        else:
            self.chosen.emit(None)

    def export(self, name: str, notes: Sequence[tuple[str, str]]) -> TableExport:
        """Return the rows listed as a table to save."""
        heads = [ExportColumn(one.title, max(8, one.width // A_CHARACTER)) for one in self._columns]
        cells: list[tuple[CellValue, ...]] = [
            tuple(_cell(column.get(row)) for column in self._columns) for row in self._listed
        ]
        return TableExport(name, heads, cells, len(cells), notes)


def _cell(value: object) -> CellValue:
    return value if isinstance(value, str | int | float | date) or value is None else str(value)
