"""The columns of problems and of past imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from data.rows.enums import IssueLevel
from data.rows.issues import BatchReport, BatchRow, Issue
from data.rows.kinds import KINDS
from widgets.formats import thousands
from widgets.records_table import Column
from widgets.status import Status

ISSUES: tuple[Column[Issue], ...] = (
    Column("级别", lambda i: i.level.label, width=76, sortable=False,
           status=lambda i: Status.RED if i.level is IssueLevel.ERROR else Status.YELLOW),
    Column("文件", lambda i: i.file, width=150, sortable=False, tip=lambda i: i.file,
           least=90, share=1),
    Column("行", lambda i: i.row, align="right", width=56, sortable=False),
    Column("列", lambda i: i.column, width=96, sortable=False),
    Column("原值", lambda i: i.value, width=120, sortable=False, tip=lambda i: i.value,
           least=80, share=1),
    Column("问题和改法", lambda i: i.message, width=260, sortable=False, tip=lambda i: i.message,
           least=180, share=4),
)  # fmt: skip


def _kind(name: str) -> str:
    return KINDS[name].title if name in KINDS else name


def _local(at: str) -> str:
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return at


HISTORY: tuple[Column[BatchRow], ...] = (
    Column("批次", lambda b: b.id, align="right", width=56, sortable=False),
    Column("状态", lambda b: "已撤销" if b.undone else "已导入", width=84, sortable=False,
           status=lambda b: Status.NONE if b.undone else Status.GREEN),
    Column("时间", lambda b: b.at, _local, width=140, sortable=False),
    Column("文件", lambda b: b.file, width=230, sortable=False, tip=lambda b: b.file,
           least=120, share=1),
    Column("种类", lambda b: _kind(b.kind), width=96, sortable=False),
    Column("行数", lambda b: b.rows, thousands, align="right", width=76, sortable=False),
    Column("导入", lambda b: b.taken, thousands, align="right", width=76, sortable=False),
    Column("未变", lambda b: b.unchanged, thousands, align="right", width=70, sortable=False),
    Column("退回", lambda b: b.rejected, thousands, align="right", width=70, sortable=False),
    Column("警告", lambda b: b.warnings, thousands, align="right", width=70, sortable=False),
    Column("经办", lambda b: b.actor, width=90, sortable=False),
)  # fmt: skip


def issue_order(issue: Issue) -> tuple[int, str, str, int]:
    """Return the order of problems: errors first, then by file, sheet and row."""
    return (int(issue.level), issue.file, issue.sheet, issue.row or 0)


def batches_words(reports: Sequence[BatchReport]) -> str:
    """Return what was found in the files, in a sentence each."""
    return "　".join(
        f"{report.file}（{_kind(report.kind)}）：{thousands(report.rows)} 行，"
        f"可导入 {thousands(report.taken)}，未变 {thousands(report.unchanged)}，"
        f"重复 {thousands(report.skipped)}，退回 {thousands(report.rejected)}。"
        for report in reports[:4]
    ) + (f"　另有 {len(reports) - 4} 个文件。" if len(reports) > 4 else "")
