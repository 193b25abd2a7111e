"""联合比例: the city's share against 25 %, month by month, by body and region, and what is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState, Scope
from console.history import Origin
from console.loading.heat import month_words
from console.loading.overview import (
    read_before,
    read_months,
    read_series,
    read_values,
)
from console.loading.ranks import RankLine, read_ranks
from console.loading.tiles import TileFigures, TileSpec, Value, tile
from data.measures.lamps import lamp
from data.rows.outlook import Outlook
from data.rows.period import Period, month_first, month_last, month_number, month_text
from data.rows.readings import READINGS, Reading
from widgets.formats import ABSENT, percent, points, thousands

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.measures.compute import Names

MEASURES = ("M1", "M1b", "M1c", "M2.new", "M2.merge")
ONLY_CITY, CITY_GOAL = "参考", "25% 目标只考核全市"
TILES = (
    TileSpec("M1", "双随机联合监管比例", "个任务"),
    TileSpec("M1b", "双随机任务联合占比", "个双随机任务", word="对照"),
    TileSpec("M1c", "联合检查比例", "个任务", word="跟踪"),
)
STORED, APART = ("M1c", "M1"), ("M1d", "M1e")
KINDS = {"M1c": "部门联合", "M1": "其中双随机", "M1d": "上下级同行", "M1e": "部门内联合"}
RANKED = "M1c"


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """The share of a month, and from January to its end."""

    month: str
    own: Value
    cumulated: Value


@dataclass(frozen=True, slots=True)
class Kind:
    """Tasks done together in one way, and their share of all tasks."""

    measure: str
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Joint:
    """What the page shows at first."""

    period: Period
    tiles: tuple[TileFigures, ...]
    months: tuple[MonthPoint, ...]
    target: float
    sentence: str
    ranks: dict[str, tuple[RankLine, ...]]
    city: float | None
    scope: Scope
    reading: Reading
    """The share that the gap, the months and the projection are of."""

    def month_origin(self, place: int) -> Origin:
        """Return the drill behind the share of a month."""
        point = self.months[place]
        title = f"{self.reading.joint} · {month_words(point.month)}"
        return _origin(self.reading.id, title, point.own.numerator, point.month, self.scope)

    def rank_origin(self, line: RankLine) -> Origin:
        """Return the drill behind M1c of a body or region."""
        title = f"{line.name} · 联合检查任务 · {self.period.title}"
        return Origin(
            title, line.numerator, "个任务", self.period.text, RANKED, line.by, line.key
        )


@dataclass(frozen=True, slots=True)
class Later:
    """What needs the records themselves and follows: kinds of tasks, and the projection."""

    kinds: tuple[Kind, ...]
    outlook: Outlook | None
    period: Period
    scope: Scope

    def kind_origin(self, place: int) -> Origin:
        """Return the drill behind a kind of tasks."""
        kind = self.kinds[place]
        title = f"{kind.name}任务 · {self.period.title}"
        return _origin(kind.measure, title, kind.value.numerator, self.period.text, self.scope)


def read_joint(session: Session, state: FilterState, today: date) -> Joint:
    """Read tiles, months and ranks; kinds and projection follow in `read_later`."""
    from data.measures.compute import Names
    from data.measures.settings import reading_of, targets

    period, scope, names = state.span(today), state.scope(), Names(session)
    reading = reading_of(session)
    now = read_values(session, period, scope, "visits", MEASURES, names)
    before = read_before(session, period, scope, "visits", MEASURES, names)
    series = read_series(session, period, scope, "visits", MEASURES, names)
    target = targets(session)["M1"]
    assert target is not None
    if scope:
        now = {key: replace(value, target=None) for key, value in now.items()}
    tiles = tuple(
        tile(replace(spec, word=spec.word or ONLY_CITY), period, now, before,
             series.get(spec.measure, ()), scope, "visits")
        for spec in TILES
    )  # fmt: skip
    if scope:
        tiles = (replace(tiles[0], left_out=CITY_GOAL), *tiles[1:])
    city = now if not scope else read_values(session, period, (), "visits", (RANKED,), names)
    return Joint(
        period, (*tiles, _gap_tile(reading, now, before, series, period, scope)),
        _months(session, reading, period, scope, names), target.value,
        _sentence(reading, now, target.value, scope),
        read_ranks(session, state, period, RANKED, today),
        city[RANKED].value if RANKED in city else None, scope, reading,
    )  # fmt: skip


def read_later(session: Session, state: FilterState, today: date) -> Later:
    """Read the kinds of tasks, and the projection of the city's year."""
    from data.measures.asking import Question
    from data.measures.projecting import project_year

    period, scope = state.span(today), state.scope()
    seen, known = _seen(session, period, today), None
    if not scope and period.first == date(seen.year, 1, 1):
        # The year so far: no data lies after that day, so both ask for the same tasks.
        known = Question(session, Period(period.text, period.first, seen))
    values = read_values(session, period, scope, "visits", STORED)
    values |= read_values(session, period, scope, "visits", APART, known=known)
    kinds = tuple(
        Kind(one, name, values.get(one, Value(None, 0, 0, 0))) for one, name in KINDS.items()
    )
    outlook = None
    if not scope:
        outlook = project_year(session, period.last.year, seen, known)
    return Later(kinds, outlook, period, scope)


def _seen(session: Session, period: Period, today: date) -> date:
    """Return the day from which the year is projected: the period's end or the last data."""
    from data.records.registers import data_days
    from data.rows.period import day_of

    last = data_days(session)[1]
    return min(period.last, today if last is None else day_of(last))


def _months(
    session: Session, reading: Reading, period: Period, scope: Scope, names: Names
) -> tuple[MonthPoint, ...]:
    """Return the months of the period's year up to its end, or to the last data."""
    from data.records.registers import data_days
    from data.rows.period import day_of

    last_day = data_days(session)[1]
    if last_day is None:
        return ()
    first = month_number(date(period.last.year, 1, 1))
    last = min(month_number(period.last), month_number(day_of(last_day)))
    if last < first:
        return ()
    none = Value(None, 0, 0, 0)

    def until(month: int) -> Period:
        text = f"{month_text(first)}..{month_text(month)}"
        return Period(text, month_first(first), month_last(month))

    own = dict(read_months(session, until(last), scope, "visits", (reading.id,), names)[reading.id])
    return tuple(
        MonthPoint(
            month_text(month), own.get(month_text(month), none),
            read_values(session, until(month), scope, "visits", (reading.id,), names).get(
                reading.id, none
            ),
        )
        for month in range(first, last + 1)
    )  # fmt: skip


def _sentence(reading: Reading, now: dict[str, Value], target: float, scope: Scope) -> str:
    share = now.get(reading.id, Value(None, 0, 0, 0))
    if not share.denominator:
        return f"本期没有{'检查任务' if reading.is_literal else reading.whole}。"
    said = (
        f"{reading.note}全部 {thousands(share.denominator)} 个{reading.whole}中，"
        f"{reading.joint.removesuffix('任务')} "
        f"{thousands(share.numerator)} 个，占 {percent(share.value)}"
    )
    new, merge = (now[one].numerator for one in ("M2.new", "M2.merge"))
    goal = f"{target:.0%}"
    is_hint = bool(scope) or not reading.is_literal
    aim = f"按 {goal} 推算" if is_hint else f"距 {goal} 目标"
    if not new:
        return f"{said}，{'达到' if is_hint else '已达到'} {goal}。"
    return (
        f"{said}；{aim}，还需新增 {thousands(new)} 个{reading.joint}，"
        f"或者把 {thousands(2 * merge)} 个单独任务两两合并为 {thousands(merge)} 个联合任务。"
    )


def _gap_tile(
    reading: Reading, now: dict[str, Value], before: dict[str, Value] | None,
    series: dict[str, tuple[tuple[str, Value], ...]], period: Period, scope: Scope,
) -> TileFigures:  # fmt: skip
    """Return M2 as a tile; it opens all tasks it is reckoned from."""
    from console.loading.tiles import compared_with
    from widgets.formats import change

    none = Value(None, 0, None, 0)
    new, merge, share = (now.get(one, none) for one in ("M2.new", "M2.merge", reading.id))
    status, word = lamp(new.value, new.target, False), ""
    if not share.denominator:
        status, word = "无", "无数据"
    elif scope or not reading.is_literal:
        word = ONLY_CITY
    else:
        word = "达标" if new.numerator == 0 else "有缺口"
    old = None if before is None else before.get("M2.new")
    moved = "" if old is None else change(float(new.numerator - old.numerator), "个")
    title = f"全部{reading.whole} · {period.title}"
    origin = _origin(reading.id, title, share.denominator or 0, period.text, scope, "denominator")
    line = tuple(float(value.numerator) for _, value in series.get("M2.new", ()))
    return TileFigures(
        "M2.new", "距 25% 缺口", status, word,
        thousands(new.numerator) if share.denominator else ABSENT,
        "个新增联合任务" if share.denominator else "",
        f"或合并 {thousands(merge.numerator)} 对任务" if merge.numerator else "",
        line, None, moved, origin,
        compared_with(period)[1] if moved else "", CITY_GOAL if scope else reading.note,
    )  # fmt: skip


def outlook_tile(outlook: Outlook | None, target: float) -> TileFigures:
    """Return the projection as a tile; it is 参考 and opens nothing but its method."""
    name = "年底推算（参考）"
    if outlook is None:
        return TileFigures(
            "projection", name, "无", ONLY_CITY, "—", "", "只对全市推算", (), None, "", None,
        )  # fmt: skip
    if outlook.value is None:
        return TileFigures("projection", name, "无", "无数据", "—", "", "", (), None, "", None)
    away = points(outlook.value - target)
    low = f"按至今落实率 {percent(outlook.low)}" if outlook.low is not None else ""
    return TileFigures(
        "projection", name, "无", "参考", f"{outlook.value * 100:.1f}", "%",
        f"{thousands(outlook.joint)} / {thousands(outlook.tasks)} "
        f"个{READINGS[outlook.reading].whole}", (), target,
        away, None, f"比 {target:.0%} 目标", low,
    )  # fmt: skip


def _origin(
    measure: str, title: str, count: int, period: str, scope: Scope, part: str = "numerator"
) -> Origin:
    by, key = tuple(name for name, _ in scope), tuple(code for _, code in scope)
    return Origin(title, count, "个任务", period, measure, by, key, part)
