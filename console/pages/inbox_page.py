"""收件箱: what came in for the person, day by day; each entry opens the thing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QCheckBox, QComboBox

from console.context import AppContext
from console.export import TableExport
from console.history import Origin
from console.loading.inbox import Inbox, as_seen, inbox_read, keep_inbox
from console.operations.base import Task
from console.pages.base import Page, TableMaker
from console.pages.form_dialog import Answers, Field, FormDialog, ask
from console.pages.notes import export_notes
from console.pages.table_part import TablePart
from data.rows.errors import InvalidInput
from data.rows.inbox import InboxEntry, InboxKind, InboxLine, InboxState, headed
from data.rows.issues import Changes
from widgets.column import Column
from widgets.formats import thousands
from widgets.status import Status

BLANK = " "


def _lamp(line: InboxLine) -> Status | None:
    found = Status.of(line.entry.status)
    return None if found is Status.NONE else found


COLUMNS: tuple[Column[InboxLine], ...] = (
    Column("日期", lambda r: r.heading or BLANK, width=134, least=134, sortable=False),
    Column("状态", lambda r: "未读" if r.unread else "已读", width=56, sortable=False),
    Column("程度", lambda r: r.entry.status if _lamp(r) else BLANK, width=60, sortable=False,
           status=lambda r: _lamp(r)),
    Column("类别", lambda r: r.entry.kind.value, width=84, sortable=False, roomy=True),
    Column("事项", lambda r: r.entry.title, width=330, least=180, share=4, sortable=False,
           tip=lambda r: r.entry.title),
    Column("说明", lambda r: r.entry.detail or BLANK, width=250, least=110, share=3,
           sortable=False, tip=lambda r: r.entry.detail),
    Column("单位", lambda r: r.entry.body or BLANK, width=130, least=80, share=1, sortable=False,
           tip=lambda r: r.entry.body, roomy=True),
)  # fmt: skip


class InboxPage(Page):
    """One list, read, unread or put off by keyboard."""

    name = "inbox"
    title = "收件箱"
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.inbox = Inbox(today=ctx.today)
        self.kind, self.only = QComboBox(), QCheckBox("只看未读")
        self.list: TablePart[InboxLine] = TablePart(
            "收件箱", COLUMNS, lambda r: r.entry.key,
            ("没有要看的事", "新增预警、临近的期限、等您办理的文件到了，会列在这里。"),
        )
        self._build()

    def _build(self) -> None:
        self.kind.setAccessibleName("类别")
        self.kind.addItem("全部类别", "")
        for one in InboxKind:
            self.kind.addItem(one.value, one.value)
        self.kind.activated.connect(lambda _: self._list())
        self.only.toggled.connect(lambda _: self._list())
        self.list.line.insertWidget(0, self.kind)
        self.list.line.insertWidget(1, self.only)
        add = self.list.add_button
        self.turn = add("已读、未读", self.turn_read, "F2")
        self.put_off = add("延期…", self.ask_day, "F6")
        self.all_read = add("全部已读", self.read_all, "F4")
        self.go_there = add("打开", self.open_row, "F3", primary=True)
        self.list.table.row_activated.connect(lambda _: self.open_row())
        self.list.chosen.connect(lambda row: self._judge(isinstance(row, InboxLine)))
        self.body.addWidget(self.list, 1)
        self._judge(False)

    def _judge(self, is_chosen: bool) -> None:
        for button in (self.turn, self.put_off, self.go_there):
            button.setEnabled(is_chosen)
        self.all_read.setEnabled(self.inbox.unread > 0)

    @property
    def offers_export(self) -> bool:
        """Return that the list can be saved, with data or without."""
        return True

    def shows(self, changes: Changes) -> bool:
        """Return whether a write can have brought an entry."""
        return any((changes.findings, changes.notices, changes.meetings, changes.batches,
                    changes.draws, changes.visits, changes.plans))  # fmt: skip

    def load(self) -> None:
        """Read everything that came in."""
        self.read("inbox", inbox_read(self.ctx), self.take)

    def take(self, entries: tuple[InboxEntry, ...]) -> None:
        """Show entries just read."""
        self.inbox = as_seen(self.ctx, entries)
        self._list()
        self.finish()

    def _list(self) -> None:
        kind, unread = self.kind.currentData(), self.only.isChecked()
        lines = [
            line for line in self.inbox.lines
            if (not kind or line.entry.kind == kind) and (line.unread or not unread)
        ]  # fmt: skip
        count = self.inbox.unread
        self.list.put(headed(lines, self.ctx.today), f"{thousands(len(lines))} 件 · 未读 {count}")
        self._judge(bool(lines))
        self.ctx.badge_counted.emit(self.name, count)

    # -- deeds -----------------------------------------------------------------------------

    def _keep(self, change: Callable[[InboxState], InboxState]) -> None:
        self.inbox = replace(self.inbox, state=change(self.inbox.state))
        keep_inbox(self.ctx, self.inbox)
        self._list()

    def turn_read(self) -> None:
        """Mark the entry read, or unread again; the next one is chosen."""
        row = self.list.current
        if row is None:
            return
        if row.unread:
            self._want_next()
            self._keep(lambda state: state.with_read([row.entry]))
        else:
            self._keep(lambda state: state.with_unread(row.entry.key))

    def _want_next(self) -> None:
        keys = [line.entry.key for line in self.list.rows]
        place = keys.index(str(self.list.current_key))
        self.list.want(keys[min(place + 1, len(keys) - 1)])

    def read_all(self) -> None:
        """Mark all entries listed read."""
        entries = [line.entry for line in self.list.rows]
        self._keep(lambda state: state.with_read(entries))
        self.ctx.messages.info(f"{len(entries)} 件已读")

    def ask_day(self) -> FormDialog | None:
        """Ask until which day the entry is put off."""
        row = self.list.current
        if row is None:
            return None
        tomorrow = self.ctx.today + timedelta(days=1)
        field = Field("to", "再提醒的日期", "day", tomorrow.isoformat(), needed=True,
                      hint="如 2026-11-23")  # fmt: skip
        return ask(self.ctx, self, "延期提醒", (field,), lambda said: self._delay(row.entry, said),
                   row.entry.title)  # fmt: skip

    def _delay(self, entry: InboxEntry, said: Answers) -> None:
        until = said.day("to")
        if until is None or until <= self.ctx.today:
            raise InvalidInput("再提醒的日期须在今天以后。")
        self._want_next()
        self._keep(lambda state: state.with_put_off(entry.key, until))
        self.ctx.messages.info(f"{until.isoformat()} 再提醒")

    def open_row(self) -> None:
        """Open the thing itself; by that the entry is read."""
        row = self.list.current
        if row is None:
            return
        one = row.entry
        if row.unread:
            self._keep(lambda state: state.with_read([one]))
        if not one.page:
            self.ctx.command_asked.emit("notes")
            return
        origin = Origin(one.title, one.count, "件", one.period, one.rule, finding=one.finding,
                        notice=one.notice, text=one.text, findings=one.findings)  # fmt: skip
        if one.page == "findings" and one.period:
            self.ctx.go_with(one.page, origin, one.period)
        else:
            self.ctx.go(one.page, origin)

    # -- the page --------------------------------------------------------------------------

    def selection(self) -> tuple[object, ...]:
        """Return what is listed and the entry the keyboard is on."""
        return (self.kind.currentIndex(), self.only.isChecked(), self.list.current_key)

    def restore(self, selection: tuple[object, ...]) -> None:
        """List and choose it again."""
        if len(selection) == 3:
            self.kind.setCurrentIndex(int(str(selection[0])))
            self.only.setChecked(bool(selection[1]))
            self.list.want(selection[2])

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the list as a table."""
        notes = export_notes(self.ctx, len(self.list.rows), None, ())

        def make(task: Task) -> TableExport:
            return self.list.export("收件箱", notes)

        return "收件箱", make
