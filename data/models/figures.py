"""Figures a body reports of a month or a year: caps, capacity, platform usage, fines."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Versioned


class Cap(Versioned, Base):
    """频次上限 a body published for a year, of one item or (item None) of all it does."""

    __tablename__ = "cap"
    __table_args__ = (
        UniqueConstraint("body_id", "year", "item_id"),
        # Two NULLs are no equal items to a unique constraint.
        Index(
            "uq_cap_body_id_year",
            "body_id",
            "year",
            unique=True,
            sqlite_where=text("item_id IS NULL"),
            postgresql_where=text("item_id IS NULL"),
        ),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    year: Mapped[int] = mapped_column(Id)
    item_id: Mapped[int | None] = mapped_column(Id, ForeignKey("item.id"), index=True)
    cap: Mapped[int] = mapped_column(Id)
    basis: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Capacity(Versioned, Base):
    """检查能力: how many visits a body can make in a month."""

    __tablename__ = "capacity"
    __table_args__ = (UniqueConstraint("body_id", "month"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    month: Mapped[int] = mapped_column(Id)
    visits: Mapped[int] = mapped_column(Id)
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Usage(Versioned, Base):
    """平台使用 of a body in a month; None is 未提供."""

    __tablename__ = "usage"
    __table_args__ = (UniqueConstraint("body_id", "month"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    month: Mapped[int] = mapped_column(Id)
    logins: Mapped[int | None] = mapped_column(Id)
    plans: Mapped[int | None] = mapped_column(Id)
    results: Mapped[int | None] = mapped_column(Id)
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Fine(Versioned, Base):
    """罚没收入 of a body in a month, in whole 分."""

    __tablename__ = "fine"
    __table_args__ = (UniqueConstraint("body_id", "month"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    month: Mapped[int] = mapped_column(Id)
    cents: Mapped[int] = mapped_column(BigInteger)
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
