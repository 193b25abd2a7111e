"""联席会议: meetings above; agenda, attendance and decisions of the one chosen below."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget

from console.context import AppContext
from console.export import TableExport
from console.history import Origin
from console.loading.meetings import read_meeting, read_meetings
from console.operations.base import ReadOp, Task
from console.operations.meetings import deed, write_meeting_papers
from console.pages.base import Page, TableMaker
from console.pages.form_dialog import FormDialog
from console.pages.meeting_columns import AGENDA, ATTENDANCE, DECISIONS, MEETINGS
from console.pages.meeting_forms import (
    ask_agenda,
    ask_attendance,
    ask_decision,
    ask_meeting,
    ask_progress,
)
from console.pages.meeting_mode import MeetingMode
from console.pages.notes import export_notes
from console.pages.table_part import TablePart
from data.rows.issues import Changes
from data.rows.meetings import AgendaRow, AttendanceRow, DecisionRow, MeetingRow, MeetingSheet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.oversight.acting import By

TABS = ("议程", "参会", "议定事项")


class MeetingsPage(Page):
    """The meetings and everything on the one the keyboard is on."""

    name = "meetings"
    title = "联席会议"
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.sheet: MeetingSheet | None = None
        self._key: QShortcut | None = None
        self.meetings: TablePart[MeetingRow] = TablePart(
            "会议", MEETINGS, lambda r: r.id,
            ("还没有会议", "点“登记会议”，写明日期和所议期间；议程、纪要和下次简报据此填写。"),
        )  # fmt: skip
        self.agenda: TablePart[AgendaRow] = TablePart(
            "", AGENDA, lambda r: r.id,
            ("还没有议题", "点“增加议题”；没有议题时会议议程按惯例列出。"),
        )  # fmt: skip
        self.attendance: TablePart[AttendanceRow] = TablePart(
            "", ATTENDANCE, lambda r: r.id, ("还没有参会登记", "点“登记参会”，逐个单位登记。")
        )
        self.decisions: TablePart[DecisionRow] = TablePart(
            "", DECISIONS, lambda r: r.id,
            ("还没有议定事项", "点“记议定事项”；未完成的列入工作日程和下次简报。"),
        )  # fmt: skip
        self.tabs = QTabWidget()
        self._build()
        self.meetings.chosen.connect(self._choose)

    def _build(self) -> None:
        self.meetings.add_button("登记会议…", self.ask_new, "F2", primary=True)
        self.change = self.meetings.add_button("修改…", self.ask_change)
        self.papers = self.meetings.add_button("会议材料…", self._ask_folder)
        self.start_mode = self.meetings.add_button("会议模式", lambda: self.mode.toggle())
        self.start_mode.setToolTip("大字全屏，逐项讨论并记议定事项（F11）")
        self.agenda.add_button("增加议题…", self._of_meeting(ask_agenda), "F2")
        self.agenda.add_button("上移", lambda: self._move(up=True), "Alt+Up")
        self.agenda.add_button("下移", lambda: self._move(up=False), "Alt+Down")
        self.agenda.add_button("删去", self._drop_item, "Delete")
        self.attendance.add_button("登记参会…", self._of_meeting(ask_attendance), "F2")
        self.attendance.add_button("删去", self._drop_person, "Delete")
        self.decisions.add_button("记议定事项…", self._of_meeting(ask_decision), "F2")
        self.decisions.add_button("落实情况…", self.ask_told, "F4")
        self.decisions.add_button("更正…", self.ask_amend)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName("议程、参会、议定事项")
        tables = (self.agenda.table, self.attendance.table, self.decisions.table)
        parts = (self.agenda, self.attendance, self.decisions)
        for place, name in enumerate(TABS):
            tables[place].setAccessibleName(name)
            self.tabs.addTab(parts[place], name)
        self.agenda.table.row_activated.connect(self._open_item)
        self.decisions.table.row_activated.connect(lambda _: self.ask_told())
        self.body.addWidget(self.meetings, 2)
        self.body.addWidget(self.tabs, 3)

    @cached_property
    def mode(self) -> MeetingMode:
        """Return the meeting mode, made when it is first entered."""
        made = MeetingMode(self.ctx, self)
        made.show_sheet(self.sheet)
        return made

    # -- reading ---------------------------------------------------------------------------

    @property
    def offers_export(self) -> bool:
        """Return that the meetings can be saved, with data or without."""
        return True

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched meetings or the names of bodies."""
        return changes.meetings or changes.registers

    def open(self, origin: Origin | None, selection: tuple[object, ...] = ()) -> None:
        """Open; a clock leads to its meeting, that of a decision to the decisions."""
        if origin is not None and origin.text:
            kind, _, number = origin.text.partition("-")
            selection = (int(number), 2 if kind == "decision" else 0)
        if self._key is None:
            # The key holds on every page: a page opened from the meeting mode leads back to it.
            self._key = QShortcut(QKeySequence("F11"), self.window())
            self._key.activated.connect(lambda: self.mode.toggle())
        super().open(origin, selection)

    def load(self) -> None:
        """Read the meetings, then the one chosen."""
        ReadOp(
            self.ctx, lambda session: read_meetings(session, self.ctx.today), self._show,
            topic="meetings", failed=self.load_failed,
        ).run()  # fmt: skip

    def _show(self, rows: tuple[MeetingRow, ...]) -> None:
        late = sum(row.late for row in rows)
        note = f"{len(rows)} 次 · 议定事项逾期 {late}" if rows else ""
        self.meetings.put(rows, note)

    def _choose(self, row: object) -> None:
        for button in (self.change, self.papers, self.start_mode):
            button.setEnabled(isinstance(row, MeetingRow))
        self.tabs.setEnabled(isinstance(row, MeetingRow))
        if not isinstance(row, MeetingRow):
            self._open(None)
            return
        ReadOp(
            self.ctx, lambda session: read_meeting(session, row.id, self.ctx.today), self._open,
            topic="meeting", failed=self.load_failed,
        ).run()  # fmt: skip

    def _open(self, sheet: MeetingSheet | None) -> None:
        self.sheet = sheet
        self.agenda.put(sheet.agenda if sheet else ())
        self.attendance.put(sheet.attendance if sheet else ())
        self.decisions.put(sheet.decisions if sheet else ())
        counts = (len(self.agenda.rows), len(self.attendance.rows), len(self.decisions.rows))
        for place, (name, count) in enumerate(zip(TABS, counts, strict=True)):
            self.tabs.setTabText(place, f"{name} {count}" if count else name)
        if "mode" in self.__dict__:
            self.mode.show_sheet(sheet)
        self.finish()

    def selection(self) -> tuple[object, ...]:
        """Return the meeting and the tab on show."""
        return (self.meetings.current_key or 0, self.tabs.currentIndex())

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose meeting and tab again."""
        if len(selection) == 2:
            self.meetings.want(selection[0])
            self.tabs.setCurrentIndex(int(str(selection[1])))

    # -- what one does here ----------------------------------------------------------------

    def ask_new(self) -> FormDialog | None:
        """Ask for a new meeting."""
        return ask_meeting(self.ctx, self, None, self.meetings.want)

    def ask_change(self) -> FormDialog | None:
        """Ask for changes of the meeting chosen."""
        row = self.meetings.current
        return None if row is None else ask_meeting(self.ctx, self, row)

    def _of_meeting(
        self, form: Callable[[AppContext, Page, int], FormDialog | None]
    ) -> Callable[[], FormDialog | None]:
        def open_form() -> FormDialog | None:
            row = self.meetings.current
            return None if row is None else form(self.ctx, self, row.id)

        return open_form

    def ask_told(self) -> FormDialog | None:
        """Ask what became of the decision chosen."""
        row = self.decisions.current
        return None if row is None else ask_progress(self.ctx, self, row)

    def ask_amend(self) -> FormDialog | None:
        """Ask for the right words, body or day of the decision chosen."""
        row = self.decisions.current
        return None if row is None else ask_decision(self.ctx, self, row.meeting, row)

    def _move(self, up: bool) -> None:
        row = self.agenda.current
        if row is not None:
            number = row.id

            def work(session: Session, by: By) -> object:
                from data.oversight.meetings import move_agenda

                return move_agenda(session, number, up)

            self._do("调整议题次序", work)

    def _drop_item(self) -> None:
        row = self.agenda.current
        if row is not None:
            number = row.id

            def work(session: Session, by: By) -> object:
                from data.oversight.meetings import remove_agenda

                return remove_agenda(session, number)

            self._do("删去议题", work)

    def _drop_person(self) -> None:
        row = self.attendance.current
        if row is not None:
            number = row.id

            def work(session: Session, by: By) -> object:
                from data.oversight.meetings import remove_attendance

                return remove_attendance(session, number)

            self._do("删去参会登记", work)

    def _do(self, why: str, work: Callable[[Session, By], object]) -> None:
        if self.ctx.past_day is None:
            deed(self.ctx, why, work).run()

    def _open_item(self, row: object) -> None:
        if isinstance(row, AgendaRow) and row.page:
            self.ctx.go(row.page)

    def _ask_folder(self) -> None:
        self.ctx.messages.choose_folder("会议材料存到", self.save_papers)

    def save_papers(self, folder: Path) -> None:
        """Write 会议议程 and 纪要 of the meeting chosen."""
        row = self.meetings.current
        if row is not None:

            def done(files: list[str]) -> None:
                self.ctx.messages.info(f"已写出会议议程和纪要，共 {len(files)} 个文件")

            write_meeting_papers(self.ctx, row.id, row.period, folder, done).run()

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the meetings, or the decisions while these are on show."""
        is_settled = self.tabs.currentIndex() == 2 and bool(self.decisions.rows)
        part, name = (self.decisions, "议定事项") if is_settled else (self.meetings, "联席会议")
        notes = export_notes(self.ctx, len(part.rows), None, ())

        def make(task: Task) -> TableExport:
            return part.export(name, notes)

        return name, make
