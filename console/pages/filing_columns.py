"""The columns of 备案台账 on screen, and a plan of it told in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from data.rows.filings import FilingEvent, FilingRow, FilingState, lack_words
from widgets.records_table import Column
from widgets.status import Status

LAMPS = {
    FilingState.UNSEEN: Status.NONE, FilingState.CLAIMED: Status.NONE,
    FilingState.RECEIVED: Status.YELLOW, FilingState.AMENDED: Status.YELLOW,
    FilingState.RETURNED: Status.ORANGE, FilingState.TAKEN: Status.GREEN,
}  # fmt: skip


def _lamp(row: FilingRow) -> Status:
    return Status.RED if row.overdue else LAMPS[row.state]


COLUMNS: tuple[Column[FilingRow], ...] = (
    Column("状态", lambda r: r.word, width=104, frozen=True, status=_lamp),
    Column("计划编号", lambda r: r.plan.number, width=120, least=100, tip=lambda r: r.plan.number),
    Column("名称", lambda r: r.plan.name, width=180, least=90, share=4, tip=lambda r: r.plan.name),
    Column("报送单位", lambda r: r.plan.body.name, width=110, least=86, share=2,
           tip=lambda r: r.plan.body.name),
    Column("现缺要素", lambda r: lack_words(r.plan.lacks), width=110, least=80, share=1,
           tip=lambda r: lack_words(r.plan.lacks)),
    Column("收件日期", lambda r: r.received, date.isoformat, width=92),
    Column("补正期限", lambda r: r.due, date.isoformat, width=92),
    Column("受理日期", lambda r: r.taken, date.isoformat, width=92),
    Column("备案编号", lambda r: r.filing, width=136, least=90, share=1, tip=lambda r: r.filing),
    Column("收件编号", lambda r: r.receipt, width=140, roomy=True, tip=lambda r: r.receipt),
    Column("备案日期", lambda r: r.filed, date.isoformat, width=92, roomy=True),
    Column("收件机关", lambda r: r.receiver.label, width=100, roomy=True),
)  # fmt: skip
URGENT = (
    FilingState.AMENDED, FilingState.RECEIVED, FilingState.RETURNED, FilingState.UNSEEN,
    FilingState.CLAIMED, FilingState.TAKEN,
)  # fmt: skip
"""What waits for the receiver first, what is done last."""
KEYS: tuple[Callable[[FilingRow], object], ...] = (
    lambda r: (not r.overdue, URGENT.index(r.state)), lambda r: r.plan.number,
    lambda r: r.plan.name,
    lambda r: r.plan.body.code, lambda r: len(r.plan.lacks), lambda r: r.received or date.max,
    lambda r: r.due or date.max, lambda r: r.taken or date.max, lambda r: r.filing,
    lambda r: r.receipt, lambda r: r.filed or date.max, lambda r: int(r.receiver),
)  # fmt: skip
"""What each column is ordered by."""


def told(row: FilingRow, events: Sequence[FilingEvent]) -> str:
    """Return a plan's filing in lines, with everything that was registered."""
    lines = [f"{row.plan.number}　{row.plan.name}", f"{row.plan.body.name}　{row.word}",
             f"收件机关：{row.receiver.label}"]  # fmt: skip
    for name, text in (
        ("收件", _said(row.received, row.receipt, row.sender)), ("现缺要素", row.plan.lack_words),
        ("退回", _said(row.returned, row.asked, f"第{row.returns}次" if row.returns > 1 else "")),
        ("补正期限", "" if row.due is None else str(row.due)),
        ("补正收件", "" if row.back is None else str(row.back)),
        ("受理", _said(row.taken, row.filing, "")),
        ("备案日期", "" if row.filed is None else str(row.filed)),
        ("备注", row.note),
    ):  # fmt: skip
        if text:
            lines.append(f"{name}：{text}")
    if events:
        lines += ["", "经过", *map(_entry, events)]
    return "\n".join(lines)


def _said(day: date | None, *texts: str) -> str:
    return "" if day is None else "　".join(filter(None, (str(day), *texts)))


def _entry(one: FilingEvent) -> str:
    what = one.subject.partition("：")[2] or one.subject
    back = f"　已撤回（{one.back_actor}）" if one.undone else ""
    return f"{one.day}　{one.actor}　{what}{back}"
