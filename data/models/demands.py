"""整改要求不一: what two or more bodies demand of an enterprise on one matter, and who settles it.

R28 reads the open ones: `Demand.enterprise_id`, `opened`, `closed`, and the bodies of its sides.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Demand(Versioned, Base):
    """A case; `body_id` is the initiating body, which settles it and issues the unified opinion.

    `complaint` is the number of the complaint it was opened from, empty for a body's own report.
    """

    __tablename__ = "demand"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    matter: Mapped[str] = mapped_column(Text)
    complaint: Mapped[str] = mapped_column(String(128))
    enterprise_id: Mapped[int | None] = mapped_column(Id, ForeignKey("enterprise.id"))
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    is_random: Mapped[int] = mapped_column(Small)
    opened: Mapped[int] = mapped_column(Id)
    due: Mapped[int | None] = mapped_column(Id)
    state: Mapped[int] = mapped_column(Small, index=True)
    opinion: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(String(64))
    settled: Mapped[int | None] = mapped_column(Id)
    closed: Mapped[int | None] = mapped_column(Id)


class DemandSide(Base):
    """What one body demands."""

    __tablename__ = "demand_side"
    demand_id: Mapped[int] = mapped_column(Id, ForeignKey("demand.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)


class DemandEvent(Base):
    """One deed in a case. Only grows."""

    __tablename__ = "demand_event"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    demand_id: Mapped[int] = mapped_column(Id, ForeignKey("demand.id"), index=True)
    deed: Mapped[int] = mapped_column(Small)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
    note: Mapped[str] = mapped_column(Text)
