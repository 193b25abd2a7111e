"""The calendars that come with the program: facts of the State Council's notices, as rows."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TypedDict

from data.rows.calendars import CalendarEntry, DayKind

FILE = Path(__file__).with_name("holidays.toml")


class _Span(TypedDict):
    name: str
    first: date
    last: date


class _Day(TypedDict):
    name: str
    day: date


class _Notice(TypedDict):
    year: int
    address: str
    off: list[_Span]
    works: list[_Day]


@cache
def published_years() -> dict[int, str]:
    """Return the years that come with the program, each with the notice it rests on."""
    return {
        one["year"]: f"国务院办公厅关于{one['year']}年部分节假日安排的通知 {one['address']}"
        for one in _notices()
    }


@cache
def published_days() -> tuple[CalendarEntry, ...]:
    """Return the days of those years that are not as the week says, in order."""
    entries: list[CalendarEntry] = []
    for notice in _notices():
        for span in notice["off"]:
            count = (span["last"] - span["first"]).days + 1
            entries += [
                CalendarEntry(span["first"] + timedelta(days=step), DayKind.OFF, span["name"])
                for step in range(count)
            ]
        entries += [
            CalendarEntry(one["day"], DayKind.WORKING, one["name"]) for one in notice["works"]
        ]
    return tuple(sorted(entries, key=lambda entry: entry.day))


@cache
def _notices() -> tuple[_Notice, ...]:
    content: dict[str, list[_Notice]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(content["notice"])
