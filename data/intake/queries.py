"""What intake asks of the ledger: the history of batches, and what a batch touches."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import RowMapping, func, or_, select
from sqlalchemy.orm import Session

from data.intake.keeping import unpacked
from data.intake.readers.table import RawTable
from data.measures.tallies import Touched
from data.models import Batch, BatchChange, Report, ReportLine
from data.rows.errors import InvalidInput
from data.rows.issues import BatchRow
from data.rows.period import Period
from data.store.bulk import id_filter

SHOWN = (
    *("id", "file", "kind", "sha256", "rows", "taken", "unchanged", "skipped", "rejected"),
    *("warnings", "visits", "at", "actor", "undone"),
)


def history(session: Session, period: Period | None = None) -> list[BatchRow]:
    """Return the batches, newest first; of a period those that came on its days."""
    columns = [getattr(Batch, name) for name in SHOWN]
    rows = session.execute(select(*columns).order_by(Batch.id.desc())).mappings()
    found = [_row(row) for row in rows]
    if period is None:
        return found
    return [
        one
        for one in found
        if period.first <= datetime.fromisoformat(one.at).astimezone().date() <= period.last
    ]


def history_row(session: Session, batch: int) -> BatchRow:
    """Return one batch of the history, taken back or not."""
    columns = [getattr(Batch, name) for name in SHOWN]
    row = session.execute(select(*columns).where(Batch.id == batch)).mappings().one_or_none()
    if row is None:
        raise InvalidInput(f"没有批次 {batch}，请在导入历史中核对批次号。")
    return _row(row)


def standing_batch(session: Session, kind: str, file: str) -> int | None:
    """Return the batch of a kind that came from a file of that name and stands, newest first."""
    query = select(Batch.id).where(Batch.kind == kind, Batch.file == file, Batch.undone == 0)
    return session.scalar(query.order_by(Batch.id.desc()).limit(1))


def _row(row: RowMapping) -> BatchRow:
    return BatchRow(**{**row, "undone": bool(row["undone"])})


def saved_file(session: Session, batch: int) -> tuple[str, bytes]:
    """Return the name and the bytes of the file a batch came by, as they were sent."""
    file = history_row(session, batch).file
    content = session.scalar(select(Batch.content).where(Batch.id == batch))
    if content is None:
        raise InvalidInput(f"批次 {batch} 没有留存原文件（演示数据不经文件导入）。")
    return file, unpacked(content)


def same_batch(session: Session, raw: RawTable, profile: str, kind: str) -> int | None:
    """Return the batch that brought this table by this profile, if it still stands.

    Of a table whose wrong rows were left out those may be right by now: it is taken again.
    """
    return session.scalar(
        select(Batch.id)
        .where(
            Batch.sha256 == raw.sha256,
            Batch.sheet == raw.sheet,
            Batch.profile == profile,
            Batch.kind == kind,
            Batch.undone == 0,
            Batch.rejected == 0,
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
