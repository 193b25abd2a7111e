"""层级间联动: which level repeated which, by 条线, month by month, and every case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState, Scope
from console.history import Origin
from console.loading.overview import Series, r5_series, r5_value, spark_span
from console.loading.tiles import TileFigures, TileSpec, Value, compared_with, tile, waiting_tile
from data.rows.level_cases import LevelCase, LevelLink, PairLine, SystemLine
from data.rows.period import Period, month_text
from widgets.formats import ABSENT, thousands

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REPEATS = TileSpec("R5", "跨层级重复", "", "起")
REUSED = TileSpec("M15", "结果互认率", "件采用已有结果", counted="件", word="跟踪")


@dataclass(frozen=True, slots=True)
class Levels:
    """Everything the page shows."""

    period: Period
    tiles: tuple[TileFigures, ...]
    pairs: tuple[str, ...]
    lines: tuple[PairLine, ...]
    systems: tuple[SystemLine, ...]
    months: Series
    reused: dict[str, int]
    cases: tuple[LevelCase, ...]
    is_whole: bool = True
    """Whether M15 is among it already."""

    @property
    def period_months(self) -> tuple[str, ...]:
        """Return the months of the period."""
        return tuple(month_text(month) for month in self.period.months)

    def of_month(self, month: str) -> tuple[LevelCase, ...]:
        """Return the repeats of a month."""
        return tuple(one for one in self.cases if not one.reused and _month(one) == month)

    def chosen(self, system: str, pair: str, kind: str) -> tuple[LevelCase, ...]:
        """Return the cases of a 条线, a pair of levels and a kind; empty texts take all."""
        return tuple(
            one for one in self.cases
            if system in ("", one.system) and pair in ("", one.pair)
            and (not kind or (kind == "reused") == one.reused)
        )  # fmt: skip


def read_levels(
    session: Session, state: FilterState, today: date, with_reused: bool = True
) -> Levels:
    """Read cases and figures under the filter; without M15 the repeats come at once."""
    from data.records.level_cases import level_link

    period, scope = state.span(today), state.scope()
    link = level_link(session, period, state.body, state.region, with_reused)
    span = spark_span(period)
    series = () if state.region else r5_series(session, span, state.body)
    return Levels(
        period, _tiles(session, state, period, scope, link, series, with_reused), link.pairs,
        link.pair_lines, link.systems, series or _months(period, link.repeated),
        dict(Counter(_month(one) for one in link.cases if one.reused)), link.cases, with_reused,
    )  # fmt: skip


def _month(case: LevelCase) -> str:
    from data.rows.period import day_of, month_number

    return month_text(month_number(day_of(case.later.day)))


def _months(period: Period, repeats: tuple[LevelCase, ...]) -> Series:
    """Return the repeats of each month of the period."""
    counts = Counter(_month(one) for one in repeats)
    texts = [month_text(month) for month in period.months]
    return tuple(
        (text, Value(float(counts[text]), counts[text], None, 0)) for text in texts
    )


def _tiles(
    session: Session, state: FilterState, period: Period, scope: Scope, link: LevelLink,
    series: Series, with_reused: bool,
) -> tuple[TileFigures, ...]:  # fmt: skip
    now = {
        "R5": Value(float(link.repeats), link.repeats, None, 0, link.red),
        "M15": Value(link.share, link.adopted, link.stood, 0),
    }
    before = None
    if not state.region:
        before = _before(session, period, state.body)
    repeats = tile(REPEATS, period, now, before, series, scope, "visits")
    if state.region:  # the findings' tally knows no regions
        repeats = replace(repeats, change="", compared="")
    reused = waiting_tile(REUSED)
    if with_reused:
        reused = tile(REUSED, period, now, None, (), scope, "visits")
        reused = replace(reused, change="", compared="")
    return repeats, reused, _near_tile(link)


def _before(session: Session, period: Period, body: str | None) -> dict[str, Value] | None:
    from data.records.registers import data_days

    first, before = data_days(session)[0], compared_with(period)[0]
    if first is None or before.last_day < first:
        return None
    return {"R5": r5_value(session, before, body)}


def _near_tile(link: LevelLink) -> TileFigures:
    """Return how close repeats lie to the visit before them."""
    if link.intervals is None:
        return TileFigures("R5", "重复间隔", "无", "无数据", ABSENT, "", "", (), None, "", None)
    least, middle, most = link.intervals
    return TileFigures(
        "R5", "重复间隔", "无", "跟踪", thousands(middle), "日（中位）",
        f"最短 {least} 日，最长 {most} 日", (), None, "", None,
    )  # fmt: skip


def case_origin(cases: tuple[LevelCase, ...], title: str) -> Origin:
    """Return the drill to all visits of some cases."""
    ids = tuple(dict.fromkeys(visit for one in cases for visit in one.visits))
    return Origin(title, len(ids), "次", "", visits=ids)
