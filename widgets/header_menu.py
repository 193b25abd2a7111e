"""The menu of a column: narrow it, order by it, choose which columns are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QMenu, QWidget, QWidgetAction

from widgets.theme import current_theme

HINT = "筛选：词语，或 =、>、< 加数值"


@dataclass(frozen=True, slots=True)
class ColumnState:
    """What the menu must know of a column."""

    heading: str
    typed: str
    can_narrow: bool
    can_order: bool
    narrowed: int
    """How many columns of the table are narrowed."""


@dataclass(frozen=True, slots=True)
class ColumnDeeds:
    """What the menu does."""

    narrow: Callable[[str], None]
    clear: Callable[[], None]
    order: Callable[[bool], None]
    add_to_order: Callable[[], None]


def header_menu(
    parent: QWidget, state: ColumnState, deeds: ColumnDeeds, columns: QMenu
) -> QMenu:
    """Return the menu of one column, with the chooser of columns inside."""
    menu = QMenu(parent)
    menu.setTitle(state.heading)
    if state.can_narrow:
        menu.addAction(_field(menu, state, deeds))
        if state.narrowed:
            menu.addAction(f"清除列筛选（{state.narrowed} 列）", deeds.clear)
        menu.addSeparator()
    if state.can_order:
        menu.addAction("升序", lambda: deeds.order(False))
        menu.addAction("降序", lambda: deeds.order(True))
        menu.addAction("加入排序（按住上档键单击表头）", deeds.add_to_order)
        menu.addSeparator()
    columns.setParent(menu, columns.windowFlags())
    menu.addMenu(columns)
    return menu


def _field(menu: QMenu, state: ColumnState, deeds: ColumnDeeds) -> QWidgetAction:
    field = QLineEdit(state.typed)
    field.setPlaceholderText(HINT)
    field.setToolTip(HINT + "；几个词用空格隔开，须都有；清空即不筛选")
    field.setAccessibleName(f"筛选“{state.heading}”")
    field.setClearButtonEnabled(True)
    field.setMinimumWidth(current_theme().space(250))

    def take() -> None:
        menu.close()
        deeds.narrow(field.text().strip())

    field.returnPressed.connect(take)
    action = QWidgetAction(menu)
    action.setDefaultWidget(field)
    menu.aboutToShow.connect(field.setFocus)
    return action
