"""Deeds of the joint meeting's own work beside the window: one transaction each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from console.context import AppContext
from console.operations.base import JobOp, Task, WriteOp
from data.rows.clocks import ClockRow
from data.rows.issues import Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.oversight.acting import By

T = TypeVar("T")
CHANGED = Changes(meetings=True)


def deed(
    ctx: AppContext, why: str, work: Callable[[Session, By], T],
    done: Callable[[T], None] | None = None,
    note: str = "", seen: int | None = None,
) -> WriteOp[T]:  # fmt: skip
    """Do one deed as the person at the window; all pages hear of it, then `done`."""

    def run(session: Session, task: Task) -> T:
        from data.oversight.acting import By

        return work(session, By(ctx.actor, ctx.today, note, seen))

    def told(result: T) -> None:
        ctx.changed.emit(CHANGED, None)
        ctx.messages.info(f"已{why}")
        if done is not None:
            done(result)

    return WriteOp(ctx, run, told, why=why)


def write_meeting_papers(
    ctx: AppContext, number: int, period: str, folder: Path, done: Callable[[list[str]], None]
) -> JobOp[list[str]]:
    """Write 会议议程 and 纪要 of a meeting."""

    def work(task: Task) -> list[str]:
        from console.operations.paper_desk import Order
        from console.operations.papers import write_papers
        from data.rows.period import Period

        asked = Period.parse(period, ctx.today)
        order = Order(asked, ctx.today, ("agenda", "minutes"), meeting=number)
        return [str(file.path) for file in write_papers(ctx.db, order, folder, task.step)]

    return JobOp(ctx, work, done, label="生成会议议程和纪要")


def write_calendar(
    ctx: AppContext, rows: tuple[ClockRow, ...], path: Path, done: Callable[[Path], None]
) -> JobOp[Path]:
    """Write days as a calendar file."""

    def work(task: Task) -> Path:
        from data.store.files import atomic_write
        from reports.calendar_file import calendar_file

        with atomic_write(path) as stream:
            stream.write(calendar_file(rows, ctx.today))
        return path

    return JobOp(ctx, work, done, label="导出日历文件")
