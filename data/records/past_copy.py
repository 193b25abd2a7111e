"""A ledger copied into a local file: the facts as they stand, nothing derived.

The copy is a SQLite file whatever the source is; ids stay what they are, so that records of the
copy and of the source can be told to be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement, LargeBinary, Table, delete, select, update
from sqlalchemy.orm import Session

from data.models import (
    Audit,
    AuditDraw,
    AuditSample,
    Base,
    BasisVerdict,
    Batch,
    BatchChange,
    BatchRemoved,
    BoardEvent,
    CodeEvent,
    DecisionEvent,
    Draw,
    DrawEnd,
    DrawnEnterprise,
    DrawSeed,
    DrawSubstitute,
    Edit,
    KeptTimetableEntry,
    Report,
    SubmissionReceipt,
)
from data.models.tables import table_of
from data.records.past_log import DECIDED
from data.records.past_papers import PAPERS, copy_papers
from data.rows.edits import EditKind
from data.rows.enums import Claim
from data.rows.period import day_number
from data.rules.claims import settle_claims
from data.store.bulk import id_filter, insert_rows
from data.store.columns import indexed_afterwards

DERIVED = ("visit", "tally", "finding")
"""The first words of the names of tables that are made anew from the facts."""
NOT_COPIED = PAPERS | {table_of(one).name for one in (BatchRemoved, DrawSeed)}
CHANGES = table_of(BatchChange).name
"""Old images are needed to take back what a batch changed in rows of others."""
ENTERED = (
    BoardEvent, DecisionEvent, SubmissionReceipt, Draw, DrawEnd, DrawnEnterprise,
    DrawSubstitute, KeptTimetableEntry,
)  # fmt: skip
"""What people enter day by day: the past knows no later entry."""
PART = 20_000
EVER = (-(10**6), 10**6)
"""All days there are."""
Tell = Callable[[str], None]


def facts() -> list[Table]:
    """Return the tables that are no derived ones, registers first."""
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.name.split("_")[0] not in DERIVED and table.name not in NOT_COPIED
    ]


def copy_facts(
    source: Session, past: Session, day: date, without: Collection[int], tell: Tell
) -> None:
    """Copy the facts into an empty ledger; what people decided only until the day.

    Rows of the batches `without` are left out. `tell` hears after each part, and may raise.
    """
    tables = facts()
    for table in reversed(tables):
        past.execute(delete(table))
    decided = {table_of(model).name for model in (*DECIDED, *ENTERED)}
    with indexed_afterwards(past, tables):
        for table in tables:
            conditions = []
            if table.name in decided:
                conditions.append(table.c.day <= day_number(day))
            if without and "batch_id" in table.c and table.name != CHANGES:
                conditions.append(table.c.batch_id.is_(None) | table.c.batch_id.not_in(without))
            _copy(source, past, table, conditions, tell)
    copy_papers(source, past, day_number(day))


def _copy(
    source: Session,
    past: Session,
    table: Table,
    conditions: Sequence[ColumnElement[bool]],
    tell: Tell,
) -> None:
    # The bytes of files, which no question reads, stay where they are.
    names = [column.name for column in table.columns
             if not (isinstance(column.type, LargeBinary) and column.nullable)]  # fmt: skip
    query = select(*[table.c[name] for name in names]).where(*conditions)
    rows = iter(source.execute(query, execution_options={"yield_per": PART}))
    done = 0
    while part := [tuple(row) for row in islice(rows, PART)]:
        insert_rows(past, table, names, part)
        done += len(part)
        tell(f"复原当日数据：已取 {done:,} 行")


def drop_later(past: Session, day: date) -> None:
    """Remove what was decided later, and what belongs to reports that were not there yet; what
    was taken back later stands."""
    for decided in DECIDED:
        past.execute(delete(decided).where(decided.day > day_number(day)))
    # Results of checks afterwards that people enter know no other day than that of the check.
    entered = Audit.batch_id.is_(None) & (Audit.day > day_number(day))
    past.execute(delete(Audit).where(entered))
    reports = select(Report.id)
    for model in (CodeEvent, BasisVerdict, AuditDraw):
        table = table_of(model)
        past.execute(delete(table).where(table.c.report_id.not_in(reports)))
    # Entries stood on the day where their edit was taken back only later.
    kinds = [int(EditKind.BOARD), int(EditKind.MEETING)]
    later = Edit.kind.in_(kinds), Edit.back_day > day_number(day)
    past.execute(update(Edit).where(*later).values(undone=0))
    samples = select(AuditSample.id)
    past.execute(delete(AuditDraw).where(AuditDraw.sample_id.not_in(samples)))


def judge_claims(source: Session, past: Session) -> None:
    """Let claimed bases stand as judged by then: verdicts that came later are taken off."""
    judged = source.scalars(select(BasisVerdict.report_id).distinct()).all()
    claimed = id_filter(Report.id, judged) & (Report.basis != "")
    past.execute(update(Report).where(claimed).values(claim=int(Claim.OPEN)))
    settle_claims(past, None, EVER)


def forget_batches(past: Session, batches: Collection[int]) -> None:
    """Remove batches that were not there yet."""
    past.execute(delete(Batch).where(Batch.id.in_(list(batches))))
