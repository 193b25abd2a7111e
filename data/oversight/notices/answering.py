"""What follows an issued paper: 签收, 催办, 延期, 书面反馈, 退回, 办结, 尽职免责."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from data.oversight.notices.entering import By, enter, judge_clocks, notice_of, state_of, title_of
from data.oversight.notices.listing import events_of, open_request
from data.rows.errors import InvalidInput, Refused
from data.rows.notices import Deed, lacks_answer, may_exempt
from data.rows.papers import PaperKind
from data.rows.period import day_number, day_of


def receive(session: Session, number: int, by: By) -> None:
    """Note that the body signed for a paper (签收)."""
    one = notice_of(session, number)
    if one.issued is not None and day_number(by.day) < one.issued:
        raise InvalidInput(f"签收日期早于印发日期（{day_of(one.issued)}），请核对。")
    enter(session, one, Deed.RECEIVE, by)
    one.received = day_number(by.day)
    session.flush()


def remind(session: Session, number: int, by: By) -> None:
    """Note that the body was reminded (催办)."""
    enter(session, notice_of(session, number), Deed.REMIND, by)


def ask_more_time(session: Session, number: int, due: date, by: By) -> None:
    """Note that a body asks for more time: before its deadline, and with a reason."""
    one = notice_of(session, number)
    if not by.note.strip():
        raise InvalidInput("申请延期须写明理由。")
    if one.deadline is None:
        raise InvalidInput(f"{title_of(one)}没有反馈期限，不需要延期。")
    if day_number(by.day) > one.deadline:
        raise Refused(
            f"{title_of(one)}已于{day_of(one.deadline)}到期，延期应在到期前申请。", code="late"
        )
    if day_number(due) <= one.deadline:
        raise InvalidInput(f"延期后的日期应晚于原期限（{day_of(one.deadline)}）。")
    enter(session, one, Deed.ASK_MORE_TIME, by, due=due)


def answer_request(session: Session, number: int, granted: bool, by: By) -> None:
    """Grant or refuse the request for more time that waits for an answer."""
    one = notice_of(session, number)
    asked = open_request(events_of(session, one.id))
    if asked is None or asked.due is None:
        raise Refused(f"{title_of(one)}没有等待答复的延期申请。", code="no-request")
    due = asked.due if granted else None
    enter(session, one, Deed.GRANT if granted else Deed.DENY, by, due=due)
    if due is not None:
        one.deadline = day_number(due)
    judge_clocks(session)


def reply(
    session: Session, number: int, by: By, attachment: tuple[str, bytes] | None = None
) -> None:
    """Enter a body's written answer, with an attachment if there is one."""
    one = notice_of(session, number)
    if not by.note.strip():
        raise InvalidInput("请写明反馈内容。")
    enter(session, one, Deed.REPLY, by, attachment=attachment)
    if one.replied is None:
        one.replied = day_number(by.day)
    judge_clocks(session)


def return_reply(session: Session, number: int, by: By, due: date | None = None) -> None:
    """Return an answer that does not suffice, with the reason and a new day."""
    one = notice_of(session, number)
    if not by.note.strip():
        raise InvalidInput("退回反馈须写明理由。")
    if one.deadline is not None and due is None:
        raise InvalidInput("退回反馈须写明重新反馈的期限。")
    if due is not None and due <= by.day:
        raise InvalidInput(f"重新反馈的期限应晚于今天（{by.day}）。")
    enter(session, one, Deed.RETURN, by, due=due)
    one.replied = None
    if due is not None:
        one.deadline = day_number(due)
    judge_clocks(session)


def close(session: Session, number: int, by: By) -> None:
    """Close a matter (办结): its answer was reviewed and suffices."""
    one = notice_of(session, number)
    state = state_of(session, one)
    if lacks_answer(PaperKind(one.kind), state):
        raise Refused(f"{title_of(one)}尚未收到反馈，不能办结。", code="no-reply")
    enter(session, one, Deed.CLOSE, by)
    one.closed = day_number(by.day)
    judge_clocks(session)


def exempt(session: Session, number: int, by: By) -> None:
    """End a matter for 尽职免责, with the reason, before it reaches step 3."""
    one = notice_of(session, number)
    if not by.note.strip():
        raise InvalidInput("尽职免责须写明理由。")
    if not may_exempt(PaperKind(one.kind)):
        raise Refused("尽职免责应在通报以前认定。", code="too-late")
    enter(session, one, Deed.EXEMPT, by)
    one.closed = day_number(by.day)
    judge_clocks(session)
