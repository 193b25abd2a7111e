"""The overview: six tiles, the heat, what needs doing, what changed since the month before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState, Scope
from console.loading.counting import count_cells
from console.loading.heat import Heat, read_heat
from console.loading.tiles import (
    TILES,
    TileFigures,
    Value,
    compared_with,
    tile,
    waiting_tile,
)
from data.rows.enums import Severity
from data.rows.period import Period, month_first, month_last, month_number, month_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.measures.asking import Question
    from data.measures.compute import Names

FAST = ("M10", "M6", "M6.bare", "M1", "M1c", "M3", "M9")
SLOW = ("M16.bodies",)
SPARK_MONTHS = 12

Series = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page shows."""

    period: Period
    tiles: tuple[TileFigures, ...]
    heat: Heat
    changes: tuple[ChangeLine, ...]

    @property
    def month_words(self) -> str:
        """Return which months the changes compare: `10月比9月`."""
        last = month_number(self.period.last)
        return f"{last % 12 + 1}月比{(last - 1) % 12 + 1}月"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What a figure of the last month is against the month before."""

    name: str
    figure: str
    change: str


def read_overview(session: Session, state: FilterState, today: date) -> Overview:
    """Read what the first page shows under the filter; 平台使用度 follows in `read_usage`."""
    from data.measures.compute import Names

    period, scope, names = state.span(today), state.scope(), Names(session)
    now = read_values(session, period, scope, state.basis, FAST, names)
    before = read_before(session, period, scope, state.basis, FAST, names)
    series = read_series(session, period, scope, state.basis, FAST, names)
    body = dict(scope).get("body")
    now["R5"] = r5_value(session, period, body)
    if before is not None:
        before["R5"] = r5_value(session, compared_with(period)[0], body)
    series["R5"] = r5_series(session, spark_span(period), body)
    tiles = tuple(
        waiting_tile(spec) if spec.measure in SLOW
        else tile(spec, period, now, before, series.get(spec.measure, ()), scope, state.basis)
        for spec in TILES
    )  # fmt: skip
    return Overview(period, tiles, read_heat(session, state, "body", today), _changes(series))


def read_usage(session: Session, state: FilterState, today: date) -> dict[str, TileFigures]:
    """Read the tiles that need the records themselves, not their sums."""
    from data.measures.compute import Names

    period, scope, names = state.span(today), state.scope(), Names(session)
    now = read_values(session, period, scope, state.basis, SLOW, names)
    before = read_before(session, period, scope, state.basis, SLOW, names)
    series = read_series(session, period, scope, state.basis, SLOW, names)
    return {
        spec.measure: tile(
            spec, period, now, before, series.get(spec.measure, ()), scope, state.basis
        )
        for spec in TILES
        if spec.measure in SLOW
    }


def read_before(
    session: Session, period: Period, scope: Scope, basis: str, measures: Sequence[str],
    names: Names | None = None,
) -> dict[str, Value] | None:  # fmt: skip
    """Return the figures to compare with, None where the data begins only later."""
    from data.records.registers import data_days

    first, before = data_days(session)[0], compared_with(period)[0]
    if first is None or before.last_day < first:
        return None
    return read_values(session, before, scope, basis, measures, names)


def read_values(
    session: Session, period: Period, scope: Scope, basis: str, measures: Sequence[str],
    names: Names | None = None, known: Question | None = None,
) -> dict[str, Value]:  # fmt: skip
    """Return each measure of a period within a scope; `known` is a question that asks the same."""
    by, key = tuple(name for name, _ in scope), tuple(code for _, code in scope)
    answer = count_cells(session, period, measures, by, basis, dict(scope), names, known)
    return {measure: cells[key] for measure, cells in answer.items() if key in cells}


def read_series(
    session: Session, period: Period, scope: Scope, basis: str, measures: Sequence[str],
    names: Names | None = None,
) -> dict[str, Series]:  # fmt: skip
    """Return each measure by month, for the twelve months that end with the period."""
    return read_months(session, spark_span(period), scope, basis, measures, names)


def read_months(
    session: Session, span: Period, scope: Scope, basis: str, measures: Sequence[str],
    names: Names | None = None,
) -> dict[str, Series]:  # fmt: skip
    """Return each measure by the months of a span."""
    fixed = tuple(code for _, code in scope)
    by = (*(name for name, _ in scope), "month")
    answer = count_cells(session, span, measures, by, basis, dict(scope), names)
    months = [month_text(number) for number in span.months]
    return {
        measure: tuple(
            (month, cells[(*fixed, month)]) for month in months if (*fixed, month) in cells
        )
        for measure, cells in answer.items()
    }


def total_of(measure: str, series: Series, period: Period) -> Value | None:
    """Return a measure of a period from its months, None where they do not tell it.

    Only for measures whose cases belong to one month each.
    """
    from data.measures.formulas import value_of

    months = dict(series)
    inside = [months[text] for text in map(month_text, period.months) if text in months]
    if not inside or not period.whole_months or not set(period.months) <= set(
        spark_span(period).months
    ):
        return None
    top = sum(one.numerator for one in inside)
    bottom = sum(one.denominator or 0 for one in inside)
    unknown = sum(one.unknown for one in inside)
    return Value(
        value_of(measure, top, bottom), top, bottom, unknown, target=inside[0].target
    )


def r5_value(session: Session, period: Period, body: str | None) -> Value:
    """Return the standing repeats between levels of a period, with the red among them."""
    from data.rules.listing import finding_totals

    totals = finding_totals(session, period, body=body).get("R5", {})
    count = sum(number for severity, number in totals.items() if severity > Severity.HINT)
    return Value(float(count), count, None, 0, totals.get(Severity.RED, 0))


def r5_series(session: Session, span: Period, body: str | None) -> Series:
    """Return the same by month."""
    from data.rules.listing import monthly_totals

    totals = monthly_totals(session, span.months, "R5", body)
    series = []
    for month in span.months:
        counts = totals.get(month, {})
        number = sum(n for severity, n in counts.items() if severity > Severity.HINT)
        series.append((month_text(month), Value(float(number), number, None, 0)))
    return tuple(series)


def spark_span(period: Period) -> Period:
    """Return the twelve months that end with a period."""
    last = month_number(period.last)
    first = last - SPARK_MONTHS + 1
    text = f"{month_text(first)}..{month_text(last)}"
    return Period(text, month_first(first), month_last(last))


def _changes(series: dict[str, Series]) -> tuple[ChangeLine, ...]:
    from widgets.formats import change, percent, points, thousands

    lines = []
    for measure, name, unit in (
        ("M9", "入企检查", "次"), ("M1", "联合检查比例", ""), ("M3", "亮码率", ""),
        ("M10", "计划检查率", ""), ("M6", "月超频次企业", "户·月"), ("R5", "层级重复", "起"),
    ):  # fmt: skip
        months = series.get(measure, ())
        if len(months) < 2:
            continue
        (_, old), (_, new) = months[-2], months[-1]
        if unit:
            figure = f"{thousands(new.numerator)} {unit}"
            moved = change(float(new.numerator - old.numerator), unit)
        else:
            figure = percent(new.value)
            known = new.value is not None and old.value is not None
            moved = points((new.value or 0.0) - (old.value or 0.0)) if known else "—"
        lines.append(ChangeLine(name, figure, moved))
    return tuple(lines)
