"""Other names of bodies and enterprises, and enterprises that turned out to be one."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class BodyAlias(Versioned, Base):
    """A name that a person accepted for a body; `at` is UTC, ISO."""

    __tablename__ = "body_alias"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"), index=True)
    name: Mapped[str] = mapped_column(String(128), unique=True)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))


class EnterpriseMerge(Versioned, Base):
    """Two entries of one enterprise made one; `images` (JSON) is what a split puts back."""

    __tablename__ = "enterprise_merge"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kept_id: Mapped[int] = mapped_column(Id, ForeignKey("enterprise.id"), index=True)
    dropped_id: Mapped[int] = mapped_column(Id)
    dropped_code: Mapped[str] = mapped_column(String(200))
    dropped_name: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    undone: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    images: Mapped[str] = mapped_column(Text)


class EnterpriseCode(Versioned, Base):
    """A number or name an enterprise went by: it resolves ever after.

    `batch_id` is the import that brought a better code, `merge_id` the merge it comes from.
    """

    __tablename__ = "enterprise_code"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(Id, ForeignKey("enterprise.id"), index=True)
    code: Mapped[str] = mapped_column(String(200), unique=True)
    merge_id: Mapped[int | None] = mapped_column(Id, ForeignKey("enterprise_merge.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
