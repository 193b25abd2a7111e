"""The forms of a joint meeting, for its page and for the meeting mode alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.context import AppContext
from console.operations.meetings import deed
from console.pages.form_dialog import Answers, Field, FormDialog, ask, body_field
from console.pages.meeting_columns import page_key
from data.rows.meetings import (
    AgendaDraft,
    DecisionRow,
    DecisionState,
    MeetingDraft,
    MeetingRow,
    Presence,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.oversight.acting import By

Done = Callable[[int], None]


def _nothing(number: int) -> None:
    """Do nothing with a number."""


def ask_meeting(
    ctx: AppContext, parent: QWidget, now: MeetingRow | None = None, done: Done = _nothing
) -> FormDialog | None:
    """Ask for a meeting, a new one or one there is."""
    period = now.period if now else ctx.filter.span(ctx.today).text
    fields = (
        Field("title", "会议名称", value=now.title if now else "", needed=True,
              hint="如 联席会议2026年第三季度工作例会"),
        Field("day", "日期", "day", (now.day if now else ctx.today).isoformat(), needed=True),
        Field("clock", "时间", value=now.clock if now else "", hint="如 14:30"),
        Field("place", "地点", value=now.place if now else ""),
        Field("host", "主持人", value=now.host if now else ""),
        Field("period", "所议期间", value=period, needed=True, hint="如 2026-Q3、2026-10"),
    )  # fmt: skip

    def take(said: Answers) -> None:
        def work(session: Session, by: By) -> int:
            from data.oversight.meetings import add_meeting, edit_meeting

            draft = MeetingDraft(
                said.text("title"), said.day("day") or date.max, said.text("period"),
                said.text("clock"), said.text("place"), said.text("host"),
            )  # fmt: skip
            if now is None:
                return add_meeting(session, draft, by)
            edit_meeting(session, now.id, draft, by)
            return now.id

        verb = "登记" if now is None else "修改"
        deed(ctx, f"{verb}会议", work, done, seen=now.version if now else None).run()

    return ask(ctx, parent, "登记会议" if now is None else "修改会议", fields, take)


def ask_agenda(
    ctx: AppContext, parent: QWidget, meeting: int, done: Done = _nothing
) -> FormDialog | None:
    """Ask for an item of the agenda."""
    from console.page_list import ENTRIES

    fields = (
        Field("title", "议题", "text", needed=True),
        Field("presenter", "汇报单位", choices=tuple(ctx.names.values())),
        Field("paper", "所附文件文号", hint="已印发文件的文号，可不填"),
        Field("page", "相关页", "choice", "", ("", *(one.text for one in ENTRIES))),
    )

    def take(said: Answers) -> None:
        def work(session: Session, by: By) -> int:
            from data.oversight.meetings import add_agenda

            draft = AgendaDraft(said.text("title"), said.text("presenter"), said.text("paper"),
                                page_key(said.text("page")))  # fmt: skip
            return add_agenda(session, meeting, draft)

        deed(ctx, "增加议题", work, done).run()

    return ask(ctx, parent, "增加议题", fields, take)


def ask_attendance(ctx: AppContext, parent: QWidget, meeting: int) -> FormDialog | None:
    """Ask who of a body took part, and how."""
    labels = tuple(one.label for one in Presence)
    fields = (
        body_field(ctx, "body", "单位", needed=True),
        Field("person", "姓名"), Field("presence", "参会", "choice", labels[0], labels),
    )  # fmt: skip

    def take(said: Answers) -> None:
        def work(session: Session, by: By) -> object:
            from data.oversight.meetings import attend

            how = Presence.of(said.text("presence")) or Presence.PRESENT
            return attend(session, meeting, said.text("body"), how, said.text("person"))

        deed(ctx, f"登记{said.text('body')}参会", work).run()

    return ask(ctx, parent, "登记参会", fields, take)


def ask_decision(
    ctx: AppContext, parent: QWidget, meeting: int, now: DecisionRow | None = None
) -> FormDialog | None:
    """Ask what was settled, who answers for it and by when; or correct what was noted."""
    body, due = (now.body.name if now and now.body else ""), now.due if now else None
    fields = (
        Field("content", "议定事项", "text", now.content if now else "", needed=True),
        body_field(ctx, "body", "责任单位", body),
        Field("due", "完成期限", "day", due.isoformat() if due else ""),
    )

    def take(said: Answers) -> None:
        def work(session: Session, by: By) -> object:
            from data.oversight.meetings import amend, decide

            given = said.text("content"), by, said.text("body"), said.day("due")
            if now is None:
                return decide(session, meeting, *given)
            return amend(session, now.id, *given)

        verb = "记下" if now is None else "更正"
        deed(ctx, f"{verb}议定事项", work, seen=now.version if now else None).run()

    return ask(ctx, parent, "记议定事项" if now is None else "更正议定事项", fields, take)


def ask_progress(ctx: AppContext, parent: QWidget, row: DecisionRow) -> FormDialog | None:
    """Ask what became of a decision."""
    labels = tuple(one.label for one in DecisionState)
    fields = (
        Field("state", "落实", "choice", row.state.label, labels),
        Field("note", "进展", "text", needed=True),
    )

    def take(said: Answers) -> None:
        def work(session: Session, by: By) -> object:
            from data.oversight.meetings import progress

            state = DecisionState.of(said.text("state")) or DecisionState.OPEN
            return progress(session, row.id, state, by)

        deed(ctx, "登记落实情况", work, note=said.text("note"), seen=row.version).run()

    return ask(ctx, parent, "登记落实情况", fields, take, row.content)
