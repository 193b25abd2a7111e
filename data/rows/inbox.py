"""收件箱: what came in, as entries, and what one person has read of them or put off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

Ranges = tuple[tuple[int, int], ...]
WEEKDAYS = "一二三四五六日"


class InboxKind(StrEnum):
    """What an entry is of."""

    FINDING = "预警"
    DUE = "期限"
    PAPER = "待办文件"
    NOTE = "注和异议"


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One thing that came in on a day; a higher `version` of one read before is unread again.

    `page` is where it is dealt with; the other fields lead to the thing itself there.
    """

    key: str
    kind: InboxKind
    day: date
    status: str
    title: str
    detail: str = ""
    body: str = ""
    version: int = 0
    page: str = ""
    rule: str = ""
    period: str = ""
    finding: str = ""
    findings: Ranges = ()
    count: int = 0
    notice: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class InboxLine:
    """An entry as one person sees it; `day` is the day it came, or came back on."""

    entry: InboxEntry
    day: date
    unread: bool
    heading: str = ""
    """The day in words, on the first line of each day."""


@dataclass(frozen=True, slots=True)
class InboxState:
    """Which versions of entries a person has read, and until when others are put off."""

    read: Mapping[str, int] = field(default_factory=dict)
    put_off: Mapping[str, date] = field(default_factory=dict)

    def with_read(self, entries: Iterable[InboxEntry]) -> InboxState:
        """Return the state with entries read."""
        return replace(self, read={**self.read, **{one.key: one.version for one in entries}})

    def with_unread(self, key: str) -> InboxState:
        """Return the state with an entry unread again."""
        return replace(self, read={name: one for name, one in self.read.items() if name != key})

    def with_put_off(self, key: str, until: date) -> InboxState:
        """Return the state with an entry out of sight until a day, unread from then on."""
        return replace(self.with_unread(key), put_off={**self.put_off, key: until})

    def of(self, keys: Collection[str]) -> InboxState:
        """Return the state of these entries alone: others are gone."""
        return InboxState(
            {key: one for key, one in self.read.items() if key in keys},
            {key: one for key, one in self.put_off.items() if key in keys},
        )


def lines_of(entries: Iterable[InboxEntry], state: InboxState, today: date) -> list[InboxLine]:
    """Return what a person sees on a day, the latest day first, each day headed once."""
    lines = []
    for one in entries:
        until = state.put_off.get(one.key)
        if until is not None and until > today:
            continue
        unread = state.read.get(one.key, -1) < one.version
        lines.append(InboxLine(one, max(one.day, until or one.day), unread))
    lines.sort(key=lambda line: -line.day.toordinal())
    return headed(lines, today)


def headed(lines: Iterable[InboxLine], today: date) -> list[InboxLine]:
    """Return lines with the day said on the first of each day."""
    found: list[InboxLine] = []
    last: date | None = None
    for line in lines:
        words = "" if line.day == last else day_words(line.day, today)
        found.append(replace(line, heading=words))
        last = line.day
    return found


def day_words(day: date, today: date) -> str:
    """Return a day as people say it."""
    words = f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"
    if day == today:
        return f"今天 {words}"
    if day == today - timedelta(days=1):
        return f"昨天 {words}"
    return words if day.year == today.year else f"{day.year}年{words}"
