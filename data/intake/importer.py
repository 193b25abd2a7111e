"""Taking files in: read, check, resolve, write, keep everything derived in line.

A file is one transaction, each of its tables a batch: it is taken whole or not at all, or with
`only_valid` its right rows. A preview (`dry_run`) is the same run, rolled back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from sqlalchemy.orm import Session

from data.intake.batching import (
    ImportOptions,
    Read,
    previewed,
    repeated_batch,
    skip_repeats,
    unparsed,
    unreadable,
    write_batch,
)
from data.intake.checking import Sheet
from data.intake.deferring import follow_of, followed
from data.intake.error_book import write_error_books
from data.intake.keeping import KeptFile
from data.intake.lookup import Lookup
from data.intake.opening import open_tables
from data.intake.parsing import Parsed, parse
from data.intake.profiles import Profile, load_profile
from data.intake.queries import history, same_batch
from data.intake.readers.table import RawTable
from data.intake.taking import Follow
from data.intake.undoing import undo
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport, Issue
from data.rows.kinds import KINDS
from data.rules.freshening import mark_stale
from data.rules.maintenance import Tell, rebuild
from data.store.columns import say_nothing
from data.store.database import Database
from data.store.files import atomic_write

Step = Callable[[int, int, str], None]
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".gz")


class _Rollback(Exception):
    """Carries the reports of a file that leaves nothing behind."""

    def __init__(self, reports: list[BatchReport]) -> None:
        super().__init__()
        self.reports = reports


def no_step(done: int, total: int, label: str) -> None:
    """Report progress to nobody."""


def teller(step: Step, done: int, total: int, file: str) -> Tell:
    """Return what hears the phases of one file and reports them as progress."""
    return lambda phase: step(done, total, f"{file}：{phase}")


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read: those given, and the tables inside given folders."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                one
                for one in path.iterdir()
                if one.suffix.lower() in SUFFIXES and not one.name.startswith("~$")
            )
        else:
            found.append(path)
    if not found:
        raise InvalidInput("没有可导入的文件，请选择工作簿或 CSV 文件。")
    return found


def import_paths(
    db: Database, paths: Sequence[Path], options: ImportOptions, step: Step = no_step
) -> list[BatchReport]:
    """Take files in, registers first; an unreadable file ends as a report with its reason."""
    profile = load_profile(options.profile) if options.profile else None
    files = files_of(paths)
    read: list[Read] = []
    reports: list[BatchReport] = []
    for place, path in enumerate(files):
        step(place, len(files) * 2, f"读取 {path.name}")
        try:
            read += _read(path, options, profile)
        except InvalidInput as error:
            reports.append(unreadable(path, options, error))
    units = _units(read)
    total = len(files) + len(read)
    follow = follow_of(db, len(read), sum(one.raw.rows for one in read))
    tells = [
        teller(step, len(files) + place, total, one.raw.file)
        for place, one in enumerate([one for unit in units for one in unit])
    ]
    wrong: list[tuple[Parsed, Sequence[Issue]]] = []
    if options.dry_run and len(read) > 1:
        every = [one for unit in units for one in unit]
        reports += _preview(db, every, profile, options, tells, follow)
    else:
        with followed(db, options, follow):
            for unit in units:
                own = [tells.pop(0) for _ in unit]
                reports += _take_unit(db, unit, profile, options, own, wrong, follow)
            step(total, total, "汇总")
    if options.errors is not None and wrong:
        with atomic_write(options.errors) as stream:
            write_error_books(wrong, stream)
    step(total, total, "完成")
    return reports


def _units(read: Sequence[Read]) -> list[list[Read]]:
    """Return the tables file by file: registers first, and within a file as well."""
    files = [list(tables) for _, tables in groupby(read, key=lambda one: one.path)]
    for tables in files:
        tables.sort(key=lambda one: KINDS[one.kind].order)
    files.sort(key=lambda tables: KINDS[tables[0].kind].order)
    return files


def _take_unit(
    db: Database,
    unit: Sequence[Read],
    profile: Profile | None,
    options: ImportOptions,
    tells: Sequence[Tell],
    wrong: list[tuple[Parsed, Sequence[Issue]]],
    follow: Follow = Follow.NOW,
) -> list[BatchReport]:
    """Take one file in: all its tables in one transaction, whole or not at all."""
    try:
        with ThreadPoolExecutor(1) as beside:
            kept = None if options.dry_run else KeptFile(beside, unit[0].path, len(unit))
            with db.bulk_writing(options.actor, f"导入 {unit[0].raw.file}") as session:
                reports = []
                alone = len(unit) == 1
                for one, tell in zip(unit, tells, strict=True):
                    tell("导入")
                    takes = (one, profile, options, kept, tell, wrong, alone, follow)
                    reports.append(_take(session, *takes))
                refused = any(report.id is None for report in reports)
                if options.dry_run or (refused and (alone or not options.only_valid)):
                    raise _Rollback(reports)
    except _Rollback as stop:
        return [report if report.repeated else _not_taken(report) for report in stop.reports]
    return reports


def _not_taken(report: BatchReport) -> BatchReport:
    """Return the report of a table that stays out, because of itself or another of its file."""
    return replace(report, id=None)


def _take(
    session: Session,
    one: Read,
    profile: Profile | None,
    options: ImportOptions,
    kept: KeptFile | None,
    tell: Tell,
    wrong: list[tuple[Parsed, Sequence[Issue]]],
    alone: bool,
    follow: Follow,
) -> BatchReport:
    began = time.perf_counter()
    first = same_batch(session, one.raw, profile.name if profile else "", one.kind)
    try:
        parsed = parse(one.raw, KINDS[one.kind], profile)
    except InvalidInput as error:
        return unparsed(one.raw, one.kind, options, error)
    if first is not None:
        return repeated_batch(first, parsed, time.perf_counter() - began)
    sheet = Sheet(parsed, one.once)
    skip_repeats(sheet, parsed, profile)
    savepoint = None if alone else session.begin_nested()
    report = write_batch(session, sheet, profile, options, began, kept, None, tell, follow)
    if follow is Follow.LATER and report.taken:
        mark_stale(session)
    if savepoint is not None:
        savepoint.commit() if report.id is not None else savepoint.rollback()
    if report.errors:
        wrong.append((parsed, report.issues))
    return report


def _preview(
    db: Database,
    read: Sequence[Read],
    profile: Profile | None,
    options: ImportOptions,
    tells: Sequence[Tell],
    follow: Follow,
) -> list[BatchReport]:
    """Take several files in one after the other in one transaction that is rolled back."""
    reports: list[BatchReport] = []
    try:
        with db.bulk_writing(options.actor, "检查一组文件") as session:
            for one, tell in zip(read, tells, strict=True):
                tell("检查")
                reports.append(previewed(session, one, profile, options, tell, follow))
            raise _Rollback(reports)
    except _Rollback:
        return reports


def _read(path: Path, options: ImportOptions, profile: Profile | None) -> list[Read]:
    if not path.exists():
        raise InvalidInput(f"找不到文件“{path}”，请核对路径。")
    if options.kind is not None and options.kind not in KINDS:
        raise InvalidInput(f"不认识的表类“{options.kind}”，可用：{'、'.join(KINDS)}。")
    tables = open_tables(path, KINDS[options.kind] if options.kind else None, profile)
    return [Read(path, raw, kind.name, once=True) for raw, kind in tables]


def import_table(
    db: Database,
    raw: RawTable,
    kind: str,
    profile: Profile | None,
    options: ImportOptions,
    path: Path,
    tell: Tell = say_nothing,
    follow: Follow = Follow.NOW,
) -> BatchReport:
    """Take one table in as one batch; return what became of it."""
    wrong: list[tuple[Parsed, Sequence[Issue]]] = []
    read = [Read(path, raw, kind)]
    (report,) = _take_unit(db, read, profile, options, [tell], wrong, follow)
    if options.errors is not None and wrong:
        with atomic_write(options.errors) as stream:
            write_error_books(wrong, stream)
    return report


def import_tables(
    db: Database,
    tables: Sequence[tuple[RawTable, str]],
    options: ImportOptions,
    step: Step = no_step,
) -> list[BatchReport]:
    """Take tables from memory in as batches of one transaction, everything derived made once."""
    reports = []
    with db.bulk_writing(options.actor, "导入一组文件") as session:
        lookup = Lookup(session)
        for place, (raw, kind) in enumerate(tables):
            step(place, len(tables) + 1, f"导入 {raw.file}")
            sheet = Sheet(parse(raw, KINDS[kind], None))
            skip_repeats(sheet, sheet.parsed, None)
            began = time.perf_counter()
            report = write_batch(
                *(session, sheet, None, options, began, None, lookup), follow=Follow.BY_CALLER
            )
            if report.id is None:
                words = "；".join(issue.message for issue in report.issues[:3])
                raise InvalidInput(f"“{raw.file}”有 {report.errors} 处错误，未导入：{words}")
            reports.append(report)
        step(len(tables), len(tables) + 1, "汇总")
        rebuild(session)
    step(len(tables) + 1, len(tables) + 1, "完成")
    return reports


__all__ = [
    "ImportOptions",
    "files_of",
    "history",
    "import_paths",
    "import_table",
    "import_tables",
    "no_step",
    "undo",
]
