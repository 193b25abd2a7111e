"""The register of the ladder as rows: where each paper stands, whose clock has run out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from data.measures.workdays import Calendar, load_calendar
from data.models import Body, Notice, NoticeEvent, NoticeFinding, Reply
from data.oversight.notices.entering import notice_of
from data.rows.enums import Word
from data.rows.errors import InvalidInput, Refused
from data.rows.findings import Named
from data.rows.notices import OUT, Deed, EventRow, NoticeRow, NoticeState
from data.rows.papers import PaperKind
from data.rows.period import day_number, day_of
from data.store.bulk import id_filter


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers are asked for; everything is None for all. `viewer` is who looks."""

    viewer: str = ""
    period: str | None = None
    body: str | None = None
    kind: PaperKind | None = None
    state: NoticeState | None = None
    overdue: bool = False
    ids: tuple[int, ...] | None = None
    mine: bool = False
    """Only what waits for the viewer."""
    finding: str | None = None
    due: int | None = None
    """Only what is to be answered within so many working days, or is overdue."""


def list_notices(session: Session, today: date, wanted: Wanted = Wanted()) -> list[NoticeRow]:
    """Return papers of the register, newest first, as they stand on a day.

    A restricted paper (移送) is shown to those who handle it alone.
    """
    query = select(Notice, Body.code, Body.name).outerjoin(Body, Body.id == Notice.body_id)
    found = session.execute(query.where(*_conditions(wanted)).order_by(Notice.id.desc())).all()
    found = [row for row in found if _may_see(row[0], wanted.viewer)]
    ids = [one.id for one, _, _ in found]
    keys = _keys(session, ids)
    replies = _replies(session, [one for one, _, _ in found])
    calendar = load_calendar(session)
    rows = [
        _row(one, Named(code, name) if code else None, tuple(keys[one.id]), replies, today)
        for one, code, name in found
    ]
    rows = [replace(row, left=left) for row, left in zip(rows, _left(calendar, rows, today),
                                                         strict=True)]  # fmt: skip
    if wanted.state is not None:
        rows = [row for row in rows if row.state is wanted.state]
    if wanted.overdue:
        rows = [row for row in rows if row.overdue]
    if wanted.mine:
        rows = [row for row in rows if waits_for(row, wanted.viewer)]
    if wanted.due is not None:
        rows = [row for row in rows if is_pressing(row, wanted.due)]
    return rows


def is_pressing(row: NoticeRow, days: int) -> bool:
    """Return whether a paper is overdue, or to be answered within so many working days."""
    return row.overdue or (row.left is not None and row.left <= days)


def waits_for(row: NoticeRow, viewer: str) -> bool:
    """Return whether a paper waits for somebody: their own draft, another's to review or sign,
    a signed one to be issued, an answer to be looked at."""
    if row.state is NoticeState.DRAFT:
        return row.drafter == viewer
    if row.state in (NoticeState.REVIEW, NoticeState.APPROVED):
        return row.drafter != viewer
    return row.state in (NoticeState.SIGNED, NoticeState.REPLIED)


def notices_named(
    session: Session, text: str, today: date, viewer: str = "", most: int = 5
) -> list[NoticeRow]:
    """Return the latest papers whose number, title or body has a text, as one may see them."""
    wanted = text.strip()
    says = [column.contains(wanted, autoescape=True)
            for column in (Notice.number, Notice.title, Body.name)]  # fmt: skip
    query = (
        select(Notice)
        .outerjoin(Body, Body.id == Notice.body_id)
        .where(or_(*says))
        .order_by(Notice.id.desc())
    )
    ids: list[int] = []
    for one in session.scalars(query):
        if _may_see(one, viewer):
            ids.append(one.id)
        if len(ids) == most:
            break
    return list_notices(session, today, Wanted(viewer=viewer, ids=tuple(ids))) if ids else []


def notice_row(session: Session, number: int, today: date, viewer: str = "") -> NoticeRow:
    """Return one paper; NotFound where there is none, Refused where it is restricted."""
    one = notice_of(session, number)
    if not _may_see(one, viewer):
        raise Refused(f"第 {number} 号办件只限经办人查看。", code="restricted")
    return list_notices(session, today, Wanted(viewer=viewer, ids=(number,)))[0]


def events_of(session: Session, number: int) -> list[EventRow]:
    """Return the life of a paper, oldest first."""
    rows = session.execute(
        select(
            NoticeEvent.id, NoticeEvent.notice_id, NoticeEvent.deed, NoticeEvent.before,
            NoticeEvent.after, NoticeEvent.actor, NoticeEvent.at, NoticeEvent.day,
            NoticeEvent.note, NoticeEvent.due, NoticeEvent.file_name, NoticeEvent.sha256,
        ).where(NoticeEvent.notice_id == number).order_by(NoticeEvent.id)
    )  # fmt: skip
    return [
        EventRow(
            row.id, row.notice_id, Deed.at(row.deed), NoticeState.at(row.before),
            NoticeState.at(row.after), row.actor, row.at, day_of(row.day), row.note,
            _day(row.due), row.file_name, row.sha256,
        )
        for row in rows
    ]  # fmt: skip


def open_request(events: Sequence[EventRow]) -> EventRow | None:
    """Return the request for more time that waits for an answer, None if none does."""
    told = (Deed.ASK_MORE_TIME, Deed.GRANT, Deed.DENY)
    last = next((one for one in reversed(events) if one.deed in told), None)
    return last if last is not None and last.deed is Deed.ASK_MORE_TIME else None


def attachment_of(session: Session, event: int) -> tuple[str, bytes]:
    """Return the file kept with an entry; InvalidInput where there is none."""
    row = session.execute(
        select(NoticeEvent.file_name, NoticeEvent.file).where(NoticeEvent.id == event)
    ).one_or_none()
    if row is None or row.file is None:
        raise InvalidInput(f"办理记录 {event} 没有附件。")
    return row.file_name, row.file


def word_of(kind: type[Word], text: str) -> Word:
    """Return a word by its label; InvalidInput names those there are."""
    found = kind.of(text)
    if found is None:
        raise InvalidInput(f"没有“{text}”，可用：{'、'.join(one.label for one in kind)}。")
    return found


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.period is not None:
        found.append(Notice.period == wanted.period)
    if wanted.body is not None:
        found.append((Body.code == wanted.body) | (Body.name == wanted.body))
    if wanted.kind is not None:
        found.append(Notice.kind == wanted.kind.value)
    if wanted.finding is not None:
        speaking = select(NoticeFinding.notice_id).where(
            NoticeFinding.finding_key == wanted.finding
        )
        found.append(Notice.id.in_(speaking))
    if wanted.ids is not None:
        found.append(id_filter(Notice.id, wanted.ids))
    return found


def _may_see(one: Notice, viewer: str) -> bool:
    return not one.handlers or viewer in (one.drafter, *one.handlers.split("、"))


def _keys(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    told: dict[int, list[str]] = defaultdict(list)
    query = (
        select(NoticeFinding.notice_id, NoticeFinding.finding_key)
        .where(id_filter(NoticeFinding.notice_id, ids))
        .order_by(NoticeFinding.finding_key)
    )
    for number, key in session.execute(query):
        told[number].append(key)
    return told


def _replies(session: Session, notices: Sequence[Notice]) -> dict[tuple[str, int], int]:
    """Return the first day of a reply from a workbook that waits, by number and body."""
    open_ = [one for one in notices if one.number and NoticeState.at(one.state) in OUT]
    if not open_:
        return {}
    returned = {
        number: day
        for number, day in session.execute(
            select(NoticeEvent.notice_id, func.max(NoticeEvent.day))
            .where(
                NoticeEvent.deed == Deed.RETURN,
                id_filter(NoticeEvent.notice_id, [one.id for one in open_]),
            )
            .group_by(NoticeEvent.notice_id)
        )
    }
    after = {one.number: returned.get(one.id, -1) for one in open_}
    found: dict[tuple[str, int], int] = {}
    query = select(Reply.number, Reply.body_id, Reply.day).where(Reply.number.in_(list(after)))
    for number, body, day in session.execute(query.order_by(Reply.day.desc())):
        if day > after[number]:
            found[number, body] = day
    return found


def _row(
    one: Notice, body: Named | None, keys: tuple[str, ...], replies: dict[tuple[str, int], int],
    today: date,
) -> NoticeRow:  # fmt: skip
    state, replied = NoticeState.at(one.state), one.replied
    waiting = replies.get((one.number, one.body_id or 0)) if state in OUT else None
    if waiting is not None:
        state, replied = NoticeState.REPLIED, waiting
    late = state in OUT and one.deadline is not None and one.deadline < day_number(today)
    return NoticeRow(
        one.id, PaperKind(one.kind), state, one.period, body, one.title, one.reason, one.drafter,
        one.reviewer, one.signer, one.number, one.issued_id, _day(one.issued), _day(one.received),
        _day(one.deadline), _day(replied), _day(one.closed), one.previous_id, one.version, late,
        None, keys,
    )  # fmt: skip


def _left(calendar: Calendar, rows: Sequence[NoticeRow], today: date) -> list[int | None]:
    """Return the working days until each deadline whose clock runs."""
    due = pd.Series(
        [day_number(row.deadline) if row.deadline and row.state in OUT else None for row in rows],
        dtype="float64",
    )
    now = pd.Series(float(day_number(today)), index=due.index)
    between = calendar.workdays_between(now, due)
    return [None if pd.isna(count) else int(count) for count in between]


def _day(number: int | None) -> date | None:
    return None if number is None else day_of(number)
