"""Lists kept beside the registers: contacts, officers, scenarios, the white list."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Contact(Versioned, Base):
    """联络员 of a body."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("body_id", "name"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    name: Mapped[str] = mapped_column(String(64))
    post: Mapped[str] = mapped_column(String(128), default="", server_default="")
    phone: Mapped[str] = mapped_column(String(64), default="", server_default="")
    backup: Mapped[str] = mapped_column(String(128), default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Officer(Versioned, Base):
    """执法人员: a certificate with the days it is valid from and to (None: no end told)."""

    __tablename__ = "officer"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    badge: Mapped[str] = mapped_column(String(64), unique=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"), index=True)
    name: Mapped[str] = mapped_column(String(64), default="", server_default="")
    valid_from: Mapped[int | None] = mapped_column(Id)
    valid_to: Mapped[int | None] = mapped_column(Id)
    category: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    status: Mapped[int] = mapped_column(Small, default=1, server_default="1")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Scenario(Versioned, Base):
    """综合查一次场景; `items` are names joined by 、, `partners` ids joined by commas."""

    __tablename__ = "scenario"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Text)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    items: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    partners: Mapped[str] = mapped_column(Text, default="", server_default="")
    scope: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Whitelist(Versioned, Base):
    """白名单: how an enterprise is supervised in one field, and from when to when."""

    __tablename__ = "whitelist"
    __table_args__ = (UniqueConstraint("enterprise_id", "field"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(Id, ForeignKey("enterprise.id"))
    field: Mapped[str] = mapped_column(String(64))
    mode: Mapped[int] = mapped_column(Small)
    valid_from: Mapped[int | None] = mapped_column(Id)
    valid_to: Mapped[int | None] = mapped_column(Id)
    basis: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
