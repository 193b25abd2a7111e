"""Keeps the count of unread entries in the bar above the pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from console.context import AppContext
from console.loading.inbox import as_seen, inbox_read
from console.operations.base import ReadOp
from data.rows.inbox import InboxEntry
from widgets.topbar import TopBar

PAUSE_MS = 400
"""What comes at once is counted once; the page on show is read first."""


class InboxWatch(QObject):
    """Counts anew after each write, and when the ledger is opened."""

    def __init__(self, ctx: AppContext, top: TopBar, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._top = ctx, top
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.count)
        ctx.registers_changed.connect(lambda _: self._pause.start())
        ctx.changed.connect(lambda *_: self._pause.start())
        ctx.badge_counted.connect(self._show)

    def count(self) -> None:
        """Read how many entries are unread now."""
        if self._ctx.has_database and self._ctx.past_day is None:
            ReadOp(self._ctx, inbox_read(self._ctx), self._tell, topic="inbox-count").run()

    def _tell(self, entries: tuple[InboxEntry, ...]) -> None:
        self._show("inbox", as_seen(self._ctx, entries).unread)

    def _show(self, page: str, count: int) -> None:
        if page == "inbox":
            self._top.set_inbox(count)
