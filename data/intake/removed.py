"""What taking a batch back removes, packed before it goes, and put back to look at a past day.

Kept are the rows the batch brought, the rows it changed as it had left them, their code events,
its old images and its share of the quality counts: all that makes the ledger again what it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import ColumnElement, Row, Table, insert, select
from sqlalchemy.orm import Session

from data.intake.differences import made_by_batches
from data.models import Base, BasisVerdict, BatchChange, BatchRemoved, CodeEvent, Quality, Report
from data.models.tables import table_of
from data.records.past_log import PLACE, place_now
from data.store.bulk import delete_ids, id_filter, insert_rows
from data.store.packing import packed, unpacked

PART = 20_000
"""Rows packed at a time."""
REPORT, EVENT = table_of(Report), table_of(CodeEvent)
OWN = (table_of(BatchChange), table_of(Quality))


def keep_removed(session: Session, batch: int) -> None:
    """Pack what taking a batch back is about to remove or to change."""
    place = place_now(session).next()
    _keep(session, batch, PLACE, ["batch", "step"], [(place.batch, place.step)])
    changed = _changed(session, batch)
    for table in made_by_batches():
        rows = table.c.batch_id == batch
        if ids := changed.get(table.name):
            rows |= id_filter(table.c.id, ids)
        _keep_rows(session, batch, table, rows)
    reports = select(REPORT.c.id).where(REPORT.c.batch_id == batch)
    seen = changed.get(REPORT.name, set()) | changed.get(EVENT.name, set())
    _keep_rows(
        session,
        batch,
        EVENT,
        EVENT.c.report_id.in_(reports) | id_filter(EVENT.c.report_id, seen),
    )
    verdicts = table_of(BasisVerdict)
    _keep_rows(session, batch, verdicts, verdicts.c.report_id.in_(reports))
    for table in OWN:
        _keep_rows(session, batch, table, table.c.batch_id == batch)


def _changed(session: Session, batch: int) -> dict[str, set[int]]:
    """Return the ids of the rows a batch changed, by table."""
    found: dict[str, set[int]] = {}
    query = select(BatchChange.table_name, BatchChange.row_id).where(BatchChange.batch_id == batch)
    for name, row in session.execute(query.distinct()):
        found.setdefault(name, set()).add(row)
    return found


def _keep_rows(session: Session, batch: int, table: Table, rows: ColumnElement[bool]) -> None:
    query = select(table).where(rows).order_by(*table.primary_key.columns)
    found = session.execute(query, execution_options={"yield_per": PART})
    _keep(session, batch, table.name, [column.name for column in table.columns], found)


def _keep(
    session: Session,
    batch: int,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Row[object] | tuple[int, ...]],
) -> None:
    """Write rows in packed parts; what is read is not of the table written to."""
    iterator = iter(rows)
    while part := [list(row) for row in islice(iterator, PART)]:
        text = json.dumps({"columns": columns, "rows": part}, ensure_ascii=False)
        session.execute(
            insert(table_of(BatchRemoved)).values(
                batch_id=batch, table_name=name, rows=packed(text.encode())
            )
        )


def put_back_removed(past: Session, source: Session, batch: int) -> None:
    """Let a ledger of the past hold again what taking a batch back had removed."""
    events = False
    for name, columns, rows in _kept(source, batch):
        if name == PLACE:
            continue
        table = Base.metadata.tables[name]
        if name == EVENT.name and not events:
            _drop_events(past, source, batch)
            events = True
        if "id" in table.c:
            place = columns.index("id")
            delete_ids(past, table, "id", [int(str(row[place])) for row in rows])
        insert_rows(past, table, columns, rows)
    if not events:
        _drop_events(past, source, batch)


def _drop_events(past: Session, source: Session, batch: int) -> None:
    """Remove the code events of all reports the batch had brought or changed."""
    for name, columns, rows in _kept(source, batch, (REPORT.name, table_of(BatchChange).name)):
        if name == REPORT.name:
            ids = [row[columns.index("id")] for row in rows]
        else:
            where, what = columns.index("table_name"), columns.index("row_id")
            ids = [row[what] for row in rows if row[where] == EVENT.name]
        delete_ids(past, EVENT, "report_id", [int(str(one)) for one in ids])


def _kept(
    session: Session, batch: int, names: Sequence[str] = ()
) -> Iterator[tuple[str, list[str], list[list[int | float | str | None]]]]:
    """Give table, columns and rows of each packed part of a batch, in order."""
    query = select(BatchRemoved.id, BatchRemoved.table_name).where(BatchRemoved.batch_id == batch)
    if names:
        query = query.where(BatchRemoved.table_name.in_(names))
    for one, name in session.execute(query.order_by(BatchRemoved.id)).all():
        content = session.scalars(select(BatchRemoved.rows).where(BatchRemoved.id == one)).one()
        told = json.loads(unpacked(content))
        yield name, told["columns"], told["rows"]
