"""Days: every form seen in real files, never a guessed one."""

from __future__ import annotations

import re
from datetime import date, datetime

from data.intake.values.base import (
    BROKEN_CELL,
    MISSING,
    NOTHING,
    Fault,
    Number,
    is_error_cell,
    plain,
)

EPOCH = date(1970, 1, 1).toordinal()
FIRST, LAST = date(1949, 10, 1), date(2199, 12, 31)
SERIAL_1900 = date(1899, 12, 30).toordinal()
SERIAL_1904 = date(1904, 1, 1).toordinal()
SERIAL = re.compile(r"^(\d{5})(\.\d+)?$")
TIME = r"(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
WHOLE = re.compile(rf"^(\d{{4}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{1,2}}){TIME}$")
HAN = re.compile(rf"^(\d{{4}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]?{TIME}$")
DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
NO_YEAR = re.compile(r"^(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]$")
WEEKDAY = re.compile(r"\s*[(（]?(星期|周)[一二三四五六日天][)）]?$")
WRONG = Fault("不是有效日期，请改为如 2026-01-05 的日期。")
OUT_OF_RANGE = Fault("不在 1949 年至 2199 年之间，请改为如 2026-01-05 的日期。")
YEARLESS = Fault("缺少年份，请改为如 2026-01-05 的日期。")


def day_number(day: date) -> int:
    """Return a day as days since 1970-01-01."""
    return day.toordinal() - EPOCH


def numbered(year: int, month: int, day: int) -> Number:
    """Return the day number of year, month and day, if there is such a day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return MISSING, WRONG
    if not FIRST <= found <= LAST:
        return MISSING, OUT_OF_RANGE
    return day_number(found), None


def parse_date(
    text: str, form: str = "", default_year: int | None = None, date1904: bool = False
) -> Number:
    """Read a day as days since 1970; `form` is a strptime format of a profile."""
    text = WEEKDAY.sub("", plain(text)).strip()
    if not text or text in NOTHING:
        return MISSING, None
    if is_error_cell(text):
        return MISSING, BROKEN_CELL
    if form:
        return _by_form(text, form)
    if found := WHOLE.match(text):
        return numbered(int(found[1]), int(found[3]), int(found[4]))
    if (found := HAN.match(text)) or (found := DIGITS.match(text)):
        return numbered(int(found[1]), int(found[2]), int(found[3]))
    if found := SERIAL.match(text):
        return _serial(int(found[1]), date1904)
    if found := NO_YEAR.match(text):
        if default_year is None:
            return MISSING, YEARLESS
        return numbered(default_year, int(found[1]), int(found[2]))
    return MISSING, WRONG


def _serial(number: int, date1904: bool) -> Number:
    """Read a spreadsheet's own day count, which an unformatted cell shows."""
    if not 20_000 <= number <= 80_000:
        return MISSING, WRONG
    return number + (SERIAL_1904 if date1904 else SERIAL_1900) - EPOCH, None


def _by_form(text: str, form: str) -> Number:
    try:
        found = datetime.strptime(text, form).date()
    except ValueError:
        if (iso := WHOLE.match(text)) and iso[2] == "-":
            return numbered(int(iso[1]), int(iso[3]), int(iso[4]))
        return MISSING, Fault(f"不符合日期格式 {form}，请改正日期或映射方案。")
    if not FIRST <= found <= LAST:
        return MISSING, OUT_OF_RANGE
    return day_number(found), None
