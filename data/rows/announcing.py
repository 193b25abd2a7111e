"""What may be announced to enterprises: one planned look a row, and what must not be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.rows.findings import Named

NEVER = ("飞行检查", "飞检", "举报")
"""A plan that says one of these anywhere is never announced, whatever it is marked."""
UNMARKED, SECRET = "未标注“可预告”", "飞行检查、举报"


@dataclass(frozen=True, slots=True)
class AnnounceRow:
    """A body's plan at an enterprise in a month (YYYY-MM); `partners` go along, announced too.

    Where `is_planned` the month is that of the timetable kept, else the first of the plan's days.
    """

    body: Named
    month: str
    enterprise: Named
    number: str
    name: str
    items: str
    partners: tuple[str, ...]
    is_planned: bool


@dataclass(frozen=True, slots=True)
class AnnounceList:
    """What may be announced in some months of a year, and how many looks are kept back why."""

    year: int
    rows: tuple[AnnounceRow, ...]
    kept_back: tuple[tuple[str, int], ...]
    has_timetable: bool

    def parts(self) -> Iterator[tuple[Named, str, tuple[AnnounceRow, ...]]]:
        """Give the rows of each body and month."""
        found: dict[tuple[Named, str], list[AnnounceRow]] = {}
        for row in self.rows:
            found.setdefault((row.body, row.month), []).append(row)
        for (body, month), rows in found.items():
            yield body, month, tuple(rows)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return in words how much is listed, and what is kept back."""
        by = "留存的联合检查时间表" if self.has_timetable else "计划开始时间（没有留存的时间表）"
        told = f"可预告 {len(self.rows):,} 户次，月份按{by}"
        return (told, *(f"不预告：{why}　{count:,} 户次" for why, count in self.kept_back))
