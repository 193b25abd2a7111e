"""督办通报: proposals, the papers of the ladder in their life, the right of reply, statistics."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from PySide6.QtWidgets import QStackedWidget, QTabBar

from console.context import AppContext
from console.history import Origin
from console.pages.base import Page, TableMaker
from console.pages.notice_part import Part
from console.pages.notice_register import RegisterPart
from data.rows.issues import Changes

PARTS = (
    ("proposals", "建议", "notice_proposals", "ProposalsPart"),
    ("register", "办件", "notice_register", "RegisterPart"),
    ("checks", "核对", "notice_checks", "ChecksPart"),
    ("statistics", "统计", "notice_statistics", "StatisticsPart"),
)
"""Name, title, and where the class is; each part is made when first shown."""
NAMES = tuple(name for name, *_ in PARTS)


class NoticesPage(Page):
    """Four parts one switches between; only the one on show is read."""

    name = "notices"
    title = "督办通报"
    obeys = ("period", "body")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.tabs, self._stack_of_parts = QTabBar(), QStackedWidget()
        self._parts: dict[str, Part] = {}
        for _, title, *_ in PARTS:
            self.tabs.addTab(title)
        self.tabs.setAccessibleName("督办通报的各部分")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.body.setSpacing(10)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack_of_parts, 1)
        self._choose(RegisterPart.name)
        self.tabs.currentChanged.connect(self._switch)

    @property
    def part(self) -> Part:
        """Return the part on show."""
        return self.part_named(NAMES[self.tabs.currentIndex()])

    @property
    def register(self) -> RegisterPart:
        """Return the part with the papers."""
        part = self.part_named(RegisterPart.name)
        assert isinstance(part, RegisterPart)
        return part

    def part_named(self, name: str) -> Part:
        """Return a part, made now if it was never shown."""
        if name not in self._parts:
            _, _, module, cls = PARTS[NAMES.index(name)]
            made: type[Part] = getattr(import_module(f"console.pages.{module}"), cls)
            part = made(self.ctx)
            part.loaded.connect(partial(self._part_loaded, name))
            part.stats_shown.connect(self.stats_shown)
            part.paper_asked.connect(self.show_paper)
            self._parts[name] = part
            self._stack_of_parts.addWidget(part)
        return self._parts[name]

    def show_part(self, name: str) -> None:
        """Switch to a part by its name."""
        self.tabs.setCurrentIndex(NAMES.index(name))

    def show_paper(self, number: int) -> None:
        """Show a paper in the register, whatever was listed."""
        self.register.open(Origin("", 0, "", "", notice=number))
        if self.part is self.register:
            self.reload()
        else:
            self.show_part(RegisterPart.name)

    def _choose(self, name: str) -> None:
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(NAMES.index(name))
        self.tabs.blockSignals(False)
        self._stack_of_parts.setCurrentWidget(self.part_named(name))

    def _switch(self, place: int) -> None:
        self._stack_of_parts.setCurrentWidget(self.part)
        self.stats_shown.emit("")
        self.reload()

    def load(self) -> None:
        """Read the part on show."""
        self.part.load()

    def _part_loaded(self, name: str) -> None:
        if name == self.part.name:
            self.finish()

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched papers or what they speak of."""
        return super().shows(changes) or changes.notices or changes.batches

    def selection(self) -> tuple[object, ...]:
        """Return the part on show and what is selected in it."""
        return (self.part.name, *self.part.selection())

    def restore(self, selection: tuple[object, ...]) -> None:
        """Show the part again with its selection; a drill opens the part it
        names, else the register."""
        if selection and selection[0] in NAMES:
            self._choose(str(selection[0]))
            self.part.restore(selection[1:])
        elif self.origin is not None and self.origin.text in NAMES:
            self._choose(self.origin.text)
        elif self.origin is not None:
            self._choose(RegisterPart.name)
            self.register.open(self.origin)

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the table of the part on show."""
        return self.part.export()

    def focus_search(self) -> None:
        """Put the keyboard into the search of the part."""
        self.part.focus_search()
