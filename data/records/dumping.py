"""The canonical dump: all business tables as one text that depends on nothing but their content.

Two databases of one engine that say the same have the same dump, whatever order rows were written
in. Batches, edits and their images are left out, so what is taken back leaves no trace; so are the
seeds of draws, the turns of findings, and the day findings were last judged as of. Findings are
numbered by us anew at each evaluation: their key stands in place of the id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from data.models import (
    Base,
    Batch,
    BatchChange,
    BatchRemoved,
    BoardEvent,
    DecisionEvent,
    DrawSeed,
    Edit,
    Finding,
    FindingBody,
    FindingChange,
    FindingVisit,
    Quality,
    Setting,
)
from data.models.tables import table_of
from data.rules.judging_day import JUDGED_DAY

_NO_DATA = (Batch, BatchChange, BatchRemoved, DrawSeed, Edit, FindingChange)
LEFT_OUT = frozenset(table_of(one).name for one in _NO_DATA)
FINDING = table_of(Finding)
SETTING = table_of(Setting)
HIDDEN = {
    FINDING.name: ("id", "version"), table_of(Quality).name: ("listed",),
    **{table_of(one).name: ("edit_id",) for one in (BoardEvent, DecisionEvent)},
}  # fmt: skip
"""Columns that are no text of their own: ids that are made anew, edits, and packed bytes."""
RESTS = frozenset(table_of(one).name for one in (FindingBody, FindingVisit))
PART = 10_000


def canonical_lines(session: Session) -> Iterator[bytes]:
    """Give the dump line by line: a table's name with its columns, then its rows in order."""
    for table in _tables():
        columns = _columns(table)
        yield _line([table.name, *columns])
        yield from _rows(session, table, columns)


def canonical_dump(session: Session) -> bytes:
    """Return the whole dump; for a large database `canonical_digest` does not hold it."""
    return b"".join(canonical_lines(session))


def canonical_digest(session: Session) -> tuple[str, int]:
    """Return the SHA-256 of the dump without holding it, and how many rows it has."""
    digest, tables, lines = hashlib.sha256(), len(_tables()), 0
    for line in canonical_lines(session):
        digest.update(line)
        lines += 1
    return digest.hexdigest(), lines - tables


def _tables() -> list[Table]:
    tables = sorted(Base.metadata.tables.values(), key=lambda one: one.name)
    return [table for table in tables if table.name not in LEFT_OUT]


def _columns(table: Table) -> list[str]:
    return [one.name for one in table.columns if one.name not in HIDDEN.get(table.name, ())]


def _rows(session: Session, table: Table, columns: list[str]) -> Iterator[bytes]:
    """Give the rows of a table in the order of their keys."""
    # What the driver holds back is fetched in parts; a table is never whole in memory.
    options = {"yield_per": PART}
    if table.name == FINDING.name:
        query = select(*[table.c[name] for name in columns]).order_by(FINDING.c.key)
    elif table.name in RESTS:
        rest = [name for name in columns if name != "finding_id"]
        columns_now = [FINDING.c.key, *[table.c[name] for name in rest]]
        query = select(*columns_now).join_from(table, FINDING, FINDING.c.id == table.c.finding_id)
        query = query.order_by(FINDING.c.key, *[table.c[name] for name in rest])
    else:
        query = select(*[table.c[name] for name in columns]).order_by(*table.primary_key.columns)
        if table.name == SETTING.name:
            query = query.where(SETTING.c.key != JUDGED_DAY)
    for row in session.execute(query, execution_options=options):
        yield _line(list(row))


def _line(values: list[object]) -> bytes:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode() + b"\n"
