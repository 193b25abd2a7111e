"""How a page stands on the screen: scrolled where, which rows, which tabs, how its tables are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QTabWidget, QWidget

from console.pages.base import Page
from widgets.frozen_part import FrozenPart
from widgets.records_table import TableView
from widgets.table_layout import Layout


@dataclass(frozen=True, slots=True)
class PageState:
    """Scroll bars, rows and tabs by the place of their widgets in the page."""

    scrolls: tuple[tuple[str, int, int], ...] = ()
    rows: tuple[tuple[str, int], ...] = ()
    tabs: tuple[tuple[str, int], ...] = ()


def state_of(page: Page) -> PageState:
    """Return how a page stands now."""
    areas = _named(page, QAbstractScrollArea)
    return PageState(
        tuple(
            (name, area.verticalScrollBar().value(), area.horizontalScrollBar().value())
            for name, area in areas.items()
            if not isinstance(area, FrozenPart | QHeaderView)
        ),
        tuple((name, table.currentIndex().row()) for name, table in tables_of(page).items()),
        tuple((name, tabs.currentIndex()) for name, tabs in _named(page, QTabWidget).items()),
    )


class Restoring(QObject):
    """Puts a page as it stood, once its figures are there."""

    def __init__(self, page: Page, state: PageState) -> None:
        super().__init__(page)
        self._page, self._state = page, state
        page.loaded.connect(self._begin)

    def _begin(self) -> None:
        self._page.loaded.disconnect(self._begin)
        # What a page selects on its own is scrolled into sight first.
        QTimer.singleShot(0, self, self._finish)

    def _finish(self) -> None:
        put(self._page, self._state)
        self.deleteLater()


def put(page: Page, state: PageState) -> None:
    """Set tabs, then rows where the page does not know its own, then scroll bars."""
    tabs, tables = _named(page, QTabWidget), tables_of(page)
    for name, place in state.tabs:
        if name in tabs:
            tabs[name].setCurrentIndex(place)
    knows_its_own = page.selection() != ()
    for name, row in state.rows:
        table = tables.get(name)
        if table is None or (knows_its_own and table.currentIndex().isValid()):
            continue
        if 0 <= row < table.model().rowCount():
            table.select_shown(row)
    areas = _named(page, QAbstractScrollArea)
    for name, down, across in state.scrolls:
        if name in areas:
            areas[name].verticalScrollBar().setValue(down)
            areas[name].horizontalScrollBar().setValue(across)


def tables_of(page: Page) -> dict[str, TableView[Any]]:
    """Return the tables of a page by name; their rows are of any kind."""
    return {
        name: table for name, table in _named(page, TableView).items() if table.accessibleName()
    }


def layouts_of(page: Page) -> dict[str, Layout]:
    """Return how the tables of a page are set up."""
    return {name: table.layout_state() for name, table in tables_of(page).items()}


def put_layouts(page: Page, layouts: Mapping[str, Mapping[str, Any]]) -> None:
    """Set up the tables of a page as they were."""
    for name, table in tables_of(page).items():
        if name in layouts:
            table.set_layout_state(layouts[name])


def _named(page: Page, kind: type[Any]) -> dict[str, Any]:
    """Return the widgets of a kind by their names; equal ones are numbered."""
    found: dict[str, QWidget] = {}
    for widget in page.findChildren(kind):
        name = widget.accessibleName() or type(widget).__name__
        number = sum(1 for other in found if other.split("#")[0] == name)
        found[f"{name}#{number}" if number else name] = widget
    return found
