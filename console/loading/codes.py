"""亮码入企: the six shares, month by month, by body, the steps of a code, and every 补码."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState, Scope
from console.history import Origin
from console.loading.heat import month_words
from console.loading.overview import (
    Series,
    read_before,
    read_series,
    read_values,
)
from console.loading.tiles import TileFigures, TileSpec, Value, tile
from data.measures.lamps import NO_LAMP, lamp
from data.rows.code_lists import LateCode, ReasonCount
from data.rows.measures import Group, Target
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TILES = (
    TileSpec("M3", "亮码率", "次按时亮码", counted="次"),
    TileSpec("M4.late", "补码率", "次补码", counted="次", word="越低越好"),
    TileSpec("M4.overdue", "逾期补码率", "次超过10日", counted="次", word="越低越好"),
    TileSpec("M5.scan", "企业扫码率", "次已扫码", counted="次", word="跟踪"),
    TileSpec("M5.rated", "扫码评价率", "次已评价", counted="次", word="跟踪"),
    TileSpec("M5.good", "评价满意率", "次满意", counted="次", word="跟踪"),
)
TREND = (("M3", "亮码率"), ("M5.scan", "扫码率"), ("M5.rated", "评价率"))
BY_BODY = ("M3", "M4.late", "M4.overdue", "M5.scan", "M5.rated", "M5.good")
STEPS = (
    ("M3", "denominator", "需亮码的检查"), ("M3.made", "numerator", "已生成行政行为码"),
    ("M3.shown", "numerator", "已亮码（含补码）"), ("M5.scan", "numerator", "企业已扫码"),
    ("M5.answer", "numerator", "扫码后已评价"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BodyCodes:
    """A body's shares; `values` by measure."""

    code: str
    name: str
    lamp: str
    rank: int | None
    moved: int | None
    unranked: str
    values: dict[str, Group]
    by: tuple[str, ...]
    key: tuple[str, ...]

    def share(self, measure: str) -> float | None:
        """Return a share, None where nothing counts."""
        return self.values[measure].value if measure in self.values else None

    def count(self, measure: str) -> int:
        """Return a numerator."""
        return self.values[measure].numerator if measure in self.values else 0

    @property
    def needed(self) -> int:
        """Return the visits that needed a code."""
        return (self.values["M3"].denominator or 0) if "M3" in self.values else 0


@dataclass(frozen=True, slots=True)
class Codes:
    """What the page shows at first."""

    period: Period
    tiles: tuple[TileFigures, ...]
    series: dict[str, Series]
    target: float | None
    bodies: tuple[BodyCodes, ...]
    scope: Scope

    def month_origin(self, month: str) -> Origin:
        """Return the drill behind the 亮码率 of a month."""
        values = dict(self.series.get("M3", ()))
        count = values[month].numerator if month in values else 0
        title = f"按时亮码 · {month_words(month)}"
        return _origin("M3", "numerator", title, count, month, self.scope)

    def body_origin(self, body: BodyCodes) -> Origin:
        """Return the drill behind the visits of a body that needed a code."""
        title = f"{body.name} · 需亮码的检查 · {self.period.title}"
        return Origin(
            title, body.needed, "次", self.period.text, "M3", body.by, body.key, "denominator"
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way of a code, with its share of the step before (the measure's value)."""

    name: str
    count: int
    share: float | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class CodeLists:
    """What needs the records themselves: the steps, the 补码, the reasons."""

    steps: tuple[Step, ...]
    unknown: int
    late: tuple[LateCode, ...]
    reasons: tuple[ReasonCount, ...]

    def given(self, reason: str) -> tuple[LateCode, ...]:
        """Return the 补码 for which a reason was given; of all reasons where it is empty."""
        return tuple(one for one in self.late if not reason or reason in one.reasons)


def read_codes(session: Session, state: FilterState, today: date) -> Codes:
    """Read the shares, months and bodies; lists follow in `read_code_lists`."""
    from data.measures.compute import Names
    from data.measures.settings import targets

    period, scope, names = state.span(today), state.scope(), Names(session)
    measures = tuple(spec.measure for spec in TILES)
    now = read_values(session, period, scope, "visits", measures, names)
    before = read_before(session, period, scope, "visits", measures, names)
    series = read_series(session, period, scope, "visits", measures, names)
    target = targets(session)["M3"]
    tiles = tuple(
        tile(spec, period, now, before, series.get(spec.measure, ()), scope, "visits")
        for spec in TILES
    )
    return Codes(
        period, tiles, series, None if target is None else target.value,
        _bodies(session, state, period, target, today), scope,
    )  # fmt: skip


def _bodies(
    session: Session, state: FilterState, period: Period, target: Target | None, today: date
) -> tuple[BodyCodes, ...]:
    from data.measures.compute import measure as ask

    by = ("body",) if state.region is None else ("body", "region")
    sheet = ask(session, period, BY_BODY, by, "visits", today)
    found: dict[tuple[str, ...], dict[str, Group]] = {}
    for one in sheet.measures:
        for group in one.groups:
            if state.region is None or group.key[1] == state.region:
                found.setdefault(group.key, {})[one.id] = group
    lines = [_body(key, values, by, target) for key, values in found.items() if "M3" in values]
    if state.body is not None:
        lines = [line for line in lines if line.code == state.body]
    return tuple(sorted(lines, key=_order))


def _body(
    key: tuple[str, ...], values: dict[str, Group], by: tuple[str, ...], target: Target | None
) -> BodyCodes:
    own = values["M3"]
    shown = lamp(own.value, target) if own.unranked is None else NO_LAMP
    return BodyCodes(
        key[0], own.name.split(" · ")[0], shown, own.rank, own.place_change, own.unranked or "",
        values, by, key,
    )  # fmt: skip


def _order(line: BodyCodes) -> tuple[bool, float, str]:
    """Put the lowest 亮码率 first: they are to be looked at."""
    share = line.share("M3")
    return bool(line.unranked), 2.0 if share is None else share, line.code


def read_code_lists(session: Session, state: FilterState, today: date) -> CodeLists:
    """Read the steps and every 补码."""
    from data.records.late_codes import late_codes, reason_counts

    period, scope = state.span(today), state.scope()
    values = read_values(session, period, scope, "visits", [one for one, _, _ in STEPS])
    late = late_codes(session, period, tuple(n for n, _ in scope), tuple(c for _, c in scope))
    need = values.get("M3", Value(None, 0, 0, 0))
    return CodeLists(_steps(values, period, scope), need.unknown, late, reason_counts(late))


def _steps(values: dict[str, Value], period: Period, scope: Scope) -> tuple[Step, ...]:
    steps: list[Step] = []
    for measure, part, name in STEPS:
        value = values.get(measure, Value(None, 0, 0, 0))
        count = (value.denominator or 0) if part == "denominator" else value.numerator
        origin = _origin(measure, part, f"{name} · {period.title}", count, period.text, scope)
        steps.append(Step(name, count, value.value if steps else None, origin))
    return tuple(steps)


def late_origin(codes: tuple[LateCode, ...], title: str) -> Origin:
    """Return the drill to some 补码 by their visits."""
    ids = tuple(one.visit for one in codes)
    return Origin(title, len(ids), "次", "", visits=ids)


def _origin(measure: str, part: str, title: str, count: int, period: str, scope: Scope) -> Origin:
    by, key = tuple(name for name, _ in scope), tuple(code for _, code in scope)
    return Origin(title, count, "次", period, measure, by, key, part)
