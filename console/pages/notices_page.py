"""督办通报: proposals, the papers of the ladder in their life, the right of reply, statistics."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QStackedWidget, QTabBar

from console.context import AppContext
from console.history import Origin
from console.pages.base import Page, TableMaker
from console.pages.notice_checks import ChecksPart
from console.pages.notice_part import Part
from console.pages.notice_proposals import ProposalsPart
from console.pages.notice_register import RegisterPart
from console.pages.notice_statistics import StatisticsPart
from data.rows.issues import Changes


class NoticesPage(Page):
    """Four parts one switches between; only the one on show is read."""

    name = "notices"
    title = "督办通报"
    obeys = ("period", "body")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.tabs, self._parts = QTabBar(), QStackedWidget()
        self.proposals, self.register = ProposalsPart(ctx), RegisterPart(ctx)
        self.checks, self.statistics = ChecksPart(ctx), StatisticsPart(ctx)
        self.parts: tuple[Part, ...] = (
            self.proposals, self.register, self.checks, self.statistics
        )  # fmt: skip
        for part in self.parts:
            self.tabs.addTab(part.title)
            self._parts.addWidget(part)
            part.loaded.connect(partial(self._part_loaded, part))
            part.stats_shown.connect(self.stats_shown)
            part.paper_asked.connect(self.show_paper)
        self.tabs.setAccessibleName("督办通报的各部分")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.body.setSpacing(10)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._parts, 1)
        self._choose(self.register)
        self.tabs.currentChanged.connect(self._switch)

    @property
    def part(self) -> Part:
        """Return the part on show."""
        return self.parts[self.tabs.currentIndex()]

    def show_part(self, name: str) -> None:
        """Switch to a part by its name."""
        for place, part in enumerate(self.parts):
            if part.name == name:
                self.tabs.setCurrentIndex(place)

    def show_paper(self, number: int) -> None:
        """Show a paper in the register, whatever was listed."""
        self.register.open(Origin("", 0, "", "", notice=number))
        if self.part is self.register:
            self.reload()
        else:
            self.show_part(self.register.name)

    def _choose(self, part: Part) -> None:
        place = self.parts.index(part)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(place)
        self.tabs.blockSignals(False)
        self._parts.setCurrentIndex(place)

    def _switch(self, place: int) -> None:
        self._parts.setCurrentIndex(place)
        self.stats_shown.emit("")
        self.reload()

    def load(self) -> None:
        """Read the part on show."""
        self.part.load()

    def _part_loaded(self, part: Part) -> None:
        if part is self.part:
            self.finish()

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched papers or what they speak of."""
        return super().shows(changes) or changes.notices or changes.batches

    def selection(self) -> tuple[object, ...]:
        """Return the part on show and what is selected in it."""
        return (self.part.name, *self.part.selection())

    def restore(self, selection: tuple[object, ...]) -> None:
        """Show the part again with its selection; a drill opens the register."""
        if selection:
            part = next((one for one in self.parts if one.name == selection[0]), self.register)
            self._choose(part)
            part.restore(selection[1:])
        elif self.origin is not None:
            self._choose(self.register)
            self.register.open(self.origin)

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the table of the part on show."""
        return self.part.export()

    def focus_search(self) -> None:
        """Put the keyboard into the search of the part."""
        self.part.focus_search()
