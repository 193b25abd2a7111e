"""Ctrl+K: jump to a page, a command, a body, an enterprise, a paper … by name or pinyin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.context import AppContext
from console.finder_targets import (
    MOST,
    Found,
    NameTable,
    Target,
    far_targets,
    near_targets,
    read_found,
    read_table,
    search_target,
)
from console.operations.base import ReadOp
from widgets.theme import current_theme

TYPING_PAUSE_MS = 120
LINE = 28


class Finder(QFrame):
    """The pop-up under the search field; arrows and Enter stay in the field's hands."""

    answered = Signal()

    def __init__(self, ctx: AppContext, field: QLineEdit, pages: Sequence[Target]) -> None:
        super().__init__(field.window())
        self.setObjectName("popup")
        self._ctx, self._field, self._pages = ctx, field, pages
        self._found: list[Target] = []
        self._table, self._is_spelled = NameTable(), False
        ctx.registers_changed.connect(self._forget_names)
        self._wanted = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
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
        """Show what a text names; enterprises and items follow from the database."""
        self._wanted = text.strip()
        self._spell()
        self._show(())
        if self._wanted and self._ctx.has_database:
            self._pause.start()
        else:
            self._pause.stop()

    def _forget_names(self) -> None:
        self._is_spelled = False

    def _spell(self) -> None:
        """Spell the names beside the window, once for the registers at hand."""
        ctx = self._ctx
        if self._is_spelled or not ctx.has_database or ctx.registers is None:
            return
        self._is_spelled = True
        registers, pages = ctx.registers, [page.name for page in self._pages]
        ReadOp(
            ctx, lambda session: read_table(session, registers, pages), self._take_table,
            topic="finder-names", failed=lambda error: None,
        ).run()  # fmt: skip

    def _take_table(self, table: NameTable) -> None:
        self._table = table
        if self._wanted:
            self._show(())

    def _ask(self) -> None:
        wanted, ctx = self._wanted, self._ctx
        ReadOp(
            ctx, lambda session: read_found(session, wanted, ctx.today, ctx.actor),
            lambda found: self._add_names(wanted, found), topic="finder",
            failed=lambda error: None,
        ).run()  # fmt: skip

    def _add_names(self, wanted: str, found: Found) -> None:
        if wanted and wanted == self._wanted:
            row = self._list.currentRow()
            self._show(far_targets(self._ctx, found))
            self._list.setCurrentRow(max(0, row))
        self.answered.emit()

    def _show(self, named: Sequence[Target]) -> None:
        wanted = self._wanted
        self._found = []
        if wanted:
            near = near_targets(self._ctx, self._pages, wanted, self._table)
            self._found = [*near, *named][: MOST - 1]
            self._found.append(search_target(self._ctx, wanted))
        self._list.clear()
        for target in self._found:
            item = QListWidgetItem(f"{target.kind}　{target.name}")
            item.setToolTip(target.name)
            item.setSizeHint(QSize(0, current_theme().px(LINE)))
            self._list.addItem(item)
        self.setVisible(bool(self._found))
        if not self._found:
            return
        self._list.setCurrentRow(0)
        theme = current_theme()
        window: QWidget = self._field.window()
        width = max(self._field.width(), theme.px(360))
        place = self._field.mapTo(window, QPoint(0, self._field.height() + 4))
        left = max(0, min(place.x(), window.width() - width - 20))
        self.setGeometry(left, place.y(), width, theme.px(LINE) * len(self._found) + 14)
        self.raise_()

    def take(self) -> None:
        """Jump to the entry chosen."""
        row = self._list.currentRow()
        if self.isVisible() and 0 <= row < len(self._found):
            target = self._found[row]
            self._field.clear()
            self.hide()
            target.go()
            window: QWidget = self._field.window()
            window.setFocus()

    def move_choice(self, step: int) -> None:
        """Choose the next or the former entry."""
        count = len(self._found)
        if count:
            self._list.setCurrentRow((self._list.currentRow() + step) % count)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead arrows and Escape of the field to the list."""
        if event.type() == QEvent.Type.FocusIn:
            self._spell()
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
