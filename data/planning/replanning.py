"""A year planned anew from a former timetable: what is past stays, the rest changes least."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from data.planning.instance import visits_of
from data.planning.keeping import Kept, former_months, held_before, keep_most
from data.planning.loading import PlannedYear
from data.planning.spans import Floats
from data.planning.timetable import Limits, Start, Timetable, planned_timetable
from data.records.timetables import HEADS
from data.rows.errors import InvalidInput
from data.rows.period import month_number, month_text

Former = Mapping[tuple[str, str, str], int]
"""Month numbers by lead, plan number and enterprise code."""


@dataclass(frozen=True)
class Change:
    """One assignment that goes to another month than before; `before` is empty where it is new."""

    plan: str
    enterprise: str
    before: str
    after: str


@dataclass(frozen=True)
class Replanned:
    """The year as it was planned anew, its timetable, and what changed (None without one)."""

    planned: PlannedYear
    timetable: Timetable
    kept: Kept | None

    @property
    def words(self) -> str:
        """Return in a sentence how much changed."""
        if self.kept is None:
            return ""
        stay, changed, new = self.kept.counts
        return f"沿用原时间表 {stay} 项，改动 {changed} 项，新增 {new} 项"

    def changes(self) -> Iterator[Change]:
        """Give what changed, then what is new."""
        if self.kept is None:
            return
        new = np.flatnonzero(self.kept.before < 0)
        whole = self.planned.plans["whole"].astype(str).tolist()
        for row in [*self.kept.changed.tolist(), *new.tolist()]:
            yield Change(
                whole[int(self.planned.instance.plan[row])],
                self.planned.enterprises[int(self.planned.instance.enterprise[row])].name,
                self._month(int(self.kept.before[row])), self._month(int(self.kept.month[row])),
            )  # fmt: skip

    def _month(self, place: int) -> str:
        return "" if place < 0 else month_text(self.planned.months[place])


def replan(
    planned: PlannedYear, former: Former, today: date, limits: Limits | None = None,
    prices: Floats | None = None,
) -> Replanned:  # fmt: skip
    """Plan a year anew: what lay before this month stays, the rest is kept where it costs nothing.

    With the prices of the former timetable the search begins where that one ended. The bound is of
    the year with what is past held fast.
    """
    before = former_months(planned, former)
    past = sum(month < month_number(today) for month in planned.months)
    held = replace(planned, instance=held_before(planned.instance, before, past))
    found = planned_timetable(
        held.instance, held.impossible, limits, Start(prices, before)
    )
    if found.month is None:
        return Replanned(held, found, None)
    month = keep_most(held.instance, found.month, before)
    found = replace(found, month=month, visits_after=visits_of(held.instance, month))
    return Replanned(held, found, Kept(month, before))


def read_former(path: Path) -> Former:
    """Return a timetable from a file that `schedule --out` wrote as .csv."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, ValueError, csv.Error) as exc:
        raise InvalidInput(f"无法读取原时间表“{path}”，应为导出的 .csv 文件。") from exc
    if not rows or any(name not in rows[0] for name in HEADS):
        raise InvalidInput(
            f"“{path.name}”不是时间表，应有 {'、'.join(HEADS)} 各列，请用按计划导出的 .csv。"
        )
    return {
        (row["牵头部门"], row["计划编号"], row["企业"]): _month(row["月份"], number, path)
        for number, row in enumerate(rows, start=2)
    }


def _month(text: str, number: int, path: Path) -> int:
    try:
        return month_number(date.fromisoformat(f"{text}-01"))
    except (TypeError, ValueError) as exc:
        raise InvalidInput(
            f"“{path.name}”第 {number} 行的月份“{text}”应写作 2026-03。"
        ) from exc
