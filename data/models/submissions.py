"""报送: calls to bodies to send something by a day, and what came of it by hand."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class SubmissionCall(Versioned, Base):
    """A call; `kinds` are the numbers of what is asked for, `paper` its 报送通知's 发文字号."""

    __tablename__ = "submission_call"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    kinds: Mapped[str] = mapped_column(String(64))
    opened: Mapped[int] = mapped_column(Id)
    due: Mapped[int] = mapped_column(Id)
    paper: Mapped[str] = mapped_column(String(64))
    closed: Mapped[int | None] = mapped_column(Id)
    actor: Mapped[str] = mapped_column(String(64))


class SubmissionBody(Base):
    """A body a call went to."""

    __tablename__ = "submission_body"
    call_id: Mapped[int] = mapped_column(Id, ForeignKey("submission_call.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"), primary_key=True)


class SubmissionReceipt(Base):
    """A document a body sent, entered by hand, with the file if there is one. Only grows."""

    __tablename__ = "submission_receipt"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    call_id: Mapped[int] = mapped_column(Id, ForeignKey("submission_call.id"), index=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    kind: Mapped[int] = mapped_column(Small)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
    note: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(String(256))
    file: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
