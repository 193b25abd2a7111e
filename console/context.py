"""What every page knows: the database, the messages, the filter, the runner, the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.filters import FilterState
from console.history import Origin, Place
from console.messages import Messages
from console.operations.base import Runner
from console.settings import Settings
from console.viewer import viewer_name
from data.rows.issues import Changes
from data.rows.records import BodyRow, DataState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.what_if import WhatIf
    from data.store.database import Database


LARGE = 300_000
"""From so many visits on, figures that no tally holds are read on wish alone."""


@dataclass(frozen=True, slots=True)
class Registers:
    """What the window keeps at hand: the state of the data, bodies and regions."""

    state: DataState
    bodies: tuple[BodyRow, ...] = ()
    regions: tuple[tuple[str, str], ...] = ()
    ruleset: str = ""
    names: dict[str, str] = field(default_factory=dict)


class AppContext(QObject):
    """The one thing handed to pages and operations."""

    changed = Signal(object, object)
    filter_changed = Signal(object)
    registers_changed = Signal(object)
    place_asked = Signal(str, object)
    scene_asked = Signal(object)
    """A place with a filter of its own (console/history.py)."""
    command_asked = Signal(str)
    what_if_changed = Signal()
    badge_counted = Signal(str, int)
    """How many entries of a page need the person."""

    def __init__(
        self,
        db: Database | None = None,
        *,
        today: date | None = None,
        settings: Settings | None = None,
        actor: str = "",
        owns_database: bool = True,
    ) -> None:
        super().__init__()
        self._db = db
        self._owns_database = owns_database
        self.today = today or date.today()
        self.settings = settings or Settings()
        self.actor = actor or viewer_name()
        self.messages = Messages(self)
        self.runner = Runner(self)
        self.registers: Registers | None = None
        self.stage: QWidget | None = None
        """Where pages stand; a page made there is told of its style once, not at every level."""
        self.past_day: date | None = None
        """The past day all pages show; None is now."""
        self.what_if: WhatIf | None = None
        """The merges somebody tries out; pages show them beside what is."""
        self._filter = FilterState(str(self.today.year))
        self.changed.connect(self._forget_what_if)

    @property
    def db(self) -> Database:
        """Return the database; it is opened before the first operation."""
        if self._db is None:
            raise RuntimeError("the database is not open yet")
        return self._db

    @property
    def has_database(self) -> bool:
        """Return whether the database is open."""
        return self._db is not None

    def use_database(self, db: Database) -> None:
        """Take the opened database."""
        self._db = db

    @property
    def filter(self) -> FilterState:
        """Return the filter state of all pages."""
        return self._filter

    def set_filter(self, state: FilterState) -> None:
        """Narrow all pages; those that show it reload."""
        if state != self._filter:
            self._filter = state
            self.filter_changed.emit(state)

    def set_what_if(self, found: WhatIf | None) -> None:
        """Try merges out on all pages that show them, or take them away."""
        if found != self.what_if:
            self.what_if = found
            self.what_if_changed.emit()

    def _forget_what_if(self, changes: Changes, initiator: object) -> None:
        """Take a what-if away once what it was reckoned from has changed."""
        if changes.planning or changes.plans or changes.visits or changes.registers:
            self.set_what_if(None)

    def set_registers(self, registers: Registers) -> None:
        """Take the registers just read."""
        self.registers = registers
        self.registers_changed.emit(registers)

    @property
    def names(self) -> dict[str, str]:
        """Return the names of bodies and regions by code."""
        return self.registers.names if self.registers else {}

    @property
    def empty(self) -> bool:
        """Return whether the database holds no visit and no body."""
        state = self.registers.state if self.registers else None
        return state is not None and state.visits == 0

    def go(self, page: str, origin: Origin | None = None) -> None:
        """Ask the window for a page, with the number it was drilled from."""
        self.place_asked.emit(page, origin)

    def go_with(self, page: str, origin: Origin, period: str) -> None:
        """Ask for a page narrowed to a period alone, with what it is to show."""
        state = FilterState(period, basis=self._filter.basis)
        self.scene_asked.emit(Place(page, state, origin))

    @property
    def is_large(self) -> bool:
        """Return whether the ledger is so long that what reads its records waits to be asked."""
        return self.registers is not None and self.registers.state.visits > LARGE

    def close(self) -> None:
        """Wait for the workers and close the database, if it is the context's own."""
        self.runner.close()
        if self._db is not None and self._owns_database:
            self._db.close()
        self._db = None

