"""Taking files in and back: look, preview, check, take, error workbook, history, forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, Operation, ReadOp, Task
from data.rows.batches import BatchStory, Resting
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport, BatchRow, Changes, Issue

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.intake.importer import ImportOptions
    from data.intake.looking import Look, Preview
    from data.intake.orders import Checked, Wanted
    from data.intake.profiles import Profile
    from data.intake.readers import RawTable

KINDS_READ = "表格文件 (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.csv.gz *.gz)"
TOUCHED = Changes(visits=True, plans=True, registers=True, findings=True, batches=True)
Looked = tuple[tuple["Look", ...], str]
"""The tables found in a file, or the sentence why it cannot be read."""


def warm_up(ctx: AppContext, done: Callable[[None], None]) -> Operation[None]:
    """Load what the wizard needs beside the window, so that its first step opens at once."""

    def work(task: Task) -> None:
        import console.import_wizard.wizard  # noqa: F401  # loading it is the work
        import data.intake.flow
        import data.intake.previewing  # noqa: F401

    return Operation(ctx, work, done)


def find_files(
    ctx: AppContext, paths: Sequence[Path], done: Callable[[list[Path]], None]
) -> Operation[list[Path]]:
    """List the files to read: those given, and the tables in given folders."""

    def work(task: Task) -> list[Path]:
        from data.intake.importer import files_of

        return files_of(paths)

    return Operation(ctx, work, done, topic="wizard-files")


def look_at_files(
    ctx: AppContext,
    files: Sequence[tuple[int, Path]],
    done: Callable[[dict[int, Looked]], None],
    failed: Callable[[BaseException], None],
) -> JobOp[dict[int, Looked]]:
    """Read files and propose what they are; one that cannot be read does not stop the others."""

    def work(task: Task) -> dict[int, Looked]:
        found: dict[int, Looked] = {}
        for place, (number, path) in enumerate(files):
            task.step(place, len(files), f"识别 {path.name}")
            found[number] = _looked(path)
        return found

    return JobOp(ctx, work, done, label="识别文件", failed=failed)


def _looked(path: Path) -> Looked:
    from data.intake.previewing import tables_of

    try:
        return tables_of(path), ""
    except InvalidInput as error:
        return (), error.message


def look_again(
    ctx: AppContext, wanted: Wanted, done: Callable[[Look], None], failed: Callable[[], None]
) -> JobOp[Look]:
    """Read a file under another kind or mapping; what does not fit is told as an error."""

    def work(task: Task) -> Look:
        from data.intake.previewing import look_at

        return look_at(wanted.path, wanted.kind, wanted.profile, wanted.sheet)

    return JobOp(ctx, work, done, label="读取文件", failed=lambda _: failed())


def preview_columns(
    ctx: AppContext,
    head: RawTable,
    kind: str,
    profile: Profile | None,
    done: Callable[[Preview | str], None],
) -> Operation[Preview | str]:
    """Read the first rows under a mapping; a mapping that does not fit is told in a sentence."""

    def work(task: Task) -> Preview | str:
        from data.intake.previewing import preview

        try:
            return preview(head, kind, profile)
        except InvalidInput as error:
            return error.message

    return Operation(ctx, work, done, topic="wizard-preview")


def _options(ctx: AppContext, only_valid: bool, dry_run: bool) -> ImportOptions:
    from data.intake.importer import ImportOptions

    return ImportOptions(
        dry_run=dry_run, only_valid=only_valid, actor=ctx.actor, today=ctx.today
    )


def check(
    ctx: AppContext,
    wanted: Sequence[Wanted],
    only_valid: bool,
    done: Callable[[dict[int, Checked]], None],
    failed: Callable[[BaseException], None],
) -> JobOp[dict[int, Checked]]:
    """Check files without writing anything."""

    def work(task: Task) -> dict[int, Checked]:
        from data.intake.several import check_files

        with ctx.runner.write_lock:
            return check_files(ctx.db, wanted, _options(ctx, only_valid, True), task.step)

    return JobOp(ctx, work, done, label="检查文件", failed=failed)


def take(
    ctx: AppContext,
    wanted: Sequence[Wanted],
    only_valid: bool,
    done: Callable[[dict[int, BatchReport]], None],
    failed: Callable[[BaseException], None],
) -> JobOp[dict[int, BatchReport]]:
    """Take files in, each as a batch; a cancel leaves out the file under way and those after it."""

    def work(task: Task) -> dict[int, BatchReport]:
        from data.intake.several import take_files

        return take_files(ctx.db, wanted, _options(ctx, only_valid, False), task.step)

    return JobOp(ctx, work, done, label="导入数据", changes=TOUCHED, failed=failed)


def save_errors(
    ctx: AppContext,
    wanted: Wanted,
    issues: Sequence[Issue],
    target: Path,
    done: Callable[[Path], None],
) -> JobOp[Path]:
    """Save a file's own rows with what is wrong in them."""

    def work(task: Task) -> Path:
        from data.intake.several import save_error_book

        task.step(0, 1, f"写出 {target.name}")
        save_error_book(wanted, issues, target)
        return target

    return JobOp(ctx, work, done, label="保存错误工作簿")


def take_back(
    ctx: AppContext,
    batch: int,
    done: Callable[[int], None],
    failed: Callable[[BaseException], None] | None = None,
) -> JobOp[int]:
    """Undo a batch as a whole."""

    def work(task: Task) -> int:
        from data.intake.importer import undo

        task.step(0, 1, "撤销批次")
        return undo(ctx.db, batch, ctx.actor, ctx.today)

    return JobOp(ctx, work, done, label="撤销批次", changes=TOUCHED, failed=failed)


def read_history(ctx: AppContext, done: Callable[[list[BatchRow]], None]) -> ReadOp[list[BatchRow]]:
    """Read the batches taken so far."""

    def work(session: Session) -> list[BatchRow]:
        from data.intake.importer import history

        return list(history(session))

    return ReadOp(ctx, work, done, topic="import-history")


Told = tuple[BatchStory, tuple[Resting, ...]]


def read_batch(
    ctx: AppContext, batch: int, done: Callable[[Told], None], failed: Callable[[], None]
) -> ReadOp[Told]:
    """Read what a batch brought and changed, and what rests on it."""

    def work(session: Session) -> Told:
        from data.intake.differences import story
        from data.intake.resting import resting_on

        return story(session, batch), tuple(resting_on(session, batch))

    return ReadOp(ctx, work, done, topic="import-batch", failed=lambda _: failed())


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
