"""Changing what bodies are asked for, and getting back the file a batch came by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, Task, WriteOp
from data.rows.issues import Changes
from data.rows.received import Expectation

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def save_asked(ctx: AppContext, asked: Expectation) -> WriteOp[Changes]:
    """Keep what bodies are asked for; the boards on show follow."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.received import set_expectation

        return set_expectation(session, asked)

    return WriteOp(
        ctx, work, lambda _: ctx.messages.info("已保存报送要求"), why="修改报送要求"
    )  # fmt: skip


def save_original(
    ctx: AppContext, batch: int, path: Path, done: Callable[[Path], None]
) -> JobOp[Path]:
    """Save the file a batch came by, as it was sent."""

    def work(task: Task) -> Path:
        from data.intake.queries import saved_file
        from data.store.files import atomic_write

        task.step(0, 1, "读取原文件")
        with ctx.db.reading() as session:
            _, content = saved_file(session, batch)
        with atomic_write(path) as stream:
            stream.write(content)
        return path

    return JobOp(ctx, work, done, label="另存原文件")
