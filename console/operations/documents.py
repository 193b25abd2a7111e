"""Documents and tables saved to the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.export import TableExport, write_table
from console.operations.base import JobOp, Task

if TYPE_CHECKING:
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
