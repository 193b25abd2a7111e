"""Messages about files grouped by what is wrong, so that a hundred of one kind are read as one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.rows.enums import IssueLevel
from data.rows.issues import Issue

QUOTED = re.compile(r"^“[^”]*”")
ROW = re.compile(r"第 ?[\d,]+ ?行")
NEAREST = re.compile(r"，?(最?(相近|接近)的?(名称)?|是否指|可能是)[^。；]*")
"""What is offered in place of one value says nothing of the others of its group."""


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """Messages of one level about one column that say the same of different values."""

    level: IssueLevel
    column: str
    text: str
    issues: tuple[Issue, ...]

    @property
    def count(self) -> int:
        """Return how many messages there are."""
        return len(self.issues)

    @property
    def files(self) -> tuple[str, ...]:
        """Return the files the messages are about, each once."""
        return tuple(dict.fromkeys(issue.file for issue in self.issues))

    @property
    def values(self) -> tuple[str, ...]:
        """Return the values complained about, each once, in their order."""
        return tuple(dict.fromkeys(issue.value for issue in self.issues if issue.value))

    @property
    def rows(self) -> tuple[int, ...]:
        """Return the rows, each once, in their order."""
        return tuple(dict.fromkeys(issue.row for issue in self.issues if issue.row is not None))


def grouped(issues: Iterable[Issue]) -> tuple[IssueGroup, ...]:
    """Return the messages in groups: errors first, then by how many there are."""
    found: dict[tuple[int, str, str], list[Issue]] = {}
    for issue in issues:
        key = (int(issue.level), issue.column, pattern(issue))
        found.setdefault(key, []).append(issue)
    groups = [
        IssueGroup(some[0].level, column, text, tuple(some))
        for (_, column, text), some in found.items()
    ]
    return tuple(sorted(groups, key=lambda one: (int(one.level), -one.count)))


def pattern(issue: Issue) -> str:
    """Return what a message says of any value: without the value itself and without rows."""
    text = issue.message
    if issue.column and text.startswith(issue.column):
        text = QUOTED.sub("", text.removeprefix(issue.column), count=1)
    value = " ".join(issue.value.split())
    if value:
        text = text.replace(f"“{value}”", "“…”")
    return ROW.sub("某行", NEAREST.sub("", text)).strip("，。；： ")
