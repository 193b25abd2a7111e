"""How figures are put into official Chinese: 同比上升1.2个百分点, 暂无可比数据, — for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from data.rows.enums import Force

if TYPE_CHECKING:
    from data.rows.briefing import FigureRow
    from data.rows.measures import Target

ABSENT = "—"
NOTHING_TO_COMPARE = "暂无可比数据"
_DIGITS = "一二三四五六七八九"


def count(value: float | None) -> str:
    """Write a count with commas; nothing is a dash."""
    if value is None:
        return ABSENT
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def percent(share: float | None, decimals: int = 1) -> str:
    """Write a share of one as a percentage; nothing is a dash."""
    return ABSENT if share is None else f"{share * 100:.{decimals}f}%"


def value(figure: FigureRow) -> str:
    """Write a figure's value with its unit."""
    if figure.value is None:
        return ABSENT
    if figure.share:
        return percent(figure.value)
    return count(figure.value) + _unit(figure.unit)


def _unit(unit: str) -> str:
    return "" if unit in ("", "%", "％", "比例") else unit


def fraction(numerator: float | None, denominator: float | None) -> str:
    """Write numerator and denominator, as far as there are such."""
    if denominator is None:
        return count(numerator)
    return f"{count(numerator)}/{count(denominator)}"


def change(difference: float | None, share: bool) -> str:
    """Write a change for a sentence: 上升1.2个百分点, 增长3.4%, 持平."""
    if difference is None:
        return NOTHING_TO_COMPARE
    size = f"{abs(difference) * 100:,.1f}"
    if float(size.replace(",", "")) == 0:
        return "持平"
    if share:
        return f"{'上升' if difference > 0 else '下降'}{size}个百分点"
    return f"{'增长' if difference > 0 else '下降'}{size}%"


def short_change(difference: float | None, share: bool) -> str:
    """Write a change for a table: ↑1.2个百分点, ↓3.4%, 持平, —."""
    if difference is None:
        return ABSENT
    text = change(difference, share)
    for word, arrow in (("上升", "↑"), ("增长", "↑"), ("下降", "↓")):
        text = text.replace(word, arrow)
    return text


def comparison(figure: FigureRow) -> str:
    """Write 同比 and 环比 of a figure for a sentence."""
    if figure.yoy is None and figure.mom is None:
        return f"同比、环比{NOTHING_TO_COMPARE}"
    pairs = (("同比", figure.yoy), ("环比", figure.mom))
    return "，".join(name + change(difference, figure.share) for name, difference in pairs)


def target_value(target: Target, share: bool) -> str:
    """Write a target: ≥25%, ≤0."""
    sign = {">=": "≥", "<=": "≤"}.get(target.op, target.op)
    if not share or target.value == 0:
        return sign + count(target.value)
    return f"{sign}{target.value * 100:.4g}%"


def target_note(figure: FigureRow) -> str:
    """Write whom a target binds, its force and its source."""
    target = figure.target
    if target is None:
        return ""
    scope = {"city": "全市", "each": "各单位"}.get(target.scope, target.scope)
    words = [scope, target.force.label, figure.target_source]
    return "·".join(word for word in words if word)


def against_target(figure: FigureRow) -> str:
    """Say how a figure stands to a target that binds; a mere reference says nothing."""
    target = figure.target
    if target is None or figure.value is None or target.force is not Force.BINDING:
        return ""
    more = target.op == ">="
    reached = figure.value >= target.value if more else figure.value <= target.value
    goal = target_value(target, figure.share).lstrip("≥≤")
    if reached:
        return f"达到{goal}的目标" if more else "达到目标要求"
    if not figure.share:
        return f"与目标（{goal}）相差{count(abs(figure.value - target.value))}{_unit(figure.unit)}"
    gap = abs(figure.value - target.value) * 100
    return f"{'低于' if more else '高于'}{goal}的目标{gap:.1f}个百分点"


def _named(figure: FigureRow) -> str:
    """Write name and value; a name that ends in its unit does not say it twice."""
    unit = "" if figure.share else _unit(figure.unit)
    name = figure.name.removesuffix(unit) if unit else figure.name
    return f"{name or figure.name}{value(figure)}"


def sentence(figure: FigureRow, detailed: bool = True) -> str:
    """Say a figure with its comparisons in one clause, `detailed` with its fraction."""
    said = statement(figure, detailed)
    return said if figure.value is None else f"{said}，{comparison(figure)}"


def statement(figure: FigureRow, detailed: bool = False) -> str:
    """Say a figure and how it stands to its target, `detailed` with its fraction."""
    if figure.value is None:
        return f"{figure.name}暂无数据"
    detail = ""
    if detailed and figure.share and figure.denominator is not None:
        detail = f"（{fraction(figure.numerator, figure.denominator)}）"
    parts = [f"{_named(figure)}{detail}", against_target(figure)]
    return "，".join(part for part in parts if part)


def day(moment: date) -> str:
    """Write a date in full: 2026年10月9日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def month(text: str, with_year: bool = True) -> str:
    """Write `2026-09` as 2026年9月, `2026` as 2026年; another text stays as it is."""
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 2:
        return text
    year = f"{parts[0]}年"
    if len(parts) == 1:
        return year
    return f"{year if with_year else ''}{int(parts[1])}月"


def numeral(number: int) -> str:
    """Write 1 to 99 as a Chinese numeral: 一, 十, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens - 1]}十")
    return head + (_DIGITS[ones - 1] if ones else "")


def names(found: Sequence[str], most: int = 10) -> str:
    """Name bodies: all of them, or the first ones and how many there are."""
    shown = "、".join(found[:most])
    return f"{shown}等{len(found)}个单位" if len(found) > most else shown


def place_change(change_: int | None) -> str:
    """Write how many places were gained or lost."""
    if change_ is None:
        return ABSENT
    if change_ == 0:
        return "持平"
    return f"{'↑' if change_ > 0 else '↓'}{abs(change_)}"
