"""Revision 0004: the calendars known to the program, as rows people may change later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.models.holidays import published_days, published_years
from data.rows.calendars import DayKind
from data.rows.period import day_number

ACTOR = "随程序提供"


def fill() -> None:
    """Write the published years and their days; tables `calendar_year`, `calendar_day` are new."""
    years = sa.table("calendar_year", *map(sa.column, ("year", "source", "actor", "at")))
    days = sa.table("calendar_day", *map(sa.column, ("day", "works", "name")))
    op.bulk_insert(
        years,
        [
            {"year": year, "source": source, "actor": ACTOR, "at": ""}
            for year, source in published_years().items()
        ],
    )
    op.bulk_insert(
        days,
        [
            {
                "day": day_number(entry.day),
                "works": int(entry.kind == DayKind.WORKING),
                "name": entry.name,
            }
            for entry in published_days()
        ],
    )
