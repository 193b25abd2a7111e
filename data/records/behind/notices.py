"""Records that are papers of the ladder (M19)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.formulas import BODY_PAIRS
from data.models import Notice
from data.records.behind.asked import Asked, ids_of
from data.records.describe import named_bodies
from data.rows.records import RecordRow
from data.store.bulk import id_filter


def papers(asked: Asked) -> list[RecordRow]:
    """Return the papers of M19."""
    rows = asked.flagged(BODY_PAIRS[asked.measure])
    return paper_records(asked.session, ids_of(rows, "id"))


def paper_records(session: Session, ids: Sequence[int]) -> list[RecordRow]:
    """Return papers with a deadline as records, by deadline and number."""
    bodies = named_bodies(session)
    query = select(Notice.id, Notice.number, Notice.body_id, Notice.deadline)
    found = session.execute(query.where(id_filter(Notice.id, ids)))
    records = [
        RecordRow("notice", str(row.id), row.number, None, (bodies[row.body_id],), row.deadline, ())
        for row in found
        if row.deadline is not None and row.body_id is not None
    ]
    return sorted(records, key=lambda one: (one.day, one.number))
