"""Time spans with both ends in one cell."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from data.intake.values.base import BROKEN_CELL, DASH, MISSING, Fault, is_error_cell, plain
from data.intake.values.dates import FIRST, LAST, SERIAL, day_number, parse_date

FULL = re.compile(r"^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
HAN = re.compile(r"^(?:(\d{4})年)?(?:(\d{1,2})月份?)?(?:(\d{1,2})[日号])?$")
DOTTED = re.compile(r"^(\d{1,2})\.(\d{1,2})$")
BARE_DAY = re.compile(r"^(\d{1,2})[日号]?$")
YEAR_PART = re.compile(
    r"^(?:(\d{4})年?)?(全年|上半年|下半年|第?([一二三四1-4])季度|[Qq]([1-4])|年度)$"
)
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
ISO_PAIR = re.compile(
    rf"^(\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?){DASH}(\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?)$"
)
MIDNIGHT = re.compile(r"(?<=\d)[ T]0?0:00(?::00)?(?!\d)")
"""What a cell of a date alone shows beside the day."""
WRONG = Fault("不是有效的起止时间，请改为如 2026-01-01至2026-12-31。")
YEARLESS = Fault("缺少年份，请改为如 2026-01-01至2026-12-31。")
VAGUE = Fault("没有写明起止日期，按未提供处理。", warning=True)


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day as days since 1970; MISSING where none is told."""

    first: int = MISSING
    last: int = MISSING


NO_SPAN = Span()
Part = tuple[int | None, int | None, int | None]


def parse_span(
    text: str, default_year: int | None = None, date1904: bool = False
) -> tuple[Span, Fault | None]:
    """Read both ends of a span; months and years alone mean their whole length."""
    text = MIDNIGHT.sub("", plain(text)).replace(" ", "").rstrip("。")
    if SERIAL.match(text):
        only, fault = parse_date(text, date1904=date1904)
        return (NO_SPAN, WRONG) if fault else (Span(only, only), None)
    if not text or text in {"/", "-", "—", "无"}:
        return NO_SPAN, None
    if is_error_cell(text):
        return NO_SPAN, BROKEN_CELL
    if found := YEAR_PART.match(text):
        return _part_of_year(found, default_year)
    ends = _ends(text)
    if ends is None:
        return NO_SPAN, WRONG if re.search(r"\d{1,2}[./年月日-]\d", text) else VAGUE
    (year, month, day), (year2, month2, day2) = ends
    year = year or default_year or year2
    if year is None:
        return NO_SPAN, YEARLESS
    year2 = year2 or year
    month2 = month2 or (month if day2 else None)
    try:
        first = date(year, month or 1, day or 1)
        last_month = month2 or 12
        last = date(year2, last_month, day2 or calendar.monthrange(year2, last_month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return NO_SPAN, WRONG
    if not FIRST <= first <= LAST or not FIRST <= last <= LAST:
        return NO_SPAN, WRONG
    if last < first:
        return NO_SPAN, Fault("的结束早于开始，请改正起止时间。")
    return Span(day_number(first), day_number(last)), None


def _part_of_year(found: re.Match[str], default_year: int | None) -> tuple[Span, Fault | None]:
    year = int(found[1]) if found[1] else default_year
    if year is None:
        return NO_SPAN, YEARLESS
    if not FIRST.year < year <= LAST.year:
        return NO_SPAN, WRONG
    quarter = found[3] or found[4]
    if quarter:
        number = QUARTERS.get(quarter) or int(quarter)
        months = (number * 3 - 2, number * 3)
    else:
        months = {"上半年": (1, 6), "下半年": (7, 12)}.get(found[2], (1, 12))
    last = date(year, months[1], calendar.monthrange(year, months[1])[1])
    return Span(day_number(date(year, months[0], 1)), day_number(last)), None


def _ends(text: str) -> tuple[Part, Part] | None:
    """Return both ends as year, month and day, each None where it is not written."""
    if single := _part(text):
        return single, single
    if found := ISO_PAIR.match(text):
        first, last = _part(found[1]), _part(found[2])
        return (first, last) if first and last else None
    for cut in re.finditer(DASH, text):
        first, last = _part(text[: cut.start()]), _part(text[cut.end() :], after=True)
        if first is None and re.fullmatch(r"\d{1,2}", text[: cut.start()]) and last and last[1]:
            first = (last[0], int(text[: cut.start()]), None)
        if first and last:
            return first, last
    return None


def _part(text: str, after: bool = False) -> Part | None:
    if (found := COMPACT.match(text)) or (found := HAN.match(text)):
        if not any(found.groups()):
            return None
        year, month, day = found.groups()
        if year and day and not month:
            return None
    elif found := FULL.match(text):
        year, month, day = found[1], found[3], found[4]
    elif found := DOTTED.match(text):
        year, month, day = None, found[1], found[2]
    elif after and (found := BARE_DAY.match(text)):
        year, month, day = None, None, found[1]
    else:
        return None
    return (
        int(year) if year else None,
        int(month) if month else None,
        int(day) if day else None,
    )
