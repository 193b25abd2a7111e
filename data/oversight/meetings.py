"""Joint meetings: agenda, attendance, decisions and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import (
    AgendaItem,
    Attendance,
    Body,
    DecisionEvent,
    DecisionItem,
    IssuedPaper,
    Meeting,
)
from data.oversight.acting import By, body_by_code, needed, refuse_stale, stamp
from data.records.edit_entries import About, enter, stands
from data.records.edit_images import Change, image_of, made, moved, removed
from data.rows.edits import EditKind
from data.rows.errors import InvalidInput, NotFound, Refused
from data.rows.issues import Changes
from data.rows.meetings import AgendaDraft, DecisionState, MeetingDraft, Presence
from data.rows.period import Period, day_number, day_of

CHANGED = Changes(count=1, meetings=True)
T = TypeVar("T", Meeting, AgendaItem, DecisionItem, Attendance)


def _found(session: Session, kind: type[T], number: int, what: str) -> T:
    found = session.get(kind, number)
    if found is None:
        raise NotFound(f"没有{what} {number}，请用 meeting list 查看。")
    return found


def meeting_of(session: Session, number: int) -> Meeting:
    """Return a meeting by its number; NotFound says so."""
    return _found(session, Meeting, number, "会议")


def add_meeting(session: Session, draft: MeetingDraft, by: By) -> int:
    """Put a meeting on the calendar and return its number."""
    stamp(by, "登记会议")
    one = Meeting(**_fields(draft))
    session.add(one)
    session.flush()
    _enter(session, f"登记会议“{one.title}”", [made(one)], by)
    return one.id


def edit_meeting(session: Session, number: int, draft: MeetingDraft, by: By) -> Changes:
    """Change title, day, place, host or period of a meeting."""
    one = meeting_of(session, number)
    refuse_stale(by, one.version, f"会议“{one.title}”")
    was = image_of(one)
    for name, value in _fields(draft).items():
        setattr(one, name, value)
    one.version += 1
    session.flush()
    _enter(session, f"修改会议“{one.title}”", [moved(one, was)], by)
    return CHANGED


def _fields(draft: MeetingDraft) -> dict[str, object]:
    return {
        "title": needed(draft.title, "会议名称"), "day": day_number(draft.day),
        "clock": draft.clock.strip(), "place": draft.place.strip(), "host": draft.host.strip(),
        "period": Period.parse(needed(draft.period, "会议所议期间"), draft.day).text,
    }  # fmt: skip


def add_agenda(session: Session, number: int, draft: AgendaDraft) -> int:
    """Put an item at the end of the agenda and return its number."""
    about = meeting_of(session, number)
    one = AgendaItem(
        meeting_id=number, place=_next(session, AgendaItem.place, AgendaItem.meeting_id, number),
        title=needed(draft.title, "议题"), presenter=draft.presenter.strip(),
        paper=_paper(session, draft.paper), page=draft.page.strip(),
    )  # fmt: skip
    session.add(one)
    session.flush()
    _enter(session, f"{about.title}：增加议题“{one.title}”", [made(one)])
    return one.id


def _paper(session: Session, asked: str) -> str:
    number = asked.strip()
    if number and not session.scalar(
        select(func.count()).select_from(IssuedPaper).where(IssuedPaper.number == number)
    ):
        raise NotFound(f"没有印发过文号为“{number}”的文件，请用 issued list 查看。")
    return number


def _next(
    session: Session, place: InstrumentedAttribute[int], owner: InstrumentedAttribute[int],
    number: int,
) -> int:  # fmt: skip
    last = session.scalar(select(func.max(place)).where(owner == number))
    return int(last or 0) + 1


def move_agenda(session: Session, item: int, up: bool) -> Changes:
    """Change places with the item before or after."""
    one = _found(session, AgendaItem, item, "议题")
    beside = AgendaItem.place < one.place if up else AgendaItem.place > one.place
    order = AgendaItem.place.desc() if up else AgendaItem.place
    other = session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == one.meeting_id, beside)
        .order_by(order).limit(1)
    ).one_or_none()  # fmt: skip
    if other is not None:
        was = image_of(one), image_of(other)
        one.place, other.place = other.place, one.place
        session.flush()
        changes = [moved(row, image) for row, image in zip((one, other), was, strict=True)]
        _enter(session, f"议题“{one.title}”{'上' if up else '下'}移", changes)
    return CHANGED


def remove_agenda(session: Session, item: int) -> Changes:
    """Take an item off the agenda."""
    one = _found(session, AgendaItem, item, "议题")
    _remove(session, one, f"删去议题“{one.title}”")
    return CHANGED


def attend(
    session: Session, number: int, body: str, presence: Presence, person: str = ""
) -> Changes:
    """Say how a person of a body took part; said again, the last word holds."""
    about = meeting_of(session, number)
    found, name = body_by_code(session, needed(body, "参会单位")), person.strip()
    one = session.scalars(
        select(Attendance).where(
            Attendance.meeting_id == number, Attendance.body_id == found.id,
            Attendance.person == name,
        )
    ).one_or_none()  # fmt: skip
    was = None if one is None else image_of(one)
    if one is None:
        one = Attendance(
            meeting_id=number, body_id=found.id, person=name, presence=int(presence)
        )
        session.add(one)
    else:
        one.presence = int(presence)
        one.version += 1
    session.flush()
    words = f"{about.title}：{found.name}{name}{presence.label}"
    _enter(session, words, [made(one) if was is None else moved(one, was)])
    return CHANGED


def remove_attendance(session: Session, row: int) -> Changes:
    """Take an entry of attendance away."""
    one = _found(session, Attendance, row, "参会记录")
    body = session.get_one(Body, one.body_id)
    _remove(session, one, f"删去参会记录：{body.name}{one.person}")
    return CHANGED


def decide(
    session: Session, number: int, content: str, by: By, body: str = "", due: date | None = None
) -> int:
    """Note a decision of a meeting, with who answers for it and by when; return its number."""
    meeting = meeting_of(session, number)
    if due is not None and day_number(due) < meeting.day:
        raise InvalidInput("完成期限不能早于会议日期，请核对。")
    one = DecisionItem(
        meeting_id=number, content=needed(content, "议定事项"),
        place=_next(session, DecisionItem.place, DecisionItem.meeting_id, number),
        body_id=body_by_code(session, body).id if body.strip() else None,
        due=None if due is None else day_number(due),
    )  # fmt: skip
    session.add(one)
    session.flush()
    # The row stays under its entries, which never go; without one that counts nobody sees it.
    edit = _enter(session, f"议定“{one.content}”", [], by)
    _tell(session, one.id, DecisionState.OPEN, by, edit)
    return one.id


def amend(
    session: Session, decision: int, content: str, by: By, body: str = "", due: date | None = None
) -> Changes:
    """Correct the words, the body or the due day of a decision; what it was stays in an entry."""
    one = _standing(session, decision)
    refuse_stale(by, one.version, "议定事项")
    before = image_of(one)
    if due is not None and day_number(due) < meeting_of(session, one.meeting_id).day:
        raise InvalidInput("完成期限不能早于会议日期，请核对。")
    until = day_of(one.due).isoformat() if one.due is not None else "无"
    was = f"{by.note.strip() or '更正'}（原为：{one.content}，期限 {until}）"
    one.content = needed(content, "议定事项")
    one.body_id = body_by_code(session, body).id if body.strip() else None
    one.due = None if due is None else day_number(due)
    one.version += 1
    session.flush()
    state = _state(session, decision) or DecisionState.OPEN
    edit = _enter(session, f"更正议定事项“{one.content}”", [moved(one, before)], by)
    _tell(session, decision, state, replace(by, note=was), edit, is_amendment=True)
    return CHANGED


def _standing(session: Session, decision: int) -> DecisionItem:
    """Return a decision; NotFound where there is none, or it was taken back."""
    one = _found(session, DecisionItem, decision, "议定事项")
    if _state(session, decision) is None:
        raise NotFound(f"议定事项 {decision} 已撤回，可在更改记录中重做。")
    return one


def _state(session: Session, decision: int) -> DecisionState | None:
    """Return how a decision stands, None where no entry of it counts."""
    last = session.scalar(
        select(DecisionEvent.state)
        .where(DecisionEvent.decision_id == decision, stands(DecisionEvent.edit_id))
        .order_by(DecisionEvent.id.desc()).limit(1)
    )  # fmt: skip
    return None if last is None else DecisionState.at(last)


def progress(session: Session, decision: int, state: DecisionState, by: By) -> Changes:
    """Tell what became of a decision."""
    one = _standing(session, decision)
    refuse_stale(by, one.version, "议定事项")
    before = image_of(one)
    if state is DecisionState.OPEN and not by.note.strip():
        raise InvalidInput("请写明进展。")
    if state is DecisionState.DONE and _state(session, decision) is DecisionState.DONE:
        raise Refused("该议定事项已经完成。", code="done")
    one.version += 1
    session.flush()
    edit = _enter(session, f"“{one.content}”{state.label}", [moved(one, before)], by)
    _tell(session, decision, state, by, edit)
    return CHANGED


def _enter(
    session: Session, subject: str, changes: Sequence[Change], by: By | None = None
) -> int:
    """Put a deed on the record of edits; return its number there."""
    why, day = (by.note.strip(), by.day) if by is not None else ("", None)
    return enter(session, About(EditKind.MEETING, subject, why), changes, day)


def _remove(session: Session, one: AgendaItem | Attendance, subject: str) -> None:
    change = removed(one)
    session.delete(one)
    session.flush()
    _enter(session, subject, [change])


def _tell(
    session: Session, decision: int, state: DecisionState, by: By, edit: int,
    is_amendment: bool = False,
) -> None:  # fmt: skip
    said = stamp(by, "议定事项")
    session.add(DecisionEvent(
        decision_id=decision, state=int(state), is_amendment=int(is_amendment), actor=said.actor,
        at=said.at, day=said.day, note=said.note, edit_id=edit,
    ))  # fmt: skip
    session.flush()
