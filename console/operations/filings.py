"""Deeds of the register of filings beside the window: one transaction for one plan or many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import Task, WriteOp
from data.rows.filings import FilingRow, Receipt, SendBack, Taking
from data.rows.issues import Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.rules.maintenance import Tell

CHANGED = Changes(1, visits=True, plans=True, findings=True)
Work = Callable[["Session", FilingRow, "Tell"], object]


def register(ctx: AppContext, rows: Sequence[FilingRow], deed: str, work: Work) -> WriteOp[Changes]:
    """Do a deed to plans as they were seen; all pages hear of it."""

    def run(session: Session, task: Task) -> Changes:
        for place, row in enumerate(rows):
            tell = partial(task.step, place, len(rows))
            tell(f"{deed} {row.plan.number}")
            work(session, row, tell)
        return CHANGED

    several = f" {len(rows)} 个计划" if len(rows) > 1 else ""
    return WriteOp(ctx, run, lambda _: ctx.messages.info(f"已{deed}{several}"), why=f"备案{deed}")


def receive_plans(ctx: AppContext, rows: Sequence[FilingRow], receipt: Receipt) -> WriteOp[Changes]:
    """Register that plans arrived."""

    def work(session: Session, row: FilingRow, tell: Tell) -> object:
        from data.intake.mending.filings import receive

        return receive(session, row.key, replace(receipt, seen=row.version), ctx.today, tell)

    return register(ctx, rows, "登记收件", work)


def return_plan(ctx: AppContext, row: FilingRow, back: SendBack) -> WriteOp[Changes]:
    """Return a plan for completion."""

    def work(session: Session, row: FilingRow, tell: Tell) -> object:
        from data.intake.mending.filings import send_back

        return send_back(session, row.key, replace(back, seen=row.version), ctx.today, tell)

    return register(ctx, (row,), "退回补正", work)


def take_plans(ctx: AppContext, rows: Sequence[FilingRow], taking: Taking) -> WriteOp[Changes]:
    """Take plans."""

    def work(session: Session, row: FilingRow, tell: Tell) -> object:
        from data.intake.mending.filings import take

        return take(session, row.key, replace(taking, seen=row.version), ctx.today, tell)

    return register(ctx, rows, "受理", work)


def undo_filing(ctx: AppContext, row: FilingRow, why: str) -> WriteOp[Changes]:
    """Take the last deed of a plan's history back."""

    def work(session: Session, row: FilingRow, tell: Tell) -> object:
        from data.intake.mending.filings import undo_last

        return undo_last(session, row.key, why, ctx.today, row.version, tell)

    return register(ctx, (row,), "撤回最后一步", work)


def amend(ctx: AppContext, row: FilingRow, texts: Mapping[str, str], why: str) -> WriteOp[Changes]:
    """Fill in fields of a plan."""

    def work(session: Session, row: FilingRow, tell: Tell) -> object:
        from data.intake.mending.plans import amend_plan

        return amend_plan(session, row.key, texts, ctx.today, why, tell)

    return register(ctx, (row,), "补填计划", work)


def enter(ctx: AppContext, texts: Mapping[str, str], done: Callable[[str], None]) -> WriteOp[str]:
    """Enter a plan that came on paper; `done` hears its key, then all pages hear of it."""

    def run(session: Session, task: Task) -> str:
        from data.intake.mending.plans import enter_plan

        return enter_plan(session, texts, ctx.today)

    def told(key: str) -> None:
        done(key)
        ctx.changed.emit(CHANGED, None)
        ctx.messages.info("已登记计划")

    return WriteOp(ctx, run, told, why="手工登记计划")
