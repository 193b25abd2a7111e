"""备案登记: a plan received, returned for completion, taken; each deed an edit that can go back.

What the register says of a plan's filing stands in the plan itself, so that M10, R16 and R23 read
it as if its workbook had brought it (data/intake/registered.py keeps it when one comes later).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.intake.mending.edits import mend, take_back
from data.measures.settings import setting
from data.measures.workdays import load_calendar
from data.models import Edit, Filing, Plan
from data.models.tables import table_of
from data.records.edit_entries import About
from data.records.edit_images import Change, Plain, Values, read, row_of, updated
from data.records.filings import filing_of, history_of
from data.rows.edits import EditKind
from data.rows.errors import Conflict, InvalidInput, Refused
from data.rows.filings import (
    FILING_CODES,
    RECEIPT_CODES,
    WAITING,
    FilingRow,
    FilingState,
    Receipt,
    Receiver,
    SendBack,
    Taking,
    lack_words,
)
from data.rows.issues import Changes
from data.rows.period import day_number
from data.rows.plans import FIELDS
from data.rows.settings import FILING_DAYS
from data.rules.maintenance import Tell
from data.store.bulk import next_id
from data.store.columns import say_nothing

FILING, PLAN = table_of(Filing), table_of(Plan)
SHORT, LONG = 64, 1000
"""So many signs fit a number or name, and a reason."""
NOT_FILED: Values = {"filed": None, "accepted": None, "filing": ""}
DEEDS = {
    FilingState.RECEIVED: "收件", FilingState.RETURNED: "退回补正", FilingState.TAKEN: "受理",
}  # fmt: skip


def receive(
    session: Session, key: str, receipt: Receipt, today: date, tell: Tell = say_nothing
) -> Changes:
    """Register that a plan arrived, or came back completed; 收件编号 stays that of the first."""
    row = _seen(session, key, receipt.seen, today)
    _refuse(row, (FilingState.RECEIVED, FilingState.TAKEN), FilingState.RECEIVED)
    _check_day(receipt.day, today, "收件日期", row)
    sender = _short(receipt.sender, "报送人")
    if row.id is not None:
        return _received_again(session, row, receipt, sender, today, tell)
    receiver = receipt.receiver or row.receiver
    number = _number(session, receipt.number, receiver, RECEIPT_CODES, "receipt", receipt.day)
    values: dict[str, Plain] = {
        "id": next_id(session, FILING), "plan_id": row.plan.id, "receiver": int(receiver),
        "state": int(FilingState.RECEIVED), "receipt": number, "sender": sender,
        "received": day_number(receipt.day), "handler": _actor(session),
        "note": _long(receipt.note, "备注"), "version": 1,
    }  # fmt: skip
    change = Change(FILING.name, int(str(values["id"])), None, values)
    return _register(session, row, f"收件 {number}", receipt.note, [change], today, tell)


def _received_again(
    session: Session, row: FilingRow, receipt: Receipt, sender: str, today: date, tell: Tell
) -> Changes:
    if receipt.number.strip() not in ("", row.receipt):
        raise InvalidInput(
            f"计划“{row.plan.number}”的收件编号是“{row.receipt}”，补正后收件不另编号。"
        )
    if receipt.receiver not in (None, row.receiver):
        raise InvalidInput(f"计划“{row.plan.number}”由{row.receiver.label}收件，补正后不能改。")
    values: Values = {
        "state": int(FilingState.RECEIVED), "back": day_number(receipt.day), "seen": None,
        "sender": sender or row.sender, "handler": _actor(session),
        "note": _long(receipt.note, "备注") or row.note,
    }  # fmt: skip
    changes = [_moved(session, row, values)]
    return _register(session, row, "补正收件", receipt.note, changes, today, tell)


def send_back(
    session: Session, key: str, back: SendBack, today: date, tell: Tell = say_nothing
) -> Changes:
    """Return a plan for completion: for what it lacks by R16 unless told, and with the reason."""
    row = _seen(session, key, back.seen, today)
    _refuse_unseen(row, FilingState.RETURNED)
    _check_day(back.day, today, "退回日期", row)
    lacks = row.plan.lacks if back.lacks is None else back.lacks
    if unknown := [one for one in lacks if one not in FIELDS]:
        raise InvalidInput(f"没有要素“{unknown[0]}”，可用：{'、'.join(FIELDS.values())}。")
    lacks, reason = tuple(one for one in FIELDS if one in lacks), _long(back.reason, "退回理由")
    if not lacks and not reason:
        raise InvalidInput(
            f"计划“{row.plan.number}”五项要素不缺，退回须选择要补正的要素或写明理由。"
        )
    due = back.due or load_calendar(session).after(back.day, int(setting(session, FILING_DAYS)))
    if due is None:
        raise InvalidInput("补正期限所在年度没有工作日历，请写明补正期限，或先导入工作日历。")
    if due <= back.day:
        raise InvalidInput(f"补正期限 {due} 应在退回日期 {back.day} 以后，请改正。")
    changes = [_now_unfiled(session, row)]
    version = row_of(session, PLAN, row.plan.id)
    assert version is not None
    seen = int(version["version"]) + (changes[0] is not None)
    values: Values = {
        "state": int(FilingState.RETURNED), "returned": day_number(back.day), "seen": seen,
        "lacks": ",".join(lacks), "reason": reason, "due": day_number(due),
        "returns": row.returns + 1, "handler": _actor(session),
    }  # fmt: skip
    changes.append(_moved(session, row, values))
    asked = "；".join(filter(None, (f"缺{lack_words(lacks)}" if lacks else "", reason)))
    words = f"退回补正 {asked}，{due} 前报回"
    return _register(session, row, words, reason, changes, today, tell)


def _now_unfiled(session: Session, row: FilingRow) -> Change | None:
    """Return what takes away what a plan's own file claims of its filing: it is returned."""
    plan = row_of(session, PLAN, row.plan.id)
    assert plan is not None
    return updated(PLAN, plan, NOT_FILED)


def take(
    session: Session, key: str, taking: Taking, today: date, tell: Tell = say_nothing
) -> Changes:
    """Take a plan with 备案编号 and 备案日期; one that lacks a seed field only with the reason."""
    row = _seen(session, key, taking.seen, today)
    _refuse_unseen(row, FilingState.TAKEN)
    _check_day(taking.day, today, "受理日期", row)
    filed = taking.filed or taking.day
    if row.received is not None and filed < row.received:
        raise InvalidInput(f"备案日期 {filed} 早于收件日期 {row.received}，请核对两个日期。")
    if filed > today:
        raise InvalidInput(f"备案日期 {filed} 晚于今天 {today}，请改正。")
    note = _long(taking.note, "备注")
    if row.plan.lacks and not note:
        raise InvalidInput(
            f"计划“{row.plan.number}”{row.plan.lack_words}，请退回补正；确需受理的，在备注中写明理由。"
        )
    number = _number(session, taking.number, row.receiver, FILING_CODES, "number", filed)
    plan = row_of(session, PLAN, row.plan.id)
    assert plan is not None
    told: Values = {
        "filed": day_number(filed), "accepted": day_number(taking.day), "filing": number,
    }  # fmt: skip
    values: Values = {
        "state": int(FilingState.TAKEN), "taken": day_number(taking.day), "number": number,
        "seen": None, "handler": _actor(session), "note": note or row.note,
    }  # fmt: skip
    changes = [updated(PLAN, plan, told), _moved(session, row, values)]
    words = f"受理 {number}，备案日期 {filed}"
    return _register(session, row, words, note, changes, today, tell)


def undo_last(
    session: Session, key: str, why: str, today: date, seen: int | None = None,
    tell: Tell = say_nothing,
) -> Changes:  # fmt: skip
    """Take the last standing deed of a plan's history back."""
    row = _seen(session, key, seen, today)
    last = [one for one in history_of(session, row.plan.id) if not one.undone]
    if not last:
        raise InvalidInput(f"计划“{row.plan.number}”没有可撤回的备案登记。")
    return take_back(session, last[-1].edit, why, today, tell)


# -- what is refused -----------------------------------------------------------------------


def _seen(session: Session, key: str, version: int | None, today: date) -> FilingRow:
    """Return a plan's filing; Conflict where it moved on since somebody looked at it."""
    row = filing_of(session, key, today)
    if version is not None and version != row.version:
        raise Conflict(
            f"计划“{row.plan.number}”的备案登记已被他人更新，本次没有保存，请刷新后再办。",
            code="filing-version",
        )
    return row


def _refuse(row: FilingRow, states: tuple[FilingState, ...], deed: FilingState) -> None:
    if row.state in states:
        is_taken = row.state is FilingState.TAKEN
        done = f"，备案编号 {row.filing}" if is_taken else f"（{row.receipt}）"
        raise Refused(
            f"计划“{row.plan.number}”{row.state.label}{done}，不能再登记{DEEDS[deed]}。"
            "登记有误的，先撤回最后一步。",
            code="filing-state",
        )


def _refuse_unseen(row: FilingRow, deed: FilingState) -> None:
    """Refuse to return or take a plan that does not wait for the receiver."""
    _refuse(row, (FilingState.TAKEN,), deed)
    if row.state not in WAITING:
        first = "补正收件" if row.id is not None else "收件"
        raise Refused(
            f"计划“{row.plan.number}”{row.state.label}，请先登记{first}，再{DEEDS[deed]}。",
            code="filing-state",
        )


def _check_day(day: date, today: date, name: str, row: FilingRow) -> None:
    """Refuse a day that is still to come, or before what was registered last."""
    if day > today:
        raise InvalidInput(f"{name} {day} 晚于今天 {today}，请改正。")
    steps = ((row.received, "收件日期"), (row.returned, "退回日期"), (row.back, "补正收件日期"))
    after, what = max(((one, word) for one, word in steps if one), default=(day, ""))
    if day < after:
        raise InvalidInput(f"{name} {day} 早于{what} {after}，请核对两个日期。")


def _short(text: str, name: str) -> str:
    return _fitting(text, name, SHORT)


def _long(text: str, name: str) -> str:
    return _fitting(text, name, LONG)


def _fitting(text: str, name: str, most: int) -> str:
    found = text.strip()
    if len(found) > most:
        raise InvalidInput(f"{name}超过 {most} 个字，放不下，请缩短。")
    return found


def _actor(session: Session) -> str:
    return str(session.info.get("actor", ""))[:SHORT]


# -- numbers -------------------------------------------------------------------------------


def _number(
    session: Session, given: str, receiver: Receiver, codes: Mapping[Receiver, str], column: str,
    day: date,
) -> str:  # fmt: skip
    """Return the number the receiver gave, else the next of its series of the year; unique."""
    name = "收件编号" if column == "receipt" else "备案编号"
    number = _short(given, name)
    if not number:
        head = f"{codes[receiver]}〔{day.year}〕"
        return f"{head}{_last_serial(session, receiver, column, head) + 1}号"
    mine = (FILING.c.receiver == int(receiver)) & (FILING.c[column] == number)
    if session.scalar(select(func.count()).select_from(FILING).where(mine)):
        raise Refused(
            f"{receiver.label}的{name}“{number}”已经用过，请换一个编号。", code="filing-number"
        )
    return number


def _last_serial(session: Session, receiver: Receiver, column: str, head: str) -> int:
    """Return the highest number of a series ever given, also by a deed that was taken back."""
    own = (FILING.c.receiver == int(receiver), FILING.c[column].startswith(head, autoescape=True))
    numbers = [str(one) for one in session.scalars(select(FILING.c[column]).where(*own))]
    gone = select(Edit.images).where(
        Edit.kind == EditKind.FILING, Edit.undone == 1, Edit.images.contains(head, autoescape=True)
    )
    for images in session.scalars(gone):
        numbers += [
            str((change.after or {}).get(column, ""))
            for change in read(images)
            if change.table == FILING.name
        ]
    whole = re.compile(rf"{re.escape(head)}(\d{{1,9}})号")
    return max((int(found[1]) for one in numbers if (found := whole.fullmatch(one))), default=0)


# -- writing -------------------------------------------------------------------------------


def _moved(session: Session, row: FilingRow, values: Values) -> Change | None:
    assert row.id is not None
    stored = row_of(session, FILING, row.id)
    assert stored is not None
    return updated(FILING, stored, values)


def _register(
    session: Session, row: FilingRow, deed: str, why: str, changes: list[Change | None],
    today: date, tell: Tell,
) -> Changes:  # fmt: skip
    words = f"{row.plan.body.name} 计划 {row.plan.number}：{deed}"
    about = About(EditKind.FILING, words, why.strip())
    return mend(session, about, [one for one in changes if one is not None], today, tell)


__all__ = ["receive", "send_back", "take", "undo_last"]
