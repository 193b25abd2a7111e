"""Shares and numbers of a plan: exact, minimum, maximum, range, tiered or undetermined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from data.rows.values.text import DASH, plain

Form = Literal["exact", "minimum", "maximum", "range", "tiered", "undetermined"]
Unit = Literal["share", "count", ""]

NUMBER = r"(\d+(?:\.\d+)?)"
SIGN = r"\s*([%‰])"
HOUSES = r"\s*(?:户|家|个|件|批次|批|人|名|项|所|台|条|艘|辆|次)(?:次|企业)?"
LOWER = r"(?:≥|>=|=>|不低于|不少于|不小于|至少|最低|最少)"
UPPER = r"(?:≤|<=|=<|不高于|不超过|不大于|不多于|至多|最高|最多)"
ABOUT = r"(?:约|大约|大概|左右|预计|拟抽取?|拟检查)"
SHARE = re.compile(rf"^({LOWER}|{UPPER})?\s*({ABOUT})?\s*{NUMBER}{SIGN}\s*(以上|以下|以内|左右)?$")
SHARES = re.compile(rf"^({ABOUT})?\s*{NUMBER}\s*([%‰])?\s*{DASH}\s*{NUMBER}{SIGN}\s*(左右)?$")
COUNT = re.compile(
    rf"^({LOWER}|{UPPER})?\s*({ABOUT})?\s*{NUMBER}{HOUSES}\s*(以上|以下|以内|左右)?$"
)
COUNTS = re.compile(rf"^({ABOUT})?\s*{NUMBER}(?:{HOUSES})?\s*{DASH}\s*{NUMBER}{HOUSES}\s*(左右)?$")
BARE = re.compile(rf"^({LOWER}|{UPPER})?\s*{NUMBER}$")
WITH_COUNT = re.compile(rf"^(.*?[%‰].*?)\s*\(\s*(?:共|计|即)?({ABOUT})?\s*(\d+){HOUSES}\s*\)$")
ALL = {"全覆盖", "全部", "全面覆盖", "全数", "全部检查", "100%全覆盖", "全覆盖检查", "全量"}
FREQUENCY = re.compile(
    rf"^(?:不少于|至少)?[每年均两半季月一二三四\d]*[\d一二两三四]?\s*{DASH}?\s*\d*\s*次\s*(?:/|每)?.*$"
)
ANY_SHARE = re.compile(rf"{NUMBER}{SIGN}")
LEAD_IN = re.compile(r"^(按照?|抽查|抽取|抽检|检查|比例|抽查比例|抽取比例|检查比例|的)+[:为是]?\s*")


@dataclass(frozen=True, slots=True)
class Ratio:
    """How much of a plan's objects is checked; low and high are fractions or counts."""

    kind: Form
    low: float | None = None
    high: float | None = None
    unit: Unit = ""
    approximate: bool = False
    count: int | None = None
    """The number of objects given beside a share, as in 10%（20户）."""
    frequency: str = ""
    """How often, when it is written beside the share, as in 3%；2次/年."""


UNDETERMINED = Ratio("undetermined")


def parse_amount(text: str) -> Ratio:
    """Read a number of objects, or a share of them; a bare number is one of objects."""
    found = BARE.match(plain(text).replace(" ", ""))
    if found and float(found[2]) >= 1 and float(found[2]) == int(float(found[2])):
        return _bounded(found[1], float(found[2]), "count", False)
    return parse_ratio(text)


def parse_ratio(text: str) -> Ratio:
    """Read a share or a number; what is not surely understood stays undetermined.

    So does a bare 10, which may be 10 % or 10 objects.
    """
    text = plain(text).replace("％", "%").replace(" ", "")
    text = LEAD_IN.sub("", text).rstrip("。.;；")
    if text in ALL:
        return Ratio("exact", 1.0, 1.0, "share")
    if found := WITH_COUNT.match(text):
        share = _single(found[1])
        if share is None:
            return UNDETERMINED
        return Ratio(
            share.kind, share.low, share.high, share.unit, share.approximate, int(found[3])
        )
    if whole := _single(text):
        return whole
    parts = [part for part in re.split(r"[;；,，、\n]", text) if part]
    if len(parts) > 1:
        return _several(parts)
    return _tiers(text)


def _single(text: str) -> Ratio | None:
    if found := SHARE.match(text):
        return _bounded(
            found[1] or found[5],
            float(found[3]) / _per(found[4]),
            "share",
            bool(found[2]) or found[5] == "左右",
        )
    if found := SHARES.match(text):
        low = float(found[2]) / _per(found[3] or found[5])
        return _range(low, float(found[4]) / _per(found[5]), "share", bool(found[1] or found[6]))
    if found := COUNT.match(text):
        return _bounded(
            found[1] or found[4], float(found[3]), "count", bool(found[2]) or found[4] == "左右"
        )
    if found := COUNTS.match(text):
        return _range(float(found[2]), float(found[3]), "count", bool(found[1] or found[4]))
    if found := BARE.match(text):
        number = float(found[2])
        if 0 < number < 1:
            return _bounded(found[1], number, "share", False)
    return None


def _several(parts: list[str]) -> Ratio:
    """Read a share with a frequency beside it, or one share for each class of objects."""
    often = [part for part in parts if FREQUENCY.match(part) and "%" not in part]
    rest = [part for part in parts if part not in often]
    if len(rest) == 1 and often:
        single = _single(rest[0])
        if single:
            return Ratio(
                single.kind,
                single.low,
                single.high,
                single.unit,
                single.approximate,
                single.count,
                "；".join(often),
            )
    return _tiers("；".join(parts))


def _tiers(text: str) -> Ratio:
    shares = [float(number) / _per(sign) for number, sign in ANY_SHARE.findall(text)]
    if len(shares) < 2 or max(shares) > 1:
        return UNDETERMINED
    return Ratio("tiered", min(shares), max(shares), "share")


def _per(sign: str) -> float:
    return 1000.0 if sign == "‰" else 100.0


def _range(low: float, high: float, unit: Unit, about: bool) -> Ratio:
    if low > high or (unit == "share" and high > 1):
        return UNDETERMINED
    return Ratio("range", low, high, unit, about)


def _bounded(bound: str | None, number: float, unit: Unit, about: bool) -> Ratio:
    if unit == "share" and number > 1:
        return UNDETERMINED
    if bound and (bound == "以上" or re.fullmatch(LOWER, bound)):
        return Ratio("minimum", number, None, unit, about)
    if bound and (bound in ("以下", "以内") or re.fullmatch(UPPER, bound)):
        return Ratio("maximum", None, number, unit, about)
    return Ratio("exact", number, number, unit, about)
