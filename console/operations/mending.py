"""What people mend: reports, visits, enterprises that moved, closed months, the sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, ReadOp, Task, WriteOp
from data.rows.edits import Closing, EditRow, JoinProposal, ReportCard
from data.rows.issues import Changes
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Done = Callable[[Changes], None]


@dataclass(frozen=True, slots=True)
class Mendings:
    """What the window of edits shows."""

    edits: tuple[EditRow, ...]
    proposals: tuple[JoinProposal, ...]
    closings: tuple[Closing, ...]


def read_mendings(
    ctx: AppContext, period: Period, done: Callable[[Mendings], None]
) -> ReadOp[Mendings]:
    """Read all edits, the joinings proposed in a period, and the closed months."""

    def read(session: Session) -> Mendings:
        from data.intake.mending.closings import standing_closings
        from data.intake.mending.edits import list_edits
        from data.intake.mending.joins import proposals

        return Mendings(
            tuple(list_edits(session)),
            tuple(proposals(session, period)),
            tuple(standing_closings(session)),
        )

    return ReadOp(ctx, read, done, topic="mendings", label="读取更改记录")


def read_cards(
    ctx: AppContext, visit: int, done: Callable[[tuple[ReportCard, ...]], None]
) -> ReadOp[tuple[ReportCard, ...]]:
    """Read the reports of a visit with their fields."""

    def read(session: Session) -> tuple[ReportCard, ...]:
        from data.intake.mending.cards import cards_of

        return cards_of(session, visit)

    return ReadOp(ctx, read, done, topic="report-cards")


def correct_report(
    ctx: AppContext, report: int, texts: Mapping[str, str], why: str, line: int | None, done: Done
) -> WriteOp[Changes]:
    """Correct fields of a report."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.mending.reports import correct

        return correct(session, report, texts, why, line, ctx.today, _teller(task))

    return WriteOp(ctx, work, done, why=f"更正检查报告 {report}")


def void_report(ctx: AppContext, report: int, why: str, done: Done) -> WriteOp[Changes]:
    """Void a report."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.mending.reports import void

        return void(session, report, why, ctx.today, _teller(task))

    return WriteOp(ctx, work, done, why=f"作废检查报告 {report}")


def read_last_edit(
    ctx: AppContext, done: Callable[[EditRow | None], None]
) -> ReadOp[EditRow | None]:
    """Read the last edit of the person at the window that still stands."""

    def read(session: Session) -> EditRow | None:
        from data.intake.mending.edits import last_edit

        return last_edit(session, ctx.actor)

    return ReadOp(ctx, read, done, topic="last-edit")


def take_back_edit(ctx: AppContext, number: int, why: str, done: Done) -> WriteOp[Changes]:
    """Take an edit back; a closed month is opened again by it."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.mending.edits import take_back

        return take_back(session, number, why, ctx.today, _teller(task))

    return WriteOp(ctx, work, done, why=f"撤回更改 {number}")


def read_next_redo(
    ctx: AppContext, done: Callable[[EditRow | None], None]
) -> ReadOp[EditRow | None]:
    """Read what the person at the window took back last and may do again."""

    def read(session: Session) -> EditRow | None:
        from data.intake.mending.redoing import next_redo

        return next_redo(session, ctx.actor)

    return ReadOp(ctx, read, done, topic="next-redo")


def redo_edit(ctx: AppContext, number: int, done: Done) -> WriteOp[Changes]:
    """Do an edit again that was taken back."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.mending.redoing import redo

        return redo(session, number, ctx.today, _teller(task))

    return WriteOp(ctx, work, done, why=f"重做更改 {number}")


def join_reports(
    ctx: AppContext, pair: JoinProposal, why: str, accepted: bool, done: Done
) -> WriteOp[Changes]:
    """Let two reports be one visit, or say that they are two."""
    first, second = pair.first.report, pair.second.report

    def work(session: Session, task: Task) -> Changes:
        from data.intake.mending.joins import accept, refuse

        if accepted:
            return accept(session, first, second, why, ctx.today, _teller(task))
        return refuse(session, first, second, why, ctx.today)

    return WriteOp(ctx, work, done, why=f"并为一次 {first}、{second}")


def move_to_region(
    ctx: AppContext, enterprise: str, region: str, day: date, why: str, done: Done
) -> WriteOp[Changes]:
    """Move an enterprise to another region from a day on."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.mending.moves import move_enterprise

        return move_enterprise(session, enterprise, region, day, why, ctx.today, _teller(task))

    return WriteOp(ctx, work, done, why=f"企业迁移 {enterprise}")


def merge_or_split(
    ctx: AppContext,
    bodies: tuple[str, str],
    day: date,
    why: str,
    part: tuple[str, tuple[str, ...]] | None,
    done: Done,
) -> WriteOp[Changes]:
    """Let a body go on as another from a day; with a part (region, items) only that part."""
    former, successor = bodies

    def work(session: Session, task: Task) -> Changes:
        from data.intake.mending.bodies import merge_bodies, split_body

        tell = _teller(task)
        if part is None:
            return merge_bodies(session, former, successor, day, why, ctx.today, tell)
        return split_body(session, former, successor, day, why, *part, ctx.today, tell)

    return WriteOp(ctx, work, done, why=f"单位 {former}→{successor}")


def close_months(ctx: AppContext, period: Period, note: str, done: Done) -> WriteOp[Changes]:
    """Close the months of a period for reporting."""

    def work(session: Session, task: Task) -> Changes:
        from data.intake.mending.closings import close

        return close(session, period, note, ctx.today)

    return WriteOp(ctx, work, done, why=f"封账 {period.text}")


def clear_sample(ctx: AppContext, done: Callable[[Changes], None]) -> JobOp[Changes]:
    """Remove the sample data, settings apart."""
    whole = Changes(1, visits=True, plans=True, registers=True, findings=True, batches=True)

    def work(task: Task) -> Changes:
        from data.intake.mending.emptying import remove_sample

        with ctx.db.bulk_writing(ctx.actor, "移除演示数据") as session:
            return remove_sample(session, ctx.today)

    return JobOp(ctx, work, done, label="移除演示数据", changes=whole)


def _teller(task: Task) -> Callable[[str], None]:
    return lambda label: task.step(0, 1, label)
