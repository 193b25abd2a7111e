"""Findings and the tallies: all derived from the facts, all recomputable."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Finding(Versioned, Base):
    """A rule's result; `key` is stable (data/rows/findings.py), `state` is what people decided.

    `subject_kind` and `subject_id` say what it is about (SubjectKind). `holds` is 0 where people
    had decided something that the rules no longer find.
    """

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_day_rule", "day", "rule"),
        Index("ix_finding_severity_day_rule", "severity", "day", "rule", "beyond"),
        Index(
            "ix_finding_state_day",
            "state",
            "day",
            sqlite_where=text("state <> 1"),
            postgresql_where=text("state <> 1"),
        ),
        Index("ix_finding_subject_id_subject_kind", "subject_id", "subject_kind"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    rule: Mapped[str] = mapped_column(String(8))
    ruleset: Mapped[str] = mapped_column(String(16))
    trial: Mapped[int] = mapped_column(Small)
    severity: Mapped[int] = mapped_column(Small)
    force: Mapped[int] = mapped_column(Small)
    state: Mapped[int] = mapped_column(Small, default=1, server_default="1")
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    holds: Mapped[int] = mapped_column(Small, default=1, server_default="1")
    subject_kind: Mapped[int] = mapped_column(Small)
    subject_id: Mapped[int] = mapped_column(Id)
    enterprise_id: Mapped[int | None] = mapped_column(Id, ForeignKey("enterprise.id"), index=True)
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
    __table_args__ = (Index("ix_finding_body_body_finding", "body_id", "finding_id"),)
    finding_id: Mapped[int] = mapped_column(Id, ForeignKey("finding.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)


class FindingVisit(Base):
    """A visit a finding rests on; `beyond` marks those past the cap."""

    __tablename__ = "finding_visit"
    finding_id: Mapped[int] = mapped_column(Id, ForeignKey("finding.id"), primary_key=True)
    visit_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False, index=True)
    beyond: Mapped[int] = mapped_column(Small)


class FindingRecord(Base):
    """A record a finding rests on that is no visit: a plan, a complaint, a month of fines."""

    __tablename__ = "finding_record"
    finding_id: Mapped[int] = mapped_column(Id, ForeignKey("finding.id"), primary_key=True)
    kind: Mapped[int] = mapped_column(Small, primary_key=True, autoincrement=False)
    record_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)


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
    code_late: Mapped[int] = mapped_column(Id)
    code_overdue: Mapped[int] = mapped_column(Id)
    code_unknown: Mapped[int] = mapped_column(Id)
    scan_known: Mapped[int] = mapped_column(Id)
    scan_done: Mapped[int] = mapped_column(Id)
    scan_unknown: Mapped[int] = mapped_column(Id)
    rate_known: Mapped[int] = mapped_column(Id)
    rate_done: Mapped[int] = mapped_column(Id)
    rate_good: Mapped[int] = mapped_column(Id)
    rate_unknown: Mapped[int] = mapped_column(Id)
    result_known: Mapped[int] = mapped_column(Id)
    result_found: Mapped[int] = mapped_column(Id)
    result_unknown: Mapped[int] = mapped_column(Id)
    joint_known: Mapped[int] = mapped_column(Id)
    joint_found: Mapped[int] = mapped_column(Id)
    off_site: Mapped[int] = mapped_column(Id)
    claims: Mapped[int] = mapped_column(Id)
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


class DistinctTally(Base):
    """What cannot be summed over months: counts of a span of months for a shape and its keys.

    `enterprises` checked; `pairs` of enterprise × item × year checked on site, those beyond the
    yearly cap, and those beyond without an accepted basis. Two shapes of their own count the places
    of visits in a month (data/measures/distinct.py): `k1` is the place, `pairs` how many have it.
    """

    __tablename__ = "tally_distinct"
    first: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    shape: Mapped[int] = mapped_column(Small, primary_key=True, autoincrement=False)
    k1: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    k2: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    enterprises: Mapped[int] = mapped_column(Id)
    pairs: Mapped[int] = mapped_column(Id)
    pairs_beyond: Mapped[int] = mapped_column(Id)
    pairs_bare: Mapped[int] = mapped_column(Id)


class TriggerTally(Base):
    """Visits of a month by 来源, for one shape and its keys as in `Tally`.

    `listed` are all visits, whatever their kind and state; `visits` those that count. The others
    count lines under the basis 按条, credited to the body that reports: `records`, and those whose
    visit needs a code, showed it in time, or tells nothing of it (data/measures/triggers.py).
    """

    __tablename__ = "tally_trigger"
    shape: Mapped[int] = mapped_column(Small, primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    k1: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    k2: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    trigger: Mapped[int] = mapped_column(Small, primary_key=True, autoincrement=False)
    listed: Mapped[int] = mapped_column(Id)
    visits: Mapped[int] = mapped_column(Id)
    records: Mapped[int] = mapped_column(Id)
    code_need: Mapped[int] = mapped_column(Id)
    code_shown: Mapped[int] = mapped_column(Id)
    code_unknown: Mapped[int] = mapped_column(Id)


class FindingTally(Base):
    """Findings of a month by rule, severity and state, for the city, a body or a region."""

    __tablename__ = "finding_tally"
    shape: Mapped[int] = mapped_column(Small, primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    k1: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    rule: Mapped[str] = mapped_column(String(8), primary_key=True)
    severity: Mapped[int] = mapped_column(Small, primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(Id)
