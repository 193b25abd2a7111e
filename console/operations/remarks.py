"""Notes on bodies, regions and their months, written and read beside the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import ReadOp, Task, WriteOp
from data.rows.issues import Changes
from data.rows.notes import NoteRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def read_notes(ctx: AppContext, done: Callable[[list[NoteRow]], None]) -> ReadOp[list[NoteRow]]:
    """Read all notes."""

    def work(session: Session) -> list[NoteRow]:
        from data.oversight.remarks import list_notes

        return list_notes(session)

    return ReadOp(ctx, work, done, topic="notes")


def write_note(
    ctx: AppContext, subject: str, code: str, month: str, text: str, done: Callable[[int], None]
) -> WriteOp[int]:
    """Write a note."""

    def work(session: Session, task: Task) -> int:
        from data.oversight.remarks import add_note

        return add_note(session, subject, code, month, text, ctx.actor, ctx.today)

    return WriteOp(ctx, work, done, why="添加注")


def delete_note(
    ctx: AppContext, number: int, done: Callable[[Changes], None]
) -> WriteOp[Changes]:
    """Delete a note."""

    def work(session: Session, task: Task) -> Changes:
        from data.oversight.remarks import remove_note

        return remove_note(session, number, ctx.today)

    return WriteOp(ctx, work, done, why="删除注")
