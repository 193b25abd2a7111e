"""报送: a call to bodies to send something by a day; who has sent it and who has not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import (
    Batch,
    Body,
    Progress,
    SubmissionBody,
    SubmissionCall,
    SubmissionReceipt,
)
from data.oversight.acting import By, body_by_code, kept_file, needed, refuse_stale, stamp
from data.rows.errors import InvalidInput, NotFound, Refused
from data.rows.findings import Named
from data.rows.issues import Changes
from data.rows.period import day_number, day_of
from data.rows.submissions import CallRow, SentCell, SentRow, SubmissionKind

CHANGED = Changes(count=1, meetings=True)
FOREVER = 10**6
Days = dict[tuple[int, SubmissionKind], int]
"""By body and what was asked for: the day it first came."""


@dataclass(frozen=True, slots=True)
class CallDraft:
    """What a call is to be; without bodies it goes to all of the register."""

    title: str
    due: date
    kinds: tuple[SubmissionKind, ...] = (SubmissionKind.PROGRESS,)
    bodies: tuple[str, ...] = ()
    paper: str = ""


def open_call(session: Session, draft: CallDraft, by: By) -> int:
    """Open a call and return its number."""
    if not draft.kinds:
        raise InvalidInput("请选择要报送的内容。")
    if draft.due < by.day:
        raise InvalidInput("报送期限不能早于今天，请核对。")
    one = SubmissionCall(
        title=needed(draft.title, "报送要求的名称"), opened=day_number(by.day),
        kinds=",".join(str(int(kind)) for kind in sorted(set(draft.kinds))),
        due=day_number(draft.due), paper=draft.paper.strip(), actor=stamp(by, "发起报送").actor,
    )  # fmt: skip
    session.add(one)
    session.flush()
    if draft.bodies:
        asked = [body_by_code(session, name).id for name in draft.bodies]
    else:
        asked = list(session.scalars(select(Body.id).order_by(Body.code)))
    if not asked:
        raise InvalidInput("还没有单位，请先导入单位。")
    session.add_all(SubmissionBody(call_id=one.id, body_id=body) for body in dict.fromkeys(asked))
    session.flush()
    return one.id


def call_of(session: Session, number: int) -> SubmissionCall:
    """Return a call by its number; NotFound says so."""
    found = session.get(SubmissionCall, number)
    if found is None:
        raise NotFound(f"没有第 {number} 次报送，请用 submission list 查看。")
    return found


def receive(
    session: Session, number: int, body: str, kind: SubmissionKind, by: By,
    attachment: tuple[str, bytes] | None = None,
) -> Changes:  # fmt: skip
    """Enter by hand what a body sent, with its file if there is one."""
    one, found = call_of(session, number), body_by_code(session, needed(body, "报送单位"))
    if session.get(SubmissionBody, (number, found.id)) is None:
        raise InvalidInput(f"本次报送没有要求{found.name}报送。")
    if kind not in _kinds(one):
        raise InvalidInput(f"本次报送没有要求报{kind.label}。")
    if day_number(by.day) < one.opened:
        raise InvalidInput("收到日期不能早于发起报送的日期。")
    said, (name, content, sha256) = stamp(by, "登记报送"), kept_file(attachment)
    session.add(SubmissionReceipt(
        call_id=number, body_id=found.id, kind=int(kind), actor=said.actor, at=said.at,
        day=said.day, note=said.note, file_name=name, file=content, sha256=sha256,
    ))  # fmt: skip
    session.flush()
    return CHANGED


def close_call(session: Session, number: int, by: By) -> Changes:
    """Close a call: what comes later no longer counts for it."""
    one = call_of(session, number)
    refuse_stale(by, one.version, one.title)
    stamp(by, "结束报送")
    if one.closed is not None:
        raise Refused("本次报送已经结束。", code="closed")
    one.closed, one.version = day_number(by.day), one.version + 1
    session.flush()
    return CHANGED


def list_calls(session: Session, today: date) -> list[CallRow]:
    """Return all calls, newest first, with how many bodies sent everything."""
    found = session.scalars(select(SubmissionCall).order_by(SubmissionCall.id.desc())).all()
    return [_row(one, _sent(session, one, today), today) for one in found]


def call_sheet(session: Session, number: int, today: date) -> tuple[CallRow, list[SentRow]]:
    """Return a call and what each body sent for it."""
    one = call_of(session, number)
    rows = _sent(session, one, today)
    return _row(one, rows, today), rows


def receipt_file(session: Session, number: int, body: str) -> tuple[str, bytes]:
    """Return the last file a body sent for a call; InvalidInput where there is none."""
    row = session.execute(
        select(SubmissionReceipt.file_name, SubmissionReceipt.file)
        .where(SubmissionReceipt.call_id == number, SubmissionReceipt.file.is_not(None),
               SubmissionReceipt.body_id == body_by_code(session, body).id)
        .order_by(SubmissionReceipt.id.desc()).limit(1)
    ).one_or_none()  # fmt: skip
    if row is None or row.file is None:
        raise InvalidInput("该单位没有留存文件。")
    return row.file_name, row.file


def reminder(call: CallRow, rows: Iterable[SentRow]) -> str:
    """Return the text to remind those of whom something is missing, empty where nothing is."""
    left = [row for row in rows if row.missing]
    if not left:
        return ""
    paper = f"（{call.paper}）" if call.paper else ""
    due = f"{call.due.month}月{call.due.day}日"
    lines = [f"{row.body.name}：{'、'.join(kind.label for kind in row.missing)}" for row in left]
    head = f"各有关单位：《{call.title}》{paper}要求于{due}前报送。以下单位尚未报送，请尽快报送："
    return "\n".join((head, *lines))


def _kinds(one: SubmissionCall) -> tuple[SubmissionKind, ...]:
    return tuple(SubmissionKind.at(int(part)) for part in one.kinds.split(","))


def _sent(session: Session, one: SubmissionCall, today: date) -> list[SentRow]:
    """Return what each body sent; late is what came, or has not come, after the due day."""
    days, kinds = _days(session, one), _kinds(one)
    until = min(day_number(today), one.closed if one.closed is not None else FOREVER)
    query = (
        select(Body.id, Body.code, Body.name)
        .join(SubmissionBody, SubmissionBody.body_id == Body.id)
        .where(SubmissionBody.call_id == one.id).order_by(Body.code)
    )
    return [
        SentRow(Named(code, name), tuple(
            _cell(kind, days.get((body, kind)), one.due, until) for kind in kinds
        ))
        for body, code, name in session.execute(query)
    ]  # fmt: skip


def _cell(kind: SubmissionKind, day: int | None, due: int, until: int) -> SentCell:
    late = (until if day is None else day) > due
    return SentCell(kind, None if day is None else day_of(day), late)


def _days(session: Session, one: SubmissionCall) -> Days:
    """Return when what was asked for came: entered by hand, or in a workbook of 任务进展."""
    last = one.closed if one.closed is not None else FOREVER
    found: Days = {}
    by_hand = session.execute(
        select(SubmissionReceipt.body_id, SubmissionReceipt.kind, func.min(SubmissionReceipt.day))
        .where(SubmissionReceipt.call_id == one.id, SubmissionReceipt.day <= last)
        .group_by(SubmissionReceipt.body_id, SubmissionReceipt.kind)
    )
    for body, kind, day in by_hand:
        _earliest(found, body, SubmissionKind.at(kind), day)
    workbooks = (
        select(Progress.body_id, func.min(Batch.day)).join(Batch, Batch.id == Progress.batch_id)
        .where(Batch.day >= one.opened, Batch.day <= last).group_by(Progress.body_id)
    )  # fmt: skip
    for body, day in session.execute(workbooks):
        _earliest(found, body, SubmissionKind.PROGRESS, day)
    for body, day in session.execute(workbooks.where(Progress.practice != "")):
        _earliest(found, body, SubmissionKind.PRACTICE, day)
    return found


def _earliest(found: Days, body: int, kind: SubmissionKind, day: int) -> None:
    found[body, kind] = min(day, found.get((body, kind), day))


def _row(one: SubmissionCall, rows: Sequence[SentRow], today: date) -> CallRow:
    row = CallRow(
        one.id, one.title, _kinds(one), day_of(one.opened), day_of(one.due), one.paper,
        None if one.closed is None else day_of(one.closed), one.actor, one.version, len(rows),
        sum(not row.missing for row in rows),
    )  # fmt: skip
    late = one.closed is None and one.due < day_number(today) and row.missing > 0
    return replace(row, overdue=late)
