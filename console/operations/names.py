"""Names that people settle: enterprises that are one, and other names of bodies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import ReadOp, Task, WriteOp
from data.rows.issues import Changes
from data.rows.names import AliasRow, MergeCandidate, MergeRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Names:
    """What the window of names shows."""

    candidates: tuple[MergeCandidate, ...]
    merges: tuple[MergeRow, ...]
    aliases: tuple[AliasRow, ...]


def read_names(ctx: AppContext, done: Callable[[Names], None]) -> ReadOp[Names]:
    """Read what is proposed, what was merged, and the accepted names."""

    def read(session: Session) -> Names:
        from data.intake.aliases import list_aliases
        from data.intake.merging import list_merges, merge_candidates

        return Names(
            tuple(merge_candidates(session)),
            tuple(list_merges(session)),
            tuple(list_aliases(session)),
        )

    return ReadOp(ctx, read, done, topic="names", label="核对名称")


def merge_enterprises(
    ctx: AppContext, keep: str, drop: str, why: str, done: Callable[[Changes], None]
) -> WriteOp[Changes]:
    """Make two entries of one enterprise one."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.merging import merge

        return merge(
            session, keep, drop, why, lambda label: task.step(0, 1, label), ctx.today
        )

    return WriteOp(ctx, work, done, why=f"合并监管对象 {drop} 到 {keep}")


def split_enterprises(
    ctx: AppContext, merge_id: int, done: Callable[[Changes], None]
) -> WriteOp[Changes]:
    """Take a merge back."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.merging import split

        return split(session, merge_id, lambda label: task.step(0, 1, label), ctx.today)

    return WriteOp(ctx, work, done, why=f"拆分监管对象合并 {merge_id}")


def accept_alias(
    ctx: AppContext, body: str, name: str, done: Callable[[Changes], None]
) -> WriteOp[Changes]:
    """Let a name stand for a body from now on; the wizard offers this beside a candidate."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.aliases import add_alias

        return add_alias(session, body, name, ctx.actor)

    return WriteOp(ctx, work, done, why=f"单位别名 {name}")


def drop_alias(ctx: AppContext, name: str, done: Callable[[Changes], None]) -> WriteOp[Changes]:
    """Take an accepted name back."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.aliases import remove_alias

        return remove_alias(session, name)

    return WriteOp(ctx, work, done, why=f"删除单位别名 {name}")
