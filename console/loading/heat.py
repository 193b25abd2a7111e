"""The heat of visits: bodies or regions by month, each cell ready to be drilled into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState, Scope, word_of
from console.history import Origin
from data.rows.enums import Level
from data.rows.period import Period, day_number, month_first, month_last, month_number, month_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MEASURE = "M9"
ENTERPRISE, PLANNED = "enterprise", "planned"
OWN_DRILL = (ENTERPRISE, PLANNED)
"""Heats of single enterprises: by their visits, by the filed plans that name them."""
OF_REGISTERS = ("body", "region")
UNKNOWN = {
    "region": "未知地区", "body": "未知单位", "industry": "未知行业", "town": "未知街道（镇）",
}  # fmt: skip
UNITS = {"visits": "次", "records": "条"}


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One body or region with its cells; None is a month without data."""

    code: str
    name: str
    cells: tuple[int | None, ...]
    flags: tuple[bool, ...]
    whole: int | None = None
    """What stands at the row's end, where a record may count in several cells."""
    after: tuple[int, ...] = ()
    """The cells once the merges somebody tries out are made; empty where nobody does."""

    @property
    def total(self) -> int:
        """Return the sum of the cells, or how many records they hold."""
        if self.whole is not None:
            return self.whole
        return sum(cell for cell in self.cells if cell is not None)


@dataclass(frozen=True, slots=True)
class Heat:
    """Lines by months, with what a click needs to find the records."""

    by: str
    months: tuple[str, ...]
    lines: tuple[HeatLine, ...]
    basis: str
    narrowed: tuple[tuple[str, str], ...] = ()
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
    """The drill behind a cell, or behind a row (month ""), where no measure is cut like this."""

    @property
    def unit(self) -> str:
        """Return what one cell counts."""
        return "个计划" if self.by == PLANNED else UNITS[self.basis]

    def origin(self, line: int, month: int) -> Origin | None:
        """Return the drill behind a cell, None where there is nothing to count."""
        row = self.lines[line]
        cell = row.cells[month]
        if cell is None:
            return None
        text = self.months[month]
        if self.by in OWN_DRILL:
            return self.origins.get((row.code, text))
        extra = dict(self.narrowed)
        return Origin(
            f"{row.name} · {month_words(text)}", cell, self.unit, text, MEASURE,
            (self.by, *extra), (row.code, *extra.values()), "numerator", self.basis,
        )  # fmt: skip


def month_words(text: str) -> str:
    """Return `2026年9月` for `2026-09`."""
    return f"{text[:4]}年{int(text[5:])}月"


def heat_months(period: Period) -> tuple[str, ...]:
    """Return the months to show: the period's, or its whole last year if it is shorter."""
    months = period.months
    if len(months) <= 12:
        first = month_number(date(period.last.year, 1, 1))
        if months[0] >= first:
            months = tuple(range(first, first + 12))
    return tuple(month_text(month) for month in months[-24:])


def read_heat(session: Session, state: FilterState, by: str, today: date) -> Heat:
    """Count visits by body or region and month under the filter."""
    from data.records.registers import data_days
    from data.rules.listing import flagged_cells

    months = heat_months(state.span(today))
    span = months_period(months)
    narrowed = _narrowed(state, by)
    last_day = data_days(session)[1]
    flagged = flagged_cells(session, span, by) if by in OF_REGISTERS else _beyond(session, span, by)
    lines = _lines(session, months, by, narrowed, state.basis)
    last = 0 if last_day is None else last_day
    has_data = tuple(day_number(month_first(month_of_text(text))) <= last for text in months)
    wanted = _wanted(session, state, by)
    found = [
        HeatLine(
            code, name,
            tuple(cells.get(text, 0) if known else None
                  for text, known in zip(months, has_data, strict=True)),
            tuple((code, text) in flagged for text in months),
        )
        for code, (name, cells) in lines.items()
        if wanted is None or code in wanted
    ]  # fmt: skip
    if by != "region":
        found.sort(key=lambda line: (-line.total, line.code))
    return Heat(by, months, tuple(found), state.basis, narrowed)


def _beyond(session: Session, span: Period, by: str) -> set[tuple[str, str]]:
    """Return the cells of a dimension with an enterprise beyond the monthly cap (M6)."""
    from console.loading.counting import count_cells

    cells = count_cells(session, span, ["M6"], (by, "month"))["M6"]
    return {(key[0], key[1]) for key, value in cells.items() if value.numerator}


def months_period(months: tuple[str, ...]) -> Period:
    """Return the period from the first to the last month."""
    first, last = month_first(month_of_text(months[0])), month_last(month_of_text(months[-1]))
    return Period(f"{months[0]}..{months[-1]}", first, last)


def month_of_text(text: str) -> int:
    return month_number(date(int(text[:4]), int(text[5:]), 1))


def _narrowed(state: FilterState, by: str) -> Scope:
    also = ("level", "system") if by == "region" else ()
    return state.scope([one for one in ("region", "body", *also, "trigger") if one != by])


def _lines(
    session: Session,
    months: tuple[str, ...],
    by: str,
    narrowed: tuple[tuple[str, str], ...],
    basis: str,
) -> dict[str, tuple[str, dict[str, int]]]:
    from data.records.registers import list_bodies, list_regions

    names: dict[str, str] = {}
    if by in OF_REGISTERS:
        registers = list_bodies(session) if by == "body" else list_regions(session)
        names = {row.code: row.name for row in registers}
    lines: dict[str, tuple[str, dict[str, int]]] = {}
    if by == "region":
        lines = {code: (name, {}) for code, name in names.items()}
    for code, month, number in _counted(session, months, by, narrowed, basis):
        lines.setdefault(code, (names.get(code, code or UNKNOWN[by]), {}))[1][month] = number
    return lines


def _counted(
    session: Session,
    months: tuple[str, ...],
    by: str,
    narrowed: tuple[tuple[str, str], ...],
    basis: str,
) -> list[tuple[str, str, int]]:
    """Return code, month and count of every cell under the narrowed dimensions."""
    from console.loading.counting import count_cells

    dimensions = (by, *(name for name, _ in narrowed), "month")
    fixed = tuple(code for _, code in narrowed)
    span = months_period(months)
    cells = count_cells(session, span, [MEASURE], dimensions, basis, dict(narrowed))[MEASURE]
    return [
        (key[0], key[-1], value.numerator)
        for key, value in cells.items()
        if key[1:-1] == fixed and value.numerator
    ]


def _wanted(session: Session, state: FilterState, by: str) -> set[str] | None:
    """Return the codes that the filter leaves, None for all of them."""
    from data.records.registers import list_bodies

    if by not in OF_REGISTERS:
        return None
    if by == "region":
        return None if state.region is None else {state.region}
    if state.body is not None:
        return {state.body}
    if state.level is None and state.system is None:
        return None
    level = word_of(Level, state.level) if state.level is not None else None
    return {
        body.code
        for body in list_bodies(session)
        if (level is None or body.level == level)
        and (state.system is None or body.system == state.system)
    }
