"""The working calendar as rows: days that are not as the week says, and the years published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rows.enums import Word

WEEKDAYS = "一二三四五六日"
SATURDAY = 5


class DayKind(Word):
    """类型 of a day in the calendar; 按星期 takes a day's own entry away."""

    ORDINARY = 0, "按星期"
    OFF = 1, "放假"
    WORKING = 2, "上班"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A day with an entry of its own: a holiday, or a working day at a weekend (调休)."""

    day: date
    kind: DayKind
    name: str = ""

    @property
    def text(self) -> str:
        """Return the entry in words, such as 放假（春节）."""
        return f"{self.kind.label}（{self.name}）" if self.name else self.kind.label


@dataclass(frozen=True, slots=True)
class CalendarYearRow:
    """A year whose calendar is published, with what it is made of and who saved it last."""

    year: int
    source: str
    actor: str
    at: str
    off: int
    working: int


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """One day before and after a change; kind 按星期 where it has no entry of its own."""

    before: CalendarEntry
    after: CalendarEntry

    @property
    def day(self) -> date:
        """Return the day that changes."""
        return self.after.day

    @property
    def text(self) -> str:
        """Return the change as a line to read."""
        return f"{day_text(self.day)}　{self.before.text} → {self.after.text}"


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """What would be saved: years that become published, and the days that change."""

    years: tuple[int, ...] = ()
    changes: tuple[CalendarChange, ...] = ()
    given: tuple[int, ...] = ()
    """Years a file gives whole: the file becomes their source."""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing would change."""
        return not self.years and not self.changes

    @property
    def touched(self) -> tuple[int, ...]:
        """Return the years that are published or changed, in order."""
        return tuple(sorted({*self.years, *(change.day.year for change in self.changes)}))

    @property
    def moves_workdays(self) -> bool:
        """Return whether the count of working days becomes another, not only a name."""
        moved = (is_working(one.before) != is_working(one.after) for one in self.changes)
        return bool(self.years) or any(moved)


def ordinary(day: date) -> CalendarEntry:
    """Return a day without an entry of its own."""
    return CalendarEntry(day, DayKind.ORDINARY)


def settled(entry: CalendarEntry) -> CalendarEntry:
    """Return an entry as it is kept: 上班 on a weekday says no more than the week does."""
    if entry.kind == DayKind.WORKING and entry.day.weekday() < SATURDAY:
        return ordinary(entry.day)
    return entry if entry.kind != DayKind.ORDINARY else ordinary(entry.day)


def day_text(day: date) -> str:
    """Return `2026-05-01 星期五`."""
    return f"{day.isoformat()} 星期{WEEKDAYS[day.weekday()]}"


def is_working(entry: CalendarEntry) -> bool:
    """Return whether people work on a day with this entry."""
    if entry.kind == DayKind.ORDINARY:
        return entry.day.weekday() < SATURDAY
    return entry.kind == DayKind.WORKING
