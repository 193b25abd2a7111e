"""Commands about what came: received, batches, batch, dump, and what an undo would meet."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from console.cli.common import database, listed, period, today
from console.cli.output import Answer, Json, period_json
from data.intake.differences import story
from data.intake.queries import history, saved_file
from data.intake.received import (
    deadline_words,
    expectation,
    missing_lines,
    received_of,
    set_expectation,
)
from data.intake.resting import resting_on
from data.records.dumping import canonical_digest, canonical_lines
from data.rows.batches import BatchStory, Resting
from data.rows.changes import Changed, FieldChange
from data.rows.errors import InvalidInput
from data.rows.issues import BatchRow
from data.rows.kinds import KINDS
from data.rows.received import Expectation, Received, ReceivedBody, ReceivedKind
from data.store.database import Database
from data.store.files import atomic_write

SHOWN = 50


def received(options: argparse.Namespace) -> Answer:
    """Print which bodies have sent what for a period; change what they are asked for."""
    with database(options) as db:
        _change(db, options)
        if not options.period:
            with db.reading() as session:
                asked = expectation(session)
            return Answer({"asked": _asked(asked)}, (deadline_words(asked),))
        with db.reading() as session:
            board = received_of(session, period(options), today(options))
    bodies = board.missing if options.missing else board.bodies
    content = {
        "period": period_json(period(options)),
        "asked": _asked(board.asked),
        "bodies": [_body(body) for body in bodies],
    }
    return Answer(content, _lines(board, options.missing))


def _change(db: Database, options: argparse.Namespace) -> None:
    """Keep another deadline or other kinds, where the command names any."""
    given = (options.deadline_day, options.monthly, options.yearly)
    if all(one is None for one in given):
        return
    with db.writing("命令行", "修改报送要求") as session:
        asked = expectation(session)
        if options.deadline_day is not None:
            asked = replace(asked, day=options.deadline_day)
        if options.monthly is not None:
            asked = replace(asked, monthly=tuple(listed(options.monthly)))
        if options.yearly is not None:
            asked = replace(asked, yearly=tuple(listed(options.yearly)))
        set_expectation(session, asked)


def _asked(asked: Expectation) -> Json:
    return {
        "monthly": list(asked.monthly),
        "yearly": list(asked.yearly),
        "day": asked.day,
        "force": "参考",
    }


def _body(body: ReceivedBody) -> Json:
    return {
        "code": body.code,
        "name": body.name,
        "kinds": {one.kind: _kind(one) for one in body.kinds if one.batches},
        "missing": [one.kind for one in body.missing],
        "lacking": {one.kind: list(one.missing) for one in body.missing},
    }


def _kind(one: ReceivedKind) -> Json:
    return {
        "batches": [part.batch for part in one.batches],
        "rows": one.rows,
        "rejected": one.rejected,
        "clean": one.clean,
        "last": one.last.isoformat() if one.last else None,
        "state": one.receipt.value,
    }


def _lines(board: Received, only_missing: bool) -> tuple[str, ...]:
    missing = missing_lines(board)
    head = (
        f"{board.title}：应报 {len(board.expected)} 个单位，缺报 {len(missing)} 个；"
        f"{deadline_words(board.asked)}"
    )
    if only_missing:
        return (head, *missing)
    return (head, *(_body_line(body) for body in board.bodies))


def _body_line(body: ReceivedBody) -> str:
    parts = [
        f"{KINDS[one.kind].title} {one.receipt.value}" + (f" {one.rows:,} 行" if one.rows else "")
        for one in body.kinds
    ]
    return f"{body.name}　{'　'.join(parts)}"


def batches(options: argparse.Namespace) -> Answer:
    """Print the batches, newest first."""
    with database(options) as db, db.reading() as session:
        rows = history(session, period(options) if options.period else None)
    return Answer(
        {"batches": [_batch(row) for row in rows], "count": len(rows)},
        (*(_batch_line(row) for row in rows), f"共 {len(rows)} 批"),
    )


def _batch(row: BatchRow) -> Json:
    names = (
        *("id", "file", "kind", "sha256", "rows", "taken", "unchanged", "skipped", "rejected"),
        *("warnings", "visits", "at", "actor", "undone"),
    )
    return {name: getattr(row, name) for name in names}


def _batch_line(row: BatchRow) -> str:
    state = "已撤销" if row.undone else "已导入"
    at = f"{datetime.fromisoformat(row.at).astimezone():%Y-%m-%d %H:%M}"
    kind = KINDS[row.kind].title if row.kind in KINDS else row.kind
    return (
        f"{row.id}　{state}　{at}　{row.file}　{kind}：共 {row.rows:,} 行，收 {row.taken:,}，"
        f"未变 {row.unchanged:,}，退回 {row.rejected:,}，警告 {row.warnings:,}；{row.actor}"
    )


def batch(options: argparse.Namespace) -> Answer:
    """Print one batch: what it brought and changed; save the file it came by."""
    with database(options) as db, db.reading() as session:
        found = story(session, options.batch, None if options.changes else 0)
        resting = () if found.batch.undone else resting_on(session, options.batch)
        saved = None
        if options.save is not None:
            _, content = saved_file(session, options.batch)
            saved = _save(options.save, content)
    answer: dict[str, object] = {
        **_batch(found.batch),
        "profile": found.profile,
        "errors": found.errors,
        "made": [
            {"table": one.table, "created": one.created, "updated": one.updated}
            for one in found.counts
        ],
        "changed": {"rows": found.changed.rows, "fields": found.changed.count},
        "resting": [_resting(one) for one in resting],
    }
    if options.changes:
        answer["changes"] = [change_json(one) for one in found.changed.changes]
    if saved is not None:
        answer["saved"] = str(saved)
    return Answer(answer, _story_lines(found, resting, saved))


def change_json(one: FieldChange) -> Json:
    """Return a changed field as `batch` and `import --dry-run` print it."""
    return {
        "table": one.table,
        "row": one.subject,
        "column": one.header,
        "before": one.before,
        "after": one.after,
    }


def change_lines(changed: Changed) -> list[str]:
    """Return how much was changed, and the changed fields at hand, a line each."""
    if not changed.count:
        return []
    return [
        f"更正 {changed.rows:,} 行，共 {changed.count:,} 处",
        *(
            f"{one.table}　{one.subject}　{one.header}：{one.before or '空'} → {one.after or '空'}"
            for one in changed.changes
        ),
    ]


def _save(path: Path, content: bytes) -> Path:
    with atomic_write(path) as stream:
        stream.write(content)
    return path


def _story_lines(
    found: BatchStory, resting: Sequence[Resting], saved: Path | None
) -> tuple[str, ...]:
    lines = [_batch_line(found.batch), f"SHA-256 {found.batch.sha256}"]
    if found.profile:
        lines.append(f"对照方案 {found.profile}")
    lines += [
        f"{one.table}：新建 {one.created:,}，更正 {one.updated:,}" for one in found.counts
    ]  # fmt: skip
    lines += change_lines(found.changed) or ["没有更正已有数据"]
    lines += [one.text for one in resting]
    if saved is not None:
        lines.append(f"原文件已存为 {saved}")
    return tuple(lines)


def _resting(one: Resting) -> Json:
    return {"batch": one.batch, "file": one.file, "count": one.count, "text": one.text}


def undo_preview(options: argparse.Namespace) -> Answer:
    """Print what an undo would take, and what stands against it."""
    with database(options) as db, db.reading() as session:
        found = story(session, options.batch, 0)
        if found.batch.undone:
            raise InvalidInput(f"批次 {options.batch} 已经撤销，不必再撤。")
        resting = resting_on(session, options.batch)
    made = [one for one in found.counts if one.created or one.updated]
    content = {
        "batch": options.batch,
        "can_undo": not resting,
        "removed": sum(one.created for one in made),
        "restored": sum(one.updated for one in made),
        "resting": [_resting(one) for one in resting],
    }
    head = "不能撤销：" if resting else "可以撤销，未作任何改动。将取回："
    what = [f"{one.table}：移除 {one.created:,}，还原 {one.updated:,}" for one in made]
    return Answer(
        content, (head, *([one.text for one in resting] if resting else what)), 1 if resting else 0
    )


def dump(options: argparse.Namespace) -> Answer:
    """Print the digest of everything the database says; write the text itself where asked."""
    with database(options) as db, db.reading() as session:
        if options.out is not None:
            with atomic_write(options.out) as stream:
                for line in canonical_lines(session):
                    stream.write(line)
        sha, rows = canonical_digest(session)
    lines = [f"SHA-256 {sha}", f"共 {rows:,} 行"]
    if options.out is not None:
        lines.append(f"已写 {options.out}")
    content = {"sha256": sha, "rows": rows, "file": str(options.out) if options.out else None}
    return Answer(content, tuple(lines))
