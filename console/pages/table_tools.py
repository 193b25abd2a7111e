"""The two buttons at the right of a table: which columns it shows, and the panel beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from widgets.records_table import TableView
from widgets.theme import current_theme

R = TypeVar("R")
ROOM_FOR_PANEL = 1040


class TableTools(QObject):
    """Offers the columns of a table and hides its side panel where room is short."""

    def __init__(
        self, page: QWidget, table: TableView[R] | Callable[[], TableView[R]], panel: QWidget
    ) -> None:
        """Serve a table, or the one of several that is on show."""
        super().__init__(page)
        self._page, self._panel = page, panel
        self._wish: bool | None = None
        self.columns, self.details = QPushButton("选列"), QPushButton("收起详情")
        for button in (self.columns, self.details):
            button.setProperty("quiet", True)
        self.columns.setToolTip("选择显示哪些列")
        self.columns.clicked.connect(
            lambda: (table if isinstance(table, TableView) else table()).columns_menu().popup(
                self.columns.mapToGlobal(self.columns.rect().bottomLeft())
            )
        )
        self.details.clicked.connect(self._toggle)
        page.installEventFilter(self)

    def add_to(self, line: QHBoxLayout) -> None:
        """Put the buttons at the end of a line of controls."""
        line.addWidget(self.columns)
        line.addWidget(self.details)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again at the room when page or type size change."""
        if watched is self._page and event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self._settle()
        return False

    def _toggle(self) -> None:
        self._wish = self._panel.isHidden()
        self._settle()

    def _settle(self) -> None:
        has_room = self._page.width() >= current_theme().px(ROOM_FOR_PANEL)
        is_shown = has_room if self._wish is None else self._wish
        self._panel.setVisible(is_shown)
        self.details.setText("收起详情" if is_shown else "显示详情")
