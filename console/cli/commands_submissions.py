"""The command `submission`: calls to bodies to send something, who sent it and who did not."""

from __future__ import annotations

import argparse

from console.cli.common import ACTOR, database, listed, today
from console.cli.output import Answer
from console.cli.plain import one_of, row_json
from console.operations.attachments import read_attachment
from console.operations.papers import clean_name, save
from data.oversight import submissions
from data.oversight.acting import By
from data.oversight.notices.listing import word_of
from data.rows.errors import InvalidInput
from data.rows.submissions import CallRow, SentRow, SubmissionKind
from data.store.database import Database

Options = argparse.Namespace


def submission(options: Options) -> Answer:
    """Do one deed to a call, or list them."""
    deeds = {
        "open": _open, "list": _list, "show": _show, "receive": _receive, "file": _file,
        "remind": _remind, "close": _close,
    }  # fmt: skip
    with database(options) as db:
        return deeds[options.action](db, options)


def _by(options: Options) -> By:
    return By(options.actor or ACTOR, today(options), options.note, options.version)


def _kind(text: str) -> SubmissionKind:
    return SubmissionKind.at(word_of(SubmissionKind, text))


def _open(db: Database, options: Options) -> Answer:
    if options.due is None:
        raise InvalidInput("请用 --due 写明报送期限。")
    draft = submissions.CallDraft(
        options.title, options.due, tuple(map(_kind, listed(options.kinds))),
        tuple(listed(options.bodies)), options.paper,
    )  # fmt: skip
    with db.writing(_by(options).actor, f"发起报送 {options.title}") as session:
        number = submissions.open_call(session, draft, _by(options))
    return _told(db, options, number)


def _list(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        rows = submissions.list_calls(session, today(options))
    lines = tuple(map(_line, rows)) or ("还没有报送要求，请用 submission open 发起。",)
    return Answer({"calls": [row_json(row, missing=row.missing) for row in rows]}, lines)


def _line(row: CallRow) -> str:
    state = "已结束" if row.closed else "逾期" if row.overdue else "进行中"
    kinds = "、".join(kind.label for kind in row.kinds)
    return (f"{row.id}　{state}　{row.due} 前　{row.title}（{kinds}）　"
            f"报齐 {row.complete}/{row.bodies}")  # fmt: skip


def _show(db: Database, options: Options) -> Answer:
    return _told(db, options, one_of(options.ids, "报送"))


def _told(db: Database, options: Options, number: int) -> Answer:
    with db.reading() as session:
        call, rows = submissions.call_sheet(session, number, today(options))
    chosen = [row for row in rows if row.missing or not options.missing]
    content = {
        "call": row_json(call, missing=call.missing),
        "bodies": [row_json(row, missing=[one.label for one in row.missing]) for row in chosen],
    }
    return Answer(content, (_line(call), *map(_sent_line, chosen)))


def _sent_line(row: SentRow) -> str:
    cells = "　".join(
        f"{cell.kind.label} {cell.day or '未报'}{'（迟）' if cell.late else ''}"
        for cell in row.cells
    )
    return f"{row.body.name}　{row.word}　{cells}"


def _receive(db: Database, options: Options) -> Answer:
    number, kind = one_of(options.ids, "报送"), _kind(options.kind)
    kept = read_attachment(options.file)
    with db.writing(_by(options).actor, f"报送 {number} 收到 {options.body}") as session:
        submissions.receive(session, number, options.body, kind, _by(options), kept)
    return _told(db, options, number)


def _file(db: Database, options: Options) -> Answer:
    number = one_of(options.ids, "报送")
    if options.out is None or not options.body:
        raise InvalidInput("请用 --body 写明单位，用 --out 写明存到哪个文件夹。")
    with db.reading() as session:
        name, content = submissions.receipt_file(session, number, options.body)
    path = options.out / clean_name(name)
    save(path, content)
    return Answer({"file": str(path)}, (str(path),))


def _remind(db: Database, options: Options) -> Answer:
    number = one_of(options.ids, "报送")
    with db.reading() as session:
        text = submissions.reminder(*submissions.call_sheet(session, number, today(options)))
    return Answer({"text": text}, tuple(text.splitlines()) or ("各单位已报齐，无需提醒。",))


def _close(db: Database, options: Options) -> Answer:
    number = one_of(options.ids, "报送")
    with db.writing(_by(options).actor, f"结束报送 {number}") as session:
        submissions.close_call(session, number, _by(options))
    return _told(db, options, number)
