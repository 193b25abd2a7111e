"""Batches of imports, what they changed, and how clean each body's rows were."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small


class Batch(Base):
    """One file taken in: its hash, its bytes (compressed), its counts; `at` is UTC, ISO.

    `day` is the day it was recorded (of the program's clock), `undone_day` that of taking it back.
    """

    __tablename__ = "batch"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    file: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    sheet: Mapped[str] = mapped_column(Text, default="", server_default="")
    profile: Mapped[str] = mapped_column(String(64), default="", server_default="")
    rows: Mapped[int] = mapped_column(Id)
    taken: Mapped[int] = mapped_column(Id)
    unchanged: Mapped[int] = mapped_column(Id)
    skipped: Mapped[int] = mapped_column(Id)
    rejected: Mapped[int] = mapped_column(Id)
    errors: Mapped[int] = mapped_column(Id)
    warnings: Mapped[int] = mapped_column(Id)
    visits: Mapped[int] = mapped_column(Id)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(64))
    undone: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    day: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    undone_day: Mapped[int | None] = mapped_column(Id)


class BatchChange(Base):
    """A row a batch updated, as it was before (JSON), so that the batch can be undone."""

    __tablename__ = "batch_change"
    __table_args__ = (
        Index("ix_batch_change_table_name_row_id", "table_name", "row_id"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[int] = mapped_column(Id, ForeignKey("batch.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(32))
    row_id: Mapped[int] = mapped_column(Id)
    before: Mapped[str] = mapped_column(Text)


class BatchRemoved(Base):
    """What taking a batch back removed of a table: rows as packed JSON, for looking back."""

    __tablename__ = "batch_removed"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[int] = mapped_column(Id, ForeignKey("batch.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(32))
    rows: Mapped[bytes] = mapped_column(LargeBinary)


class Quality(Base):
    """Rows a batch brought of one body and month: sent, and taken without a warning (M20).

    `listed` are the rows (data/measures/quality_rows.py), None of batches before they were kept.
    """

    __tablename__ = "quality"
    batch_id: Mapped[int] = mapped_column(Id, ForeignKey("batch.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    sent: Mapped[int] = mapped_column(Id)
    clean: Mapped[int] = mapped_column(Id)
    listed: Mapped[str | None] = mapped_column(Text)
