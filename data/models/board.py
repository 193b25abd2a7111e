"""The 15 tasks as people steer them: steps, and entries that set dates and say what is done."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class BoardStep(Versioned, Base):
    """A step of one of the 15 tasks (`number`), with who answers for it."""

    __tablename__ = "board_step"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Id, index=True)
    place: Mapped[int] = mapped_column(Id)
    content: Mapped[str] = mapped_column(Text)
    body_id: Mapped[int | None] = mapped_column(Id, ForeignKey("body.id"))


class BoardEvent(Base):
    """A date set or taken away, a task or step (`step_id`) done or opened again. Only grows.

    Where the edit it belongs to was taken back, it is read and counts for nothing.
    """

    __tablename__ = "board_event"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(Id, index=True)
    step_id: Mapped[int | None] = mapped_column(Id, ForeignKey("board_step.id"))
    deed: Mapped[int] = mapped_column(Small)
    due: Mapped[int | None] = mapped_column(Id)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
    note: Mapped[str] = mapped_column(Text)
    edit_id: Mapped[int | None] = mapped_column(Id)
