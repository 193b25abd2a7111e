"""How often: 1次/半年, 每年一次, 年均1-2次, 两年一次."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from data.intake.values.base import DASH, plain

HAN = {sign: place for place, sign in enumerate("零一二三四五六七八九十")} | {"两": 2}
NUMBER = r"(\d+|[一二两三四五六七八九十])"
PERIOD = rf"{NUMBER}?\s*个?\s*(半年|年度?|季度?|月度?|周)"
YEARS = {
    "年": 1.0,
    "年度": 1.0,
    "半年": 0.5,
    "季": 0.25,
    "季度": 0.25,
    "月": 1 / 12,
    "月度": 1 / 12,
    "周": 1 / 52,
}
TIMES = rf"(不少于|不超过|至少|最多|≤|≥)?\s*{NUMBER}(?:\s*{DASH}\s*{NUMBER})?\s*次"
TIMES_FIRST = re.compile(rf"^{TIMES}\s*[/每]\s*{PERIOD}$")
PERIOD_FIRST = re.compile(rf"^(?:每|年均|平均每)?\s*{PERIOD}?\s*(?:均|内|检查|抽查)?\s*{TIMES}$")


@dataclass(frozen=True, slots=True)
class Frequency:
    """Times a year."""

    kind: Literal["exact", "minimum", "maximum", "range", "undetermined"]
    low: float | None = None
    high: float | None = None


UNDETERMINED = Frequency("undetermined")


def parse_frequency(text: str) -> Frequency:
    """Read how often in a year; what is not surely understood stays undetermined."""
    text = plain(text).replace(" ", "")
    text = re.sub(r"^年均", "每年", text)
    if found := TIMES_FIRST.match(text):
        bound, first, last, number, period = found.groups()
    elif (found := PERIOD_FIRST.match(text)) and found[2]:
        number, period, bound, first, last = found.groups()
    else:
        return UNDETERMINED
    years = YEARS[period] * (_value(number) if number else 1)
    low = _value(first) / years
    if last:
        return Frequency("range", low, _value(last) / years)
    if bound in ("不少于", "至少", "≥"):
        return Frequency("minimum", low)
    if bound in ("不超过", "最多", "≤"):
        return Frequency("maximum", None, low)
    return Frequency("exact", low, low)


def _value(text: str) -> int:
    return HAN[text] if text in HAN else int(text)
