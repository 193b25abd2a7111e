"""Commands that mend reports and visits, move enterprises, and list and take back all edits."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from console.cli.common import ACTOR, database, period, today
from console.cli.output import Answer, Json, named
from data.intake.mending.edits import last_edit, list_edits, take_back
from data.intake.mending.joins import accept, proposals, refuse
from data.intake.mending.moves import move_enterprise
from data.intake.mending.redoing import next_redo, redo
from data.intake.mending.reports import correct, history_of, restore, void
from data.records.naming import report_ids
from data.rows.edits import EditRow, JoinProposal
from data.rows.errors import InvalidInput, NotFound
from data.store.database import Database

LAST = "last"
"""Stands for the number of one's own last edit."""
CORRECT = "用法：visit correct REPORT --set 栏目=新值 --reason 理由"


def visit(options: argparse.Namespace) -> Answer:
    """Correct, void or restore a report, or tell what was done to it."""
    with database(options) as db:
        with db.reading() as session:
            (report,) = report_ids(session, [options.report])
        if options.action != "history":
            with db.writing(actor(options), f"检查报告 {report}") as session:
                if options.action == "correct":
                    texts = dict(field_pair(one) for one in options.texts)
                    if not texts:
                        raise InvalidInput(CORRECT)
                    correct(session, report, texts, options.reason, options.line, today(options))
                elif options.action == "void":
                    void(session, report, options.reason, today(options))
                else:
                    restore(session, report, options.reason, today(options))
        with db.reading() as session:
            rows = history_of(session, report)
    return Answer({"report": report, "edits": [edit_json(row) for row in rows]}, edit_lines(rows))


def join(options: argparse.Namespace) -> Answer:
    """List reports that may be one visit; join two, keep them apart, or take that back."""
    with database(options) as db:
        if options.action == "list":
            return _proposed(db, options)
        if options.action == "undo":
            return undone(db, options, "join undo 更改序号")
        with db.reading() as session:
            first, second = report_ids(session, given(options, "join accept REPORT REPORT", 2))
        with db.writing(actor(options), f"并为一次 {first}、{second}") as session:
            deed = accept if options.action == "accept" else refuse
            deed(session, first, second, options.reason, today(options))
        return listed_edits(db)


def edits(options: argparse.Namespace) -> Answer:
    """List all edits, take one back, or do one again that was taken back."""
    with database(options) as db:
        if options.action == "undo":
            if options.words == [LAST]:
                options.words = [_last(db, options)]
            return undone(db, options, f"edits undo 序号，或 edits undo {LAST}")
        if options.action == "redo":
            return _redone(db, options)
        return listed_edits(db)


def _last(db: Database, options: argparse.Namespace) -> str:
    """Return the number of the last edit of who asks; say on the way what will be taken back."""
    with db.reading() as session:
        row = last_edit(session, actor(options))
    if row is None:
        raise NotFound(f"{actor(options)}没有可撤销的修改，请用 edits list 查看。")
    sys.stderr.write(f"{row.undo_sentence}\n")
    return str(row.id)


def _redone(db: Database, options: argparse.Namespace) -> Answer:
    """Do an edit again: that of a number, or what one took back last."""
    if options.words in ([], [LAST]):
        with db.reading() as session:
            row = next_redo(session, actor(options))
        if row is None:
            raise NotFound(f"{actor(options)}没有可重做的修改，请用 edits list 查看。")
        sys.stderr.write(f"{row.redo_sentence}\n")
        options.words = [str(row.id)]
    number = edit_number(options, f"edits redo 序号，或 edits redo {LAST}")
    with db.writing(actor(options), f"重做更改 {number}") as session:
        redo(session, number, today(options))
    return listed_edits(db)


def move(options: argparse.Namespace) -> Answer:
    """Move an enterprise to another region from a day on (`enterprise move`)."""
    if len(options.codes) != 3:
        raise InvalidInput("用法：enterprise move 企业 迁入地区 迁入日期 --why 依据")
    enterprise, region, text = options.codes
    try:
        day = date.fromisoformat(text)
    except ValueError as exc:
        raise InvalidInput(f"迁入日期“{text}”应写作 2026-11-23。") from exc
    with database(options) as db:
        with db.writing(ACTOR, f"企业迁移 {enterprise}") as session:
            move_enterprise(session, enterprise, region, day, options.why, today(options))
        return listed_edits(db)


def actor(options: argparse.Namespace) -> str:
    """Return who does it."""
    return options.actor or ACTOR


def listed_edits(db: Database) -> Answer:
    """Return all edits as an answer, newest first."""
    with db.reading() as session:
        rows = list_edits(session)
    return Answer({"edits": [edit_json(row) for row in rows]}, edit_lines(rows))


def undone(db: Database, options: argparse.Namespace, usage: str) -> Answer:
    """Take the edit named by the one word back."""
    number = edit_number(options, usage)
    with db.writing(actor(options), f"撤回更改 {number}") as session:
        take_back(session, number, options.reason, today(options))
    return listed_edits(db)


def edit_number(options: argparse.Namespace, usage: str) -> int:
    """Return the number of an edit that the one word gives."""
    (text,) = given(options, usage, 1)
    if not text.isdecimal():
        raise InvalidInput(f"序号“{text}”应为数字，请用 edits list 查看。")
    return int(text)


def given(options: argparse.Namespace, usage: str, count: int) -> list[str]:
    """Return the words of a command; InvalidInput with its usage where there are not so many."""
    words = [str(one) for one in options.words]
    if len(words) != count:
        raise InvalidInput(f"用法：{usage}")
    return words


def field_pair(text: str) -> tuple[str, str]:
    """Return header and new value of an option such as 检查日期=2026-09-03."""
    header, sign, value = text.replace("＝", "=").partition("=")
    if not sign or not header.strip():
        raise InvalidInput(f"“{text}”应写作 栏目=新值，如 检查日期=2026-09-03。")
    return header.strip(), value


def _proposed(db: Database, options: argparse.Namespace) -> Answer:
    with db.reading() as session:
        rows = proposals(session, period(options))
    content = {"proposals": [_proposal_json(row) for row in rows], "count": len(rows)}
    return Answer(content, (*map(_proposal_line, rows), f"共 {len(rows)} 对"))


def _proposal_json(row: JoinProposal) -> Json:
    return {
        "enterprise": named(row.enterprise),
        "day": row.day.isoformat(),
        "reports": [
            {"report": one.report, "number": one.number, "body": named(one.body)}
            for one in (row.first, row.second)
        ],
    }


def _proposal_line(row: JoinProposal) -> str:
    sides = "　".join(
        f"{one.report} {one.body.name} {one.number}".rstrip() for one in (row.first, row.second)
    )
    return f"{row.day.isoformat()}　{row.enterprise.name}　{sides}"


def edit_json(row: EditRow) -> Json:
    """Return an edit as JSON."""
    return {
        "id": row.id,
        "kind": row.kind.label,
        "subject": row.subject,
        "reason": row.why,
        "actor": row.actor,
        "at": row.at,
        "day": row.day.isoformat(),
        "state": row.state,
        "undone": row.undone,
        "undone_by": row.back_actor,
        "undone_at": row.back_at,
        "undone_reason": row.back_why,
        "redo_of": row.redo_of,
        "redone_by": row.redone,
        "changes": [
            {"table": one.table, "field": one.header, "before": one.before, "after": one.after}
            for one in row.changes
        ],
    }


def edit_lines(rows: list[EditRow]) -> tuple[str, ...]:
    """Return edits as lines for people, the changed fields below each."""
    lines = []
    for row in rows:
        back = f"　{row.back_actor} {row.back_why}".rstrip() if row.undone else ""
        lines.append(
            f"{row.id}　{row.day.isoformat()}　{row.kind.label}　{row.subject}　{row.why}　"
            f"{row.actor}　{row.state}{back}"
        )
        lines += [
            f"    {one.header}　{one.before or '（空）'} → {one.after or '（空）'}"
            for one in row.changes
        ]
    return tuple(lines) or ("没有更改记录",)
