"""双随机抽取: promises, seeds, outcomes and who was drawn; triggers let them only grow."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small


class Draw(Base):
    """A promised draw; `text` is the promise word for word, packed, `commitment` its hash.

    `year` and `place` number the draws of a year without a gap; `held` is the day of the draw,
    `day` the day it was promised; `agreed` says whose public figure is added.
    """

    __tablename__ = "draw"
    __table_args__ = (UniqueConstraint("year", "place"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    year: Mapped[int] = mapped_column(Id)
    place: Mapped[int] = mapped_column(Id)
    title: Mapped[str] = mapped_column(Text)
    held: Mapped[int] = mapped_column(Id)
    objects: Mapped[int] = mapped_column(Id)
    officers: Mapped[int] = mapped_column(Id)
    size: Mapped[int] = mapped_column(Id)
    agreed: Mapped[str] = mapped_column(Text)
    commitment: Mapped[str] = mapped_column(String(64), unique=True)
    previous: Mapped[str] = mapped_column(String(64))
    text: Mapped[bytes] = mapped_column(LargeBinary)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)


class DrawSeed(Base):
    """The seed of a draw, kept apart: it is told only when the draw is over."""

    __tablename__ = "draw_seed"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    draw_id: Mapped[int] = mapped_column(Id, ForeignKey("draw.id"), unique=True)
    seed: Mapped[str] = mapped_column(String(64))


class DrawEnd(Base):
    """How a draw ended, once: drawn or given up, with its seed told; `result` is its digest."""

    __tablename__ = "draw_end"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    draw_id: Mapped[int] = mapped_column(Id, ForeignKey("draw.id"), unique=True)
    state: Mapped[int] = mapped_column(Small)
    seed: Mapped[str] = mapped_column(String(64))
    witness: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)


class DrawnEnterprise(Base):
    """An enterprise that was drawn, by its code: later draws of the year give it lower odds."""

    __tablename__ = "drawn_enterprise"
    __table_args__ = (Index("ix_drawn_enterprise_year_code", "year", "code"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    draw_id: Mapped[int] = mapped_column(Id, ForeignKey("draw.id"))
    year: Mapped[int] = mapped_column(Id)
    code: Mapped[str] = mapped_column(String(200))
    day: Mapped[int] = mapped_column(Id)


class DrawSubstitute(Base):
    """Who stands in for somebody drawn, in order: an enterprise's for one, or an officer's at one.

    `code` is the enterprise that falls out, or, with `badge`, at which that officer falls out;
    `found` is who stands in, "" where nobody was left.
    """

    __tablename__ = "draw_substitute"
    __table_args__ = (UniqueConstraint("draw_id", "place"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    draw_id: Mapped[int] = mapped_column(Id, ForeignKey("draw.id"))
    place: Mapped[int] = mapped_column(Id)
    code: Mapped[str] = mapped_column(String(200))
    badge: Mapped[str] = mapped_column(String(200))
    found: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
