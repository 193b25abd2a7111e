"""One deed, one entry: who may do what to a paper in which state, and the entry it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Notice, NoticeEvent, Reply
from data.oversight.acting import By as By
from data.oversight.acting import body_by_code as body_by_code
from data.oversight.acting import kept_file
from data.rows.errors import Conflict, InvalidInput, NotFound, Refused
from data.rows.notices import MOVES, OUT, Deed, NoticeState
from data.rows.papers import PaperKind
from data.rows.period import day_number
from data.rules.notice_rules import rejudge_notices


def notice_of(session: Session, number: int) -> Notice:
    """Return a paper by its place in the register; NotFound says so."""
    found = session.get(Notice, number)
    if found is None:
        raise NotFound(f"没有第 {number} 号办件，请用 notice list 查看。")
    return found


def state_of(session: Session, one: Notice) -> NoticeState:
    """Return where a paper stands; a reply taken in from a workbook makes it 已反馈."""
    state = NoticeState.at(one.state)
    return NoticeState.REPLIED if state in OUT and reply_day(session, one) is not None else state


def reply_day(session: Session, one: Notice) -> int | None:
    """Return the day of the first reply from a workbook that waits for a review, None if none.

    What came before the last return has been looked at.
    """
    if not one.number or one.state not in OUT:
        return None
    query = select(func.min(Reply.day)).where(Reply.number == one.number)
    if one.body_id is not None:
        query = query.where(Reply.body_id == one.body_id)
    returned = session.scalar(
        select(func.max(NoticeEvent.day)).where(
            NoticeEvent.notice_id == one.id, NoticeEvent.deed == Deed.RETURN
        )
    )
    if returned is not None:
        query = query.where(Reply.day > returned)
    return session.scalar(query)


def enter(
    session: Session,
    one: Notice,
    deed: Deed,
    by: By,
    *,
    due: date | None = None,
    attachment: tuple[str, bytes] | None = None,
) -> NoticeState:
    """Do a deed to a paper: move its state and leave an entry; return the state before.

    Raises Refused where the paper's state does not allow it, Conflict where somebody else changed
    the paper after `by.seen`, InvalidInput for a deed without an actor.
    """
    if not by.actor.strip():
        raise InvalidInput(f"请写明{deed.label}的办理人。")
    if by.seen is not None and by.seen != one.version:
        raise Conflict(
            f"{title_of(one)}已被他人办理（现为“{state_of(session, one).label}”），"
            "本次操作没有保存，请刷新后再办。"
        )
    before = state_of(session, one)
    after = MOVES[deed].get(before)
    if after is None:
        raise Refused(
            f"{title_of(one)}现为“{before.label}”，不能{deed.label}。{_could(deed)}",
            code="notice-state",
        )
    session.add(_event(one.id, deed, before, after, by, due, attachment))
    one.state = int(after)
    one.version += 1
    session.flush()
    return before


def first_entry(session: Session, one: Notice, by: By) -> None:
    """Leave the entry of 立项."""
    draft = NoticeState.DRAFT
    session.add(_event(one.id, Deed.OPEN, draft, draft, by, None, None))
    session.flush()


def _event(
    notice: int, deed: Deed, before: NoticeState, after: NoticeState, by: By, due: date | None,
    attachment: tuple[str, bytes] | None,
) -> NoticeEvent:  # fmt: skip
    name, content, sha256 = kept_file(attachment)
    return NoticeEvent(
        notice_id=notice, deed=int(deed), before=int(before), after=int(after),
        actor=by.actor.strip(), at=datetime.now(UTC).isoformat(timespec="seconds"),
        day=day_number(by.day), note=by.note.strip(), due=None if due is None else day_number(due),
        file_name=name, file=content, sha256=sha256,
    )  # fmt: skip


def _could(deed: Deed) -> str:
    states = "、".join(state.label for state in MOVES[deed])
    return f"可以{deed.label}的状态：{states}。"


def title_of(one: Notice) -> str:
    """Return how messages call a paper: its number, else its place in the register."""
    kind = PaperKind(one.kind).label
    return f"{kind}{one.number}" if one.number else f"第 {one.id} 号办件（{kind}）"


def judge_clocks(session: Session) -> None:
    """Let R21 follow what a deed did to a paper's clock."""
    session.flush()
    rejudge_notices(session)
