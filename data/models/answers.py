"""What bodies answer: progress of the joint meeting's tasks, confirmations, replies to notices."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Progress(Base):
    """任务进展 as told once; of a task and body the highest id stands, the others are history."""

    __tablename__ = "progress"
    __table_args__ = (Index("ix_progress_number_body_id", "number", "body_id"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Id)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    progress: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="", server_default="")
    problem: Mapped[str] = mapped_column(Text, default="", server_default="")
    practice: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class ConfirmationSheet(Versioned, Base):
    """核对单: what a body says of the facts it was asked about before a paper goes out."""

    __tablename__ = "confirmation"
    __table_args__ = (UniqueConstraint("number", "body_id"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(128))
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    verdict: Mapped[int] = mapped_column(Small)
    correction: Mapped[str] = mapped_column(Text, default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Reply(Versioned, Base):
    """整改反馈 to a notice; a notice may be answered on several days."""

    __tablename__ = "reply"
    __table_args__ = (UniqueConstraint("number", "body_id", "day"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(128))
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    day: Mapped[int] = mapped_column(Id)
    content: Mapped[str] = mapped_column(Text)
    attachment: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
