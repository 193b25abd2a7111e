"""Tabs of a page: titles above, one part on show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QTabWidget, QWidget


def tabs_of(name: str, titles: Sequence[str], parts: Sequence[QWidget]) -> QTabWidget:
    """Return tabs with their titles; `name` is read aloud."""
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setDrawBase(False)
    tabs.setAccessibleName(name)
    for title, part in zip(titles, parts, strict=True):
        tabs.addTab(part, title)
    return tabs


def turn_quietly(tabs: QTabWidget, place: int) -> None:
    """Show a tab without telling anybody, so that nothing is read for it twice."""
    with QSignalBlocker(tabs):
        tabs.setCurrentIndex(place)
