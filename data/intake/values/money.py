"""Amounts of money in 元, kept exactly as whole 分."""

from __future__ import annotations

import re
from decimal import Decimal

from data.intake.values.base import (
    BROKEN_CELL,
    MISSING,
    NOTHING,
    Fault,
    Number,
    is_error_cell,
    plain,
)

AMOUNT = re.compile(
    r"^(?:人民币|RMB|CNY|[¥￥])?\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(亿|万|千)?\s*元?整?$",
    re.I,
)
NEGATIVE = re.compile(r"^(?:[¥￥]\s*)?-\s*[¥￥]?\s*\d|^\(\s*\d[\d,.]*\s*\)$")
TIMES = {None: 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
CENT = Decimal("0.01")
NOISE = Decimal("0.000001")
"""What a spreadsheet's binary numbers may be off a whole 分; anything more was written so."""
HIGHEST = Decimal(10) ** 13
WRONG = Fault("不是金额，请只填写以元为单位的数字，如 128500.50。")
BELOW_ZERO = Fault("是负数，请改为不小于 0 的金额。")
TOO_FINE = Fault("小数超过两位，金额以元为单位、精确到分，请核对。")


def parse_money(text: str) -> Number:
    """Read an amount in 元, such as 128,500.5 or 1.2万元, as 分."""
    text = plain(text)
    if not text or text in NOTHING:
        return MISSING, None
    if is_error_cell(text):
        return MISSING, BROKEN_CELL
    if NEGATIVE.match(text):
        return MISSING, BELOW_ZERO
    if not (found := AMOUNT.match(text)):
        return MISSING, WRONG
    amount = Decimal(found[1].replace(",", "")[:40]) * TIMES[found[2]]
    if amount > HIGHEST:
        return MISSING, Fault("超出合理范围，请核对。")
    cents = amount.quantize(CENT)
    if abs(amount - cents) > NOISE:
        return MISSING, TOO_FINE
    return int(cents * 100), None
