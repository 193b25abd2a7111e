"""The caps of a period in words: at most so many visits a month, and on one item a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.rows.period import Period, day_number, month_first
from data.rows.rulesets import RuleBook

YEAR = 12


@dataclass(frozen=True, slots=True)
class Caps:
    """The caps in force in the months and years of a period, each once; several after a change."""

    month: tuple[int, ...]
    item: tuple[int, ...]

    @property
    def words(self) -> str:
        """Return the rule as documents state it."""
        if len({*self.month, *self.item}) == 1:
            both = "同一企业同一月内、同一企业同一事项全年接受检查均"
            return f"原则上{both}不超过{self.month[0]}次"
        month, item = ("次、".join(map(str, one)) for one in (self.month, self.item))
        several = "（按各月、各年所用规则集）" if len(self.month) + len(self.item) > 2 else ""
        return (
            f"原则上同一企业同一月内接受检查不超过{month}次，"
            f"同一企业同一事项全年接受检查不超过{item}次{several}"
        )

    @property
    def beyond_month(self) -> str:
        """Return in words what goes beyond the cap of a month."""
        return _beyond(self.month)

    @property
    def beyond_item(self) -> str:
        """Return in words what goes beyond the cap of an item and year."""
        return _beyond(self.item)


def caps_of(book: RuleBook, period: Period) -> Caps:
    """Return the caps of a period: of each month and year by the set in force on its first day."""
    months = period.months
    years = {month - month % YEAR for month in months}
    return Caps(
        _limits(book, "R1", "visits_per_month", months),
        _limits(book, "R3", "visits_per_item_year", years),
    )


def _limits(book: RuleBook, rule: str, name: str, months: Iterable[int]) -> tuple[int, ...]:
    found = {int(book.limit(rule, name, day_number(month_first(month)))) for month in months}
    return tuple(sorted(found))


def _beyond(caps: tuple[int, ...]) -> str:
    return f"超过{caps[0]}次" if len(caps) == 1 else "超过规定次数"
