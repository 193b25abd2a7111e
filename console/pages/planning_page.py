"""联合计划: which plans to join, the merges that reach 25 %, the joint timetable; a tab each."""

from __future__ import annotations

from typing import TypeVar

from console.context import AppContext
from console.export import TableExport
from console.operations.base import Task
from console.pages.base import Page, Step, TableMaker
from console.pages.candidates_tab import CandidatesTab
from console.pages.groups_tab import GroupsTab
from console.pages.notes import export_notes
from console.pages.raise_tab import RaiseTab
from console.pages.timetable_tab import TimetableTab
from console.planning_tables import candidates_table, groups_table, merges_table
from data.rows.issues import Changes
from widgets.later import Later
from widgets.tabs import tabs_of, turn_quietly

T = TypeVar("T", CandidatesTab, RaiseTab, TimetableTab, GroupsTab)
TITLES = ("可合并的计划", "提高联合比例", "联合时间表", "多计划合并")


class PlanningPage(Page):
    """Four tabs; each reads when it is shown."""

    name = "planning"
    title = "联合计划"
    obeys = ("period", "region", "body", "system")
    needs_data = False
    shows_what_if = True

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._candidates = Later(lambda: self._settling(CandidatesTab(ctx)))
        self._raising = Later(lambda: self._settling(RaiseTab(ctx)))
        self._timetable = Later(lambda: self._settling(TimetableTab(ctx)))
        self._groups = Later(lambda: self._settling(GroupsTab(ctx)))
        self.tabs = tabs_of("、".join(TITLES), TITLES, self._places)
        self.body.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(lambda _: self.reload())

    @property
    def _places(
        self,
    ) -> tuple[Later[CandidatesTab], Later[RaiseTab], Later[TimetableTab], Later[GroupsTab]]:
        return self._candidates, self._raising, self._timetable, self._groups

    def _settling(self, tab: T) -> T:
        """Hear when a tab stands; only the one on show is waited for."""
        tab.settled.connect(lambda: self.finish() if tab is self.tab else None)
        return tab

    @property
    def candidates(self) -> CandidatesTab:
        """Return the pairs of plans."""
        return self._candidates.content

    @property
    def raising(self) -> RaiseTab:
        """Return the 25 % solver."""
        return self._raising.content

    @property
    def timetable(self) -> TimetableTab:
        """Return the joint timetable."""
        return self._timetable.content

    @property
    def groups(self) -> GroupsTab:
        """Return the merges of three plans and more."""
        return self._groups.content

    @property
    def tab(self) -> CandidatesTab | RaiseTab | TimetableTab | GroupsTab:
        """Return the tab on show."""
        return self._places[self.tabs.currentIndex()].content

    @property
    def offers_export(self) -> bool:
        """Return that the table on show can be saved, with data or without."""
        return True

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched plans, what was decided of them, or capacities."""
        return changes.planning or changes.plans or changes.visits or changes.registers

    def last_step(self) -> Step | None:
        """Return the decision on a pair made here last."""
        return self.candidates.last_step() if self._candidates.is_made else None

    def load(self) -> None:
        """Read the tab on show."""
        self.tab.load()

    def selection(self) -> tuple[object, ...]:
        """Return the tab and the pair the keyboard is on."""
        pair = self.candidates.pairs.current_key if self._candidates.is_made else None
        return (self.tabs.currentIndex(), pair)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose tab and pair again."""
        if len(selection) == 2:
            turn_quietly(self.tabs, int(str(selection[0])))
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
        if isinstance(tab, GroupsTab):
            rows, year = tab.groups.rows, tab.year
            told = export_notes(self.ctx, len(rows), dimensions=self.obeys)
            return name, lambda task: groups_table(year, rows, told)

        def make(task: Task) -> TableExport:
            notes = export_notes(self.ctx, len(tab.groups.rows), dimensions=self.obeys)
            return tab.groups.export(name, notes)

        return name, make
