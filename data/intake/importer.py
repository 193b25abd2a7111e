"""Taking files in: read, check, resolve, write, keep everything derived in line.

A file is one batch and one transaction: it is taken whole or not at all, or with `only_valid` its
right rows. A preview (`dry_run`) is the same run, rolled back.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import update
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.committing import commit
from data.intake.error_book import write_error_book
from data.intake.lookup import Lookup
from data.intake.parsing import Parsed, open_table, parse
from data.intake.profiles import Profile, load_profile
from data.intake.queries import history, same_batch
from data.intake.readers.table import RawTable
from data.intake.registers import Taken
from data.intake.undoing import undo
from data.models import Batch
from data.rows.enums import IssueLevel
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport, Issue
from data.rows.kinds import KINDS
from data.rules.maintenance import Tell, rebuild, say_nothing
from data.store.database import Database
from data.store.files import atomic_write

Step = Callable[[int, int, str], None]
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".gz")


@dataclass(frozen=True)
class ImportOptions:
    """How files are taken in."""

    kind: str | None = None
    profile: Path | None = None
    dry_run: bool = False
    only_valid: bool = False
    errors: Path | None = None
    actor: str = "本机用户"


class _Rollback(Exception):
    """Carries the report of a file that leaves nothing behind."""

    def __init__(self, report: BatchReport) -> None:
        super().__init__(report.file)
        self.report = report


def no_step(done: int, total: int, label: str) -> None:
    """Report progress to nobody."""


def _teller(step: Step, done: int, total: int, file: str) -> Tell:
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
    read: list[_Read] = []
    reports: list[BatchReport] = []
    for place, path in enumerate(files):
        step(place, len(files) * 2, f"读取 {path.name}")
        try:
            raw, kind = _read(path, options, profile)
            read.append(_Read(path, raw, kind))
        except InvalidInput as error:
            reports.append(_unreadable(path, options, error))
    read.sort(key=lambda one: KINDS[one.kind].order)
    tells = [
        _teller(step, len(files) + place, len(files) * 2, one.raw.file)
        for place, one in enumerate(read)
    ]
    if options.dry_run and len(read) > 1:
        reports += _preview(db, read, profile, options, tells)
    else:
        for one, tell in zip(read, tells, strict=True):
            tell("导入")
            reports.append(import_table(db, one.raw, one.kind, profile, options, one.path, tell))
    step(len(files) * 2, len(files) * 2, "完成")
    return reports


@dataclass(frozen=True)
class _Read:
    """A file that could be read, with its kind."""

    path: Path
    raw: RawTable
    kind: str


def _preview(
    db: Database,
    read: Sequence[_Read],
    profile: Profile | None,
    options: ImportOptions,
    tells: Sequence[Tell],
) -> list[BatchReport]:
    """Take several files in one after the other in one transaction that is rolled back."""
    reports: list[BatchReport] = []
    try:
        with db.bulk_writing(options.actor, "检查一组文件") as session:
            for one, tell in zip(read, tells, strict=True):
                tell("检查")
                reports.append(_previewed(session, one, profile, options, tell))
            raise _Rollback(reports[-1])
    except _Rollback:
        return reports


def _previewed(
    session: Session,
    one: _Read,
    profile: Profile | None,
    options: ImportOptions,
    tell: Tell,
) -> BatchReport:
    began = time.perf_counter()
    try:
        parsed = parse(one.raw, KINDS[one.kind], profile)
    except InvalidInput as error:
        return _unparsed(one.raw, one.kind, options, error)
    first = same_batch(session, one.raw.sha256, profile.name if profile else "", one.kind)
    if first is not None:
        return _repeated(first, parsed, time.perf_counter() - began)
    sheet = Sheet(parsed)
    _skip_repeats(sheet, parsed, profile)
    savepoint = session.begin_nested()
    report = _write(session, sheet, profile, options, began, b"", None, tell)
    if report.id is None:
        savepoint.rollback()
    else:
        savepoint.commit()
    return replace(report, id=None)


def _unparsed(raw: RawTable, kind: str, options: ImportOptions, error: InvalidInput) -> BatchReport:
    rows = len(raw.frame)
    report = _unreadable(Path(raw.file), options, error)
    return replace(report, kind=kind, sha256=raw.sha256, rows=rows, rejected=rows)


def _read(path: Path, options: ImportOptions, profile: Profile | None) -> tuple[RawTable, str]:
    if not path.exists():
        raise InvalidInput(f"找不到文件“{path}”，请核对路径。")
    if options.kind is not None and options.kind not in KINDS:
        raise InvalidInput(f"不认识的表类“{options.kind}”，可用：{'、'.join(KINDS)}。")
    raw, kind = open_table(path, KINDS[options.kind] if options.kind else None, profile)
    return raw, kind.name


def _unreadable(path: Path, options: ImportOptions, error: InvalidInput) -> BatchReport:
    issue = Issue(IssueLevel.ERROR, path.name, "", None, "", "", error.message)
    return BatchReport(
        None, path.name, options.kind or "", "", 0, 0, 0, 0, 0, 1, 0, 0, 0.0, (issue,)
    )


def import_table(
    db: Database,
    raw: RawTable,
    kind: str,
    profile: Profile | None,
    options: ImportOptions,
    path: Path | None = None,
    tell: Tell = say_nothing,
) -> BatchReport:
    """Take one table in as one batch; return what became of it."""
    began = time.perf_counter()
    with db.reading() as session:
        first = same_batch(session, raw.sha256, profile.name if profile else "", kind)
    try:
        parsed = parse(raw, KINDS[kind], profile)
    except InvalidInput as error:
        return _unparsed(raw, kind, options, error)
    if first is not None:
        return _repeated(first, parsed, time.perf_counter() - began)
    sheet = Sheet(parsed)
    _skip_repeats(sheet, parsed, profile)
    try:
        with db.bulk_writing(options.actor, f"导入 {raw.file}") as session:
            content = path.read_bytes() if path is not None else b""
            report = _write(session, sheet, profile, options, began, content, None, tell)
            if options.dry_run or report.id is None:
                raise _Rollback(replace(report, id=None))
    except _Rollback as stop:
        report = stop.report
    if options.errors is not None and report.errors:
        with atomic_write(options.errors) as stream:
            write_error_book(parsed, report.issues, stream)
    return report


def _repeated(batch: int, parsed: Parsed, seconds: float) -> BatchReport:
    """Return the report of bytes that were taken before: the first batch, all unchanged."""
    rows = len(parsed.frame)
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
            _skip_repeats(sheet, sheet.parsed, None)
            report = _write(session, sheet, None, options, time.perf_counter(), b"", lookup)
            if report.id is None:
                words = "；".join(issue.message for issue in report.issues[:3])
                raise InvalidInput(f"“{raw.file}”有 {report.errors} 处错误，未导入：{words}")
            reports.append(report)
        step(len(tables), len(tables) + 1, "汇总")
        rebuild(session)
    step(len(tables) + 1, len(tables) + 1, "完成")
    return reports


def _skip_repeats(sheet: Sheet, parsed: Parsed, profile: Profile | None) -> None:
    """Skip, reject or keep exact repeats of an earlier line of the file."""
    policy = profile.duplicates if profile else "skip"
    if policy == "keep":
        return
    hashes = parsed.raw_hash
    _, first = np.unique(hashes, return_index=True)
    repeated = np.ones(len(hashes), dtype=bool)
    repeated[first] = False
    if policy == "error":
        field = sheet.kind.keys[0].field
        sheet.error(repeated, field, "与前面某行完全相同，请删去重复的行。")
        return
    sheet.skipped = repeated & ~sheet.bad
    sheet.warned &= ~sheet.skipped


def _write(
    session: Session,
    sheet: Sheet,
    profile: Profile | None,
    options: ImportOptions,
    began: float,
    content: bytes,
    shared: Lookup | None = None,
    tell: Tell = say_nothing,
) -> BatchReport:
    batch = _open_batch(session, sheet, profile, options, content)
    create = frozenset(profile.create) if profile else frozenset()
    taken = commit(session, sheet, batch, create, options.only_valid, shared is None, shared, tell)
    report = _report(sheet, batch, taken, time.perf_counter() - began)
    counts = ("taken", "unchanged", "skipped", "rejected", "errors", "warnings", "visits")
    session.execute(
        update(Batch)
        .where(Batch.id == batch)
        .values({name: getattr(report, name) for name in counts})
    )
    return report


def _open_batch(
    session: Session,
    sheet: Sheet,
    profile: Profile | None,
    options: ImportOptions,
    content: bytes,
) -> int:
    raw = sheet.parsed.raw
    none = dict.fromkeys(
        ("taken", "unchanged", "skipped", "rejected", "errors", "warnings", "visits"), 0
    )
    batch = Batch(
        kind=sheet.kind.name,
        file=raw.file,
        sha256=raw.sha256,
        profile=profile.name if profile else "",
        rows=len(sheet.frame),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        actor=options.actor,
        content=zlib.compress(content, 1) if content else None,
        **none,
    )
    session.add(batch)
    session.flush()
    return batch.id


def _report(sheet: Sheet, batch: int, taken: Taken | None, seconds: float) -> BatchReport:
    """Return what became of a file; without `taken` none of it was."""
    skipped = int(sheet.skipped.sum())
    done = taken or Taken()
    refused = len(sheet.frame) - skipped
    raw = sheet.parsed.raw
    unused = sheet.parsed.unknown_columns
    notes = (*raw.notes, *((f"未用的列：{'、'.join(unused)}",) if unused else ()))
    return BatchReport(
        id=batch if taken else None,
        file=raw.file,
        kind=sheet.kind.name,
        sha256=raw.sha256,
        rows=len(sheet.frame),
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
