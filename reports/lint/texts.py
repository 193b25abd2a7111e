"""Checks of texts: brackets, dates, numbers, placeholders, what may not be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reports.lint.faults import Fault, error, warning

PAIRS = {"（": "）", "〔": "〕", "【": "】", "《": "》", "“": "”", "‘": "’", "「": "」"}
_CLOSING = {close: opening for opening, close in PAIRS.items()}
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NUMBER_LIKE = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[［【（(]\d{2,4}[〕\]］】）)][第]?\d+号")
NUMBER = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕[1-9]\d*号")
_LEFT_OVER = re.compile(r"\{[^{}]*\}|×××")
_PERCENT_DIFFERENCE = re.compile(r"(上升|下降|提高|回落)[\d.]+%(?!）)")
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])", re.I)
_GOVERNMENT = re.compile(
    r"(?:各市（县）、?区|各区|(?:江阴|宜兴)市"
    r"|[\u4e00-\u9fff]{2,6}[区镇])(?:人民政府|政府(?!部门))|[\u4e00-\u9fff]{0,6}管委会"
)
_BEFORE = re.compile(r"^.*(?:请|对|由|向|责令|要求|无锡市|和|与|及)")
"""What stands before a government's name without being of it."""
_ON_WHOSE_WORD = re.compile(r"(?:根据|按照|依照|遵照|经)[^，。；]*?(?:要求|部署|规定|同意)")
"""按照……要求 says on whose word something is asked, not of whom."""
_DEMAND = re.compile(r"应当|必须|要求|责令|务必|请.{0,30}(整改|报送|落实)")


def check_text(text: str, where: str) -> Iterator[Fault]:
    """Yield the faults of one text."""
    yield from _brackets(text, where)
    yield from _dates(text, where)
    for found in _NUMBER_LIKE.findall(text):
        if not NUMBER.search(found):
            yield error("发文字号", where, f"“{found}”不合规范，应写作“锡司发〔2026〕12号”。")
    left = _LEFT_OVER.search(text)
    if left is not None:
        yield error("占位符", where, f"还留有“{left[0]}”，请填写完整。")
    wrong = _PERCENT_DIFFERENCE.search(text)
    if wrong is not None and "率" in text[max(0, wrong.start() - 24) : wrong.start()]:
        yield warning("百分点", where, f"“{wrong[0]}”：比例的升降应以“个百分点”表述。")


def _brackets(text: str, where: str) -> Iterator[Fault]:
    opened: list[str] = []
    for char in text:
        if char in PAIRS:
            opened.append(char)
        elif char in _CLOSING and (not opened or opened.pop() != _CLOSING[char]):
            yield error("括号", where, f"“{char}”没有与之相配的前括号，请核对。")
            return
    if opened:
        yield error("括号", where, f"“{opened[-1]}”没有配对的后括号，请核对。")


def _dates(text: str, where: str) -> Iterator[Fault]:
    for match in _DATE.finditer(text):
        year, month, day = match.groups()
        if month.startswith("0") or day.startswith("0"):
            yield error("日期", where, f"“{match[0]}”的月、日不编虚位，请改正。")
            continue
        try:
            date(int(year), int(month), int(day))
        except ValueError:
            yield error("日期", where, f"“{match[0]}”没有这一天，请改正。")


def unmasked(text: str, where: str, enterprises: frozenset[str]) -> Iterator[Fault]:
    """Yield the enterprises a public copy still names."""
    code = _CODE.search(text)
    if code is not None:
        yield error("脱敏", where, f"公开稿仍有统一社会信用代码“{code[0]}”，请隐去。")
    named = min((name for name in enterprises if name and name in text), default="")
    if named:
        yield error("脱敏", where, f"公开稿仍有企业名称“{named}”，请隐去。")


def demands_on_government(text: str) -> str:
    """Return the lower government a sentence makes demands on, empty where it does not."""
    for sentence in re.split("[。；]", text):
        asked = _ON_WHOSE_WORD.sub("", sentence)
        found = _GOVERNMENT.search(asked)
        if found is not None and _DEMAND.search(asked):
            return _BEFORE.sub("", found[0])
    return ""


def is_government(name: str) -> bool:
    """Say whether a recipient is a lower government (a 管委会 counts as one).

    The city's own government and those above it are not.
    """
    own = re.fullmatch(r"(?:无锡)?市人民政府|[\u4e00-\u9fff]*省人民政府", name)
    return own is None and (bool(_GOVERNMENT.search(name)) or name.endswith("人民政府"))
