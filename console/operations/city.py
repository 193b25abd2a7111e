"""The sample city, and what is done once at start: opening and checking the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from console.context import AppContext, Registers
from console.loading.registers import read_registers
from console.operations.base import JobOp, Operation, ReadOp, Task
from console.operations.imports import TOUCHED
from data.rows.errors import StoreDamaged

if TYPE_CHECKING:
    from data.store.database import Database


def fill_city(
    ctx: AppContext, done: Callable[[dict[str, int]], None], scale: str = "small", seed: int = 1
) -> JobOp[dict[str, int]]:
    """Fill the sample city into an empty database."""

    def work(task: Task) -> dict[str, int]:
        from console.operations.sample import fill_sample

        return dict(fill_sample(ctx.db, scale, seed, task.step, ctx.today))

    return JobOp(ctx, work, done, label="载入演示数据", changes=TOUCHED)


def open_database(
    ctx: AppContext,
    url: str | None,
    done: Callable[[Database], None],
    failed: Callable[[BaseException], None],
) -> Operation[Database]:
    """Open the database, made or brought up to date when needed."""

    def work(task: Task) -> Database:
        # Imported here: the first page is painted before the database driver is loaded.
        from data.store.database import Database

        return Database.open(url, window=True)

    return Operation(ctx, work, done, label="打开数据库", topic="open", failed=failed)


def load_registers(ctx: AppContext, done: Callable[[Registers], None]) -> ReadOp[Registers]:
    """Read bodies, regions and the state of the data."""
    return ReadOp(ctx, read_registers, done, topic="registers")


def check_database(ctx: AppContext, done: Callable[[date], None]) -> Operation[date]:
    """Check the file after the first paint; damage is told at once."""

    def work(task: Task) -> date:
        problems = ctx.db.quick_check()
        if problems:
            raise StoreDamaged("\n".join(problems))
        return ctx.today

    return Operation(ctx, work, done, topic="quick-check", label="检查数据库")
