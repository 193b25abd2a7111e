"""The six tiles: which measure stands for a tracked dimension, and how it is worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.history import Origin
from data.measures.lamps import GREEN, lamp
from data.rows.measures import Target
from data.rows.period import Period
from widgets.formats import ABSENT, change, points, thousands

NO_BASE = "无数据"
"""Stands for a change where the period before has no data."""


@dataclass(frozen=True, slots=True)
class Value:
    """A measure in one scope."""

    value: float | None
    numerator: int
    denominator: int | None
    unknown: int
    red: int = 0
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class TileSpec:
    """Which measure a tile shows, its name and the words of numerator and denominator."""

    measure: str
    name: str
    words: str
    unit: str = "%"
    counted: str = "个任务"
    """What the numerator counts, in words."""
    word: str = ""
    """Stands for the lamp of a measure without a target."""


@dataclass(frozen=True, slots=True)
class TileFigures:
    """A tile ready to show; `series` are fractions or counts by month."""

    measure: str
    name: str
    status: str
    word: str
    figure: str
    unit: str
    ratio: str
    series: tuple[float | None, ...]
    target: float | None
    change: str
    origin: Origin | None
    compared: str = ""
    left_out: str = ""


TILES = (
    TileSpec("M16.bodies", "平台使用度", "个单位有数据", counted="个单位"),
    TileSpec("M10", "检查计划", "个任务有备案"),
    TileSpec("M6", "月超频次企业", "", "户·月", "户·月"),
    TileSpec("M1", "联合检查比例", "个任务"),
    TileSpec("M3", "亮码率", "次按时亮码", counted="次"),
    TileSpec("R5", "层级重复", "", "起"),
)


def tile(
    spec: TileSpec,
    period: Period,
    now: dict[str, Value],
    before: dict[str, Value] | None,
    series: Sequence[tuple[str, Value]],
    scope: Sequence[tuple[str, str]],
    basis: str,
) -> TileFigures:
    """Return a tile: figure, words, lamp, sparkline and change against the period before.

    `before` is None where the data does not reach back to that period.
    """
    value = now.get(spec.measure, Value(None, 0, None, 0))
    old = None if before is None else before.get(spec.measure, Value(None, 0, None, 0))
    share = spec.unit == "%"
    if share:
        status, word = _lamp(value, value.target, spec.word)
        figure = ABSENT if value.value is None else f"{value.value * 100:.1f}"
        ratio = f"{thousands(value.numerator)} / {thousands(value.denominator)} {spec.words}"
        moved = NO_BASE
        if value.value is not None and old is not None and old.value is not None:
            moved = points(value.value - old.value)
        line = tuple(point.value for _, point in series)
    else:
        status, word, ratio = _count_words(spec, value, old, now)
        figure = thousands(value.numerator)
        moved = NO_BASE
        if old is not None:
            moved = change(float(value.numerator - old.numerator), spec.unit)
        line = tuple(float(point.numerator) for _, point in series)
    target = value.target.value if share and value.target is not None else None
    return TileFigures(
        spec.measure, spec.name, status, word, figure, "" if figure == ABSENT else spec.unit,
        ratio, line, target, moved,
        _origin(spec, period, value, scope, basis), compared_with(period)[1],
        f"另有 {thousands(value.unknown)} {spec.counted}未提供，未计入" if value.unknown else "",
    )  # fmt: skip


def compared_with(period: Period) -> tuple[Period, str]:
    """Return the period whose figures a period is compared with, and how that is called.

    A year to date is compared with the same months of last year, as reports do.
    """
    months, jan = len(period.months), (period.first.month, period.first.day) == (1, 1)
    if jan and period.first.year == period.last.year and months < 12:
        single = period.whole_months and months == 1
        quarter = period.whole_months and months == 3 and "Q" in period.text
        if not single and not quarter:
            return period.last_year(), "较上年同期"
    before = period.before()
    if not period.whole_months:
        return before, f"较前{(period.last - period.first).days + 1}天"
    if months == 3 and period.first.month % 3 == 1:
        return before, "较上季度"
    words = {1: "较上月", 12: "较上年" if jan else "较前12个月"}
    if months not in words and months % 12 == 0 and jan:
        return before, f"较前{months // 12}年"
    return before, words.get(months, f"较前{months}个月")


def waiting_tile(spec: TileSpec) -> TileFigures:
    """Return a tile whose figures are still being read."""
    return TileFigures(spec.measure, spec.name, "无", "读取中", "…", "", "", (), None, "", None)


def _lamp(value: Value, target: Target | None, word: str) -> tuple[str, str]:
    if value.value is None:
        return "无", "无数据"
    if target is None and word:
        return "无", word
    if target is None:
        short = (value.denominator or 0) - value.numerator
        return ("黄", f"缺 {short}") if short > 0 else ("绿", "齐全")
    status = lamp(value.value, target)
    if status == GREEN:
        return GREEN, "达标"
    return status, f"差 {max(abs(target.value - value.value) * 100, 0.1):.1f}"


def _count_words(
    spec: TileSpec, value: Value, old: Value | None, now: dict[str, Value]
) -> tuple[str, str, str]:
    if spec.measure == "M6":
        bare = now.get("M6.bare", Value(None, 0, None, 0)).numerator
        status, word = ("红", "超标") if bare else ("绿", "达标")
        return status, word, f"其中 {thousands(bare)} 户·月无认可依据"
    words = f"其中红色 {thousands(value.red)} 起"
    if value.numerator == 0:
        return "绿", "无重复", words
    if old is None:
        return ("红" if value.red else "黄"), "有重复", words
    if value.numerator < old.numerator:
        return ("黄" if value.red else "绿"), "好转", words
    return ("红", "增多", words) if value.numerator > old.numerator else ("黄", "持平", words)


def _origin(
    spec: TileSpec, period: Period, value: Value, scope: Sequence[tuple[str, str]], basis: str
) -> Origin | None:
    if spec.measure == "R5":
        return None
    return Origin(
        f"{spec.name} · {period.title}", value.numerator, spec.counted, period.text,
        spec.measure, tuple(name for name, _ in scope), tuple(code for _, code in scope),
        "numerator", basis,
    )  # fmt: skip
