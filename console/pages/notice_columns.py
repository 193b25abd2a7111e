"""The columns of 督办通报: the register, proposals, 核对单, statistics; on screen and exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from console.export import CellValue, ExportColumn, TableExport
from data.rows.enums import Severity
from data.rows.findings import FindingRow, Named
from data.rows.notices import (
    OUT,
    CheckedBody,
    CheckItem,
    EventRow,
    KindStatistics,
    NoticeRow,
    NoticeState,
    Offender,
)
from widgets.formats import thousands
from widgets.records_table import Column
from widgets.status import Status
from widgets.timeline import TimelineEntry

if TYPE_CHECKING:
    from data.oversight.notices.ladder import Step

R = TypeVar("R")
ALL = "各有关单位"
_DONE = (NoticeState.CLOSED, NoticeState.ARCHIVED)
_ANSWER = (NoticeState.REPLIED, NoticeState.RETURNED)
_LAMPS = {
    Severity.RED: Status.RED, Severity.ORANGE: Status.ORANGE, Severity.YELLOW: Status.YELLOW,
    Severity.HINT: Status.NONE,
}  # fmt: skip


def whom(body: Named | None) -> str:
    """Return to whom a paper goes."""
    return body.name if body is not None else ALL


def lamp(row: NoticeRow) -> Status:
    """Return the lamp of a paper: red is overdue, green is done."""
    if row.overdue:
        return Status.RED
    if row.state in _DONE:
        return Status.GREEN
    if row.state in _ANSWER:
        return Status.ORANGE
    return Status.YELLOW if row.state in OUT else Status.NONE


def state_words(row: NoticeRow) -> str:
    """Return where a paper stands."""
    return row.state.label + ("（逾期）" if row.overdue else "")


def left_words(row: NoticeRow) -> str:
    """Return how many working days are left, or by how many it is overdue."""
    if row.left is None:
        return "逾期" if row.overdue else ""
    return f"逾期 {-row.left}" if row.overdue else str(row.left)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _step(row: NoticeRow) -> str:
    return f"第{row.step}步" if row.step else ""


def facts(row: NoticeRow) -> str:
    """Return who did what of a paper when, in one line."""
    left = left_words(row)
    late = f"（{left}{' 个工作日' if row.left is not None else ''}）" if row.overdue else (
        f"（剩 {left} 个工作日）" if left else "")  # fmt: skip
    told = (
        ("拟稿", row.drafter), ("审核", row.reviewer), ("签发", row.signer),
        ("印发", _day(row.issued_on)), ("签收", _day(row.received_on)),
        ("期限", _day(row.deadline) + late if row.deadline else ""),
        ("反馈", _day(row.replied_on)), ("办结", _day(row.closed_on)),
        ("接续", f"第{row.previous}号办件" if row.previous else ""),
        ("期间", row.period), ("事由", row.reason),
    )  # fmt: skip
    return "　".join(f"{name} {text}" for name, text in told if text)


def timeline_entry(one: EventRow) -> TimelineEntry:
    """Return an entry of a paper's life as the time line shows it."""
    moved = f"　{one.before.label}→{one.after.label}" if one.before is not one.after else ""
    due = f"（期限 {one.due}）" if one.due else ""
    return TimelineEntry(
        str(one.id), one.day.isoformat(), f"{one.deed.label} · {one.actor}{moved}",
        one.note + due, one.attachment,
    )  # fmt: skip


REGISTER: tuple[Column[NoticeRow], ...] = (
    Column("状态", lambda r: r.state.label, width=84, least=78, status=lamp, sortable=False,
           tip=state_words),
    Column("步骤", _step, width=54, sortable=False, least=48),
    Column("文件", lambda r: r.kind.label, width=70, sortable=False, least=58,
           tip=lambda r: r.title or r.kind.label),
    Column("单位", lambda r: whom(r.body), width=120, sortable=False, least=68, share=2,
           tip=lambda r: whom(r.body)),
    Column("文号", lambda r: r.number, width=152, sortable=False, least=72,
           tip=lambda r: r.number),
    Column("期限", lambda r: _day(r.deadline), width=92, sortable=False, least=88),
    Column("剩余工作日", left_words, width=88, sortable=False,
           status=lambda r: Status.RED if r.overdue else None),
    Column("办件", lambda r: r.id, width=50, sortable=False, roomy=True),
    Column("拟稿人", lambda r: r.drafter, width=70, sortable=False, roomy=True),
)  # fmt: skip

FINDINGS: tuple[Column[FindingRow], ...] = (
    Column("程度", lambda r: r.severity.label, width=66, status=lambda r: _LAMPS[r.severity],
           sortable=False),
    Column("规则", lambda r: f"{r.rule} {r.rule_name}", width=110, sortable=False, least=80,
           tip=lambda r: r.sentence),
    Column("对象", lambda r: r.subject.name, width=150, sortable=False, least=90, share=2,
           tip=lambda r: r.subject.name),
    Column("状态", lambda r: r.state.label, width=70, sortable=False),
)  # fmt: skip

BODIES: tuple[Column[CheckedBody], ...] = (
    Column("单位", lambda r: r.body.name, width=130, sortable=False, least=84, share=2,
           tip=lambda r: r.body.name),
    Column("送核", lambda r: r.sent, align="right", width=54, sortable=False),
    Column("已反馈", lambda r: r.answered, align="right", width=62, sortable=False),
    Column("有异议", lambda r: r.disputed, align="right", width=62, sortable=False),
    Column("待认定", lambda r: r.waiting, align="right", width=62, sortable=False),
    Column("逾期", lambda r: r.overdue, align="right", width=60, sortable=False,
           status=lambda r: Status.RED if r.overdue else None),
    Column("期限", lambda r: _day(r.due), width=92, sortable=False),
)  # fmt: skip


def _answer(row: CheckItem) -> str:
    return row.verdict.label if row.verdict else "未反馈"


def _corrected(row: CheckItem) -> str:
    return "；".join(part for part in (row.correction, row.note) if part)


ITEMS: tuple[Column[CheckItem], ...] = (
    Column("核对内容", lambda r: r.name, width=110, sortable=False, least=80,
           tip=lambda r: f"{r.number}\n{r.name}"),
    Column("数值或情况", lambda r: r.told, width=190, sortable=False, least=100, share=3,
           tip=lambda r: r.told),
    Column("反馈", _answer, width=66, sortable=False),
    Column("更正和说明", _corrected, width=110, sortable=False, least=80, share=1,
           tip=_corrected),
    Column("认定", lambda r: r.settled, width=76, sortable=False),
)  # fmt: skip

ITEMS_EXPORTED: tuple[Column[CheckItem], ...] = (
    Column("核对编号", lambda r: r.number, width=200),
    Column("单位", lambda r: r.body.name, width=180), *ITEMS,
)  # fmt: skip

KINDS: tuple[Column[KindStatistics], ...] = (
    Column("文件", lambda r: r.kind.label, width=120, sortable=False, least=84, share=1),
    Column("印发", lambda r: r.issued, align="right", width=60, sortable=False),
    Column("办结", lambda r: r.closed, align="right", width=60, sortable=False),
    Column("逾期", lambda r: r.overdue, align="right", width=64, sortable=False,
           status=lambda r: Status.RED if r.overdue else None),
    Column("催办", lambda r: r.reminded, align="right", width=60, sortable=False),
    Column("申请延期", lambda r: r.asked, align="right", width=76, sortable=False),
    Column("准予延期", lambda r: r.granted, align="right", width=76, sortable=False),
    Column("退回", lambda r: r.returned, align="right", width=60, sortable=False),
    Column("升级", lambda r: r.escalated, align="right", width=60, sortable=False),
    Column("拟稿到印发", lambda r: r.drafting_days, thousands, "right", 96, "天", sortable=False),
    Column("印发到反馈", lambda r: r.answer_days, thousands, "right", 96, "天", sortable=False),
    Column("印发到办结", lambda r: r.closing_days, thousands, "right", 96, "天", sortable=False),
)  # fmt: skip

OFFENDERS: tuple[Column[Offender], ...] = (
    Column("单位", lambda r: r.body.name, width=200, sortable=False, share=1,
           tip=lambda r: r.body.name),
    Column("收到文件", lambda r: r.papers, align="right", width=90, sortable=False),
    Column("最高步骤", lambda r: f"第{r.highest}步", width=90, sortable=False),
    Column("其后同类预警", lambda r: r.findings_after, thousands, "right", 110, sortable=False),
)  # fmt: skip


def step_columns(
    mark: Callable[[Step], str],
) -> tuple[Column[Step], ...]:
    """Return the columns of proposals; `mark` says whether one is ticked."""
    return (
        Column("选", mark, width=34, align="center", sortable=False),
        Column("步骤", lambda r: f"第{r.number}步", width=60, sortable=False, least=50),
        Column("文件", lambda r: r.kind.label, width=90, sortable=False, least=66),
        Column("单位", lambda r: whom(r.body), width=180, sortable=False, least=90, share=2,
               tip=lambda r: whom(r.body)),
        Column("事由", lambda r: r.reason, width=300, sortable=False, least=110, share=4,
               tip=lambda r: r.reason),
        Column("预警", lambda r: len(r.keys), thousands, "right", 60, sortable=False),
        Column("接续", lambda r: f"第{r.previous}号" if r.previous else "", width=70,
               sortable=False, least=56),
    )  # fmt: skip


def table_export(
    name: str, columns: Sequence[Column[R]], rows: Sequence[R], notes: Sequence[tuple[str, str]]
) -> TableExport:
    """Return rows under the columns of a table as they are saved: figures stay figures."""
    heads = [ExportColumn(column.heading, max(8, column.width // 8)) for column in columns]
    cells = [tuple(_cell(column, row) for column in columns) for row in rows]
    return TableExport(name, heads, cells, len(cells), notes)


def _cell(column: Column[R], row: R) -> CellValue:
    value = column.get(row)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return None if value is None or value == "" else column.text(value)
