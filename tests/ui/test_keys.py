"""Keys: where the keyboard is on a table, no key means two things (Qt would then do neither)."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QWidget

from console.page_list import PAGES
from console.page_state import tables_of
from tests.ui.test_stories import shown

OWN = (Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut)
OWN_CHILDREN = Qt.FindChildOption.FindDirectChildrenOnly
EVERYWHERE = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)


def keys_on(table: QWidget) -> Counter[str]:
    """Return how often each key is taken where the keyboard is on a table."""
    found: Counter[str] = Counter()
    whole = table.window()
    above: QWidget | None = table
    while above is not None:
        context = OWN if above is table else OWN[1:]
        found += Counter(
            keys.toString() for action in above.actions() if action.shortcutContext() in context
            for keys in action.shortcuts()
        )  # fmt: skip
        found += Counter(
            one.key().toString()
            for one in above.findChildren(QShortcut, options=OWN_CHILDREN)
            if one.context() in context
        )
        above = above.parentWidget()
    for action in whole.findChildren(QAction):
        homes = [one for one in action.associatedObjects() if isinstance(one, QWidget)]
        if action.shortcutContext() in EVERYWHERE and any(one.isVisible() for one in homes):
            found += Counter(keys.toString() for keys in action.shortcuts())
    return found


def test_that_no_key_means_two_things_on_any_table(window, qtbot):
    twice = {}
    for name in PAGES:
        page = shown(window, name, qtbot)
        for key, table in tables_of(page).items():
            taken = [keys for keys, count in keys_on(table).items() if count > 1]
            if taken:
                twice[name, key] = taken
    assert twice == {}
