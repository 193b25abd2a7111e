"""Documents and tables saved to the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.export import TableExport, write_table
from console.operations.base import JobOp, Operation, ReadOp, Task
from data.rows.errors import DataError
from data.rows.issues import Changes
from data.rows.papers import IssuedRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.operations.paper_desk import Order
    from console.operations.papers import File


def save_papers(
    ctx: AppContext, order: Order, folder: Path, done: Callable[[list[File]], None]
) -> JobOp[list[File]]:
    """Write the papers of an order into a folder."""

    def work(task: Task) -> list[File]:
        from console.operations.papers import write_papers

        return write_papers(ctx.db, order, folder, task.step)

    return JobOp(ctx, work, done, label="生成文件")


def save_table(
    ctx: AppContext,
    table: Callable[[Task], TableExport],
    path: Path,
    done: Callable[[Path], None],
) -> JobOp[Path]:
    """Write a table as a workbook; `table` gathers its rows in the worker."""
    return JobOp(
        ctx, lambda task: write_table(table(task), path, task), done, label="导出表格"
    )


def issue(
    ctx: AppContext, order: Order, final: Path | None, done: Callable[[IssuedRow], None]
) -> JobOp[IssuedRow]:
    """Issue a paper, with the text finished in WPS where there is one."""

    def work(task: Task) -> IssuedRow:
        from console.operations.issuing import issue_paper

        told = (final.name, final.read_bytes()) if final is not None else None
        return issue_paper(ctx.db, order, ctx.actor, told)

    return JobOp(ctx, work, done, label="登记印发", changes=Changes())


def read_issued(
    ctx: AppContext, done: Callable[[tuple[IssuedRow, ...]], None]
) -> ReadOp[tuple[IssuedRow, ...]]:
    """Read the register of issued papers."""

    def work(session: Session) -> tuple[IssuedRow, ...]:
        from data.oversight.issued import list_issued

        return tuple(list_issued(session))

    return ReadOp(ctx, work, done, topic="issued")


def find_original(
    ctx: AppContext, clue: str, done: Callable[[IssuedRow | str], None]
) -> Operation[IssuedRow | str]:
    """Find the issued paper a text or file means, or say in words that there is none."""

    def work(task: Task) -> IssuedRow | str:
        from console.operations.issuing import verify_paper

        try:
            return verify_paper(ctx.db, clue)
        except DataError as error:
            return error.message

    return Operation(ctx, work, done, topic="original")


def save_originals(ctx: AppContext, row: IssuedRow, folder: Path) -> JobOp[list[Path]]:
    """Save the original of an issued paper into a folder."""

    def work(task: Task) -> list[Path]:
        from console.operations.issuing import save_original

        return save_original(ctx.db, row, folder)

    return JobOp(
        ctx, work, lambda paths: ctx.messages.info(f"已另存 {len(paths)} 个文件"), label="另存原件"
    )
