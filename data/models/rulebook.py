"""What people decide of rules, findings and bases: kept as entered, never changed."""

from __future__ import annotations

from sqlalchemy import Float, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small


class RuleChange(Base):
    """A threshold of a rule set by people, in force from `effective` on; `day` it was entered."""

    __tablename__ = "rule_change"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    effective: Mapped[int] = mapped_column(Id)
    rule: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(64))
    value: Mapped[float] = mapped_column(Float)
    author: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)


class Decision(Base):
    """What was decided of a finding, by its stable key; the latest one holds."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_finding_key", "finding_key"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    finding_key: Mapped[str] = mapped_column(String(400))
    before: Mapped[int] = mapped_column(Small)
    state: Mapped[int] = mapped_column(Small)
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)


class BasisVerdict(Base):
    """What 市司法局 said of a claimed basis, word for word; the latest on the words holds."""

    __tablename__ = "basis_verdict"
    __table_args__ = (
        ForeignKeyConstraint(["report_id", "body_id"], ["report.id", "report.body_id"]),
        Index("ix_basis_verdict_report_id", "report_id"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(Id)
    body_id: Mapped[int] = mapped_column(Id)
    basis: Mapped[str] = mapped_column(Text)
    verdict: Mapped[int] = mapped_column(Small)
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)


class AuditSample(Base):
    """A sample of visits drawn for 事后核查: how, of how many, by whom."""

    __tablename__ = "audit_sample"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    period: Mapped[str] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(Text)
    seed: Mapped[int] = mapped_column(Id)
    population: Mapped[int] = mapped_column(Id)
    size: Mapped[int] = mapped_column(Id)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)


class AuditDraw(Base):
    """A report drawn into a sample."""

    __tablename__ = "audit_draw"
    __table_args__ = (
        UniqueConstraint("sample_id", "report_id"),
        ForeignKeyConstraint(["sample_id"], ["audit_sample.id"]),
        ForeignKeyConstraint(["report_id", "body_id"], ["report.id", "report.body_id"]),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    sample_id: Mapped[int] = mapped_column(Id)
    report_id: Mapped[int] = mapped_column(Id, index=True)
    body_id: Mapped[int] = mapped_column(Id)
