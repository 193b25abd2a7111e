"""What all pages have: a title, the filters they obey, loading, the empty state, their export."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.export import TableExport
from console.history import Origin
from console.operations.base import ReadOp, Task
from data.rows.issues import Changes
from widgets.empty import EmptyState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

T = TypeVar("T")
TableMaker = Callable[[Task], TableExport]
Step = tuple[str, Callable[[], None]]
"""A step in a sentence, and what takes it back."""
PlainTable = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


class Page(QWidget):
    """A page of the window; `content` is the part shown when there is data."""

    loaded = Signal()
    stats_shown = Signal(str)

    name = ""
    title = ""
    obeys: tuple[str, ...] = ()
    needs_data = True
    shows_what_if = False

    def start(self) -> None:
        """Begin what the page is for, where that has a first step."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx.stage)
        self.ctx = ctx
        self.origin: Origin | None = None
        self.is_loaded = False
        self._stack = QStackedLayout(self)
        self.content = QWidget()
        self.content.setObjectName("page")
        # With large type a page may need more height than there is: then it scrolls as a whole.
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(14)
        self._area.setWidget(self.content)
        self._stack.addWidget(self._area)
        self._empty: EmptyState | None = None
        self.setAccessibleName(self.title)

    def open(self, origin: Origin | None, selection: tuple[object, ...] = ()) -> None:
        """Show the page for a drill, with what was selected when it was left."""
        self.origin = origin
        self.restore(selection)
        self.reload()

    @property
    def offers_export(self) -> bool:
        """Return whether the page has a table to save."""
        return self.needs_data

    def reload(self) -> None:
        """Read again what is shown."""
        self.is_loaded = False
        if not self.ctx.has_database or self.ctx.registers is None:
            return
        if self.needs_data and self.has_nothing:
            self._show_empty()
            self.finish()
            return
        self._stack.setCurrentWidget(self._area)
        self.load()

    @property
    def has_nothing(self) -> bool:
        """Return whether the database holds nothing that the page could show."""
        return self.ctx.empty

    def load(self) -> None:
        """Start reading; the page calls `finish` when its figures stand."""
        self.finish()

    def read(
        self, topic: str, query: Callable[[Session], T], show: Callable[[T], None]
    ) -> None:
        """Read in a worker and show what came; a newer reading of the topic supersedes it."""
        ReadOp(self.ctx, query, show, topic=topic, failed=self.load_failed).run()

    def finish(self) -> None:
        """Say that the page shows what it was asked for."""
        self.is_loaded = True
        self.loaded.emit()

    def load_failed(self, error: BaseException) -> None:
        """Keep nobody waiting for figures that will not come; the error itself is told."""
        self.finish()

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched what this page shows."""
        return changes.visits or changes.plans or changes.registers or changes.findings

    def selection(self) -> tuple[object, ...]:
        """Return what is selected, for going back."""
        return ()

    def restore(self, selection: tuple[object, ...]) -> None:
        """Select again what was selected, once the figures stand."""

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the name and the maker of the page's table, None where there is none."""
        return None

    def tell_stats(self, table: QTableView, text: str) -> None:
        """Tell the statistics of a selection; a single row is no selection to count."""
        rows = {index.row() for index in table.selectedIndexes()[:2000]} if text else set()
        self.stats_shown.emit(text if len(rows) > 1 else "")

    def plain_table(self) -> PlainTable | None:
        """Return the page's chart as a table."""
        return None

    def last_step(self) -> Step | None:
        """Return what was done on this page last and is no edit of the ledger, None without."""
        return None

    def next_step(self) -> Step | None:
        """Return what was taken back on this page last and is no edit, None without."""
        return None

    def focus_search(self) -> None:
        """Put the keyboard into the page's own search."""

    def _show_empty(self) -> None:
        if self._empty is None:
            self._empty = EmptyState(
                "还没有数据",
                "可以先载入演示数据了解各页，也可以直接导入各单位报送的文件。",
                "载入演示数据",
                "导入数据",
            )
            self._empty.primary_clicked.connect(lambda: self.ctx.command_asked.emit("sample"))
            self._empty.secondary_clicked.connect(lambda: self.ctx.go("import"))
            self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)
