"""Registers: regions, bodies, enterprises, items, settings."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Region(Versioned, Base):
    """地区: one of the 8, or another place an enterprise lies in."""

    __tablename__ = "region"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    member: Mapped[int] = mapped_column(Small, default=1, server_default="1")


class Body(Versioned, Base):
    """单位: `system` is the 条线 (empty where the body is its own), `former` names joined by 、.

    From `merged_day` on what the body did is that of `merged_into`.
    """

    __tablename__ = "body"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(128), index=True)
    short: Mapped[str] = mapped_column(String(64), default="", server_default="")
    level: Mapped[int] = mapped_column(Small)
    system: Mapped[str] = mapped_column(String(64), default="", server_default="")
    role: Mapped[int] = mapped_column(Small, default=5, server_default="5")
    region_id: Mapped[int | None] = mapped_column(Id, ForeignKey("region.id"))
    parent: Mapped[str] = mapped_column(String(64), default="", server_default="")
    former: Mapped[str] = mapped_column(Text, default="", server_default="")
    inspects: Mapped[int] = mapped_column(Small, default=1, server_default="1")
    provisional: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
    merged_into: Mapped[int | None] = mapped_column(Id, sort_order=8)
    merged_day: Mapped[int | None] = mapped_column(Id, sort_order=8)


class Enterprise(Versioned, Base):
    """企业: `code` is 统一社会信用代码, else the other number, else the name."""

    __tablename__ = "enterprise"
    __table_args__ = (
        Index(
            "ix_enterprise_provisional",
            "provisional",
            sqlite_where=text("provisional = 1"),
            postgresql_where=text("provisional = 1"),
        ),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="", server_default="", index=True)
    uscc: Mapped[str] = mapped_column(String(18), default="", server_default="")
    other: Mapped[str] = mapped_column(String(64), default="", server_default="")
    region_id: Mapped[int | None] = mapped_column(Id, ForeignKey("region.id"))
    town: Mapped[str] = mapped_column(String(64), default="", server_default="")
    section: Mapped[str] = mapped_column(String(64), default="", server_default="")
    industry: Mapped[str] = mapped_column(String(16), default="", server_default="")
    category: Mapped[str] = mapped_column(String(64), default="", server_default="")
    credit: Mapped[str] = mapped_column(String(16), default="", server_default="")
    risk: Mapped[str] = mapped_column(String(32), default="", server_default="")
    tags: Mapped[str] = mapped_column(Text, default="", server_default="")
    moved_in: Mapped[int | None] = mapped_column(Id)
    moved_from: Mapped[str] = mapped_column(String(64), default="", server_default="")
    provisional: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Item(Versioned, Base):
    """监管事项: `merged_into` is the item it was merged into in the catalogue."""

    __tablename__ = "item"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    body: Mapped[str] = mapped_column(String(128), default="", server_default="")
    grounds: Mapped[str] = mapped_column(Text, default="", server_default="")
    levels: Mapped[str] = mapped_column(String(64), default="", server_default="")
    mode: Mapped[str] = mapped_column(String(64), default="", server_default="")
    category: Mapped[str] = mapped_column(String(64), default="", server_default="")
    field: Mapped[str] = mapped_column(String(64), default="", server_default="")
    state: Mapped[str] = mapped_column(String(32), default="", server_default="")
    merged_from: Mapped[str] = mapped_column(Text, default="", server_default="")
    boundary: Mapped[str] = mapped_column(Text, default="", server_default="")
    merged_into: Mapped[int | None] = mapped_column(Id, ForeignKey("item.id"))
    provisional: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Setting(Versioned, Base):
    """A setting of the joint meeting, kept with the data it governs."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
