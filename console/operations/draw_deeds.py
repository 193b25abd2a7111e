"""Deeds to a 双随机 draw beside the window: each is one transaction or one job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, ReadOp, Task, WriteOp
from console.operations.drawing import Asked, Prospect, RuleWords
from console.operations.imports import TOUCHED
from data.rows.issues import BatchReport, Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.drawing.certificates import Verdict
    from data.drawing.keeping import Who

CHANGED = Changes(draws=True)
Deed = Callable[["Session", "Who"], int]


def look_ahead(
    ctx: AppContext, asked: Asked, done: Callable[[Prospect], None]
) -> ReadOp[Prospect]:
    """Say what a draw would be; nothing is written."""

    def work(session: Session) -> Prospect:
        from console.operations.drawing import prospect

        return prospect(session, asked)

    return ReadOp(ctx, work, done, label="核对抽取范围")


def promise_draw(ctx: AppContext, asked: Asked, done: Callable[[int], None]) -> WriteOp[int]:
    """Promise a draw; `done` hears its id."""

    def deed(session: Session, who: Who) -> int:
        from console.operations.drawing import promise

        return promise(session, asked, who.actor, who.day)[0]

    return _deed(ctx, f"双随机抽取承诺 {asked.title}", deed, done)


def run_draw(
    ctx: AppContext, number: str, witness: str, done: Callable[[int], None]
) -> WriteOp[int]:
    """Draw what was promised, once."""

    def deed(session: Session, who: Who) -> int:
        from data.drawing.keeping import run

        return run(session, number, witness, who)

    return _deed(ctx, f"双随机抽取 {number}", deed, done)


def abandon_draw(
    ctx: AppContext, number: str, reason: str, done: Callable[[int], None]
) -> WriteOp[int]:
    """Give a draw up; it stays listed."""

    def deed(session: Session, who: Who) -> int:
        from data.drawing.keeping import abandon

        return abandon(session, number, reason, who)

    return _deed(ctx, f"作废双随机抽取 {number}", deed, done)


def stand_in(
    ctx: AppContext, number: str, fallen: tuple[str, str], reason: str,
    done: Callable[[str], None],
) -> WriteOp[str]:  # fmt: skip
    """Let who is next stand in for an enterprise or, with a badge, for an officer there."""

    def work(session: Session, task: Task) -> str:
        from data.drawing.keeping import Who, substitute

        return substitute(session, number, *fallen, reason, Who(ctx.actor, ctx.today)).found

    def told(found: str) -> None:
        done(found)
        ctx.changed.emit(CHANGED, None)

    return WriteOp(ctx, work, told, why=f"双随机抽取 {number} 替补")


def save_targets(
    ctx: AppContext, number: str, plan: str, done: Callable[[BatchReport], None]
) -> JobOp[BatchReport]:
    """Write the enterprises drawn into a plan's list of targets, as a batch."""

    def work(task: Task) -> BatchReport:
        from console.operations.drawing import write_targets

        return write_targets(ctx.db, number, plan, ctx.actor, ctx.today)

    return JobOp(ctx, work, done, label="写入检查对象名单", changes=TOUCHED)


def _deed(ctx: AppContext, why: str, work: Deed, done: Callable[[int], None]) -> WriteOp[int]:
    def run(session: Session, task: Task) -> int:
        from data.drawing.keeping import Who

        return work(session, Who(ctx.actor, ctx.today))

    def told(number: int) -> None:
        done(number)
        ctx.changed.emit(CHANGED, None)

    return WriteOp(ctx, run, told, why=why)


def save_rules(ctx: AppContext, words: RuleWords, done: Callable[[], None]) -> WriteOp[Changes]:
    """Keep other rules for draws to come."""

    def work(session: Session, task: Task) -> Changes:
        from data.drawing.usual_rules import set_usual_rules, usual_rules

        return set_usual_rules(session, words.over(usual_rules(session)), ctx.actor)

    return WriteOp(ctx, work, lambda _: done(), why="修改双随机抽取规则")


def save_draw_papers(
    ctx: AppContext, number: str, folder: Path, done: Callable[[list[Path]], None]
) -> JobOp[list[Path]]:
    """Write 承诺书 or 证明 into a folder."""

    def work(task: Task) -> list[Path]:
        from console.operations.drawing import write_draw_papers

        return write_draw_papers(ctx.db, number, folder, task.step)

    return JobOp(ctx, work, done, label="生成抽取文件")


def check_file(ctx: AppContext, path: Path, done: Callable[[Verdict], None]) -> JobOp[Verdict]:
    """Verify a certificate's file."""

    def work(task: Task) -> Verdict:
        from console.operations.drawing import verify_file

        return verify_file(path)

    return JobOp(ctx, work, done, label="核验抽取证明")


def check_kept(ctx: AppContext, number: str, done: Callable[[Verdict], None]) -> ReadOp[Verdict]:
    """Verify a draw of the ledger."""

    def work(session: Session) -> Verdict:
        from console.operations.drawing import verify_kept

        return verify_kept(session, number)

    return ReadOp(ctx, work, done, label="核验抽取")


def save_form(ctx: AppContext, kind: str, path: Path, done: Callable[[Path], None]) -> JobOp[Path]:
    """Write the empty form of a list."""

    def work(task: Task) -> Path:
        from data.intake.templates import write_template
        from data.rows.kinds.draws import DRAW_LISTS
        from data.store.files import atomic_write

        with atomic_write(path) as stream:
            write_template(DRAW_LISTS[kind], stream)
        return path

    return JobOp(ctx, work, done, label="写出空表")
