"""What is told of visits from outside: self-checks, audits on paper, complaints."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class SelfCheck(Versioned, Base):
    """自查材料 an enterprise handed in for an item; `verdict` 0 is not decided yet."""

    __tablename__ = "selfcheck"
    __table_args__ = (UniqueConstraint("enterprise_id", "item_id", "day"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(Id, ForeignKey("enterprise.id"))
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"), index=True)
    day: Mapped[int] = mapped_column(Id)
    verdict: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    decided: Mapped[int | None] = mapped_column(Id)
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Audit(Versioned, Base):
    """事后核查: a report checked on paper afterwards."""

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("report_id", "day"),
        ForeignKeyConstraint(["report_id", "body_id"], ["report.id", "report.body_id"]),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(Id)
    body_id: Mapped[int] = mapped_column(Id)
    day: Mapped[int] = mapped_column(Id)
    verdict: Mapped[int] = mapped_column(Small)
    checker: Mapped[str] = mapped_column(String(128), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Complaint(Versioned, Base):
    """企业投诉申诉 about a body; 0 in `category` and `channel` is 未提供."""

    __tablename__ = "complaint"
    __table_args__ = (Index("ix_complaint_body_day", "body_id", "day"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(128), unique=True)
    day: Mapped[int] = mapped_column(Id)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    category: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    enterprise_id: Mapped[int | None] = mapped_column(Id, ForeignKey("enterprise.id"), index=True)
    channel: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    content: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[str] = mapped_column(String(64), default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
