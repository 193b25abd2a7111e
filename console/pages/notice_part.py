"""What the parts of 督办通报 have in common: each loads by itself and exports its own table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.context import AppContext
from console.history import Origin
from console.pages.base import TableMaker
from console.pages.notes import export_notes
from console.pages.notice_columns import table_export
from data.rows.period import Period
from widgets.records_table import Column

R = TypeVar("R")


class Part(QWidget):
    """One of the parts one switches between."""

    loaded = Signal()
    stats_shown = Signal(str)
    paper_asked = Signal(int)
    """A paper is to be shown in the register, by its place there."""

    name = ""
    title = ""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(14)
        self.setAccessibleName(self.title)

    @property
    def period(self) -> Period:
        """Return the period of the filter."""
        return self.ctx.filter.span(self.ctx.today)

    @property
    def may_write(self) -> bool:
        """Return whether the window shows the present, which alone can be changed."""
        return self.ctx.past_day is None

    def load(self) -> None:
        """Read what is shown; `loaded` says that it stands."""
        self.loaded.emit()

    def load_failed(self, error: BaseException) -> None:
        """Keep nobody waiting; the error itself is told."""
        self.loaded.emit()

    def open(self, origin: Origin) -> None:
        """Show what a drill asks for."""

    def selection(self) -> tuple[object, ...]:
        """Return what is selected, for going back."""
        return ()

    def restore(self, selection: tuple[object, ...]) -> None:
        """Select again what was selected."""

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the part's table."""
        return None

    def focus_search(self) -> None:
        """Put the keyboard into the part's own search."""

    def exported(
        self, name: str, columns: Sequence[Column[R]], rows: Sequence[R],
        obeys: tuple[str, ...] = ("period", "body"), also: Sequence[str] = (),
    ) -> tuple[str, TableMaker]:  # fmt: skip
        """Return rows under their columns as a table to save."""
        notes = export_notes(self.ctx, len(rows), None, obeys, also)
        return name, lambda task: table_export(name, columns, rows, notes)
