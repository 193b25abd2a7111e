"""Ctrl+K: jump to a page, a body, a region or a command by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.context import AppContext
from widgets.theme import current_theme

MOST = 12


@dataclass(frozen=True, slots=True)
class Target:
    """Something to jump to."""

    kind: str
    name: str
    go: Callable[[], None]


def targets(ctx: AppContext, pages: Sequence[Target], text: str) -> list[Target]:
    """Return what a text names: pages and commands, then bodies and regions, then enterprises."""
    found = [target for target in pages if text in target.name]
    registers = ctx.registers
    if registers is not None and text:
        for body in registers.bodies:
            if text in body.name or text.upper() == body.code.upper():
                found.append(Target("单位", body.name, _narrow(ctx, "body", body.code)))
        for code, name in registers.regions:
            if text in name:
                found.append(Target("地区", name, _narrow(ctx, "region", code)))
    return found[:MOST]


def _narrow(ctx: AppContext, dimension: str, code: str) -> Callable[[], None]:
    def go() -> None:
        ctx.set_filter(ctx.filter.with_value(dimension, code))

    return go


class Finder(QFrame):
    """The pop-up under the search field; arrows and Enter stay in the field's hands."""

    def __init__(self, ctx: AppContext, field: QLineEdit, pages: Sequence[Target]) -> None:
        super().__init__(field.window())
        self.setObjectName("popup")
        self._ctx, self._field, self._pages = ctx, field, pages
        self._found: list[Target] = []
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName("搜索结果")
        self._list.itemClicked.connect(lambda _: self.take())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 6, 6, 6)
        whole.addWidget(self._list)
        field.installEventFilter(self)
        self.hide()

    @property
    def names(self) -> list[str]:
        """Return the names found."""
        return [target.name for target in self._found]

    def search(self, text: str) -> None:
        """Show what a text names; nothing typed shows nothing."""
        wanted = text.strip()
        self._found = targets(self._ctx, self._pages, wanted) if wanted else []
        self._list.clear()
        for target in self._found:
            self._list.addItem(QListWidgetItem(f"{target.kind}　{target.name}"))
        self.setVisible(bool(self._found))
        if not self._found:
            return
        self._list.setCurrentRow(0)
        theme = current_theme()
        window: QWidget = self._field.window()
        place = self._field.mapTo(window, QPoint(0, self._field.height() + 4))
        width = max(self._field.width(), theme.px(236))
        self.setGeometry(place.x(), place.y(), width, theme.px(26) * len(self._found) + 22)
        self.raise_()

    def take(self) -> None:
        """Jump to the entry chosen."""
        row = self._list.currentRow()
        if self.isVisible() and 0 <= row < len(self._found):
            target = self._found[row]
            self._field.clear()
            self.hide()
            target.go()

    def move_choice(self, step: int) -> None:
        """Choose the next or the former entry."""
        count = len(self._found)
        if count:
            self._list.setCurrentRow((self._list.currentRow() + step) % count)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead arrows and Escape of the field to the list."""
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
