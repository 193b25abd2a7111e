"""Joint meetings: agenda, attendance, decisions and what is told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import AgendaItem, Attendance, DecisionEvent, DecisionItem, IssuedPaper, Meeting
from data.oversight.acting import By, body_by_code, needed, refuse_stale, stamp
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
    return one.id


def edit_meeting(session: Session, number: int, draft: MeetingDraft, by: By) -> Changes:
    """Change title, day, place, host or period of a meeting."""
    one = meeting_of(session, number)
    refuse_stale(by, one.version, f"会议“{one.title}”")
    for name, value in _fields(draft).items():
        setattr(one, name, value)
    one.version += 1
    session.flush()
    return CHANGED


def _fields(draft: MeetingDraft) -> dict[str, object]:
    return {
        "title": needed(draft.title, "会议名称"), "day": day_number(draft.day),
        "clock": draft.clock.strip(), "place": draft.place.strip(), "host": draft.host.strip(),
        "period": Period.parse(needed(draft.period, "会议所议期间"), draft.day).text,
    }  # fmt: skip


def add_agenda(session: Session, number: int, draft: AgendaDraft) -> int:
    """Put an item at the end of the agenda and return its number."""
    meeting_of(session, number)
    one = AgendaItem(
        meeting_id=number, place=_next(session, AgendaItem.place, AgendaItem.meeting_id, number),
        title=needed(draft.title, "议题"), presenter=draft.presenter.strip(),
        paper=_paper(session, draft.paper), page=draft.page.strip(),
    )  # fmt: skip
    session.add(one)
    session.flush()
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
        one.place, other.place = other.place, one.place
        session.flush()
    return CHANGED


def remove_agenda(session: Session, item: int) -> Changes:
    """Take an item off the agenda."""
    session.delete(_found(session, AgendaItem, item, "议题"))
    session.flush()
    return CHANGED


def attend(
    session: Session, number: int, body: str, presence: Presence, person: str = ""
) -> Changes:
    """Say how a person of a body took part; said again, the last word holds."""
    meeting_of(session, number)
    found, name = body_by_code(session, needed(body, "参会单位")), person.strip()
    one = session.scalars(
        select(Attendance).where(
            Attendance.meeting_id == number, Attendance.body_id == found.id,
            Attendance.person == name,
        )
    ).one_or_none()  # fmt: skip
    if one is None:
        session.add(Attendance(meeting_id=number, body_id=found.id, person=name,
                               presence=int(presence)))  # fmt: skip
    else:
        one.presence = int(presence)
        one.version += 1
    session.flush()
    return CHANGED


def remove_attendance(session: Session, row: int) -> Changes:
    """Take an entry of attendance away."""
    session.delete(_found(session, Attendance, row, "参会记录"))
    session.flush()
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
    _tell(session, one.id, DecisionState.OPEN, by, "议定")
    return one.id


def amend(
    session: Session, decision: int, content: str, by: By, body: str = "", due: date | None = None
) -> Changes:
    """Correct the words, the body or the due day of a decision; what it was stays in an entry."""
    one = _found(session, DecisionItem, decision, "议定事项")
    refuse_stale(by, one.version, "议定事项")
    if due is not None and day_number(due) < meeting_of(session, one.meeting_id).day:
        raise InvalidInput("完成期限不能早于会议日期，请核对。")
    until = day_of(one.due).isoformat() if one.due is not None else "无"
    was = f"{by.note.strip() or '更正'}（原为：{one.content}，期限 {until}）"
    one.content = needed(content, "议定事项")
    one.body_id = body_by_code(session, body).id if body.strip() else None
    one.due = None if due is None else day_number(due)
    one.version += 1
    _tell(session, decision, _state(session, decision), replace(by, note=was), "更正", True)
    return CHANGED


def _state(session: Session, decision: int) -> DecisionState:
    last = session.scalar(
        select(DecisionEvent.state).where(DecisionEvent.decision_id == decision)
        .order_by(DecisionEvent.id.desc()).limit(1)
    )  # fmt: skip
    return DecisionState.at(int(last or DecisionState.OPEN))


def progress(session: Session, decision: int, state: DecisionState, by: By) -> Changes:
    """Tell what became of a decision."""
    one = _found(session, DecisionItem, decision, "议定事项")
    refuse_stale(by, one.version, "议定事项")
    if state is DecisionState.OPEN and not by.note.strip():
        raise InvalidInput("请写明进展。")
    if state is DecisionState.DONE and _state(session, decision) is DecisionState.DONE:
        raise Refused("该议定事项已经完成。", code="done")
    _tell(session, decision, state, by, "落实")
    one.version += 1
    session.flush()
    return CHANGED


def _tell(
    session: Session, decision: int, state: DecisionState, by: By, deed: str,
    is_amendment: bool = False,
) -> None:  # fmt: skip
    said = stamp(by, deed)
    session.add(DecisionEvent(
        decision_id=decision, state=int(state), is_amendment=int(is_amendment), actor=said.actor,
        at=said.at, day=said.day, note=said.note,
    ))  # fmt: skip
    session.flush()
