"""Ctrl+K: jump to a page, a command, a body, an enterprise, a paper … by name or pinyin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

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
from widgets.suggestions import SuggestionList

TYPING_PAUSE_MS = 120


class Finder(SuggestionList):
    """The pop-up under the search field of the window."""

    answered = Signal()

    def __init__(self, ctx: AppContext, field: QLineEdit, pages: Sequence[Target]) -> None:
        super().__init__(field, "搜索结果")
        self._ctx, self._pages = ctx, pages
        self._found: list[Target] = []
        self._table, self._is_spelled = NameTable(), False
        ctx.registers_changed.connect(self._forget_names)
        self._wanted = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._ask)

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
            row = self.chosen or 0
            self._show(far_targets(self._ctx, found))
            self.choose(row)
        self.answered.emit()

    def _show(self, named: Sequence[Target]) -> None:
        wanted = self._wanted
        self._found = []
        if wanted:
            near = near_targets(self._ctx, self._pages, wanted, self._table)
            self._found = [*near, *named][: MOST - 1]
            self._found.append(search_target(self._ctx, wanted))
        self.show_lines([(f"{one.kind}　{one.name}", one.name) for one in self._found])

    def take(self) -> None:
        """Jump to the entry chosen."""
        row = self.chosen
        if row is not None and row < len(self._found):
            target = self._found[row]
            self._field.clear()
            self.hide()
            target.go()
            window: QWidget = self._field.window()
            window.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Spell the names when the keyboard comes to the field."""
        if watched is self._field and event.type() == QEvent.Type.FocusIn:
            self._spell()
        return super().eventFilter(watched, event)
