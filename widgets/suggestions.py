"""Suggestions under a field: arrows and Enter stay in the field's hands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from widgets.theme import current_theme

LINE, LEAST_WIDTH = 28, 360


class SuggestionList(QFrame):
    """A pop-up within the window; the arrows of the field lead through it, Escape closes it."""

    def __init__(self, field: QLineEdit, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent or field.window())
        self.setObjectName("popup")
        self._field = field
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(name)
        self._list.itemClicked.connect(lambda _: self.take())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 6, 6, 6)
        whole.addWidget(self._list)
        field.installEventFilter(self)
        self.hide()

    def take(self) -> None:
        """Do what the entry chosen stands for."""

    @property
    def chosen(self) -> int | None:
        """Return the place of the entry chosen, None where nothing is offered."""
        row = self._list.currentRow()
        return row if self.isVisible() and row >= 0 else None

    def choose(self, row: int) -> None:
        """Choose an entry by its place."""
        self._list.setCurrentRow(row)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Offer entries, each with its whole name for the tip; the first is chosen."""
        theme = current_theme()
        self._list.clear()
        for text, tip in lines:
            item = QListWidgetItem(text)
            item.setToolTip(tip)
            item.setSizeHint(QSize(0, theme.px(LINE)))
            self._list.addItem(item)
        self.setVisible(bool(lines))
        if not lines:
            return
        self._list.setCurrentRow(0)
        window: QWidget = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            self.show()
        width = max(self._field.width(), theme.px(LEAST_WIDTH))
        place = self._field.mapTo(window, QPoint(0, self._field.height() + 4))
        left = max(0, min(place.x(), window.width() - width - 20))
        self.setGeometry(left, place.y(), width, theme.px(LINE) * len(lines) + 14)
        self.raise_()

    def move_choice(self, step: int) -> None:
        """Choose the next or the former entry."""
        count = self._list.count()
        if count:
            self._list.setCurrentRow((self._list.currentRow() + step) % count)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead arrows and Escape of the field to the list; with the keyboard away it closes."""
        if watched is self._field and event.type() == QEvent.Type.FocusOut:
            self.hide()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if self.isHidden() or watched is not self._field:
            return False
        match event.key():
            case Qt.Key.Key_Down:
                self.move_choice(1)
            case Qt.Key.Key_Up:
                self.move_choice(-1)
            case Qt.Key.Key_Escape:
                self.hide()
            case _:
                return False
        return True
