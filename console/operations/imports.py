"""Taking files in and back: preview, commit, undo, forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, ReadOp, Task
from data.rows.issues import BatchReport, BatchRow, Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TOUCHED = Changes(visits=True, plans=True, registers=True, findings=True, batches=True)


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """What is taken in and how."""

    paths: tuple[Path, ...]
    kind: str | None = None
    profile: Path | None = None
    only_valid: bool = False


def _import(
    ctx: AppContext, choice: ImportChoice, task: Task, dry_run: bool, errors: Path | None
) -> list[BatchReport]:
    from data.intake.importer import ImportOptions, import_paths

    options = ImportOptions(
        kind=choice.kind, profile=choice.profile, dry_run=dry_run, only_valid=choice.only_valid,
        errors=errors, actor=ctx.actor,
    )  # fmt: skip
    return import_paths(ctx.db, list(choice.paths), options, task.step)


def preview(
    ctx: AppContext,
    choice: ImportChoice,
    done: Callable[[list[BatchReport]], None],
    errors: Path | None = None,
) -> JobOp[list[BatchReport]]:
    """Read and check the files without writing anything."""
    return JobOp(
        ctx,
        lambda task: _import(ctx, choice, task, True, errors),
        done,
        label="检查文件",
    )


def commit(
    ctx: AppContext, choice: ImportChoice, done: Callable[[list[BatchReport]], None]
) -> JobOp[list[BatchReport]]:
    """Take the files in; a cancel or an error takes nothing."""
    return JobOp(
        ctx,
        lambda task: _import(ctx, choice, task, False, None),
        done,
        label="导入数据",
        changes=TOUCHED,
    )


def take_back(ctx: AppContext, batch: int, done: Callable[[int], None]) -> JobOp[int]:
    """Undo a batch as a whole."""

    def work(task: Task) -> int:
        from data.intake.importer import undo

        task.step(0, 1, "撤销批次")
        return undo(ctx.db, batch, ctx.actor)

    return JobOp(ctx, work, done, label="撤销批次", changes=TOUCHED)


def read_history(
    ctx: AppContext, done: Callable[[list[BatchRow]], None]
) -> ReadOp[list[BatchRow]]:
    """Read the batches taken so far."""

    def work(session: Session) -> list[BatchRow]:
        from data.intake.importer import history

        return list(history(session))

    return ReadOp(ctx, work, done, topic="import-history")


def write_forms(
    ctx: AppContext, kinds: Sequence[str], folder: Path, done: Callable[[list[Path]], None]
) -> JobOp[list[Path]]:
    """Save the empty forms of some kinds into a folder."""

    def work(task: Task) -> list[Path]:
        from data.intake.templates import write_template
        from data.rows.kinds import KINDS

        paths = []
        for number, kind in enumerate(kinds):
            task.step(number, len(kinds), f"空白表 {KINDS[kind].title}")
            path = folder / f"空白表_{KINDS[kind].title}.xlsx"
            write_template(kind, path)
            paths.append(path)
        return paths

    return JobOp(ctx, work, done, label="保存空白表")
