"""Periods as people write them: a year, a quarter, a month, year to date, ranges of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from data.rows.errors import WrongUsage

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return the days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the date of a day number."""
    return EPOCH + timedelta(days=int(number))


def month_number(day: date) -> int:
    """Return the months since 1970-01."""
    return (day.year - 1970) * 12 + day.month - 1


def month_text(number: int) -> str:
    """Return `2026-09` for a month number."""
    return f"{1970 + number // 12:04d}-{number % 12 + 1:02d}"


def month_first(number: int) -> date:
    """Return the first day of a month number."""
    return date(1970 + number // 12, number % 12 + 1, 1)


def month_last(number: int) -> date:
    """Return the last day of a month number."""
    return month_first(number + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A closed range of days with the text it was asked by."""

    text: str
    first: date
    last: date

    @staticmethod
    def parse(text: str, today: date | None = None) -> Period:
        """Read `2024`, `2024-Q3`, `2024-07`, `2024-ytd`, `A..B` or a day (EXCHANGE.md 3)."""
        stripped = text.strip()
        ends = stripped.split("..")
        try:
            if len(ends) == 2:
                low, high = (_single(end, today) for end in ends)
                period = Period(stripped, low[0], high[1])
            else:
                period = Period(stripped, *_single(stripped, today))
        except ValueError as exc:
            raise WrongUsage(
                f"期间“{text}”无法识别。可写 2026、2026-Q3、2026-07、2026-ytd、"
                "2026-01..2026-09 或 2026-07-01..2026-07-15。"
            ) from exc
        if period.last < period.first:
            raise WrongUsage(f"期间“{text}”的止日早于起日，请调换。")
        return period

    @property
    def first_day(self) -> int:
        """Return the first day's number."""
        return day_number(self.first)

    @property
    def last_day(self) -> int:
        """Return the last day's number."""
        return day_number(self.last)

    @property
    def months(self) -> tuple[int, ...]:
        """Return the numbers of all months the period touches."""
        return tuple(range(month_number(self.first), month_number(self.last) + 1))

    @property
    def whole_months(self) -> bool:
        """Return whether the period begins and ends with a month."""
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1

    def whole_and_rest(self) -> tuple[tuple[int, ...], tuple[Period, ...]]:
        """Return the whole months inside the period, and the parts of months beside them."""
        inside = [
            m for m in self.months if month_first(m) >= self.first and month_last(m) <= self.last
        ]
        rest = [
            Period(self.text, max(self.first, month_first(m)), min(self.last, month_last(m)))
            for m in self.months
            if m not in inside
        ]
        return tuple(inside), tuple(rest)

    def last_year(self) -> Period:
        """Return the same period of the year before (同比)."""
        first, last = _year_back(self.first), _year_back(self.last)
        if (self.last + timedelta(days=1)).day == 1:
            last = date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])
        return Period(f"{first}..{last}", first, last)

    def before(self) -> Period:
        """Return the preceding period of equal kind (环比)."""
        if self.whole_months:
            count = len(self.months)
            start = month_number(self.first) - count
            first, last = month_first(start), month_last(start + count - 1)
        else:
            length = (self.last - self.first).days + 1
            first = self.first - timedelta(days=length)
            last = self.first - timedelta(days=1)
        return Period(f"{first}..{last}", first, last)

    @property
    def title(self) -> str:
        """Return the period in official Chinese: 2026年第三季度, 2026年1—10月."""
        if re.fullmatch(r"\d{4}-Q[1-4]", self.text):
            return f"{self.first.year}年第{'一二三四'[int(self.text[-1]) - 1]}季度"
        if self.whole_months and self.first.year == self.last.year:
            if self.first.month == self.last.month:
                return f"{self.first.year}年{self.first.month}月"
            if (self.first.month, self.last.month) == (1, 12):
                return f"{self.first.year}年"
            return f"{self.first.year}年{self.first.month}—{self.last.month}月"
        if self.whole_months and (self.first.month, self.last.month) == (1, 12):
            return f"{self.first.year}—{self.last.year}年"
        return f"{day_title(self.first)}—{day_title(self.last)}"


def day_title(day: date) -> str:
    """Return a day as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _year_back(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, last))


def _single(text: str, today: date | None) -> tuple[date, date]:
    if match := re.fullmatch(r"(\d{4})", text):
        year = int(match[1])
        return date(year, 1, 1), date(year, 12, 31)
    if match := re.fullmatch(r"(\d{4})-[Qq]([1-4])", text):
        start = (int(match[1]) - 1970) * 12 + (int(match[2]) - 1) * 3
        return month_first(start), month_last(start + 2)
    if match := re.fullmatch(r"(\d{4})-ytd", text):
        return _year_to_date(int(match[1]), today or date.today())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
        month = month_number(date(int(match[1]), int(match[2]), 1))
        return month_first(month), month_last(month)
    day = date.fromisoformat(text)
    return day, day


def _year_to_date(year: int, today: date) -> tuple[date, date]:
    if today.year < year:
        raise ValueError(text_of_future(year))
    return date(year, 1, 1), min(today, date(year, 12, 31))


def text_of_future(year: int) -> str:
    """Return why a year to date does not exist yet."""
    return f"{year} has not begun"
