"""The rows a person has selected in a table, in the order they stand."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QTableView

from widgets.records_table import PagedModel

R = TypeVar("R")
MOST = 500
"""So many rows are decided at once at most."""


def selected_rows(table: QTableView, model: PagedModel[R], most: int = MOST) -> list[R]:
    """Return the rows with a selected cell, else the one the keyboard is on; `most` at most."""
    places: set[int] = set()
    # The stubs do not know that a selection is a list of its parts.
    for part in table.selectionModel().selection().toList():
        places.update(range(part.top(), min(part.bottom(), part.top() + most) + 1))
    if not places and table.currentIndex().isValid():
        places = {table.currentIndex().row()}
    return [model.row(place) for place in sorted(places)[:most] if place < model.rowCount()]
