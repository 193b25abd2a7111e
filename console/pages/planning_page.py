"""联合计划: which plans to join, the merges that reach 25 %, the joint timetable; a tab each."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from console.context import AppContext
from console.export import TableExport
from console.operations.base import Task
from console.pages.base import Page, TableMaker
from console.pages.candidates_tab import CandidatesTab
from console.pages.notes import export_notes
from console.pages.raise_tab import RaiseTab
from console.pages.timetable_tab import TimetableTab
from console.planning_tables import candidates_table, merges_table
from data.rows.issues import Changes

TITLES = ("可合并的计划", "提高联合比例", "联合时间表")


class PlanningPage(Page):
    """Three tabs; each reads when it is shown."""

    name = "planning"
    title = "联合计划"
    obeys = ("period", "region", "body", "system")
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.candidates, self.raising = CandidatesTab(ctx), RaiseTab(ctx)
        self.timetable = TimetableTab(ctx)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName("、".join(TITLES))
        for title, tab in zip(TITLES, self._all, strict=True):
            self.tabs.addTab(tab, title)
        self.candidates.settled.connect(lambda: self._stands(self.candidates))
        self.raising.settled.connect(lambda: self._stands(self.raising))
        self.timetable.settled.connect(lambda: self._stands(self.timetable))
        self.body.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(lambda _: self.reload())

    @property
    def _all(self) -> tuple[CandidatesTab, RaiseTab, TimetableTab]:
        return self.candidates, self.raising, self.timetable

    def _stands(self, tab: QWidget) -> None:
        """Take note that a tab stands; only the one on show is waited for."""
        if tab is self.tab:
            self.finish()

    @property
    def tab(self) -> CandidatesTab | RaiseTab | TimetableTab:
        """Return the tab on show."""
        return self._all[self.tabs.currentIndex()]

    @property
    def offers_export(self) -> bool:
        """Return that the table on show can be saved, with data or without."""
        return True

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched plans, what was decided of them, or capacities."""
        return changes.planning or changes.plans or changes.visits or changes.registers

    def load(self) -> None:
        """Read the tab on show."""
        self.tab.load()

    def selection(self) -> tuple[object, ...]:
        """Return the tab and the pair the keyboard is on."""
        return (self.tabs.currentIndex(), self.candidates.pairs.current_key)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose tab and pair again."""
        if len(selection) == 2:
            self.tabs.blockSignals(True)
            self.tabs.setCurrentIndex(int(str(selection[0])))
            self.tabs.blockSignals(False)
            if selection[1] is not None:
                self.candidates.pairs.want(selection[1])

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the table on show."""
        tab, name = self.tab, TITLES[self.tabs.currentIndex()]
        if isinstance(tab, CandidatesTab):
            found = tab.found
            if found is None:
                return None
            notes = export_notes(self.ctx, len(found.rows), dimensions=self.obeys)
            return name, lambda task: candidates_table(found, notes)
        if isinstance(tab, RaiseTab):
            sheet = tab.sheet
            return None if sheet is None else (name, lambda task: merges_table(sheet))

        def make(task: Task) -> TableExport:
            notes = export_notes(self.ctx, len(tab.groups.rows), dimensions=self.obeys)
            return tab.groups.export(name, notes)

        return name, make
