"""Commands that bring data in: init, sample-files, template, import, undo."""

from __future__ import annotations

import argparse

from console.cli.commands_received import change_json, change_lines, undo_preview
from console.cli.common import database, progress, today
from console.cli.output import Answer, batch_json, issue_line, issues_json
from console.operations.sample import fill_sample, write_sample
from data.intake.importer import ImportOptions, import_paths
from data.intake.importer import undo as undo_batch
from data.intake.templates import write_template
from data.records.registers import counts
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS
from data.store.files import atomic_write

SHOWN = 50


def init(options: argparse.Namespace) -> Answer:
    """Make or upgrade a database; fill in the sample city."""
    with database(options, create=True) as db:
        if options.sample:
            fill_sample(db, options.scale, options.seed, progress, today(options))
        with db.reading() as session:
            found = counts(session)
        revision = db.revision()
    lines = tuple(f"{name}：{number:,}" for name, number in found.items())
    return Answer({"revision": revision, "counts": found}, (f"数据库版本 {revision}", *lines))


def sample_files(options: argparse.Namespace) -> Answer:
    """Write the sample city as the bodies send it, and the truth beside it."""
    written = write_sample(
        options.folder,
        options.scale,
        options.seed,
        options.with_mistakes,
        progress,
        today(options),
    )
    files = [str(path) for path in written.files]
    return Answer(
        {"files": files, "truth": str(written.truth_path)},
        (f"已写 {len(files)} 个文件到 {options.folder}", f"真值：{written.truth_path}"),
    )


def template(options: argparse.Namespace) -> Answer:
    """Write an empty form."""
    if options.kind not in KINDS:
        raise InvalidInput(f"不认识的表类“{options.kind}”，可用：{'、'.join(KINDS)}。")
    with atomic_write(options.out) as stream:
        write_template(KINDS[options.kind], stream)
    return Answer({"file": str(options.out)}, (f"已写表样：{options.out}",))


def take_in(options: argparse.Namespace) -> Answer:
    """Take files in."""
    chosen = ImportOptions(
        kind=options.kind,
        profile=options.profile,
        dry_run=options.dry_run,
        only_valid=options.only_valid,
        errors=options.errors,
        actor="命令行",
        today=today(options),
    )
    with database(options, create=True) as db:
        reports = import_paths(db, options.paths, chosen, progress)
    errors = sum(report.errors for report in reports)
    lines = []
    for report in reports:
        lines.append(
            f"{report.file}：共 {report.rows} 行，收 {report.taken}，未变 {report.unchanged}，"
            f"跳过 {report.skipped}，退回 {report.rejected}；错误 {report.errors}，"
            f"警告 {report.warnings}" + ("（已导入过）" if report.repeated else "")
        )
        lines += [issue_line(issue) for issue in report.issues[:SHOWN]]
        lines += change_lines(report.changed)
    failed = any(report.errors and not (options.only_valid and report.id) for report in reports)
    content = {
        "batches": [batch_json(report) for report in reports],
        "issues": issues_json(reports),
    }
    if options.dry_run:
        content["changes"] = [change_json(one) for r in reports for one in r.changed.changes]
    return Answer(content, tuple(lines), 1 if failed or (errors and not options.only_valid) else 0)


def undo(options: argparse.Namespace) -> Answer:
    """Take a batch back, or say whether that can be."""
    if options.dry_run:
        return undo_preview(options)
    with database(options) as db:
        removed = undo_batch(db, options.batch, "命令行", today(options))
    return Answer(
        {"batch": options.batch, "removed": removed},
        (f"已撤销批次 {options.batch}，移除 {removed} 行",),
    )


__all__ = ["init", "sample_files", "take_in", "template", "undo"]
