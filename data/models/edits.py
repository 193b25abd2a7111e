"""What people mend in the ledger: each edit with who, when, why, and the rows as they were."""

from __future__ import annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Edit(Versioned, Base):
    """One mending; `images` (JSON) holds the changed columns before and after, by row.

    `place_batch`, `place_step` say where it stands in the log (data/records/past_log.py), `back_…`
    where its taking back does. `report_id` and `month` name what it is about where it is one
    report, or one month that was closed; `first` and `last` are the days whose data it touched.
    `redo_of` is the edit it does again after that was taken back.
    """

    __tablename__ = "edit"
    __table_args__ = (
        Index("ix_edit_kind_undone", "kind", "undone"),
        Index("ix_edit_report_id", "report_id"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[int] = mapped_column(Small)
    subject: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
    place_batch: Mapped[int] = mapped_column(Id)
    place_step: Mapped[int] = mapped_column(Id)
    report_id: Mapped[int | None] = mapped_column(Id)
    month: Mapped[int | None] = mapped_column(Id)
    first: Mapped[int | None] = mapped_column(Id)
    last: Mapped[int | None] = mapped_column(Id)
    images: Mapped[str] = mapped_column(Text)
    undone: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    back_actor: Mapped[str] = mapped_column(String(64), default="", server_default="")
    back_at: Mapped[str] = mapped_column(String(32), default="", server_default="")
    back_why: Mapped[str] = mapped_column(Text, default="", server_default="")
    back_day: Mapped[int | None] = mapped_column(Id)
    back_batch: Mapped[int | None] = mapped_column(Id)
    back_step: Mapped[int | None] = mapped_column(Id)
    redo_of: Mapped[int | None] = mapped_column(Id, sort_order=16)
