"""Papers of the accountability ladder in their life, and what bodies were asked to confirm."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Notice(Versioned, Base):
    """A paper from 立项 to 归档 (RULES.md, "Life of a paper").

    What is issued stands in `issued_paper`; from then on triggers refuse to change what the paper
    is, and to lead its `state` back before 印发. `body_id` is empty for a paper to all. `wording`
    is a JSON object of passages people changed; `handlers` names who may see a restricted paper,
    parted by 、.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_body_id_state", "body_id", "state"),
        Index("ix_notice_deadline", "deadline"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[int] = mapped_column(Small)
    period: Mapped[str] = mapped_column(String(32))
    body_id: Mapped[int | None] = mapped_column(Id, ForeignKey("body.id"))
    issuer: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    wording: Mapped[str] = mapped_column(Text)
    handlers: Mapped[str] = mapped_column(Text)
    drafter: Mapped[str] = mapped_column(String(64))
    reviewer: Mapped[str] = mapped_column(String(64))
    signer: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(64), index=True)
    issued_id: Mapped[int | None] = mapped_column(Id, ForeignKey("issued_paper.id"), unique=True)
    opened: Mapped[int] = mapped_column(Id)
    issued: Mapped[int | None] = mapped_column(Id)
    received: Mapped[int | None] = mapped_column(Id)
    deadline: Mapped[int | None] = mapped_column(Id)
    replied: Mapped[int | None] = mapped_column(Id)
    closed: Mapped[int | None] = mapped_column(Id)
    previous_id: Mapped[int | None] = mapped_column(Id, ForeignKey("notice.id"), index=True)


class NoticeFinding(Base):
    """A finding a paper speaks of, by its stable key; frozen once the paper is issued."""

    __tablename__ = "notice_finding"
    notice_id: Mapped[int] = mapped_column(Id, ForeignKey("notice.id"), primary_key=True)
    finding_key: Mapped[str] = mapped_column(String(512), primary_key=True, index=True)


class NoticeEvent(Base):
    """One deed in a paper's life; triggers refuse to change or delete it."""

    __tablename__ = "notice_event"
    __table_args__ = (Index("ix_notice_event_notice_id", "notice_id"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[int] = mapped_column(Id, ForeignKey("notice.id"))
    deed: Mapped[int] = mapped_column(Small)
    before: Mapped[int] = mapped_column(Small)
    after: Mapped[int] = mapped_column(Small)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
    note: Mapped[str] = mapped_column(Text)
    due: Mapped[int | None] = mapped_column(Id)
    file_name: Mapped[str] = mapped_column(String(256))
    file: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


class CheckItemRecord(Versioned, Base):
    """A figure or finding a body is asked to confirm before a paper names it (核对单).

    `number` is its 核对编号, which the body's answer (`confirmation`) bears; `settled` says how a
    person settled it, empty while it waits.
    """

    __tablename__ = "check_item"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_check_item_period_body_id", "period", "body_id"),
        Index("ix_check_item_fact", "fact"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(128))
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    period: Mapped[str] = mapped_column(String(32))
    is_finding: Mapped[int] = mapped_column(Small)
    fact: Mapped[str] = mapped_column(String(512))
    name: Mapped[str] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text)
    sent: Mapped[int] = mapped_column(Id)
    due: Mapped[int | None] = mapped_column(Id)
    settled: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(64))
