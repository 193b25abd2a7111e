"""Reading, importing, exporting and saving the working calendar beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, ReadOp, Task
from data.rows.calendars import CalendarEntry, CalendarPlan, CalendarYearRow
from data.rows.issues import Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class CalendarState:
    """The published years, newest first, and every day that is not as the week says."""

    years: tuple[CalendarYearRow, ...] = ()
    entries: tuple[CalendarEntry, ...] = ()


def read_calendar_state(
    ctx: AppContext, done: Callable[[CalendarState], None]
) -> ReadOp[CalendarState]:
    """Read the calendar of the ledger."""

    def read(session: Session) -> CalendarState:
        from data.measures.workdays import calendar_entries, calendar_years

        return CalendarState(tuple(calendar_years(session)), tuple(calendar_entries(session)))

    return ReadOp(ctx, read, done, topic="calendar", label="读取工作日历")


def plan_calendar_file(
    ctx: AppContext, path: Path, done: Callable[[CalendarPlan], None]
) -> JobOp[CalendarPlan]:
    """Read a file of days and say what taking it in would change; nothing is written."""

    def work(task: Task) -> CalendarPlan:
        from data.intake.calendars import plan_file, read_calendar

        task.step(0, 1, "读取放假安排")
        entries = read_calendar(path)
        with ctx.db.reading() as session:
            return plan_file(session, entries)

    return JobOp(ctx, work, done, label="读取放假安排")


def save_calendar_plan(
    ctx: AppContext, plan: CalendarPlan, source: str, done: Callable[[Changes], None]
) -> JobOp[Changes]:
    """Save what was changed; findings that count working days are judged anew."""

    def work(task: Task) -> Changes:
        from data.intake.calendars import take_calendar

        return take_calendar(
            ctx.db, plan, source, ctx.actor, lambda label: task.step(0, 1, label)
        )  # fmt: skip

    return JobOp(ctx, work, done, label="保存工作日历", changes=Changes(findings=True))


def export_calendar(
    ctx: AppContext,
    entries: Sequence[CalendarEntry],
    path: Path,
    year: int | None,
    done: Callable[[Path], None],
) -> JobOp[Path]:
    """Write the days shown as a file that can be imported again."""

    def work(task: Task) -> Path:
        from console.calendar_export import write_calendar

        return write_calendar(entries, path, year)

    return JobOp(ctx, work, done, label="导出工作日历")
