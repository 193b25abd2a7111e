"""What a Gantt chart shows: bars on days, in groups that can be folded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Set
from dataclasses import dataclass

from data.rows.period import day_of, month_first, month_number

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
HEADER = ("组", "名称", "类型", "开始", "结束", "进度")


@dataclass(frozen=True, slots=True)
class GanttBar:
    """One bar from its first to its last day (day numbers); `kind` is the word for its colour."""

    key: str
    name: str
    first: int
    last: int
    kind: str
    share: float | None = None
    progress: str = ""
    tip: str = ""

    @property
    def words(self) -> str:
        """Return what stands in the bar."""
        return f"{self.kind} {self.progress}".strip()

    @property
    def sentence(self) -> str:
        """Return the bar in one line."""
        days = f"{day_of(self.first).isoformat()} 至 {day_of(self.last).isoformat()}"
        done = f"，进度 {self.progress}" if self.progress else ""
        return f"{self.name}，{self.kind}，{days}{done}"


@dataclass(frozen=True, slots=True)
class GanttGroup:
    """Bars under one name."""

    key: str
    name: str
    bars: tuple[GanttBar, ...]


@dataclass(frozen=True, slots=True)
class GanttData:
    """Groups over a stretch of days; `today` draws a line."""

    groups: tuple[GanttGroup, ...] = ()
    first: int = 0
    last: int = 364
    today: int | None = None
    kinds: tuple[str, ...] = ()
    title: str = ""
    unit: str = "个"

    @property
    def count(self) -> int:
        """Return how many bars there are."""
        return sum(len(group.bars) for group in self.groups)

    @property
    def summary(self) -> str:
        """Return the chart as one sentence."""
        days = f"{day_of(self.first).isoformat()} 至 {day_of(self.last).isoformat()}"
        return f"{self.title or '甘特图'}，{len(self.groups)} 组 {self.count} {self.unit}，{days}。"

    @property
    def months(self) -> tuple[int, ...]:
        """Return the first days of the months on the axis."""
        low, high = month_number(day_of(self.first)), month_number(day_of(self.last))
        return tuple((month_first(one) - day_of(0)).days for one in range(low, high + 1))

    def as_table(self) -> Table:
        """Return the chart as header and rows."""
        rows = (
            (group.name, bar.name, bar.kind, day_of(bar.first).isoformat(),
             day_of(bar.last).isoformat(), bar.progress)
            for group in self.groups
            for bar in group.bars
        )  # fmt: skip
        return HEADER, tuple(rows)


class GanttLines:
    """Which line shows what: a line for each group, then one for each bar unless it is folded."""

    def __init__(self, data: GanttData, folded: Set[str]) -> None:
        self._data = data
        self._folded = folded
        self._starts: list[int] = []
        total = 0
        for group in data.groups:
            self._starts.append(total)
            total += 1 + (0 if group.key in folded else len(group.bars))
        self.count = total

    def at(self, line: int) -> tuple[GanttGroup, GanttBar | None]:
        """Return the group of a line and its bar, None for the line of the group itself."""
        place = bisect_right(self._starts, line) - 1
        group, inside = self._data.groups[place], line - self._starts[place]
        return group, group.bars[inside - 1] if inside else None

    def group_line(self, line: int) -> int:
        """Return the line of the group a line belongs to."""
        return self._starts[bisect_right(self._starts, line) - 1]

    def line_of(self, key: str) -> int | None:
        """Return the line of a bar or group; that of its group where it is folded."""
        for start, group in zip(self._starts, self._data.groups, strict=True):
            if group.key == key:
                return start
            for number, bar in enumerate(group.bars, start=1):
                if bar.key == key:
                    return start if group.key in self._folded else start + number
        return None

    def between(self, first: int, last: int) -> Iterator[tuple[int, GanttGroup, GanttBar | None]]:
        """Yield the lines of a stretch."""
        for line in range(max(0, first), min(last + 1, self.count)):
            yield line, *self.at(line)
