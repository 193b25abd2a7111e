"""Findings and the tallies: all derived from the facts, all recomputable."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Finding(Versioned, Base):
    """A rule's result; `key` is stable (data/rows/findings.py), `state` is what people decided."""

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_day_rule", "day", "rule"), NEVER_REUSED)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    rule: Mapped[str] = mapped_column(String(8))
    ruleset: Mapped[str] = mapped_column(String(16))
    trial: Mapped[int] = mapped_column(Small)
    severity: Mapped[int] = mapped_column(Small)
    force: Mapped[int] = mapped_column(Small)
    state: Mapped[int] = mapped_column(Small, default=1, server_default="1")
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    enterprise_id: Mapped[int] = mapped_column(Id, ForeignKey("enterprise.id"), index=True)
    region_id: Mapped[int] = mapped_column(Id)
    item_id: Mapped[int | None] = mapped_column(Id)
    period: Mapped[str] = mapped_column(String(16))
    day: Mapped[int] = mapped_column(Id)
    month: Mapped[int] = mapped_column(Id)
    count: Mapped[int] = mapped_column(Id)
    beyond: Mapped[int] = mapped_column(Id)
    claimed: Mapped[int] = mapped_column(Id)


class FindingBody(Base):
    """A body a finding charges."""

    __tablename__ = "finding_body"
    finding_id: Mapped[int] = mapped_column(Id, ForeignKey("finding.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False, index=True)


class FindingVisit(Base):
    """A visit a finding rests on; `beyond` marks those past the cap."""

    __tablename__ = "finding_visit"
    finding_id: Mapped[int] = mapped_column(Id, ForeignKey("finding.id"), primary_key=True)
    visit_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False, index=True)
    beyond: Mapped[int] = mapped_column(Small)


class Tally(Base):
    """Counters of a month for one shape (city, body, region, body × region) and its keys.

    `k1`, `k2` are ids, 0 where the shape has no such key. The counters are those of
    data/measures/counters.py, summed over visits, tasks and enterprise-months of the month.
    """

    __tablename__ = "tally"
    shape: Mapped[int] = mapped_column(Small, primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    k1: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    k2: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    visits: Mapped[int] = mapped_column(Id)
    people: Mapped[int] = mapped_column(Id)
    people_unknown: Mapped[int] = mapped_column(Id)
    code_need: Mapped[int] = mapped_column(Id)
    code_shown: Mapped[int] = mapped_column(Id)
    code_unknown: Mapped[int] = mapped_column(Id)
    result_known: Mapped[int] = mapped_column(Id)
    result_found: Mapped[int] = mapped_column(Id)
    result_unknown: Mapped[int] = mapped_column(Id)
    tasks: Mapped[int] = mapped_column(Id)
    tasks_joint: Mapped[int] = mapped_column(Id)
    tasks_random: Mapped[int] = mapped_column(Id)
    tasks_random_joint: Mapped[int] = mapped_column(Id)
    tasks_due: Mapped[int] = mapped_column(Id)
    tasks_planned: Mapped[int] = mapped_column(Id)
    tasks_unknown: Mapped[int] = mapped_column(Id)
    months: Mapped[int] = mapped_column(Id)
    months_beyond: Mapped[int] = mapped_column(Id)
    months_bare: Mapped[int] = mapped_column(Id)


class FindingTally(Base):
    """Findings of a month by rule, severity and state, for the city, a body or a region."""

    __tablename__ = "finding_tally"
    shape: Mapped[int] = mapped_column(Small, primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    k1: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    rule: Mapped[str] = mapped_column(String(8), primary_key=True)
    severity: Mapped[int] = mapped_column(Small, primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(Id)
