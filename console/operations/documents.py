"""Documents and tables saved to the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from console.context import AppContext
from console.export import TableExport, write_table
from console.operations.base import JobOp, Task


def save_briefing(
    ctx: AppContext,
    period: str,
    folder: Path,
    papers: Sequence[str],
    done: Callable[[list[Path]], None],
) -> JobOp[list[Path]]:
    """Write the papers of a meeting briefing into a folder."""

    def work(task: Task) -> list[Path]:
        from console.operations.brief import write_brief
        from data.rows.period import Period

        task.step(0, 1, "生成简报")
        folder.mkdir(parents=True, exist_ok=True)
        span = Period.parse(period, ctx.today)
        files = write_brief(ctx.db, span, folder, list(papers), ctx.today)
        return [Path(str(file["path"])) for file in files]

    return JobOp(ctx, work, done, label="生成简报")


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
