"""What has been scheduled so far, so that no breach arises by accident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from data.sample.model import Enterprise, Item, Visit

NEAR_DAYS = 90


class Ledger:
    """Counts per enterprise-month and days per enterprise and item, over all visits."""

    def __init__(self) -> None:
        self.months: dict[tuple[Enterprise, int, int], list[Visit]] = defaultdict(list)
        self.days: set[tuple[Enterprise, date]] = set()
        self.items: dict[tuple[Enterprise, Item], list[tuple[date, Visit]]] = defaultdict(list)

    def month_of(self, enterprise: Enterprise, day: date) -> list[Visit]:
        """Return the counting visits of an enterprise in the month of a day."""
        return self.months.get((enterprise, day.year, day.month), [])

    def month_free(self, enterprise: Enterprise, day: date, cap: int = 2) -> bool:
        """Return whether one more visit keeps the month within a cap, on a day not yet used."""
        if (enterprise, day) in self.days:
            return False
        return len(self.months.get((enterprise, day.year, day.month), ())) < cap

    def item_free(self, enterprise: Enterprise, day: date, item: Item) -> bool:
        """Return whether nobody looked at the item near the day, and at most once in the year."""
        seen = self.items.get((enterprise, item))
        if not seen:
            return True
        if any(abs((other - day).days) <= NEAR_DAYS + 1 for other, _ in seen):
            return False
        return sum(other.year == day.year for other, _ in seen) < 2

    def add(self, visit: Visit) -> None:
        """Remember a visit."""
        enterprise, day = visit.enterprise, visit.day
        self.days.add((enterprise, day))
        if visit.counts:
            self.months[enterprise, day.year, day.month].append(visit)
        for item in set(_items(visit)):
            self.items[enterprise, item].append((day, visit))


def _items(visit: Visit) -> Iterable[Item]:
    return (item for report in visit.reports for item in report.items)
