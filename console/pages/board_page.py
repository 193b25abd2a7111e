"""重点任务: the 15 tasks, calls to report, contradictory demands, each on a tab of its own."""

from __future__ import annotations

from typing import TypeVar

from console.context import AppContext
from console.export import TableExport
from console.history import Origin
from console.operations.base import Task
from console.pages.base import Page, TableMaker
from console.pages.board_tab import BoardTab
from console.pages.calls_tab import CallsTab
from console.pages.demands_tab import DemandsTab
from console.pages.notes import export_notes
from console.pages.table_part import TablePart
from data.rows.briefing import TaskRow
from data.rows.demands import DemandRow
from data.rows.issues import Changes
from data.rows.submissions import CallRow
from widgets.later import Later
from widgets.tabs import tabs_of, turn_quietly

T = TypeVar("T", BoardTab, CallsTab, DemandsTab)
TITLES = ("重点任务", "报送", "要求不一")


class BoardPage(Page):
    """Three tabs; each reads when it is shown."""

    name = "tasks"
    title = "重点任务"
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._board = Later(lambda: self._told(BoardTab(ctx)))
        self._calls = Later(lambda: self._told(CallsTab(ctx)))
        self._demands = Later(lambda: self._told(DemandsTab(ctx)))
        self._places = (self._board, self._calls, self._demands)
        self.tabs = tabs_of("重点任务、报送、要求不一", TITLES, self._places)
        self.body.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(lambda _: self.reload())

    def _told(self, tab: T) -> T:
        tab.settled.connect(self.finish)
        return tab

    @property
    def board(self) -> BoardTab:
        """Return the tab of the 15 tasks."""
        return self._board.content

    @property
    def calls(self) -> CallsTab:
        """Return the tab of the calls to report."""
        return self._calls.content

    @property
    def demands(self) -> DemandsTab:
        """Return the tab of contradictory demands."""
        return self._demands.content

    @property
    def tab(self) -> BoardTab | CallsTab | DemandsTab:
        """Return the tab on show."""
        return self._places[self.tabs.currentIndex()].content

    @property
    def offers_export(self) -> bool:
        """Return that the table on show can be saved, with data or without."""
        return True

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched tasks, calls, cases, or what bodies told."""
        return changes.meetings or changes.batches or changes.registers

    def open(self, origin: Origin | None, selection: tuple[object, ...] = ()) -> None:
        """Open; a clock leads to the very row it is of."""
        if origin is not None and origin.text:
            kind, _, number = origin.text.partition("-")
            place = {"task": 0, "step": 0, "call": 1, "demand": 2}.get(kind, 0)
            selection = (place, int(number))
        super().open(origin, selection)

    def load(self) -> None:
        """Read the tab on show."""
        self.tab.load()

    def selection(self) -> tuple[object, ...]:
        """Return the tab and the row the keyboard is on."""
        return (self.tabs.currentIndex(), self._part.current_key)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose tab and row again."""
        if len(selection) == 2:
            turn_quietly(self.tabs, int(str(selection[0])))
            if selection[1] is not None:
                self._part.want(selection[1])

    @property
    def _part(self) -> TablePart[TaskRow] | TablePart[CallRow] | TablePart[DemandRow]:
        tab = self.tab
        if isinstance(tab, BoardTab):
            return tab.tasks
        return tab.calls if isinstance(tab, CallsTab) else tab.cases

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the table on show."""
        name, part = TITLES[self.tabs.currentIndex()], self._part
        notes = export_notes(self.ctx, len(part.rows), None, ())

        def make(task: Task) -> TableExport:
            return part.export(name, notes)

        return name, make
