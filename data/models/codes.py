"""亮码记录 as the platform sends them: facts beside the reports they are merged into."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class CodeRecord(Versioned, Base):
    """One 行政行为码 of a report; `stated` are flags of what its file tells (code_records.py)."""

    __tablename__ = "code_record"
    __table_args__ = (
        UniqueConstraint("report_id", "act_code"),
        ForeignKeyConstraint(["report_id", "body_id"], ["report.id", "report.body_id"]),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(Id)
    body_id: Mapped[int] = mapped_column(Id)
    act_code: Mapped[str] = mapped_column(String(128))
    stated: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    shown: Mapped[int | None] = mapped_column(Id)
    shown_by: Mapped[str] = mapped_column(String(128), default="", server_default="")
    place: Mapped[str] = mapped_column(Text, default="", server_default="")
    scanned: Mapped[int | None] = mapped_column(Id)
    rating: Mapped[str] = mapped_column(String(32), default="", server_default="")
    comment: Mapped[str] = mapped_column(Text, default="", server_default="")
    late_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
