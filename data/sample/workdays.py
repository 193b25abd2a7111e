"""Working days of 2025 and 2026 (holidays and make-up days as the State Council announced them)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache


def _span(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=step) for step in range((end - start).days + 1)]


_OFF = frozenset(
    _span("2025-01-01", "2025-01-01")
    + _span("2025-01-28", "2025-02-04")
    + _span("2025-04-04", "2025-04-06")
    + _span("2025-05-01", "2025-05-05")
    + _span("2025-05-31", "2025-06-02")
    + _span("2025-10-01", "2025-10-08")
    + _span("2026-01-01", "2026-01-03")
    + _span("2026-02-15", "2026-02-23")
    + _span("2026-04-04", "2026-04-06")
    + _span("2026-05-01", "2026-05-05")
    + _span("2026-06-19", "2026-06-21")
    + _span("2026-09-25", "2026-09-27")
    + _span("2026-10-01", "2026-10-07")
)
_MADE_UP = frozenset(
    date.fromisoformat(text)
    for text in (
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    )
)  # fmt: skip


def is_workday(day: date) -> bool:
    """Return whether a day of 2025 or 2026 is a working day."""
    return day in _MADE_UP or (day.weekday() < 5 and day not in _OFF)


@cache
def workdays(year: int, month: int) -> tuple[date, ...]:
    """Return the working days of a month."""
    first = date(year, month, 1)
    days = (first + timedelta(days=step) for step in range(31))
    return tuple(day for day in days if day.month == month and is_workday(day))


def after(day: date, count: int) -> date:
    """Return the working day that is `count` working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        if is_workday(day):
            count -= 1
    return day
