"""One table becomes one batch: checked, written, and what became of it told.

A table is taken whole or not at all, or with `only_valid` its right rows.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.committing import commit
from data.intake.differences import changed_by
from data.intake.keeping import KeptFile
from data.intake.lookup import Lookup
from data.intake.mending.closings import closed_among, closed_words
from data.intake.parsing import Parsed, parse
from data.intake.profiles import Profile
from data.intake.queries import same_batch
from data.intake.readers.table import RawTable
from data.intake.taking import Follow, Taken
from data.models import Batch, Quality
from data.rows.enums import IssueLevel
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport, Issue
from data.rows.kinds import KINDS
from data.rows.period import day_number
from data.rules.judging_day import TODAY
from data.rules.maintenance import Tell
from data.store.columns import say_nothing

DATED = ("first", "day", "shown", "month")
"""Fields that say to which month a row belongs."""


@dataclass(frozen=True)
class ImportOptions:
    """How files are taken in."""

    kind: str | None = None
    profile: Path | None = None
    dry_run: bool = False
    only_valid: bool = False
    errors: Path | None = None
    actor: str = "本机用户"
    today: date | None = None
    """The day it is recorded under, else the local one."""


@dataclass(frozen=True)
class Read:
    """A file that could be read, with its kind."""

    path: Path
    raw: RawTable
    kind: str
    once: bool = False
    """Whether its cells are read for this import only, not shown or taken again afterwards."""


def previewed(
    session: Session,
    one: Read,
    profile: Profile | None,
    options: ImportOptions,
    tell: Tell,
    follow: Follow = Follow.NOW,
) -> BatchReport:
    """Take one table in, in a transaction that will be rolled back."""
    began = time.perf_counter()
    try:
        parsed = parse(one.raw, KINDS[one.kind], profile)
    except InvalidInput as error:
        return unparsed(one.raw, one.kind, options, error)
    first = same_batch(session, one.raw, profile.name if profile else "", one.kind)
    if first is not None:
        return repeated_batch(first, parsed, time.perf_counter() - began)
    sheet = Sheet(parsed)
    skip_repeats(sheet, parsed, profile)
    savepoint = session.begin_nested()
    report = write_batch(session, sheet, profile, options, began, None, None, tell, follow)
    if report.id is None:
        savepoint.rollback()
    else:
        savepoint.commit()
    return replace(report, id=None)


def unparsed(raw: RawTable, kind: str, options: ImportOptions, error: InvalidInput) -> BatchReport:
    rows = len(raw.frame)
    report = unreadable(Path(raw.file), options, error)
    return replace(report, kind=kind, sha256=raw.sha256, rows=rows, rejected=rows)


def unreadable(path: Path, options: ImportOptions, error: InvalidInput) -> BatchReport:
    issue = Issue(IssueLevel.ERROR, path.name, "", None, "", "", error.message)
    return BatchReport(
        None, path.name, options.kind or "", "", 0, 0, 0, 0, 0, 1, 0, 0, 0.0, (issue,)
    )


def repeated_batch(batch: int, parsed: Parsed, seconds: float) -> BatchReport:
    """Return the report of bytes that were taken before: the first batch, all unchanged."""
    rows = parsed.raw.rows
    return BatchReport(
        id=batch,
        file=parsed.file,
        kind=parsed.kind.name,
        sha256=parsed.raw.sha256,
        rows=rows,
        taken=0,
        unchanged=rows,
        skipped=0,
        rejected=0,
        errors=0,
        warnings=0,
        visits=0,
        seconds=seconds,
        repeated=True,
    )


def skip_repeats(sheet: Sheet, parsed: Parsed, profile: Profile | None) -> None:
    """Skip, reject or keep exact repeats of an earlier line of the file."""
    policy = profile.duplicates if profile else "skip"
    if policy == "keep":
        return
    repeated = pd.Series(parsed.raw_hash).duplicated().to_numpy()
    if policy == "error":
        field = sheet.kind.keys[0].field
        sheet.error(repeated, field, "与前面某行完全相同，请删去重复的行。")
        return
    sheet.skipped = repeated & ~sheet.bad
    sheet.warned &= ~sheet.skipped


def write_batch(
    session: Session,
    sheet: Sheet,
    profile: Profile | None,
    options: ImportOptions,
    began: float,
    content: KeptFile | None,
    shared: Lookup | None = None,
    tell: Tell = say_nothing,
    follow: Follow = Follow.NOW,
) -> BatchReport:
    """Write one table as a batch; what is derived follows as told."""
    session.info[TODAY] = options.today
    batch = _open_batch(session, sheet, profile, options, content)
    create = frozenset(profile.create) if profile else frozenset()
    taken = commit(session, sheet, batch, create, options.only_valid, follow, shared, tell)
    report = _report(sheet, batch, taken, time.perf_counter() - began)
    if taken and taken.taken and (words := _closed(session, sheet, batch)):
        report = replace(report, notes=(*report.notes, words))
    if options.dry_run and taken:
        report = replace(report, changed=changed_by(session, batch))
    counts = ("taken", "unchanged", "skipped", "rejected", "errors", "warnings", "visits")
    session.execute(
        update(Batch)
        .where(Batch.id == batch)
        .values({name: getattr(report, name) for name in counts})
    )
    return report


def _closed(session: Session, sheet: Sheet, batch: int) -> str:
    """Say which closed months the rows of a batch touch; rows of registers have no month."""
    if not any(col.field in DATED for col in sheet.kind.columns):
        return ""
    months = session.scalars(select(Quality.month).where(Quality.batch_id == batch).distinct())
    return closed_words(closed_among(session, months))


def _open_batch(
    session: Session,
    sheet: Sheet,
    profile: Profile | None,
    options: ImportOptions,
    content: KeptFile | None,
) -> int:
    raw = sheet.parsed.raw
    none = dict.fromkeys(
        ("taken", "unchanged", "skipped", "rejected", "errors", "warnings", "visits"), 0
    )
    batch = Batch(
        kind=sheet.kind.name,
        file=raw.file,
        sha256=raw.sha256,
        sheet=raw.sheet,
        profile=profile.name if profile else "",
        rows=sheet.rows,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        actor=options.actor,
        day=day_number(options.today or date.today()),
        content=content.content() if content is not None else None,
        **none,
    )
    session.add(batch)
    session.flush()
    return batch.id


def _report(sheet: Sheet, batch: int, taken: Taken | None, seconds: float) -> BatchReport:
    """Return what became of a file; without `taken` none of it was."""
    skipped = int(sheet.skipped.sum())
    done = taken or Taken()
    refused = sheet.rows - skipped
    raw = sheet.parsed.raw
    unused = sheet.parsed.unknown_columns
    notes = (*raw.notes, *((f"未用的列：{'、'.join(unused)}",) if unused else ()))
    return BatchReport(
        id=batch if taken else None,
        file=raw.file,
        kind=sheet.kind.name,
        sha256=raw.sha256,
        rows=sheet.rows,
        taken=done.taken,
        unchanged=done.unchanged,
        skipped=skipped,
        rejected=int(sheet.bad.sum()) if taken else refused,
        errors=sheet.count(IssueLevel.ERROR),
        warnings=sheet.count(IssueLevel.WARNING),
        visits=done.visits,
        seconds=seconds,
        issues=tuple(sheet.issues),
        notes=notes,
    )
