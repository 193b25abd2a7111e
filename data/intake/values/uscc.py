"""Check digits: 统一社会信用代码 (GB 32100-2015) and the 15-digit 注册号 (GS 15-2006)."""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PLACES = {sign: place for place, sign in enumerate(ALPHABET)}
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
SHAPE = re.compile(r"^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$")
NUMBER = re.compile(r"^\d{15}$")


def check_digit(first17: str) -> str:
    """Return the last character that belongs to the first seventeen of a code."""
    total = sum(PLACES[sign] * weight for sign, weight in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_uscc(code: str) -> bool:
    """Return whether a code has the form and the check digit of a 统一社会信用代码."""
    return bool(SHAPE.match(code)) and check_digit(code[:17]) == code[17]


def number_check_digit(first14: str) -> str:
    """Return the last digit that belongs to the first fourteen of a 注册号 (mod 11, 10)."""
    rest = 10
    for sign in first14:
        rest = (rest + int(sign)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def is_number(code: str) -> bool:
    """Return whether a code has the form and the check digit of a 15-digit 注册号."""
    return bool(NUMBER.match(code)) and number_check_digit(code[:14]) == code[14]


def looks_like_uscc(code: str) -> bool:
    """Return whether a code has 18 letters and digits, whether or not its check digit is right."""
    return len(code) == 18 and code.isascii() and code.isalnum()


def problem(code: str) -> str:
    """Return what is wrong with an enterprise's code, '' when nothing is."""
    if looks_like_uscc(code) and not is_uscc(code):
        return "是 18 位代码但校验位不符，请核对统一社会信用代码。"
    if NUMBER.match(code) and not is_number(code):
        return "是 15 位注册号但校验位不符，请核对。"
    return ""
