"""Timetables kept for their year: entered once, never changed; the latest entry of a year holds."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small


class KeptTimetableEntry(Base):
    """A timetable kept for a year, or that the one before holds no longer (`holds` 0).

    `figures` are its figures as JSON, `content` its lines as packed CSV.
    """

    __tablename__ = "kept_timetable"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    year: Mapped[int] = mapped_column(Id, index=True)
    holds: Mapped[int] = mapped_column(Small)
    figures: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
