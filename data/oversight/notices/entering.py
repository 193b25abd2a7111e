"""One deed, one entry: who may do what to a paper in which state, and the entry it leaves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Body, Notice, NoticeEvent, Reply
from data.rows.errors import Conflict, InvalidInput, NotFound, Refused
from data.rows.notices import MOVES, OUT, Deed, NoticeState
from data.rows.papers import PaperKind
from data.rows.period import day_number
from data.rules.notice_rules import rejudge_notices

MOST_FILE = 20 * 1024 * 1024
"""An attachment of a reply has at most so many bytes."""


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, on which day; `seen` is the version of the paper they looked at."""

    actor: str
    day: date
    note: str = ""
    seen: int | None = None


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
    name, content = attachment or ("", None)
    if content is not None and len(content) > MOST_FILE:
        raise InvalidInput(f"附件“{name}”超过 20 MB，请压缩后再附。")
    return NoticeEvent(
        notice_id=notice, deed=int(deed), before=int(before), after=int(after),
        actor=by.actor.strip(), at=datetime.now(UTC).isoformat(timespec="seconds"),
        day=day_number(by.day), note=by.note.strip(), due=None if due is None else day_number(due),
        file_name=name[:256], file=content,
        sha256="" if content is None else hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def _could(deed: Deed) -> str:
    states = "、".join(state.label for state in MOVES[deed])
    return f"可以{deed.label}的状态：{states}。"


def title_of(one: Notice) -> str:
    """Return how messages call a paper: its number, else its place in the register."""
    kind = PaperKind(one.kind).label
    return f"{kind}{one.number}" if one.number else f"第 {one.id} 号办件（{kind}）"


def body_by_code(session: Session, asked: str) -> Body:
    """Return a body by code or name; NotFound says so."""
    query = select(Body).where((Body.code == asked) | (Body.name == asked))
    found = session.scalars(query.order_by(Body.code != asked).limit(1)).one_or_none()
    if found is None:
        raise NotFound(f"没有单位“{asked}”，请核对单位编码或名称。")
    return found


def judge_clocks(session: Session) -> None:
    """Let R21 follow what a deed did to a paper's clock."""
    session.flush()
    rejudge_notices(session)
