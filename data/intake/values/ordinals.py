"""Places in a numbered list, such as 4, （四） or 任务四."""

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

HAN = {sign: place for place, sign in enumerate("零一二三四五六七八九十")}
AROUND = re.compile(r"^(?:重点)?(?:任务|第)?\s*[(]?\s*(.+?)\s*[)]?\s*(?:项任务|项|号)?[、.]?$")
DIGITS = re.compile(r"^(\d{1,4})(?:\.0+)?$")
TENS = re.compile(r"^([一二三四五六七八九])?十([一二三四五六七八九])?$")
WRONG = Fault("不是序号，请改为如 4 的数字。")


def parse_ordinal(text: str) -> Number:
    """Read the number of an entry of a list, in digits or in Chinese up to 九十九."""
    text = plain(text)
    if not text or text in NOTHING:
        return MISSING, None
    if is_error_cell(text):
        return MISSING, BROKEN_CELL
    inner = found[1] if (found := AROUND.match(text)) else text
    if found := DIGITS.match(inner):
        number = int(found[1])
    elif found := TENS.match(inner):
        number = HAN[found[1] or "一"] * 10 + HAN[found[2] or "零"]
    else:
        number = HAN.get(inner, 0)
    return (number, None) if number else (MISSING, WRONG)
