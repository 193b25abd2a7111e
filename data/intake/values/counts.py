"""Whole numbers, exact only."""

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

COUNT = re.compile(
    r"^(\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?\s*(人|名|个|户|家|次|件|项|户次|家次|人次|份|条)?$"
)
NEGATIVE = re.compile(r"^-\s*\d")
HIGHEST = 1_000_000_000
WRONG = Fault("不是整数，请只填写数字，如 2。")


def parse_count(text: str) -> Number:
    """Read a whole number, such as 2 or 2人."""
    text = plain(text)
    if not text or text in NOTHING:
        return MISSING, None
    if is_error_cell(text):
        return MISSING, BROKEN_CELL
    if found := COUNT.match(text):
        number = int(found[1].replace(",", "")[:20])
        if number > HIGHEST:
            return MISSING, Fault("超出合理范围，请核对。")
        return number, None
    if NEGATIVE.match(text):
        return MISSING, Fault("是负数，请改为不小于 0 的整数。")
    return MISSING, WRONG
