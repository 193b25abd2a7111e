"""Months and years as people write them in a column of their own."""

from __future__ import annotations

import re

from data.intake.values.base import (
    BROKEN_CELL,
    MISSING,
    NOTHING,
    Fault,
    Number,
    is_error_cell,
    plain,
)
from data.intake.values.dates import FIRST, LAST, parse_date
from data.rows.period import day_of, month_number

YEAR = r"(\d{4})"
MONTH = re.compile(rf"^{YEAR}\s*[-/.]\s*(\d{{1,2}})$")
HAN = re.compile(rf"^{YEAR}\s*年\s*(\d{{1,2}})\s*月\s*份?$")
DIGITS = re.compile(r"^(\d{4})(\d{2})$")
YEARLESS = re.compile(r"^(\d{1,2})\s*月\s*份?$")
ALONE = re.compile(rf"^{YEAR}\s*(?:年\s*度?|度)?$")
WRONG = Fault("不是有效月份，请改为如 2026-07 的月份。")
NO_YEAR = Fault("缺少年份，请改为如 2026-07 的月份。")
WRONG_YEAR = Fault("不是有效年度，请改为如 2026 的年度。")
OUT_OF_RANGE = Fault("不在 1949 年至 2199 年之间，请核对。")


def parse_month(text: str, default_year: int | None = None, date1904: bool = False) -> Number:
    """Read a month as months since 1970-01; a whole date stands for its month.

    A spreadsheet turns a typed 2026-07 into the first day of that month.
    """
    text = plain(text)
    if not text or text in NOTHING:
        return MISSING, None
    if is_error_cell(text):
        return MISSING, BROKEN_CELL
    if (found := MONTH.match(text)) or (found := HAN.match(text)) or (found := DIGITS.match(text)):
        return _numbered(int(found[1]), int(found[2]))
    if found := YEARLESS.match(text):
        if default_year is None:
            return MISSING, NO_YEAR
        return _numbered(default_year, int(found[1]))
    day, fault = parse_date(text, "", default_year, date1904)
    if fault is not None or day == MISSING:
        return MISSING, WRONG
    return month_number(day_of(day)), None


def _numbered(year: int, month: int) -> Number:
    if not 1 <= month <= 12:
        return MISSING, WRONG
    if not FIRST.year <= year <= LAST.year:
        return MISSING, OUT_OF_RANGE
    return (year - 1970) * 12 + month - 1, None


def parse_year(text: str) -> Number:
    """Read a year, such as 2026 or 2026年度."""
    text = plain(text).removesuffix(".0")
    if not text or text in NOTHING:
        return MISSING, None
    if is_error_cell(text):
        return MISSING, BROKEN_CELL
    if not (found := ALONE.match(text)):
        return MISSING, WRONG_YEAR
    year = int(found[1])
    return (year, None) if FIRST.year <= year <= LAST.year else (MISSING, OUT_OF_RANGE)
