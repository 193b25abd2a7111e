"""事后核查 beside the window: drawing, entering results, the form to be filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, Task, WriteOp
from data.rows.enums import AuditResult
from data.rows.issues import Changes
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CHANGED = Changes(findings=True)


@dataclass(frozen=True, slots=True)
class Lot:
    """What is to be drawn: of which period, how many or which share, by which seed."""

    period: Period
    size: int | None = None
    share: Decimal | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a check on paper found of a report; `seen` is the version that was shown."""

    report: int
    result: AuditResult
    checker: str
    note: str
    day: date
    seen: int


def draw_audit(ctx: AppContext, lot: Lot, done: Callable[[int], None]) -> WriteOp[int]:
    """Draw a sample; `done` hears its number."""

    def work(session: Session, task: Task) -> int:
        from data.oversight.audits import draw_sample

        return draw_sample(
            session, lot.period, lot.size, lot.share, lot.seed, ctx.actor, ctx.today
        )  # fmt: skip

    def told(number: int) -> None:
        ctx.changed.emit(CHANGED, None)
        done(number)

    return WriteOp(ctx, work, told, why=f"事后核查抽样 {lot.period.text}")


def enter_audit(ctx: AppContext, found: Found, done: Callable[[Changes], None]) -> WriteOp[Changes]:
    """Enter or correct a result."""

    def work(session: Session, task: Task) -> Changes:
        from data.oversight.audits import enter_result

        return enter_result(
            session, found.report, found.result, found.checker, found.note, found.day, found.seen
        )

    return WriteOp(ctx, work, done, why=f"事后核查结果 {found.result.label}")


def drop_audit(ctx: AppContext, sample: int, done: Callable[[Changes], None]) -> WriteOp[Changes]:
    """Take a sample back of which nothing was checked."""

    def work(session: Session, task: Task) -> Changes:
        from data.oversight.audits import drop_sample

        return drop_sample(session, sample)

    return WriteOp(ctx, work, done, why=f"撤销事后核查样本 {sample}")


def save_audit_form(
    ctx: AppContext, sample: int, path: Path, done: Callable[[tuple[int, int]], None]
) -> JobOp[tuple[int, int]]:
    """Write the form of a sample; `done` hears its rows, and how many have no 检查编号."""

    def work(task: Task) -> tuple[int, int]:
        from data.intake.templates import write_template
        from data.oversight.audits import form_rows, list_drawn
        from data.store.files import atomic_write

        task.step(0, 1, "导出核查表")
        with ctx.db.reading() as session:
            drawn = list_drawn(session, sample)
        rows = form_rows(drawn)
        with atomic_write(path) as stream:
            write_template("audits", stream, rows)
        return len(rows), len(drawn) - len(rows)

    return JobOp(ctx, work, done, label="导出核查表")
