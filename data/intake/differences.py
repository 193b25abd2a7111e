"""What a batch changed: the image of each row before it beside the row as the batch left it.

The row a batch left is the image the next batch took of it, else the row as it stands. Inside the
transaction of a preview the same holds of the batch that will be rolled back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from data.intake.field_words import Image, Names, headers_of, plain_value, title_of
from data.intake.queries import history_row
from data.models import Base, Batch, BatchChange, BatchRemoved, CodeEvent, Report
from data.models.tables import table_of
from data.rows.batches import BatchStory
from data.rows.changes import Changed, FieldChange, TableCount
from data.store.bulk import id_filter

MOST_CHANGES = 1000
PART = 2000
REPORT, EVENT = (table_of(one).name for one in (Report, CodeEvent))
OF_THE_LOG = (BatchChange.__tablename__, BatchRemoved.__tablename__)
REWRITING = ("visits", "codes")
"""The kinds that write the code events of the reports they change anew."""

Pair = tuple[str, int, Image, Image]
"""A row's table and id, the row before and after a batch."""


def differences(session: Session, batch: int) -> tuple[FieldChange, ...]:
    """Return every field a batch changed, in the words of the forms."""
    return changed_by(session, batch, None).changes


def changed_by(session: Session, batch: int, most: int | None = MOST_CHANGES) -> Changed:
    """Return the first fields a batch changed (all without `most`), and how many there are."""
    kept: list[Pair] = []
    count = rows = shown = 0
    for pair in _pairs(session, batch):
        fields = _changed_fields(pair)
        if not fields:
            continue
        if most is None or shown < most:
            kept.append(pair)
            shown += fields
        count += fields
        rows += 1
    return Changed(tuple(_told(session, kept)[:most]), count, rows)


def _changed_fields(pair: Pair) -> int:
    table, _, before, after = pair
    return sum(plain_value(one, before) != plain_value(one, after) for one in headers_of(table))


def _told(session: Session, pairs: Sequence[Pair]) -> list[FieldChange]:
    """Return the changed fields of some rows as texts."""
    owners = _owners(session, pairs)
    told = [(table, image) for table, _, before, after in pairs for image in (before, after)]
    names = Names(session, [*told, *((REPORT, image) for image in owners.values())])
    found = []
    for table, row, before, after in pairs:
        owner = owners.get((table, row))
        parts = [names.subject(REPORT, owner) if owner else "", names.subject(table, before)]
        subject = " ".join(part for part in parts if part)
        for header in headers_of(table):
            if plain_value(header, before) != plain_value(header, after):
                was, now = names.text(header, before), names.text(header, after)
                found.append(FieldChange(title_of(table), row, subject, header.text, was, now))
    return found


def _owners(session: Session, pairs: Sequence[Pair]) -> dict[tuple[str, int], Image]:
    """Return the report as it stands of each line and code event."""
    wanted = {}
    for table, row, before, _ in pairs:
        if table == EVENT:
            wanted[table, row] = row
        elif "report_id" in before:
            wanted[table, row] = int(str(before["report_id"]))
    reports = _rows_now(session, table_of(Report), set(wanted.values()))
    return {place: reports[report] for place, report in wanted.items() if report in reports}


def _pairs(session: Session, batch: int) -> Iterator[Pair]:
    """Give each row a batch changed with its images before and after."""
    tables = session.scalars(
        select(BatchChange.table_name).where(BatchChange.batch_id == batch).distinct()
    ).all()
    for name in sorted(set(tables) - {EVENT}):
        table = Base.metadata.tables[name]
        for part in _parts(session, batch, name):
            after = _images_after(session, batch, table, list(part))
            yield from ((name, row, part[row], after.get(row, {})) for row in part)
    yield from _event_pairs(session, batch)


def _parts(session: Session, batch: int, table: str) -> Iterator[dict[int, Image]]:
    """Give the rows of a table as they were before a batch, a part at a time."""
    first = (
        select(func.min(BatchChange.id))
        .where(BatchChange.batch_id == batch, BatchChange.table_name == table)
        .group_by(BatchChange.row_id)
    )
    ids = sorted(session.scalars(first))
    for start in range(0, len(ids), PART):
        part = id_filter(BatchChange.id, ids[start : start + PART])
        rows = session.execute(
            select(BatchChange.row_id, BatchChange.before).where(part).order_by(BatchChange.id)
        )
        yield {row.row_id: json.loads(row.before) for row in rows}


def _images_after(
    session: Session, batch: int, table: Table, ids: Sequence[int]
) -> dict[int, Image]:
    """Return the rows as a batch left them: the next batch's image, else the row as it stands."""
    found = _next_images(session, batch, table.name, ids)
    return {**_rows_now(session, table, set(ids) - set(found)), **found}


def _next_images(session: Session, batch: int, table: str, ids: Sequence[int]) -> dict[int, Image]:
    next_one = (
        select(func.min(BatchChange.id))
        .where(
            BatchChange.batch_id > batch,
            BatchChange.table_name == table,
            id_filter(BatchChange.row_id, ids),
        )
        .group_by(BatchChange.row_id)
    )
    rows = session.execute(
        select(BatchChange.row_id, BatchChange.before).where(BatchChange.id.in_(next_one))
    )
    return {row.row_id: json.loads(row.before) for row in rows}


def _rows_now(session: Session, table: Table, ids: set[int]) -> dict[int, Image]:
    if not ids:
        return {}
    key = table.c["report_id"] if table.name == EVENT else table.c["id"]
    rows = session.execute(select(table).where(id_filter(key, ids))).mappings()
    return {int(row[key.name]): dict(row) for row in rows}


def _event_pairs(session: Session, batch: int) -> Iterator[Pair]:
    """Give the code events of a batch: a report may have had none before it, or none after."""
    before = {row: image for part in _parts(session, batch, EVENT) for row, image in part.items()}
    if _kind(session, batch) in REWRITING:
        before |= {row: {} for row in _imaged_reports(session, batch) - set(before)}
    rows = sorted(before)
    for start in range(0, len(rows), PART):
        part = rows[start : start + PART]
        after = _images_after(session, batch, table_of(CodeEvent), part)
        # A later file that found no code event of a report has left no image of one.
        gone = _without_event(session, batch, part)
        yield from ((EVENT, row, before[row], {} if row in gone else after.get(row, {}))
                    for row in part)  # fmt: skip


def _kind(session: Session, batch: int) -> str | None:
    return session.scalar(select(Batch.kind).where(Batch.id == batch))


def _imaged_reports(session: Session, batch: int) -> set[int]:
    found = select(BatchChange.row_id).where(
        BatchChange.batch_id == batch, BatchChange.table_name == REPORT
    )
    return set(session.scalars(found))


def _without_event(session: Session, batch: int, ids: Sequence[int]) -> set[int]:
    """Return the reports whose next change was by a rewriting kind, without an event."""
    later = (
        select(BatchChange.row_id, BatchChange.table_name, BatchChange.batch_id)
        .join(Batch, Batch.id == BatchChange.batch_id)
        .where(
            BatchChange.batch_id > batch,
            Batch.kind.in_(REWRITING),
            BatchChange.table_name.in_((REPORT, EVENT)),
            id_filter(BatchChange.row_id, ids),
        )
    )
    first: dict[tuple[str, int], int] = {}
    for row in session.execute(later):
        place = (row.table_name, row.row_id)
        first[place] = min(first.get(place, row.batch_id), row.batch_id)
    return {
        row
        for (table, row), one in first.items()
        if table == REPORT and first.get((EVENT, row), one + 1) > one
    }


def story(session: Session, batch: int, most: int | None = MOST_CHANGES) -> BatchStory:
    """Return a batch with what it made and changed."""
    row = history_row(session, batch)
    profile, errors, has_file = session.execute(
        select(Batch.profile, Batch.errors, Batch.content.is_not(None)).where(Batch.id == batch)
    ).one()
    counts = _counts(session, batch)
    return BatchStory(
        row, profile, errors, bool(has_file), counts, changed_by(session, batch, most)
    )


def _counts(session: Session, batch: int) -> tuple[TableCount, ...]:
    updated = dict(
        session.execute(
            select(BatchChange.table_name, func.count(func.distinct(BatchChange.row_id)))
            .where(BatchChange.batch_id == batch)
            .group_by(BatchChange.table_name)
        ).all()
    )
    found = []
    for table in made_by_batches():
        made = session.scalar(
            select(func.count()).select_from(table).where(table.c.batch_id == batch)
        )
        if made or updated.get(table.name):
            counted = TableCount(title_of(table.name), made or 0, updated.get(table.name, 0))
            found.append(counted)
    return tuple(found)


def made_by_batches() -> tuple[Table, ...]:
    """Return the tables whose rows know the batch that brought them, registers first."""
    return tuple(
        table
        for table in Base.metadata.sorted_tables
        if "batch_id" in table.c and "id" in table.c and table.name not in OF_THE_LOG
    )
