"""Reports as bodies send them, and the visits they make up.

A report and its lines are facts and belong to a body. A visit is derived from its reports
(RULES.md, "visit"): its id is the lowest id of its reports, so it can be made again at any time.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Visit(Base):
    """入企检查: one entry into one enterprise; `claim` is the claim of the visit, 0 without one.

    `scanned`, `rating` (1 to 5), `entered` and `published` (days) are 0 where it is known that it
    was not done, NULL where no file tells. `sourced` holds the flags of `Told`.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_enterprise_day", "enterprise_id", "day"),
        Index("ix_visit_day_id_region_trigger", "day", "id", "region_id", "trigger"),
        Index(
            "ix_visit_task_id",
            "task_id",
            sqlite_where=text("task_id IS NOT NULL"),
            postgresql_where=text("task_id IS NOT NULL"),
        ),
        Index(
            "ix_visit_plan_id",
            "plan_id",
            sqlite_where=text("task_id IS NULL"),
            postgresql_where=text("task_id IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    enterprise_id: Mapped[int] = mapped_column(Id, ForeignKey("enterprise.id"))
    region_id: Mapped[int] = mapped_column(Id)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    number: Mapped[str] = mapped_column(String(128))
    day: Mapped[int] = mapped_column(Id)
    month: Mapped[int] = mapped_column(Id)
    task_id: Mapped[int | None] = mapped_column(Id)
    plan_id: Mapped[int | None] = mapped_column(Id)
    type: Mapped[int] = mapped_column(Small)
    trigger: Mapped[int] = mapped_column(Small)
    onsite: Mapped[int] = mapped_column(Small)
    inspection: Mapped[int] = mapped_column(Small)
    status: Mapped[int] = mapped_column(Small)
    joint: Mapped[int] = mapped_column(Small)
    code: Mapped[int] = mapped_column(Small)
    delay: Mapped[int | None] = mapped_column(Id)
    arrive: Mapped[int | None] = mapped_column(Id)
    found: Mapped[int | None] = mapped_column(Small)
    claim: Mapped[int] = mapped_column(Small)
    reasoned: Mapped[int] = mapped_column(Small)
    sourced: Mapped[int] = mapped_column(Small)
    reused: Mapped[int] = mapped_column(Small)
    officers: Mapped[int | None] = mapped_column(Id)
    reports: Mapped[int] = mapped_column(Small)
    scanned: Mapped[int | None] = mapped_column(Small)
    rating: Mapped[int | None] = mapped_column(Small)
    entered: Mapped[int | None] = mapped_column(Id)
    published: Mapped[int | None] = mapped_column(Id)


class VisitBody(Base):
    """A body present at a visit: a reporting body, or one that came along.

    `day` is the visit's, so that the latest visits of a body are found without all its others.
    """

    __tablename__ = "visit_body"
    __table_args__ = (Index("ix_visit_body_body_day", "body_id", "day", "visit_id"),)
    visit_id: Mapped[int] = mapped_column(Id, ForeignKey("visit.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"), primary_key=True)
    day: Mapped[int] = mapped_column(Id, default=0, server_default="0")


class VisitItem(Base):
    """An item checked at a visit."""

    __tablename__ = "visit_item"
    visit_id: Mapped[int] = mapped_column(Id, ForeignKey("visit.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"), primary_key=True, index=True)


class Report(Versioned, Base):
    """检查报告: what one body sends of one visit; `companions` are ids of who came along.

    Reports of one enterprise and day with one `joined` are one visit: a person said so.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("id", "body_id"),
        Index("ix_report_body_number", "body_id", "number"),
        Index("ix_report_enterprise_day", "enterprise_id", "day"),
        Index("ix_report_body_day", "body_id", "day"),
        Index(
            "ix_report_claim_day",
            "claim",
            "day",
            sqlite_where=text("claim <> 0"),
            postgresql_where=text("claim <> 0"),
        ),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    visit_id: Mapped[int] = mapped_column(Id, index=True)
    body_id: Mapped[int] = mapped_column(Id, ForeignKey("body.id"))
    number: Mapped[str] = mapped_column(String(128), default="", server_default="")
    enterprise_id: Mapped[int] = mapped_column(Id, ForeignKey("enterprise.id"))
    region_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    day: Mapped[int] = mapped_column(Id)
    task_id: Mapped[int | None] = mapped_column(Id, ForeignKey("task.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(Id, ForeignKey("plan.id"))
    type: Mapped[int] = mapped_column(Small)
    trigger: Mapped[int] = mapped_column(Small)
    mode: Mapped[int] = mapped_column(Small)
    kind: Mapped[int] = mapped_column(Small)
    status: Mapped[int] = mapped_column(Small)
    code: Mapped[int] = mapped_column(Small)
    delay: Mapped[int | None] = mapped_column(Id)
    arrive: Mapped[int | None] = mapped_column(Id)
    leave: Mapped[int | None] = mapped_column(Id)
    officers: Mapped[int | None] = mapped_column(Id)
    badges: Mapped[str] = mapped_column(Text, default="", server_default="")
    companions: Mapped[str] = mapped_column(Text, default="", server_default="")
    partners: Mapped[str] = mapped_column(Text, default="", server_default="")
    claim: Mapped[int] = mapped_column(Small)
    basis: Mapped[str] = mapped_column(Text, default="", server_default="")
    approver: Mapped[str] = mapped_column(String(64), default="", server_default="")
    basis_day: Mapped[int | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    clue: Mapped[str] = mapped_column(String(128), default="", server_default="")
    sourced: Mapped[int] = mapped_column(Small, default=1, server_default="1")
    reused: Mapped[str] = mapped_column(String(128), default="", server_default="")
    test_report: Mapped[str] = mapped_column(String(128), default="", server_default="")
    urgent: Mapped[int | None] = mapped_column(Small)
    entered: Mapped[int | None] = mapped_column(Id)
    published: Mapped[int | None] = mapped_column(Id)
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)
    joined: Mapped[int | None] = mapped_column(Id, sort_order=8)


class ReportLine(Versioned, Base):
    """A line of a report: one row of the file that brought it; `digest` tells equal rows."""

    __tablename__ = "report_line"
    __table_args__ = (
        ForeignKeyConstraint(["report_id", "body_id"], ["report.id", "report.body_id"]),
        Index("ix_report_line_report_id", "report_id"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(Id)
    body_id: Mapped[int] = mapped_column(Id)
    item_id: Mapped[int | None] = mapped_column(Id, ForeignKey("item.id"))
    line: Mapped[str] = mapped_column(String(64), default="", server_default="")
    result: Mapped[int] = mapped_column(Small, default=0, server_default="0")
    result_text: Mapped[str] = mapped_column(String(128), default="", server_default="")
    demand: Mapped[str] = mapped_column(Text, default="", server_default="")
    deadline: Mapped[int | None] = mapped_column(Id)
    digest: Mapped[int] = mapped_column(BigInteger)
    batch_id: Mapped[int | None] = mapped_column(Id, ForeignKey("batch.id"), index=True)


class CodeEvent(Base):
    """亮码 of a report: when the code was shown, why late, when scanned, and the rating."""

    __tablename__ = "code_event"
    __table_args__ = (
        ForeignKeyConstraint(["report_id", "body_id"], ["report.id", "report.body_id"]),
    )
    report_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    body_id: Mapped[int] = mapped_column(Id)
    act_code: Mapped[str] = mapped_column(String(128), default="", server_default="")
    shown: Mapped[int | None] = mapped_column(Id)
    late_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    scanned: Mapped[int | None] = mapped_column(Id)
    rating: Mapped[str] = mapped_column(String(32), default="", server_default="")
