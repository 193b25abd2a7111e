"""Plans, their targets, and tasks."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Plan(Versioned, Base):
    """检查计划; the number is unique per lead body, and (id, body) lets children carry the body.

    `partners` are ids; `alone` is 1 where 参与部门 says 无: an empty cell does not say that.
    Its `sort_order` is the migration that added it: it stands last in its table.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("body_id", "number"),
        UniqueConstraint("id", "body_id"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    number: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(Text)
    type: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    cycle: Mapped[str] = mapped_column(String(32), default="", server_default="")
    items: Mapped[str] = mapped_column(Text, default="", server_default="")
    scenario: Mapped[str] = mapped_column(String(64), default="", server_default="")
    scope: Mapped[str] = mapped_column(Text, default="", server_default="")
    ratio: Mapped[str] = mapped_column(String(128), default="", server_default="")
    sample: Mapped[str] = mapped_column(String(128), default="", server_default="")
    first: Mapped[int | None] = mapped_column(Id)
    last: Mapped[int | None] = mapped_column(Id)
    joint: Mapped[int | None] = mapped_column(Small)
    partners: Mapped[str] = mapped_column(Text, default="", server_default="")
    grounds: Mapped[str] = mapped_column(Text, default="", server_default="")
    base: Mapped[int | None] = mapped_column(Id)
    mode: Mapped[str] = mapped_column(String(64), default="", server_default="")
    levels: Mapped[str] = mapped_column(String(64), default="", server_default="")
    region: Mapped[str] = mapped_column(String(64), default="", server_default="")
    cap: Mapped[str] = mapped_column(String(64), default="", server_default="")
    filed: Mapped[int | None] = mapped_column(Id)
    filing: Mapped[str] = mapped_column(String(64), default="", server_default="")
    accepted: Mapped[int | None] = mapped_column(Id)
    approval: Mapped[str] = mapped_column(String(128), default="", server_default="")
    published: Mapped[int | None] = mapped_column(Id)
    announce: Mapped[int | None] = mapped_column(Small)
    enterprises: Mapped[int | None] = mapped_column(Small)
    office: Mapped[str] = mapped_column(String(64), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
    alone: Mapped[int] = mapped_column(Small, default=0, server_default="0", sort_order=5)


class PlanTarget(Versioned, Base):
    """检查对象名单: one enterprise a plan means to visit."""

    __tablename__ = "plan_target"
    __table_args__ = (
        UniqueConstraint("plan_id", "enterprise_id"),
        ForeignKeyConstraint(["plan_id", "body_id"], ["plan.id", "plan.body_id"]),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[int] = mapped_column(Id)
    body_id: Mapped[int] = mapped_column(Id)
    enterprise_id: Mapped[int] = mapped_column(Id, ForeignKey("enterprise.id"), index=True)
    partners: Mapped[str] = mapped_column(Text, default="", server_default="")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class Task(Versioned, Base):
    """检查任务 (lead, 任务编号); `listed` says that a tasks file names it, `partners` are ids."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("body_id", "number"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    number: Mapped[str] = mapped_column(String(128), index=True)
    plan_id: Mapped[int | None] = mapped_column(Id, ForeignKey("plan.id"))
    status: Mapped[int] = mapped_column(Small, default=3, server_default="3")
    type: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    partners: Mapped[str] = mapped_column(Text, default="", server_default="")
    listed: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
