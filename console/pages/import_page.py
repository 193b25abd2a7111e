"""数据导入: where an import begins, the history of batches, empty forms, mapping profiles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.context import AppContext
from console.operations import imports
from console.operations.imports import KINDS_READ
from console.pages.base import Page
from console.pages.drop_list import DropZone, dropped
from console.pages.import_history import BatchCard, HistoryCard
from console.pages.import_side import FormsCard, ProfilesCard
from console.pages.reflow import Reflow
from data.rows.issues import BatchRow, Changes
from widgets.card import Card

if TYPE_CHECKING:
    from console.import_wizard.wizard import ImportWizard

NARROW = 860


class ImportPage(Page):
    """The home of imports; while one is under way the wizard stands in its place."""

    name = "import"
    title = "数据导入"
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.setAcceptDrops(True)
        self.zone, self.forms, self.profiles = DropZone(), FormsCard(ctx), ProfilesCard(ctx)
        self.history, self.batch = HistoryCard(), BatchCard(ctx)
        self.home = QWidget()
        self._awaited = {"home", "modules"}
        self._build()
        self._connect()
        imports.warm_up(ctx, lambda _: self._prepare_after("modules")).run()

    def _build(self) -> None:
        home = QVBoxLayout(self.home)
        home.setContentsMargins(0, 0, 0, 0)
        home.setSpacing(12)
        begin = Card("导入文件")
        begin.add(self.zone, 1)
        home.addWidget(Reflow(((begin, 5), (self.profiles, 4), (self.forms, 3)), NARROW), 2)
        home.addWidget(Reflow(((self.history, 8), (self.batch, 6)), NARROW), 3)
        self.body.addWidget(self.home, 1)

    def _connect(self) -> None:
        messages = self.ctx.messages
        self.zone.files_asked.connect(
            lambda: messages.open_files("选择文件", KINDS_READ, self.take_paths)
        )
        self.zone.folder_asked.connect(
            lambda: messages.choose_folder("选择文件夹", lambda path: self.take_paths([path]))
        )
        self.history.table.current_row_changed.connect(self._show_batch)
        self.batch.told.connect(self.finish)

    @cached_property
    def wizard(self) -> ImportWizard:
        """Return the wizard, made when the first import begins."""
        from console.import_wizard.wizard import ImportWizard

        made = ImportWizard(self.ctx)
        made.hide()
        self.body.addWidget(made, 1)
        made.closed.connect(self.show_home)
        self.profiles.changed.connect(lambda: made.desk.read_saved())
        return made

    @property
    def is_importing(self) -> bool:
        """Return whether the wizard stands in the place of the home."""
        return self.home.isHidden()

    def start(self) -> None:
        """Begin an import: the first step of the wizard."""
        if not self.is_importing:
            self._show_wizard()
            self.wizard.start()

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Begin an import with files, or add them to the one under way."""
        self.start()
        self.wizard.add_paths(paths)

    def _show_wizard(self) -> None:
        self.home.hide()
        self.wizard.show()
        self.wizard.desk.read_saved()
        self._area.verticalScrollBar().setValue(0)

    def show_home(self) -> None:
        """Leave the wizard; the history then shows what was taken."""
        self.wizard.hide()
        self.home.show()
        self.zone.choose.setFocus()
        self.reload()

    def load(self) -> None:
        """Read the history of imports and the profiles."""
        self.profiles.load()
        imports.read_history(self.ctx, self._show_history).run()

    def shows(self, changes: Changes) -> bool:
        """Return whether a batch came or went."""
        return changes.batches

    def _show_history(self, rows: list[BatchRow]) -> None:
        self.history.show_rows(rows)
        if not rows:
            self.batch.show_batch(None)
            self.finish()

    def finish(self) -> None:
        """Say that the home stands; the wizard is then made ready for the first import."""
        super().finish()
        self._prepare_after("home")

    def _prepare_after(self, what: str) -> None:
        """Make the wizard ready once the home stands and its modules are there."""
        if what in self._awaited:
            self._awaited.remove(what)
            if not self._awaited:
                QTimer.singleShot(0, self, lambda: self.wizard.prepare())

    def _show_batch(self, row: object) -> None:
        if isinstance(row, BatchRow):
            self.batch.show_batch(row)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders anywhere on the page."""
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin an import with what was dropped."""
        paths = dropped(event.mimeData())
        event.acceptProposedAction()
        self.take_paths(paths)
