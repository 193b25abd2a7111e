"""Joint meetings: what was on the agenda, who came, what was settled and what became of it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Meeting(Versioned, Base):
    """联席会议: `period` is what it speaks of, `clock` the hour as it is written (14:30)."""

    __tablename__ = "meeting"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    day: Mapped[int] = mapped_column(Id, index=True)
    clock: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(String(128))
    host: Mapped[str] = mapped_column(String(64))
    period: Mapped[str] = mapped_column(String(32))


class AgendaItem(Versioned, Base):
    """议题 in its order; `paper` is an issued paper's 发文字号, `page` the page it is shown on."""

    __tablename__ = "agenda_item"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(Id, ForeignKey("meeting.id"), index=True)
    place: Mapped[int] = mapped_column(Id)
    title: Mapped[str] = mapped_column(Text)
    presenter: Mapped[str] = mapped_column(String(128))
    paper: Mapped[str] = mapped_column(String(64))
    page: Mapped[str] = mapped_column(String(32))


class Attendance(Versioned, Base):
    """出席, 请假 or 列席 of a person of a body; the person may be unknown."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "body_id", "person"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(Id, ForeignKey("meeting.id"))
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    person: Mapped[str] = mapped_column(String(64))
    presence: Mapped[int] = mapped_column(Small)


class DecisionItem(Versioned, Base):
    """议定事项: what a meeting settled, who answers for it and by when."""

    __tablename__ = "decision_item"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(Id, ForeignKey("meeting.id"), index=True)
    place: Mapped[int] = mapped_column(Id)
    content: Mapped[str] = mapped_column(Text)
    body_id: Mapped[int | None] = mapped_column(Id, ForeignKey("body.id"))
    due: Mapped[int | None] = mapped_column(Id)


class DecisionEvent(Base):
    """What was told of a decision; its state is that of the last entry. Only grows.

    An amendment (更正) tells what a decision was before it was corrected, and no progress. Where
    the edit an entry belongs to was taken back, it is read and counts for nothing.
    """

    __tablename__ = "decision_event"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    decision_id: Mapped[int] = mapped_column(Id, ForeignKey("decision_item.id"), index=True)
    state: Mapped[int] = mapped_column(Small)
    is_amendment: Mapped[int] = mapped_column(Small)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
    note: Mapped[str] = mapped_column(Text)
    edit_id: Mapped[int | None] = mapped_column(Id)
