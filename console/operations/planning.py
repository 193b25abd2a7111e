"""Planning beside the window: decisions on pairs, the 25 % solver, the timetable and its proof."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, Operation, Task, WriteOp
from data.rows.announcing import AnnounceList
from data.rows.errors import Cancelled
from data.rows.issues import Changes
from data.rows.matching import MatchState, RaiseSheet, Ruling

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.loading.planning import YearToPlan
    from console.timetable_tables import TimetableTables
    from data.planning.certificates import Checked
    from data.planning.loading import PlannedYear
    from data.planning.merging import MergeYear
    from data.planning.reaching import RaiseWish
    from data.planning.replanning import Replanned
    from data.planning.savings import Saved
    from data.planning.spans import Floats
    from data.planning.timetable import Limits, Progress, Timetable
    from data.planning.weeks import Weeks
    from data.rows.timetables import TimetableFigures

PATIENCE = 8.0
"""Seconds somebody who stops the search waits at most for the step under way."""
SEARCHING = "排联合检查时间表"


@dataclass(frozen=True)
class Found:
    """A timetable found for a year, and whether the user stopped the search."""

    planned: PlannedYear
    timetable: Timetable
    stopped: bool
    remaining: bool
    digest: str
    weeks: Weeks | None
    """The weeks of the timetable, if there is one."""
    made: Replanned
    """What changed against a former timetable, if one was to be kept."""
    saved: Saved | None
    """What the timetable saves, each kind apart, if there is one."""

    @property
    def figures(self) -> TimetableFigures | None:
        """Return what the timetable comes to, if there is one."""
        if self.saved is None:
            return None
        from data.planning.paragraph import figures_of

        return figures_of(self.planned, self.timetable, self.saved.savings)

    def tables(self) -> TimetableTables:
        """Return the timetable as tables; there must be one."""
        from console.timetable_tables import TimetableTables

        assert self.saved is not None
        return TimetableTables(self.planned, self.timetable, self.weeks, self.saved)


def decide_pairs(
    ctx: AppContext, rulings: Sequence[tuple[Sequence[str], Ruling]],
    done: Callable[[int], None], seen: MatchState | None = None,
) -> WriteOp[Changes]:  # fmt: skip
    """Decide pairs, all in one transaction; each ruling is of some pairs."""
    state = rulings[0][1].state

    def work(session: Session, task: Task) -> Changes:
        from data.planning.deciding import decide_matches

        made = [
            decide_matches(session, keys, ruling, ctx.actor, ctx.today, seen)
            for keys, ruling in rulings
        ]
        return replace(made[-1], count=sum(one.count for one in made))

    return WriteOp(
        ctx, work, lambda changes: done(changes.count), why=f"计划合并 {state.label}"
    )


def take_back_pairs(
    ctx: AppContext, keys: Sequence[str], done: Callable[[int], None]
) -> WriteOp[Changes]:
    """Take the last decision on pairs back."""

    def work(session: Session, task: Task) -> Changes:
        from data.planning.deciding import take_back_matches

        return take_back_matches(session, keys, ctx.actor, ctx.today)

    return WriteOp(
        ctx, work, lambda changes: done(changes.count), why="撤回计划合并的决定"
    )


def save_accepted(
    ctx: AppContext, folder: Path, done: Callable[[int], None]
) -> JobOp[int]:
    """Write the accepted pairs of the year, a workbook for each body that leads."""
    state, today = ctx.filter, ctx.today

    def work(task: Task) -> int:
        from console.export import file_name, write_table
        from console.loading.planning import read_candidates
        from console.planning_tables import candidates_table, for_lead

        with ctx.db.reading() as session:
            found = read_candidates(session, state, today, "accepted")
        leads = sorted({one.lead.name for one in found.rows if one.lead is not None})
        for place, lead in enumerate(leads):
            task.step(place, len(leads), "写出采纳清单")
            table = candidates_table(for_lead(found, lead))
            write_table(table, folder / file_name(f"{table.name}_{lead}", today))
        return len(leads)

    return JobOp(ctx, work, done, label="写出采纳清单")


def solve_raise(
    ctx: AppContext, merges: MergeYear, wish: RaiseWish, done: Callable[[RaiseSheet], None],
    failed: Callable[[BaseException], None],
) -> Operation[RaiseSheet]:  # fmt: skip
    """Find the merges that raise the share; nothing is written."""

    def work(task: Task) -> RaiseSheet:
        from data.planning.reaching import raise_year

        return raise_year(merges, wish)

    return Operation(ctx, work, done, label="测算合并方案", topic="raise", failed=failed)


def make_timetable(
    ctx: AppContext, year: YearToPlan, seconds: float, remaining: bool, former: Path | None,
    done: Callable[[Found], None], failed: Callable[[BaseException], None],
    last: Found | None = None,
) -> Operation[Found]:  # fmt: skip
    """Search for the best timetable until time is up or the user stops; the best one is kept.

    With a former timetable (a file) as little of it is changed as costs no visit. The search
    begins at the prices of the `last` one found here, for that is where it ended.
    """

    def work(task: Task) -> Found:
        from data.planning.savings import recent_days, saved_by
        from data.planning.timetable import Limits
        from data.planning.weeks import into_weeks, load_days

        planned, limits = year.planned, Limits(seconds, 0.0, _telling(task, seconds), PATIENCE)
        made = _made(planned, limits, former, last, ctx.today)
        planned, table, weeks, saved = made.planned, made.timetable, None, None
        if table.month is not None:
            with ctx.db.reading() as session:
                days = load_days(session, planned.year)
                recent = recent_days(session, planned.year)
            weeks = into_weeks(planned, table.month, days)
            saved = saved_by(planned, table.month, recent)
        return Found(planned, table, task.stopped, remaining, year.digest, weeks, made, saved)

    return Operation(ctx, work, done, label=SEARCHING, topic="timetable", failed=failed)


def _made(
    planned: PlannedYear, limits: Limits, former: Path | None, last: Found | None, today: date
) -> Replanned:
    from data.planning.replanning import Replanned, read_former, replan
    from data.planning.timetable import Start, planned_timetable

    prices = None if last is None else _prices_of(planned, last)
    if former is not None:
        return replan(planned, read_former(former), today, limits, prices)
    table = planned_timetable(planned.instance, planned.impossible, limits, Start(prices))
    return Replanned(planned, table, None)


def _prices_of(planned: PlannedYear, last: Found) -> Floats | None:
    from data.planning.certificates import former_prices, told_prices

    told = told_prices(last.planned, last.timetable.prices)
    return former_prices(planned, told) if told else None


def _telling(task: Task, seconds: float) -> Callable[[Progress], bool]:
    """Return what tells how far the search is, and whether the user stopped it."""
    began = time.monotonic()

    def tell(now: Progress) -> bool:
        spent = min(time.monotonic() - began, seconds)
        best = "" if now.visits is None else f"，现有方案 {now.visits:,} 次"
        try:
            task.step(
                round(spent * 10), round(seconds * 10) + 1, f"下界 {now.bound:,} 次{best}"
            )
        except Cancelled:
            return True
        return False

    return tell


def save_certificate(
    ctx: AppContext, found: Found, path: Path, done: Callable[[Path], None]
) -> JobOp[Path]:
    """Write what proves the bound, so that anybody can reckon it again."""

    def work(task: Task) -> Path:
        from data.planning.certificates import certificate
        from data.store.files import atomic_write

        content = {**certificate(found.planned, found.timetable), "remaining": found.remaining}
        with atomic_write(path) as stream:
            stream.write(f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode())
        return path

    return JobOp(ctx, work, done, label="保存下界证明")


def check_certificate(
    ctx: AppContext, path: Path, done: Callable[[Checked], None]
) -> JobOp[Checked]:
    """Reckon the bound of a certificate anew."""

    def work(task: Task) -> Checked:
        from data.planning.certificates import checked, read_certificate
        from data.planning.loading import load_year

        content = read_certificate(path)
        task.step(0, 1, "重新计算下界")
        with ctx.db.reading() as session:
            planned = load_year(session, content.year, content.remaining)
        return checked(planned, content, SECONDS_TO_CHECK)

    return JobOp(ctx, work, done, label="校验下界证明")


SECONDS_TO_CHECK = 60.0
"""How long the exact model may take to prove a bound again."""


def save_by_body(
    ctx: AppContext, found: Found, bodies: Sequence[int], folder: Path,
    done: Callable[[int], None],
) -> JobOp[int]:  # fmt: skip
    """Write a workbook for each body that goes anywhere into a folder."""

    def work(task: Task) -> int:
        from console.timetable_tables import write_by_body

        return write_by_body(found.tables(), bodies, folder, ctx.today, task)

    return JobOp(ctx, work, done, label="按单位导出时间表")


def save_announcements(
    ctx: AppContext, folder: Path, done: Callable[[AnnounceList], None]
) -> JobOp[AnnounceList]:
    """Write what may be announced in the months of the period, a workbook a body and month."""
    state, today = ctx.filter, ctx.today

    def work(task: Task) -> AnnounceList:
        from console.announce_tables import write_announcements
        from console.loading.planning import read_announcements

        with ctx.db.reading() as session:
            found = read_announcements(session, state, today)
        write_announcements(found, folder, today, task.step)
        return found

    return JobOp(ctx, work, done, label="写出预告清单")


def keep_found(ctx: AppContext, found: Found, done: Callable[[], None]) -> WriteOp[Changes]:
    """Keep a timetable for its year: briefings, letters and lists go by it from now on."""

    def work(session: Session, task: Task) -> Changes:
        from data.planning.kept import keep_timetable

        assert found.saved is not None
        return keep_timetable(
            session, found.planned, found.timetable, found.saved.savings, ctx.actor, ctx.today
        )

    return WriteOp(ctx, work, lambda _: done(), why=f"留存{found.planned.year}年时间表")


def withdraw_kept(
    ctx: AppContext, year: int, reason: str, done: Callable[[], None]
) -> WriteOp[Changes]:
    """Let the timetable kept for a year hold no longer."""

    def work(session: Session, task: Task) -> Changes:
        from data.planning.kept import withdraw_timetable

        return withdraw_timetable(session, year, reason, ctx.actor, ctx.today)

    return WriteOp(ctx, work, lambda _: done(), why=f"撤回留存的{year}年时间表")
