"""What the page 检查计划 shows: its figures, its plans, what is missing, what overlaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState, Scope
from console.history import Origin
from console.loading.overview import read_before, read_series, read_values, total_of
from console.loading.tiles import TileFigures, TileSpec, tile
from data.rows.period import Period
from data.rows.plans import (
    STARTS,
    PlanDetail,
    PlanFilter,
    PlanGaps,
    PlanPair,
    PlanRow,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.rows.findings import Named

TILES = (
    TileSpec("M10", "计划检查率", "个任务有备案"),
    TileSpec("M11.filed", "按期受理率", "个年度计划", counted="个计划"),
    TileSpec("M11.complete", "要素完整率", "个计划齐全", counted="个计划"),
    TileSpec("M12", "计划完成率", "个到期计划", counted="个计划"),
)
SLOW = "M12"
MEASURES = tuple(spec.measure for spec in TILES)
NARROWED = ("body", "region", "level", "system")
"""What narrows plans: of their lead body, all."""


@dataclass(frozen=True, slots=True)
class PlanList:
    """The plans read; `behind` counts the records behind the drilled number, if there is one."""

    rows: tuple[PlanRow, ...] = ()
    behind: int | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the plans of each body lack, with what a click needs to find the plans."""

    rows: tuple[PlanGaps, ...] = ()
    period: str = ""
    scope: Scope = ()

    def origin(self, row: PlanGaps, part: str, count: int, words: str) -> Origin:
        """Return the drill behind one count of a body."""
        others = tuple(one for one in self.scope if one[0] != "body")
        by = ("body", *(name for name, _ in others))
        key = (row.body.code, *(code for _, code in others))
        title = f"{row.body.name} · {words}"
        return Origin(title, count, "个计划", self.period, "M11.complete", by, key, part)


def read_tiles(session: Session, state: FilterState, today: date) -> tuple[TileFigures, ...]:
    """Read M10, M11 and M12 under the filter, beside the period before and by month."""
    from data.measures.compute import Names

    period, scope, names = state.span(today), state.scope(NARROWED), Names(session)
    before = read_before(session, period, scope, state.basis, MEASURES, names)
    series = read_series(session, period, scope, state.basis, MEASURES, names)
    # How far plans are is worked out from all visits under them: once is enough.
    slow = total_of(SLOW, series.get(SLOW, ()), period)
    asked = MEASURES if slow is None else tuple(one for one in MEASURES if one != SLOW)
    now = read_values(session, period, scope, state.basis, asked, names)
    if slow is not None:
        now[SLOW] = slow
    return tuple(
        tile(spec, period, now, before, series.get(spec.measure, ()), scope, state.basis)
        for spec in TILES
    )


def read_plans(
    session: Session, state: FilterState, origin: Origin | None, today: date, span: str = STARTS
) -> PlanList:
    """Read the plans under the filter, or exactly those behind a drilled number."""
    from data.records.plans import list_plans

    wanted = plan_filter(state, today, span)
    if origin is None:
        return PlanList(tuple(list_plans(session, wanted, today)))
    ids = ids_behind(session, origin, today)
    rows = list_plans(session, PlanFilter(wanted.period, ids=ids), today)
    return PlanList(tuple(rows), len(ids))


def plan_filter(state: FilterState, today: date, span: str = STARTS) -> PlanFilter:
    """Return the filter of all pages as plans take it."""
    period = state.span(today)
    return PlanFilter(
        period, span, state.body or "", state.region or "", state.level,
        system=state.system or "",
    )  # fmt: skip


def ids_behind(session: Session, origin: Origin, today: date) -> tuple[int, ...]:
    """Return the plans behind a measure's cell, behind a count of what is missing, or by key."""
    from data.records.behind import records_of_measure
    from data.records.plan_gaps import PARTS, plan_ids_in
    from data.records.plans import ids_of_keys

    if origin.plan:
        return ids_of_keys(session, origin.plan.split("|"))
    period = Period.parse(origin.period, today)
    if origin.part in PARTS:
        return plan_ids_in(session, period, origin.part, origin.by, origin.key)
    records = records_of_measure(
        session, origin.measure, period, origin.by, origin.key, origin.part, origin.basis, today
    )
    return tuple(int(one.id) for one in records)


def read_gaps(session: Session, state: FilterState, today: date) -> Gaps:
    """Count by body which fields plans lack and which annual plans were accepted in time."""
    from data.records.plan_gaps import gaps_by_body

    period, scope = state.span(today), state.scope(NARROWED)
    names, codes = [name for name, _ in scope], [code for _, code in scope]
    return Gaps(tuple(gaps_by_body(session, period, names, codes)), period.text, scope)


def read_pairs(session: Session, state: FilterState, today: date) -> tuple[PlanPair, ...]:
    """Read which plans of different bodies meet under the filter."""
    from data.records.plan_overlaps import list_overlaps

    return tuple(list_overlaps(session, plan_filter(state, today)))


def read_shared(session: Session, pair: PlanPair) -> tuple[Named, ...]:
    """Read the enterprises both plans of a pair mean to visit."""
    from data.records.plan_overlaps import shared_enterprises

    return shared_enterprises(session, [pair])[0]


def read_detail(session: Session, plan: int) -> PlanDetail:
    """Read what stands beside a plan."""
    from data.records.plan_detail import plan_detail

    return plan_detail(session, plan)


def visits_origin(row: PlanRow, detail: PlanDetail) -> Origin:
    """Return the drill to the visits under a plan."""
    return Origin(f"{row.number} · {row.name}", len(detail.visits), "次", "", plan=row.key)
