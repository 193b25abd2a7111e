"""The working calendar: which years are published, and the days that are not as the week says."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Id, Small, Versioned


class CalendarYear(Versioned, Base):
    """A year whose holidays are published; a year without a row lacks its calendar."""

    __tablename__ = "calendar_year"
    year: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(200))
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))


class CalendarDay(Versioned, Base):
    """A day off on a weekday, or a working day at a weekend (调休): `works` 1 or 0."""

    __tablename__ = "calendar_day"
    day: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    works: Mapped[int] = mapped_column(Small)
    name: Mapped[str] = mapped_column(String(64), default="", server_default="")
