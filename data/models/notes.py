"""What people note on a body or region, or on one month of it; printed in the briefing as 注."""

from __future__ import annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id


class Remark(Base):
    """A note: `subject` is body or region, `code` its code, `month` a month number, 0 for none."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_subject_code", "subject", "code"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    subject: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(64))
    month: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    text: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(64))
    day: Mapped[int] = mapped_column(Id)
