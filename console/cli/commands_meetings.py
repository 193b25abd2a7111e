"""The command `meeting`: joint meetings, their agenda, attendance, decisions and papers."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from console.cli.commands_papers import faulty
from console.cli.common import ACTOR, database, progress, today
from console.cli.output import Answer, Json
from console.cli.plain import day_text, one_of, row_json
from console.operations.paper_desk import Order
from console.operations.papers import FaultyDocument, write_papers
from data.oversight import meetings
from data.oversight.acting import By
from data.oversight.meeting_rows import decisions, events_of, list_meetings, meeting_sheet
from data.oversight.notices.listing import word_of
from data.rows.errors import InvalidInput
from data.rows.meetings import (
    AgendaDraft,
    DecisionRow,
    DecisionState,
    MeetingDraft,
    MeetingRow,
    MeetingSheet,
    Presence,
)
from data.rows.period import Period
from data.store.database import Database

Options = argparse.Namespace


def meeting(options: Options) -> Answer:
    """Do one deed to a meeting, or list them."""
    deeds: dict[str, Callable[[Database, Options], Answer]] = {
        "list": _list, "add": _add, "edit": _edit, "agenda": _agenda, "up": _move, "down": _move,
        "drop": _drop, "attend": _attend, "leave": _leave, "decide": _decide, "amend": _amend,
        "progress": _progress, "decisions": _decisions, "minutes": _minutes, "show": _show,
    }  # fmt: skip
    try:
        with database(options) as db:
            return deeds[options.action](db, options)
    except FaultyDocument as error:
        return faulty(error)


def _by(options: Options) -> By:
    return By(options.actor or ACTOR, today(options), options.note, options.version)


def _list(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        rows = list_meetings(session, today(options))
    lines = tuple(map(_line, rows)) or ("还没有会议，请用 meeting add 登记。",)
    return Answer({"meetings": [row_json(row) for row in rows]}, lines)


def _line(row: MeetingRow) -> str:
    late = f"，逾期 {row.late}" if row.late else ""
    return (f"{row.id}　{row.day}　{row.title}（{row.period}）　议题 {row.agenda}，"
            f"议定 {row.decisions}，未完成 {row.open}{late}")  # fmt: skip


def _add(db: Database, options: Options) -> Answer:
    if options.day is None:
        raise InvalidInput("请用 --day 写明会议日期。")
    draft = MeetingDraft(options.title, options.day, options.period, options.clock, options.place,
                         options.host)  # fmt: skip
    by = _by(options)
    with db.writing(by.actor, f"登记会议 {options.title}") as session:
        number = meetings.add_meeting(session, draft, by)
    return _told(db, options, number)


def _edit(db: Database, options: Options) -> Answer:
    number, by = one_of(options.ids, "会议"), _by(options)
    with db.writing(by.actor, f"修改会议 {number}") as session:
        now = meeting_sheet(session, number, by.day).meeting
        draft = MeetingDraft(
            options.title or now.title, options.day or now.day, options.period or now.period,
            options.clock or now.clock, options.place or now.place, options.host or now.host,
        )  # fmt: skip
        meetings.edit_meeting(session, number, draft, by)
    return _told(db, options, number)


def _agenda(db: Database, options: Options) -> Answer:
    number = one_of(options.ids, "会议")
    draft = AgendaDraft(options.title, options.presenter, options.paper, options.page)
    with db.writing(_by(options).actor, f"会议 {number} 增加议题") as session:
        meetings.add_agenda(session, number, draft)
    return _told(db, options, number)


def _move(db: Database, options: Options) -> Answer:
    item = one_of(options.ids, "议题")
    with db.writing(_by(options).actor, f"调整议题 {item}") as session:
        meetings.move_agenda(session, item, options.action == "up")
    return Answer({"item": item}, (f"已调整议题 {item} 的次序。",))


def _drop(db: Database, options: Options) -> Answer:
    item = one_of(options.ids, "议题")
    with db.writing(_by(options).actor, f"删去议题 {item}") as session:
        meetings.remove_agenda(session, item)
    return Answer({"item": item}, (f"已删去议题 {item}。",))


def _attend(db: Database, options: Options) -> Answer:
    number, how = one_of(options.ids, "会议"), word_of(Presence, options.presence)
    with db.writing(_by(options).actor, f"会议 {number} 参会") as session:
        meetings.attend(session, number, options.body, Presence.at(how), options.person)
    return _told(db, options, number)


def _leave(db: Database, options: Options) -> Answer:
    row = one_of(options.ids, "参会记录")
    with db.writing(_by(options).actor, f"删去参会记录 {row}") as session:
        meetings.remove_attendance(session, row)
    return Answer({"row": row}, (f"已删去参会记录 {row}。",))


def _decide(db: Database, options: Options) -> Answer:
    number, by = one_of(options.ids, "会议"), _by(options)
    with db.writing(by.actor, f"会议 {number} 议定事项") as session:
        meetings.decide(session, number, options.title, by, options.body, options.due)
    return _told(db, options, number)


def _amend(db: Database, options: Options) -> Answer:
    number, by = one_of(options.ids, "议定事项"), _by(options)
    with db.writing(by.actor, f"更正议定事项 {number}") as session:
        now = next((row for row in decisions(session, by.day) if row.id == number), None)
        body = options.body or (now.body.code if now and now.body else "")
        content, due = (now.content, now.due) if now else ("", None)
        meetings.amend(session, number, options.title or content, by, body, options.due or due)
        told = events_of(session, number)
    return Answer({"decision": number, "events": [row_json(one) for one in told]},
                  (f"已更正议定事项 {number}。",))  # fmt: skip


def _progress(db: Database, options: Options) -> Answer:
    decision, by = one_of(options.ids, "议定事项"), _by(options)
    state = DecisionState.at(word_of(DecisionState, options.state or DecisionState.OPEN.label))
    with db.writing(by.actor, f"议定事项 {decision} {state.label}") as session:
        meetings.progress(session, decision, state, by)
        told = events_of(session, decision)
    lines = tuple(
        f"{one.day}　{one.state.label}　{one.actor}　{one.note}"
        + ("　（已撤回）" if one.undone else "")
        for one in told
    )
    return Answer({"decision": decision, "events": [row_json(one) for one in told]}, lines)


def _decisions(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        rows = decisions(session, today(options))
    rows = [row for row in rows if row.overdue or not options.late]
    lines = tuple(map(_decision_line, rows)) or ("没有议定事项。",)
    return Answer({"decisions": [row_json(row) for row in rows]}, lines)


def _decision_line(row: DecisionRow) -> str:
    who = row.body.name if row.body else "—"
    return f"{row.id}　{row.word}　{day_text(row.due)}　{who}　{row.content}"


def _show(db: Database, options: Options) -> Answer:
    return _told(db, options, one_of(options.ids, "会议"))


def _told(db: Database, options: Options, number: int) -> Answer:
    with db.reading() as session:
        sheet = meeting_sheet(session, number, today(options))
    return Answer(_json(sheet), _lines(sheet))


def _json(sheet: MeetingSheet) -> Json:
    return {
        "meeting": row_json(sheet.meeting), "agenda": [row_json(one) for one in sheet.agenda],
        "attendance": [row_json(one) for one in sheet.attendance],
        "decisions": [row_json(one) for one in sheet.decisions],
    }  # fmt: skip


def _lines(sheet: MeetingSheet) -> tuple[str, ...]:
    about = sheet.meeting
    return (
        _line(about),
        f"时间 {about.clock or '—'}　地点 {about.place or '—'}　主持 {about.host or '—'}",
        *(f"议题 {one.id}　{one.place}. {one.title}　{one.presenter}　{one.paper}".rstrip()
          for one in sheet.agenda),
        *(f"{one.presence.label} {one.id}　{one.body.name}　{one.person}".rstrip()
          for one in sheet.attendance),
        *(f"议定 {_decision_line(one)}" for one in sheet.decisions),
    )  # fmt: skip


def _minutes(db: Database, options: Options) -> Answer:
    """Write 会议议程 and 纪要 of a meeting."""
    number, day = one_of(options.ids, "会议"), today(options)
    if options.out is None:
        raise InvalidInput("请用 --out 写明存到哪个文件夹。")
    with db.reading() as session:
        about = meeting_sheet(session, number, day).meeting
    period = Period.parse(about.period, day)
    order = Order(period, day, ("agenda", "minutes"), meeting=number)
    paths = [str(file.path) for file in write_papers(db, order, options.out, progress)]
    return Answer({"files": paths}, tuple(paths))
