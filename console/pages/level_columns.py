"""The columns of 层级间联动: 条线 with their shares, and cases with both visits side by side."""

from __future__ import annotations

from collections.abc import Callable

from console.export import CellValue
from data.rows.enums import Level
from data.rows.level_cases import CaseSide, LevelCase, SystemLine
from data.rows.period import day_of
from widgets.formats import percent
from widgets.records_table import Column
from widgets.status import Status

ADOPTED = "已采用"
SHORT = {Level.CITY.label: "市", Level.COUNTY.label: "区", Level.TOWN.label: "镇"}


def short_pair(pair: str) -> str:
    """Return a pair of levels in a few letters, 区 → 市."""
    return " → ".join(SHORT.get(level, level) for level in pair.split(" → "))


def _day(number: int) -> str:
    return day_of(number).isoformat()


def _bodies(side: CaseSide) -> str:
    return "、".join(one.name for one in side.bodies)


def _whole(side: CaseSide) -> str:
    return f"{_day(side.day)} {_bodies(side)}（{side.level}） {side.number}".strip()


def _word(row: LevelCase) -> str:
    return ADOPTED if row.reused else row.severity


def _lamp(row: LevelCase) -> Status:
    return Status.GREEN if row.reused else Status.of(row.severity)


SYSTEMS: tuple[Column[SystemLine], ...] = (
    Column("条线", lambda r: r.system, width=120, least=84, share=3, tip=lambda r: r.system),
    Column("重复", lambda r: r.repeats, align="right", width=48),
    Column("红", lambda r: r.red, align="right", width=36),
    Column("采用", lambda r: r.reused, align="right", width=48),
    Column("互认率", lambda r: r.share, percent, align="right", width=60),
)  # fmt: skip

CASES: tuple[Column[LevelCase], ...] = (
    Column("结果", _word, width=84, status=_lamp, frozen=True),
    Column("企业", lambda r: r.enterprise.name, width=200, least=120, share=3, frozen=True,
           tip=lambda r: r.enterprise.name),
    Column("事项", lambda r: r.item.name, width=170, least=100, share=2, tip=lambda r: r.item.name),
    Column("先查", lambda r: r.earlier.day, _day, width=92),
    Column("先查单位", lambda r: _bodies(r.earlier), width=160, least=100, share=2,
           tip=lambda r: _whole(r.earlier)),
    Column("后查", lambda r: r.later.day, _day, width=92),
    Column("后查单位", lambda r: _bodies(r.later), width=160, least=100, share=2,
           tip=lambda r: _whole(r.later)),
    Column("间隔", lambda r: r.days, align="right", width=60, unit="日"),
    Column("条线", lambda r: r.system, width=90, roomy=True),
    Column("层级", lambda r: short_pair(r.pair), width=80, roomy=True, tip=lambda r: r.pair),
)  # fmt: skip

EXPORTED: tuple[tuple[str, int, Callable[[LevelCase], CellValue]], ...] = (
    ("结果", 10, _word), ("条线", 14, lambda r: r.system),
    ("统一社会信用代码", 22, lambda r: r.enterprise.code),
    ("企业", 30, lambda r: r.enterprise.name), ("事项", 26, lambda r: r.item.name),
    ("先查日期", 12, lambda r: day_of(r.earlier.day)),
    ("先查单位", 26, lambda r: _bodies(r.earlier)), ("先查层级", 14, lambda r: r.earlier.level),
    ("先查编号", 22, lambda r: r.earlier.number),
    ("后查日期", 12, lambda r: day_of(r.later.day)),
    ("后查单位", 26, lambda r: _bodies(r.later)), ("后查层级", 14, lambda r: r.later.level),
    ("后查编号", 22, lambda r: r.later.number), ("间隔（日）", 10, lambda r: r.days),
    ("是否采用结果", 12, lambda r: "是" if r.reused else "否"),
    ("预警编号", 36, lambda r: r.finding),
)  # fmt: skip
