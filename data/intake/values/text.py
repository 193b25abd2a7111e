"""Free text, names and codes."""

from __future__ import annotations

import re

from data.intake.values.base import (
    BROKEN_CELL,
    NOTHING,
    Fault,
    Text,
    clean,
    half_width,
    is_error_cell,
)

EXPONENT = re.compile(r"^[+-]?\d+(\.\d+)?[Ee]\+?\d+$")
POINT_ZERO = re.compile(r"^\d+\.0+$")
USCC_SHAPE = re.compile(r"^[0-9A-Za-z]{18}$")
NOT_A_TEXT = {"nan", "NaN", "inf", "-inf", "+inf", "1e999", "1E999", "-1e999"}
"""What programs write for a number that is none; a name may well be INF."""
NOT_A_CODE = {"nan", "inf", "-inf", "+inf", "infinity", "-infinity"}
BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
NO_VALUE = Fault("是程序算不出的数（NaN、inf），请改正或清空。")
LOST_DIGITS = Fault(
    "是被表格软件改成科学记数的编码，末尾数字已丢失，请把该列设为文本后重新填写完整编码。"
)


def parse_text(text: str) -> Text:
    """Read free text; 无 and strokes mean that nothing is said."""
    text = clean(text)
    if is_error_cell(text):
        return "", BROKEN_CELL
    if text in NOTHING:
        return "", None
    if text in NOT_A_TEXT:
        return "", NO_VALUE
    return text, None


def parse_name(text: str) -> Text:
    """Read the name of a body or region: without spaces between Chinese characters."""
    text, fault = parse_text(text)
    return BETWEEN_HAN.sub("", text.replace("\n", "")) if not text.isascii() else text, fault


def parse_code(text: str) -> Text:
    """Read a number or code, whose every character counts."""
    if text.isascii() and text.isalnum() and text.lower() not in NOT_A_CODE:
        return (text.upper() if len(text) == 18 else text), None
    text = half_width(clean(text))
    if is_error_cell(text):
        return "", BROKEN_CELL
    if text in NOTHING:
        return "", None
    text = text.removeprefix("'").replace("\n", "").strip()
    if EXPONENT.match(text) and (text.count("E") + text.count("e")) and "+" in text:
        return "", LOST_DIGITS
    if text.lower() in NOT_A_CODE or re.fullmatch(r"\d\.\d+[Ee]\d+", text):
        return "", Fault("不是有效编码，请重新填写。") if "." not in text else LOST_DIGITS
    if POINT_ZERO.match(text):
        text = text[: text.index(".")]
    joined = text.replace(" ", "")
    return (joined.upper(), None) if USCC_SHAPE.match(joined) else (text, None)


def parse_enterprise(text: str) -> Text:
    """Read an enterprise given by code or by name."""
    if text.isascii():
        return parse_code(text)
    coded = half_width(clean(text))
    if coded.isascii():
        return parse_code(coded)
    return parse_name(text)
