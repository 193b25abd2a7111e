"""Deeds on a widget: an entry of its menu, and the key that does it while the keyboard is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


def add_deed(
    widget: QWidget, text: str, run: Callable[[], object], keys: str | Qt.Key = ""
) -> QAction:
    """Add a deed to a widget (shown where its context menu is made of its actions)."""
    action = QAction(text, widget)
    if keys:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _=False: run())
    widget.addAction(action)
    return action
