"""What intake asks of the ledger: the history of batches, and what a batch touches."""

from __future__ import annotations

import json

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from data.measures.tallies import Touched
from data.models import Batch, BatchChange, Report, ReportLine
from data.rows.issues import BatchRow
from data.store.bulk import id_filter


def history(session: Session) -> list[BatchRow]:
    """Return the batches, newest first."""
    names = (
        "id",
        "file",
        "kind",
        "sha256",
        "rows",
        "taken",
        "unchanged",
        "skipped",
        "rejected",
        "warnings",
        "visits",
        "at",
        "actor",
        "undone",
    )
    query = select(*[getattr(Batch, name) for name in names]).order_by(Batch.id.desc())
    return [
        BatchRow(**{**row, "undone": bool(row["undone"])})
        for row in session.execute(query).mappings()
    ]


def same_batch(session: Session, sha256: str, profile: str, kind: str) -> int | None:
    """Return the batch that brought these bytes by this profile, if it still stands."""
    return session.scalar(
        select(Batch.id)
        .where(
            Batch.sha256 == sha256, Batch.profile == profile, Batch.kind == kind, Batch.undone == 0
        )
        .order_by(Batch.id)
        .limit(1)
    )


def touched_of_reports(session: Session, batch: int) -> Touched:
    """Return what the reports a batch brought or changed touch, as they stand and as they were."""
    images = select(BatchChange.row_id, BatchChange.before).where(
        BatchChange.batch_id == batch, BatchChange.table_name == "report"
    )
    before = session.execute(images).all()
    lines = select(ReportLine.report_id).where(ReportLine.batch_id == batch)
    mine = or_(
        Report.batch_id == batch,
        id_filter(Report.id, [row[0] for row in before]),
        Report.id.in_(lines),
    )
    names = ("enterprise_id", "day", "task_id", "plan_id")
    columns = [getattr(Report, name) for name in names]
    rows = [tuple(row) for row in session.execute(select(*columns).where(mine))]
    olds = [json.loads(row[1]) for row in before]
    rows += [tuple(old[name] for name in names) for old in olds]
    if not rows:
        return Touched()
    return Touched(
        tuple({row[0] for row in rows}),
        min(row[1] for row in rows),
        max(row[1] for row in rows),
        frozenset(row[2] for row in rows if row[2] is not None),
        frozenset(row[3] for row in rows if row[3] is not None),
    )


def visits_of_reports(session: Session, batch: int) -> int:
    """Return how many visits the lines of a batch make up."""
    return (
        session.scalar(
            select(func.count(func.distinct(Report.visit_id)))
            .join(ReportLine, ReportLine.report_id == Report.id)
            .where(ReportLine.batch_id == batch)
        )
        or 0
    )
