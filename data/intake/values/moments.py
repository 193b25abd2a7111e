"""Moments: day and time, or a time alone that belongs to the row's day."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from data.intake.values.base import (
    BROKEN_CELL,
    MISSING,
    NOTHING,
    Fault,
    Number,
    is_error_cell,
    plain,
)
from data.intake.values.dates import EPOCH, FIRST, LAST, SERIAL_1900, SERIAL_1904, parse_date

MINUTES = 24 * 60
TIME_ONLY = 1 << 50
"""Added to the minutes of a time without a day, to be told apart until the day is known."""
CLOCK = re.compile(
    r"^(?:(上午|下午|晚上|中午|AM|PM)\s*)?(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*分?)?"
    r"(?:\s*:?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?(?:\s*(AM|PM))?(?:Z|[+-]\d{2}:?\d{2})?$",
    re.I,
)
ISO = re.compile(r"^(\d{4}-\d\d-\d\d)[ T]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$", re.ASCII)
"""The usual form, read without further ado: a file may hold a hundred thousand of them."""
HALF = re.compile(r"^(\d{1,2})[时点]半$")
HALF_DAY = r"(?:上午|下午|晚上|中午|AM|PM)?"
SPLIT = re.compile(rf"^(.*?\d日?)[ T]\s*({HALF_DAY}\s*\d{{1,2}}\s*[:时点].*)$", re.I)
GLUED = re.compile(rf"^(.*日)\s*({HALF_DAY}\s*\d{{1,2}}\s*[:时点].*)$")
COMPACT = re.compile(r"^(\d{8})\s*(\d{2})(\d{2})(\d{2})?$")
SERIAL = re.compile(r"^(\d{5})\.(\d+)$")
FRACTION = re.compile(r"^0\.\d+$")
WRONG = Fault("不是有效时间，请改为如 2026-01-05 09:30 的日期和时间。")
NO_TIME = Fault("只有日期没有时间，请改为如 2026-01-05 09:30 的日期和时间。")
LATE_HALF = {"下午", "晚上", "pm"}


def parse_moment(
    text: str, form: str = "", default_year: int | None = None, date1904: bool = False
) -> Number:
    """Read a moment as minutes since 1970; a time alone is marked with TIME_ONLY."""
    if not form and (found := ISO.match(text)):
        day, fault = _iso_day(found[1])
        if fault is None:
            return day * MINUTES + int(found[2]) * 60 + int(found[3]), None
    text = plain(text)
    if not text or text in NOTHING:
        return MISSING, None
    if is_error_cell(text):
        return MISSING, BROKEN_CELL
    if form:
        return _by_form(text, form)
    minutes = parse_clock(text)
    if minutes is not None:
        return minutes + TIME_ONLY, None
    if FRACTION.match(text):
        return round(float(text) * MINUTES) % MINUTES + TIME_ONLY, None
    if found := SERIAL.match(text):
        return _serial(float(text), date1904)
    if found := COMPACT.match(text):
        text = f"{found[1]} {found[2]}:{found[3]}"
    if not ((found := SPLIT.match(text)) or (found := GLUED.match(text))):
        only, fault = parse_date(text, "", default_year, date1904)
        return MISSING, NO_TIME if fault is None and only != MISSING else WRONG
    day, fault = parse_date(found[1], "", default_year, date1904)
    minutes = parse_clock(found[2])
    if fault or minutes is None or day == MISSING:
        return MISSING, WRONG
    return day * MINUTES + minutes, None


@lru_cache(maxsize=4096)
def _iso_day(text: str) -> Number:
    return parse_date(text)


def parse_clock(text: str) -> int | None:
    """Return a time of day as minutes, None if it is none."""
    if found := HALF.match(text):
        hour, minute, late = int(found[1]), 30, ""
    elif found := CLOCK.match(text.strip()):
        hour, minute = int(found[2]), int(found[3] or 0)
        late = (found[1] or found[5] or "").lower()
        if int(found[4] or 0) > 59:
            return None
    else:
        return None
    if late in LATE_HALF and hour < 12:
        hour += 12
    elif late in ("上午", "am") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    return hour * 60 + minute


def _serial(number: float, date1904: bool) -> Number:
    if not 20_000 <= number <= 80_000:
        return MISSING, WRONG
    base = (SERIAL_1904 if date1904 else SERIAL_1900) - EPOCH
    return round((number + base) * MINUTES), None


def _by_form(text: str, form: str) -> Number:
    try:
        found = datetime.strptime(text, form)
    except ValueError:
        return MISSING, Fault(f"不符合时间格式 {form}，请改正时间或映射方案。")
    minutes = found.hour * 60 + found.minute
    if "%d" not in form:
        return minutes + TIME_ONLY, None
    if not FIRST <= found.date() <= LAST:
        return MISSING, WRONG
    return (found.toordinal() - EPOCH) * MINUTES + minutes, None
