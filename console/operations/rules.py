"""Rules beside the window: trying a change, entering it, judging everything anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, Operation, ReadOp, Task
from data.rows.issues import Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.rules.changing import Wish
    from data.rules.reevaluation import Preview

REJUDGED = Changes(visits=True, findings=True)


def preview_change(
    ctx: AppContext,
    wish: Wish,
    done: Callable[[Preview], None],
    failed: Callable[[BaseException], None],
) -> Operation[Preview]:
    """Try a change on the present data; a newer try takes its place."""

    def work(task: Task) -> Preview:
        from data.rules.reevaluation import preview

        return preview(ctx.db, wish, task.step)

    return Operation(ctx, work, done, label="试算", topic="rule-preview", failed=failed)


def change_rule(
    ctx: AppContext, wish: Wish, author: str, reason: str, done: Callable[[bool], None]
) -> JobOp[bool]:
    """Enter a change and judge everything anew; a cancel leaves that to be gone on with."""

    def work(task: Task) -> bool:
        from data.rules.changing import change
        from data.rules.reevaluation import reevaluate

        with ctx.db.writing(author, f"修改规则 {wish.rule}") as session:
            change(session, wish, author, reason, ctx.today)
        return reevaluate(ctx.db, author, task.step)

    return _rejudging(ctx, work, done, "修改规则并重新核对")


def go_on_rejudging(ctx: AppContext, done: Callable[[bool], None]) -> JobOp[bool]:
    """Go on judging everything anew where it was left."""

    def work(task: Task) -> bool:
        from data.rules.reevaluation import reevaluate

        return reevaluate(ctx.db, ctx.actor, task.step)

    return _rejudging(ctx, work, done, "按规则重新核对")


def offer_rejudging(ctx: AppContext) -> ReadOp[bool]:
    """Offer to go on where judging anew was cut off, by a cancel or a crash."""

    def read(session: Session) -> bool:
        from data.rules.reevaluation import pending

        return pending(session) is not None

    def go_on() -> None:
        go_on_rejudging(ctx, lambda _: ctx.messages.info("已按现行规则重新核对")).run()

    def offer(is_pending: bool) -> None:
        if is_pending:
            ctx.messages.ask(
                "继续重新核对",
                "修改规则后的重新核对尚未完成，预警和汇总有一部分仍按原规则。现在继续？"
                "也可以以后在“规则”页继续。",
                "继续核对",
                go_on,
            )

    return ReadOp(ctx, read, offer, topic="rejudging")


def _rejudging(
    ctx: AppContext, work: Callable[[Task], bool], done: Callable[[bool], None], label: str
) -> JobOp[bool]:
    """Return the job; it takes no lock, so that other writes come between two slices."""

    def told(result: bool) -> None:
        ctx.changed.emit(REJUDGED, None)
        done(result)

    return JobOp(
        ctx, work, told, label=label, failed=lambda _: ctx.changed.emit(REJUDGED, None)
    )  # fmt: skip


def freshen_ledger(
    ctx: AppContext, done: Callable[[bool], None], failed: Callable[[BaseException], None]
) -> JobOp[bool]:
    """Make anew what an older program derived, and let deadlines pass, before anything is shown."""

    def work(task: Task) -> bool:
        from data.rules.freshening import freshen, judge_as_of

        is_fresh = freshen(ctx.db, ctx.actor, task.step)
        return judge_as_of(ctx.db, ctx.today, ctx.actor) or is_fresh

    return JobOp(ctx, work, done, label="按新版程序更新数据", failed=failed)
