"""The header's context menu: which columns are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget


def column_menu(
    parent: QWidget,
    titles: Sequence[str],
    shown: Sequence[bool],
    show: Callable[[int, bool], None],
    reset: Callable[[], None],
) -> QMenu:
    """Return a menu that shows and hides columns; the last one shown stays."""
    menu = QMenu(parent)
    menu.setTitle("显示的列")
    for place, (title, is_shown) in enumerate(zip(titles, shown, strict=True)):
        action = QAction(title, menu)
        action.setCheckable(True)
        action.setChecked(is_shown)
        action.setEnabled(not is_shown or sum(shown) > 1)
        action.toggled.connect(lambda on, place=place: show(place, on))
        menu.addAction(action)
    menu.addSeparator()
    menu.addAction("恢复默认列", reset)
    return menu
