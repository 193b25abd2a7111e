"""What people decide, run beside the window: findings and claimed bases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import ReadOp, Task, WriteOp
from data.rows.decisions import DecisionRow
from data.rows.enums import Claim, FindingState
from data.rows.issues import Changes
from data.rows.notices import NoticeRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def decide_findings(
    ctx: AppContext,
    seen: Mapping[str, FindingState],
    state: FindingState,
    reason: str,
    done: Callable[[Changes], None],
) -> WriteOp[Changes]:
    """Decide findings; `seen` is how each stood when it was shown."""

    def work(session: Session, task: Task) -> Changes:
        from data.rules.decisions import decide

        return decide(session, list(seen), state, reason, ctx.actor, ctx.today, seen)

    return WriteOp(ctx, work, done, why=f"预警认定 {state.label}")


def take_back_findings(
    ctx: AppContext, keys: Sequence[str], done: Callable[[Changes], None]
) -> WriteOp[Changes]:
    """Take the last decision on findings back."""

    def work(session: Session, task: Task) -> Changes:
        from data.rules.decisions import take_back

        return take_back(session, keys, ctx.actor, ctx.today)

    return WriteOp(ctx, work, done, why="撤回预警认定")


Told = tuple[tuple[DecisionRow, ...], tuple[NoticeRow, ...]]
"""What was decided of a finding, and the papers that speak of it."""


def read_history(ctx: AppContext, key: str, done: Callable[[Told], None]) -> ReadOp[Told]:
    """Read what people decided of a finding, and in which papers it stands."""

    def read(session: Session) -> Told:
        from console.loading.ladder import read_papers_of
        from data.rules.decisions import history_of

        return history_of(session, key), read_papers_of(session, key, ctx.today, ctx.actor)

    return ReadOp(ctx, read, done, topic="finding-history")


def judge_bases(
    ctx: AppContext,
    seen: Mapping[int, Claim],
    verdict: Claim,
    reason: str,
    done: Callable[[Changes], None],
) -> WriteOp[Changes]:
    """Judge the claimed bases of reports; `seen` is how each stood when it was shown."""

    def work(session: Session, task: Task) -> Changes:
        from data.rules.basis import judge_claims

        return judge_claims(
            session, list(seen), verdict, reason, ctx.actor, ctx.today, dict(seen),
            lambda label: task.step(0, 1, label),
        )  # fmt: skip

    return WriteOp(ctx, work, done, why=f"依据核验 {verdict.label}")
