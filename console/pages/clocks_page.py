"""工作日程: everything with a day, a month at a time or in one list; and as a calendar file."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton

from console.context import AppContext
from console.export import TableExport
from console.history import Origin
from console.loading.meetings import read_clocks
from console.operations.base import ReadOp, Task
from console.operations.meetings import write_calendar
from console.pages.base import Page, TableMaker
from console.pages.meeting_columns import CLOCKS, page_title
from console.pages.notes import export_notes
from console.pages.reflow import Reflow
from console.pages.table_part import TablePart
from data.rows.clocks import ClockRow
from data.rows.issues import Changes
from widgets.card import Card
from widgets.month_view import DayMark, MonthView
from widgets.theme import current_theme

NARROW, MOST, MONTH = 820, 9, 200
"""The width below which the list stands under the month; the highest figure of a day; how high
the month is at least."""


class ClocksPage(Page):
    """A month at the left, what falls into it at the right."""

    name = "clocks"
    title = "工作日程"
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._all: tuple[ClockRow, ...] = ()
        self.month = (ctx.today.year, ctx.today.month)
        self._day: date | None = None
        self.days, self._name = MonthView(), QLabel()
        self.back, self.on = QPushButton("‹"), QPushButton("›")
        self.now, self.every = QPushButton("本月"), QCheckBox("列出全部月份")
        self.clocks: TablePart[ClockRow] = TablePart(
            "日程", CLOCKS, lambda r: r.uid, ("这个月没有日程", "换一个月，或勾选“列出全部月份”。")
        )
        self._build()

    def _build(self) -> None:
        for button, name in ((self.back, "上月"), (self.on, "下月")):
            button.setObjectName("choice")
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.back.clicked.connect(lambda: self.go(-1))
        self.on.clicked.connect(lambda: self.go(1))
        self.now.clicked.connect(lambda: self.go(0))
        calendar, line = Card("月历"), QHBoxLayout()
        line.setSpacing(8)
        for part in (self.back, self._name, self.on):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.now)
        calendar.add_line(line)
        calendar.add(self.days, 1)
        self.clocks.line.insertWidget(0, self.every)
        self.clocks.add_button("去办理", self.open_row, "F3", primary=True)
        self.clocks.add_button("导出日历…", self._ask_path)
        self.clocks.table.row_activated.connect(lambda _: self.open_row())
        self.every.toggled.connect(lambda _: self._list())
        self._give_room()
        self.days.day_chosen.connect(self._choose_day)
        self.body.addWidget(Reflow(((calendar, 2), (self.clocks, 3)), NARROW), 1)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the weeks high enough for the type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "days"):
            self._give_room()

    def _give_room(self) -> None:
        self.days.setMinimumHeight(current_theme().px(MONTH))

    @property
    def offers_export(self) -> bool:
        """Return that the list can be saved, with data or without."""
        return True

    def shows(self, changes: Changes) -> bool:
        """Return whether a write can have moved a clock."""
        touched = changes.meetings or changes.findings or changes.batches or changes.registers
        return touched or changes.draws

    def load(self) -> None:
        """Read everything with a day."""
        ReadOp(
            self.ctx, lambda session: read_clocks(session, self.ctx.today, self.ctx.actor),
            self._show, topic="clocks", failed=self.load_failed,
        ).run()  # fmt: skip

    def _show(self, rows: tuple[ClockRow, ...]) -> None:
        self._all = rows
        self._list()
        self.finish()

    def _list(self) -> None:
        year, month = self.month
        self._name.setText(f"{year} 年 {month} 月")
        self.days.show_month(year, month, self._marks())
        every = self.every.isChecked()
        chosen = [one for one in self._all if every or (one.day.year, one.day.month) == self.month]
        late = sum(row.overdue for row in self._all)
        self.clocks.put(chosen, f"{len(chosen)} 项 · 全部逾期 {late}")

    def _marks(self) -> dict[date, DayMark]:
        found: dict[date, list[ClockRow]] = defaultdict(list)
        for row in self._all:
            found[row.day].append(row)
        return {
            day: DayMark("逾" if any(row.overdue for row in rows) else f"{min(len(rows), MOST)}",
                         spoken="；".join(f"{row.kind} {row.title}" for row in rows))
            for day, rows in found.items()
        }  # fmt: skip

    def go(self, step: int) -> None:
        """Show the month before or after, 0 for that of today."""
        year, month = self.month
        if step:
            place = year * 12 + month - 1 + step
            self.month = (place // 12, place % 12 + 1)
        else:
            self.month = (self.ctx.today.year, self.ctx.today.month)
        self._list()

    def _choose_day(self, day: object) -> None:
        days = [row.day for row in self.clocks.rows]
        if isinstance(day, date) and day in days:
            self.clocks.table.select_row(days.index(day))

    def open_row(self) -> None:
        """Open the page where the row is dealt with, at that row."""
        row = self.clocks.current
        if row is None:
            return
        if not page_title(row.page):
            self.ctx.messages.info("该项没有单独的办理页")
            return
        notice = row.number if row.page == "notices" else 0
        origin = Origin(row.title, 0, "", row.day.isoformat(), notice=notice, text=row.place)
        self.ctx.go(row.page, origin)

    def _ask_path(self) -> None:
        name = f"联席会议工作日程_{self.ctx.today:%Y%m%d}.ics"
        self.ctx.messages.save_file("导出日历", name, "日历文件 (*.ics)", self.save_calendar)

    def save_calendar(self, path: Path) -> None:
        """Write the days listed as a calendar file."""
        rows = self.clocks.rows
        write_calendar(
            self.ctx, rows, path,
            lambda saved: self.ctx.messages.info(f"已导出 {saved.name}，{len(rows)} 项"),
        ).run()  # fmt: skip

    def selection(self) -> tuple[object, ...]:
        """Return the month and the row the keyboard is on."""
        return (*self.month, self.every.isChecked(), self.clocks.current_key)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose month and row again."""
        if len(selection) == 4:
            self.month = (int(str(selection[0])), int(str(selection[1])))
            self.every.setChecked(bool(selection[2]))
            self.clocks.want(selection[3])

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the list as a table."""
        notes = export_notes(self.ctx, len(self.clocks.rows), None, ())

        def make(task: Task) -> TableExport:
            return self.clocks.export("工作日程", notes)

        return "工作日程", make
