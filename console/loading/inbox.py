"""The inbox of the person at the window: what came in, as they have read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from console.inbox_store import keep_state, read_state
from data.rows.inbox import InboxEntry, InboxLine, InboxState, lines_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.context import AppContext


@dataclass(frozen=True, slots=True)
class Inbox:
    """All entries, what was read of them, and the lines that are in sight."""

    entries: tuple[InboxEntry, ...] = ()
    state: InboxState = field(default_factory=InboxState)
    today: date = date.min

    @property
    def lines(self) -> list[InboxLine]:
        """Return what is in sight, the latest day first."""
        return lines_of(self.entries, self.state, self.today)

    @property
    def unread(self) -> int:
        """Return how many entries in sight are unread."""
        return sum(line.unread for line in self.lines)


def inbox_read(ctx: AppContext) -> Callable[[Session], tuple[InboxEntry, ...]]:
    """Return what reads everything that came in for the person at the window."""
    viewer, today = ctx.actor, ctx.today

    def read(session: Session) -> tuple[InboxEntry, ...]:
        from data.oversight.inbox import inbox_entries

        return tuple(inbox_entries(session, today, viewer))

    return read


def as_seen(ctx: AppContext, entries: tuple[InboxEntry, ...]) -> Inbox:
    """Return entries just read with what was read of them by now, not when they were asked for."""
    return Inbox(entries, read_state(ctx.db.place, ctx.actor), ctx.today)


def keep_inbox(ctx: AppContext, inbox: Inbox) -> None:
    """Keep what was read."""
    keep_state(ctx.db.place, ctx.actor, inbox.state, {one.key for one in inbox.entries})
