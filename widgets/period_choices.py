"""The periods people name, as texts that commands and files read as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rows.errors import InvalidInput
from data.rows.period import Period


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A name people use and the period's text."""

    name: str
    text: str


def quick_choices(today: date) -> tuple[PeriodChoice, ...]:
    """Return 本月, 上月, 本季, 上季, 年初至今 and 全年 as of a day."""
    year, month = today.year, today.month
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    quarter = (month - 1) // 3 + 1
    earlier = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return (
        PeriodChoice("本月", f"{year}-{month:02d}"),
        PeriodChoice("上月", f"{before[0]}-{before[1]:02d}"),
        PeriodChoice("本季", f"{year}-Q{quarter}"),
        PeriodChoice("上季", f"{earlier[0]}-Q{earlier[1]}"),
        PeriodChoice("年初至今", f"{year}-ytd"),
        PeriodChoice("全年", f"{year}"),
    )


def months_text(first: date, last: date) -> str:
    """Return the text of a range of months; both ends may be given in either order."""
    low, high = sorted((first, last))
    start, end = f"{low.year}-{low.month:02d}", f"{high.year}-{high.month:02d}"
    return start if start == end else f"{start}..{end}"


def period_title(text: str, today: date | None = None) -> str:
    """Return a period in official Chinese; a text that is none stays as it is."""
    if text.endswith("-ytd"):
        return f"{text[:4]}年初至今"
    try:
        return Period.parse(text, today).title
    except InvalidInput:
        return text
