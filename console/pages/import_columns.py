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
    Column("文件", lambda i: i.file, width=140, sortable=False, tip=lambda i: i.file,
           least=90),
    Column("行", lambda i: i.row, align="right", width=56, sortable=False),
    Column("列", lambda i: i.column, width=96, sortable=False),
    Column("原值", lambda i: i.value, width=100, sortable=False, tip=lambda i: i.value,
           least=80),
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
    Column("批次", lambda b: b.id, width=56, sortable=False),
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


FILES_TOLD = 4


def batches_words(reports: Sequence[BatchReport]) -> str:
    """Return what was found in the files, a line each."""
    lines = [file_words(report) for report in reports[:FILES_TOLD]]
    if len(reports) > FILES_TOLD:
        rest = reports[FILES_TOLD:]
        rows, wrong = sum(one.rows for one in rest), sum(one.errors for one in rest)
        lines.append(
            f"另有 {len(rest)} 个文件，共 {thousands(rows)} 行，错误 {thousands(wrong)} 处。"
        )
    return "\n".join(lines)


def file_words(report: BatchReport) -> str:
    """Return what was found in one file, and what that means for taking it in."""
    if any(issue.level is IssueLevel.ERROR and issue.row is None for issue in report.issues):
        return f"{report.file}：不能导入，原因见下表。"
    name = f"{report.file}（{_kind(report.kind)}）"
    if report.repeated:
        return f"{name}：同一文件已在批次 {report.id} 导入过，没有新内容。"
    words = (
        f"{name}：共 {thousands(report.rows)} 行，可导入 {thousands(report.taken)}，"
        f"未变 {thousands(report.unchanged)}，重复 {thousands(report.skipped)}，"
        f"退回 {thousands(report.rejected)}。"
    )
    if report.errors and not report.taken and not report.unchanged:
        words += f"有 {thousands(report.errors)} 处错误，整份不导入；可改正后再来，或仅导入正确行。"
    return words + "".join(f"{note.rstrip('。')}。" for note in report.notes[:3])
