"""How each body is connected to the platform: items, completeness, delay, and what to tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

GAPS = (
    ("M3", "亮码时间"), ("M5.scan", "企业扫码时间"), ("M14", "检查结果"), ("M13", "结果录入日期"),
    ("M10", "计划编号、来源和检查事由"), ("M9.people", "执法人员"),
)  # fmt: skip
"""Measures whose 未提供 tells that a file lacks something, and what that is."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What a body's files do not tell: in so many of its visits (or tasks), of so many."""

    measure: str
    what: str
    unknown: int
    whole: int


@dataclass(frozen=True, slots=True)
class Connection:
    """A body: items with entries ÷ its items, in time ÷ due, clean ÷ sent, and what is lacking.

    Shares are None where nothing counts; `idle` days since its last entry, None without one.
    """

    code: str
    name: str
    level: str
    region: str
    visits: int
    items: tuple[int, int] | None
    entered: tuple[int, int] | None
    clean: tuple[int, int] | None
    idle: int | None
    gaps: tuple[Gap, ...] = ()
    missing: tuple[str, ...] = ()
    """Kinds asked for that did not come, with the month."""

    def share(self, name: str) -> float | None:
        """Return one of the shares: items, entered or clean."""
        pair: tuple[int, int] | None = getattr(self, name)
        return None if pair is None or not pair[1] else pair[0] / pair[1]

    @property
    def is_connected(self) -> bool:
        """Say whether the body has entries in the period at all."""
        return self.visits > 0

    @property
    def lacks(self) -> str:
        """Return what is lacking in few words, empty where nothing is."""
        return "、".join((*self.missing, *(gap.what for gap in self.gaps)))

    def message(self, period: str, today: date) -> str:
        """Return the one message to the body that says what is missing; empty where nothing is."""
        parts = []
        if self.missing:
            parts.append(f"尚未报送：{'、'.join(self.missing)}")
        parts += [
            f"{gap.what}未提供{gap.unknown:,}条（共{gap.whole:,}条）" for gap in self.gaps
        ]  # fmt: skip
        if self.items is not None and self.items[0] < self.items[1]:
            quiet = self.items[1] - self.items[0]
            parts.append(f"本单位监管事项{self.items[1]}项，其中{quiet}项本期没有检查记录")
        late = None if self.entered is None else self.entered[1] - self.entered[0]
        if late:
            parts.append(f"检查结果逾期录入或者未录入{late:,}次")
        if not parts:
            return ""
        told = "；".join(parts)
        day = f"{today.year}年{today.month}月{today.day}日"
        return f"{self.name}：{period}（截至{day}）{told}。请核对补报。"
