"""Records that are papers of the ladder (M19)."""

from __future__ import annotations

from sqlalchemy import select

from data.measures.formulas import BODY_PAIRS
from data.models import Notice
from data.records.behind.asked import Asked, ids_of
from data.records.describe import named_bodies
from data.rows.records import RecordRow
from data.store.bulk import id_filter


def papers(asked: Asked) -> list[RecordRow]:
    """Return the papers of M19, by deadline and number."""
    rows = asked.flagged(BODY_PAIRS[asked.measure])
    bodies = named_bodies(asked.session)
    query = select(Notice.id, Notice.number, Notice.body_id, Notice.deadline)
    found = asked.session.execute(query.where(id_filter(Notice.id, ids_of(rows, "id"))))
    records = [
        RecordRow("notice", str(row.id), row.number, None, (bodies[row.body_id],), row.deadline, ())
        for row in found
        if row.deadline is not None
    ]
    return sorted(records, key=lambda one: (one.day, one.number))
