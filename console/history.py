"""Back and forward: page, filter, origin of a drill and selection of each place visited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from console.filters import FilterState
from data.rows.inbox import Ranges

if TYPE_CHECKING:
    from console.page_state import PageState

LONGEST = 100


REGISTER_AT = "filing-"
"""Begins the `text` that leads to a plan in the register of filings, its number behind it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a drill came from: enough to read the same records again.

    `count` is the number on which the person clicked, in `unit`; the records must number that.
    """

    title: str
    count: int
    unit: str
    period: str
    measure: str = ""
    by: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    part: str = "numerator"
    basis: str = "visits"
    finding: str = ""
    enterprise: str = ""
    notice: int = 0
    """A paper of the register, by its place there."""
    text: str = ""
    """An enterprise's code or words to look for; an empty period then means all of them."""
    plan: str = ""
    """A plan (编码:编号) whose visits are meant; on the page of plans, several parted by |."""
    visits: tuple[int, ...] = ()
    """The visits themselves, where a list names them."""
    item: str = ""
    """An item's code: its visits in all periods, those of items merged into it included."""
    findings: Ranges = ()
    """Ranges of ids: the page of findings lists these alone, hints left out."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page as it stood: its filter, where it was drilled from, and what was selected."""

    page: str
    filter: FilterState
    origin: Origin | None = None
    selection: tuple[object, ...] = ()
    state: PageState | None = None
    """Where it was scrolled to, which rows and tabs were chosen."""


class History:
    """The places visited; the present one is always the last of the past."""

    def __init__(self) -> None:
        self._past: list[Place] = []
        self._future: list[Place] = []

    @property
    def present(self) -> Place | None:
        """Return the place shown now."""
        return self._past[-1] if self._past else None

    @property
    def can_go_back(self) -> bool:
        """Return whether there is a place before."""
        return len(self._past) > 1

    @property
    def can_go_forward(self) -> bool:
        """Return whether a place was gone back from."""
        return bool(self._future)

    def visit(self, place: Place) -> None:
        """Enter a new place; what lay ahead is forgotten."""
        if self._past and _bare(self._past[-1]) == _bare(place):
            return
        self._past.append(place)
        del self._past[:-LONGEST]
        self._future.clear()

    def remember(self, selection: tuple[object, ...], state: PageState | None = None) -> None:
        """Keep what is selected in the present place, and how it stands, before it is left."""
        if self._past:
            self._past[-1] = replace(self._past[-1], selection=selection, state=state)

    def back(self) -> Place | None:
        """Step back and return the place, None at the beginning."""
        if not self.can_go_back:
            return None
        self._future.append(self._past.pop())
        return self._past[-1]

    def forward(self) -> Place | None:
        """Step forward again and return the place, None at the end."""
        if not self._future:
            return None
        self._past.append(self._future.pop())
        return self._past[-1]


def _bare(place: Place) -> Place:
    return replace(place, selection=(), state=None)
