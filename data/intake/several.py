"""Several files, each with its own kind and mapping: checked as one, taken in one after the other.

A check takes all files in within one transaction that is rolled back, so that a file of visits
finds the bodies of the file before it. An error in one file does not stop the others.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.intake.batching import ImportOptions, Read, previewed, unreadable
from data.intake.deferring import follow_of, followed
from data.intake.differences import changed_by
from data.intake.error_book import write_error_book
from data.intake.grouping import grouped
from data.intake.importer import Step, import_table, no_step, teller
from data.intake.orders import NO_CHANGES, Checked, Wanted
from data.intake.parsing import open_table
from data.intake.previewing import open_sheet
from data.intake.readers import RawTable
from data.intake.taking import Follow
from data.models import Batch
from data.rows.changes import Changed
from data.rows.errors import Cancelled, InvalidInput
from data.rows.issues import BatchReport, Issue
from data.rows.kinds import KINDS
from data.store.database import Database
from data.store.files import atomic_write


class _TakeBack(Exception):
    """Ends a check: nothing of it stays."""


def check_files(
    db: Database, wanted: Sequence[Wanted], options: ImportOptions, step: Step = no_step
) -> dict[int, Checked]:
    """Take files in and back again; return what would become of each."""
    opened, refused = _opened(wanted, options, step)
    follow = _follow(db, opened)
    found = {n: Checked(one, NO_CHANGES, grouped(one.issues)) for n, one in refused.items()}
    total = len(wanted) * 2
    try:
        with db.bulk_writing(options.actor, "检查一组文件") as session:
            for place, (one, raw) in enumerate(opened):
                tell = teller(step, len(wanted) + place, total, raw.file)
                tell("检查")
                read = Read(one.path, raw, one.kind)
                report = previewed(session, read, one.profile, options, tell, follow)
                found[one.number] = Checked(
                    report, _changed(session, report), grouped(report.issues)
                )
            raise _TakeBack
    except _TakeBack:
        step(total, total, "完成")
    return found


def _changed(session: Session, report: BatchReport) -> Changed:
    """Return what the file just checked would change of what is stored."""
    if not report.taken:
        return NO_CHANGES
    return changed_by(session, session.scalar(select(func.max(Batch.id))) or 0)


def take_files(
    db: Database, wanted: Sequence[Wanted], options: ImportOptions, step: Step = no_step
) -> dict[int, BatchReport]:
    """Take files in, registers first, each as a batch of its own; a cancel keeps those before."""
    opened, reports = _opened(wanted, options, step)
    follow = _follow(db, opened)
    total = len(wanted) * 2
    with followed(db, options, follow):
        for place, (one, raw) in enumerate(opened):
            tell = teller(step, len(wanted) + place, total, raw.file)
            read = (raw, one.kind, one.profile, options, one.path, tell, follow)
            try:
                tell("导入")
                reports[one.number] = import_table(db, *read)
            except Cancelled:
                if not any(known.id is not None for known in reports.values()):
                    raise
                return reports
    return reports


def _follow(db: Database, opened: Sequence[tuple[Wanted, RawTable]]) -> Follow:
    return follow_of(db, len(opened), sum(raw.rows for _, raw in opened))


def _opened(
    wanted: Sequence[Wanted], options: ImportOptions, step: Step
) -> tuple[list[tuple[Wanted, RawTable]], dict[int, BatchReport]]:
    opened: list[tuple[Wanted, RawTable]] = []
    reports: dict[int, BatchReport] = {}
    ordered = sorted(wanted, key=lambda one: KINDS[one.kind].order)
    for place, one in enumerate(ordered):
        step(place, len(wanted) * 2, f"读取 {one.path.name}")
        began = time.perf_counter()
        try:
            opened.append((one, open_wanted(one)))
        except InvalidInput as error:
            report = unreadable(one.path, replace(options, kind=one.kind), error)
            reports[one.number] = replace(report, seconds=time.perf_counter() - began)
    return opened, reports


def open_wanted(one: Wanted) -> RawTable:
    """Read a file as it is wanted."""
    if one.profile is not None:
        return open_table(one.path, None, one.profile)[0]
    return open_sheet(one.path, KINDS[one.kind], one.sheet)


def save_error_book(one: Wanted, issues: Sequence[Issue], target: Path) -> None:
    """Write a file's own rows with what was found wrong in them."""
    raw = open_wanted(one)
    with atomic_write(target) as stream:
        write_error_book(raw, issues, stream)
