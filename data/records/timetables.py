"""The timetable kept for a year, as it stood on a day."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import KeptTimetableEntry
from data.rows.period import day_number, day_of
from data.rows.timetables import KeptTimetable, Savings, TimetableFigures
from data.store.packing import unpacked

HEADS = ("计划编号", "企业", "月份", "牵头部门")
Key = tuple[str, str, str]
"""A lead body's name, a plan's number, an enterprise's code."""


def kept_timetable(session: Session, year: int, day: date) -> KeptTimetable | None:
    """Return the timetable that holds for a year on a day, None where there is none."""
    entry = _entry(session, year, day)
    return None if entry is None or not entry.holds else _kept(entry)


def kept_lines(session: Session, year: int, day: date) -> Mapping[Key, str] | None:
    """Return the month (YYYY-MM) of each line of it, None where none holds or lines are at hand."""
    entry = _entry(session, year, day)
    if entry is None or not entry.holds or entry.content is None:
        return None
    rows = csv.DictReader(io.StringIO(unpacked(entry.content).decode()))
    return {(row["牵头部门"], row["计划编号"], row["企业"]): row["月份"] for row in rows}


def _entry(session: Session, year: int, day: date) -> KeptTimetableEntry | None:
    entries = select(KeptTimetableEntry).where(
        KeptTimetableEntry.year == year, KeptTimetableEntry.day <= day_number(day)
    )
    return session.scalars(entries.order_by(KeptTimetableEntry.id.desc()).limit(1)).first()


def _kept(entry: KeptTimetableEntry) -> KeptTimetable:
    told = json.loads(entry.figures)
    savings = Savings(**told.pop("savings"))
    figures = TimetableFigures(**told, savings=savings)
    return KeptTimetable(figures, entry.digest, entry.actor, day_of(entry.day))
