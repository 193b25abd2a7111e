"""Papers of the ladder, proposals and items of 核对单 as JSON and as lines for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from console.cli.output import Json, named, period_json
from data.oversight.notices.ladder import Step
from data.rows.notices import CheckedBody, CheckItem, EventRow, LadderStatistics, NoticeRow

DAYS = ("issued_on", "received_on", "deadline", "replied_on", "closed_on")


def notice_json(
    row: NoticeRow, events: Sequence[EventRow] = (), sha256: str | None = None
) -> Json:
    """Return a paper of the register; with its life where `events` are given."""
    told: dict[str, object] = {
        "id": row.id, "paper": row.kind.value, "name": row.kind.label, "step": row.step,
        "state": row.state.label, "period": row.period,
        "body": named(row.body) if row.body else None, "title": row.title, "reason": row.reason,
        "number": row.number, "drafter": row.drafter, "reviewer": row.reviewer,
        "signer": row.signer, "overdue": row.overdue, "left": row.left,
        "previous": row.previous, "version": row.version, "findings": list(row.keys),
    }  # fmt: skip
    told |= {name: _day(getattr(row, name)) for name in DAYS}
    if sha256 is not None:
        told["sha256"] = sha256
    if events:
        told["events"] = [_event(one) for one in events]
    return told


def _event(one: EventRow) -> Json:
    return {
        "id": one.id, "deed": one.deed.label, "before": one.before.label,
        "after": one.after.label, "actor": one.actor, "at": one.at, "day": one.day.isoformat(),
        "note": one.note, "due": _day(one.due), "attachment": one.attachment or None,
        "sha256": one.sha256 or None,
    }  # fmt: skip


def notice_line(row: NoticeRow) -> str:
    """Return a paper as a line for people."""
    who = row.body.name if row.body else "各有关单位"
    due = f"　期限 {row.deadline}" if row.deadline else ""
    late = "（逾期）" if row.overdue else ""
    return f"{row.id}　{row.kind.label}　{who}　{row.state.label}{late}　{row.number}{due}".rstrip()


def step_json(one: Step) -> Json:
    """Return a proposal."""
    return {
        "paper": one.kind.value, "name": one.kind.label, "step": one.number,
        "body": named(one.body) if one.body else None, "findings": list(one.keys),
        "reason": one.reason, "previous": one.previous,
    }  # fmt: skip


def step_line(one: Step) -> str:
    """Return a proposal as a line for people."""
    who = one.body.name if one.body else "各有关单位"
    return f"第{one.number}步　{one.kind.label}　{who}　{one.reason}"


def item_json(one: CheckItem) -> Json:
    """Return an item of a 核对单 with its answer."""
    return {
        "number": one.number, "body": named(one.body), "period": one.period,
        "kind": "finding" if one.is_finding else "figure", "key": one.key, "name": one.name,
        "told": one.told, "sent_on": one.sent_on.isoformat(), "due": _day(one.due),
        "answer": one.verdict.label if one.verdict else None, "correction": one.correction,
        "note": one.note, "settled": one.settled or None,
    }  # fmt: skip


def checked_json(one: CheckedBody) -> Json:
    """Return how far a body is with its 核对单."""
    return {
        "body": named(one.body), "sent": one.sent, "answered": one.answered,
        "disputed": one.disputed, "waiting": one.waiting, "overdue": one.overdue,
        "due": _day(one.due),
    }  # fmt: skip


def item_line(one: CheckItem) -> str:
    """Return an item as a line for people."""
    answer = one.settled or (one.verdict.label if one.verdict else "未反馈")
    return f"{one.number}　{one.body.name}　{one.name}　{one.told}　{answer}　{one.note}".rstrip()


COUNTED = ("issued", "closed", "overdue", "reminded", "asked", "granted", "returned", "escalated",
           "drafting_days", "answer_days", "closing_days")  # fmt: skip


def statistics_json(told: LadderStatistics) -> Json:
    """Return the statistics of the ladder."""
    return {
        "period": period_json(told.period),
        "papers": [
            {"paper": one.kind.value, "name": one.kind.label,
             **{name: getattr(one, name) for name in COUNTED}}
            for one in told.kinds
        ],
        "offenders": [
            {"body": named(one.body), "papers": one.papers, "highest_step": one.highest,
             "findings_after": one.findings_after}
            for one in told.offenders
        ],
    }  # fmt: skip


def statistics_lines(told: LadderStatistics) -> tuple[str, ...]:
    """Return the statistics as lines for people."""
    lines = [
        f"{one.kind.label}　印发{one.issued}　办结{one.closed}　逾期{one.overdue}　"
        f"准予延期{one.granted}　退回{one.returned}　升级{one.escalated}"
        for one in told.kinds
    ]
    lines += [
        f"{one.body.name}　{one.papers}件　最高第{one.highest}步　"
        f"其后同类预警{one.findings_after}条"
        for one in told.offenders
    ]
    return tuple(lines) or ("本期没有印发的文件。",)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
