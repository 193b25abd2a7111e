"""The further types whose values are whole numbers, by the name a column calls them."""

from __future__ import annotations

from collections.abc import Callable

from data.intake.values.base import Number
from data.intake.values.money import parse_money
from data.intake.values.months import parse_month, parse_year
from data.intake.values.ordinals import parse_ordinal

FIGURES: dict[str, Callable[[str], Number]] = {
    "year": parse_year,
    "money": parse_money,
    "ordinal": parse_ordinal,
}

__all__ = ["FIGURES", "parse_month"]
