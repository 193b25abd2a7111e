"""The one filter state of the window, and the words of its chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from data.rows.enums import Level, Trigger, Word
from data.rows.period import Period

Scope: TypeAlias = tuple[tuple[str, str], ...]
"""What figures are narrowed to: dimensions and the codes of their values."""
BASES = {"visits": "按次", "records": "按条"}
DIMENSIONS = ("period", "region", "body", "level", "system", "trigger", "basis")
LABELS = {
    "period": "期间", "region": "地区", "body": "单位", "level": "层级", "trigger": "来源",
    "system": "条线", "basis": "口径",
}  # fmt: skip


def word_of(kind: type[Word], value: int) -> str:
    """Return the label of a code."""
    return next((member.label for member in kind if member == value), str(value))


@dataclass(frozen=True, slots=True)
class FilterState:
    """What all pages are narrowed to; None means everything."""

    period: str
    body: str | None = None
    region: str | None = None
    level: int | None = None
    trigger: int | None = None
    system: str | None = None
    basis: str = "visits"

    def with_value(self, dimension: str, value: str | int | None) -> FilterState:
        """Return the state with one dimension set anew."""
        values = {dimension: value}
        return replace(self, **values)  # type: ignore[arg-type]  # checked by DIMENSIONS

    def value(self, dimension: str) -> str | int | None:
        """Return the value of a dimension."""
        found: str | int | None = getattr(self, dimension)
        return found

    def scope(self, dimensions: Sequence[str] = ("body", "region", "system")) -> Scope:
        """Return what of these dimensions is narrowed, each with the code measures know."""
        kinds: dict[str, type[Word]] = {"level": Level, "trigger": Trigger}
        return tuple(
            (name, word_of(kinds[name], int(value)) if name in kinds else str(value))
            for name in dimensions if (value := self.value(name)) is not None
        )  # fmt: skip

    def span(self, today: date) -> Period:
        """Return the period meant, seen from a day."""
        return Period.parse(self.period, today)


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A chip of the top bar: which dimension, its label, its value, whether it narrows."""

    dimension: str
    label: str
    value: str
    narrowed: bool


def default_period(last_day: date | None, today: date) -> str:
    """Return the period a window opens with: this year to the last data, else to today."""
    day = min(last_day, today) if last_day is not None else today
    return str(day.year) if day.month == 12 else f"{day.year}-01..{day.year}-{day.month:02d}"


def value_text(
    state: FilterState, dimension: str, names: Mapping[str, str], today: date
) -> tuple[str, bool]:
    """Return how a dimension's value is written, and whether it narrows anything."""
    value = state.value(dimension)
    if dimension == "period":
        return state.span(today).title, False
    if dimension == "basis":
        return BASES[state.basis], state.basis != "visits"
    if value is None:
        return ("全市" if dimension == "region" else "全部"), False
    if dimension == "level":
        return word_of(Level, int(value)), True
    if dimension == "trigger":
        return word_of(Trigger, int(value)), True
    return names.get(str(value), str(value)), True


def chips(
    state: FilterState, dimensions: tuple[str, ...], names: Mapping[str, str], today: date
) -> list[FilterChip]:
    """Return the chips of a page that obeys some dimensions, and of those that narrow beyond."""
    found = []
    for dimension in DIMENSIONS:
        text, narrowed = value_text(state, dimension, names, today)
        if dimension in dimensions:
            found.append(FilterChip(dimension, LABELS[dimension], text, narrowed))
    return found


def sentence(
    state: FilterState, dimensions: tuple[str, ...], names: Mapping[str, str], today: date
) -> str:
    """Return the filter in one line, for exports."""
    return "；".join(
        f"{chip.label} {chip.value}" for chip in chips(state, dimensions, names, today)
    )
