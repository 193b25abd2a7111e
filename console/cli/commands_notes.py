"""Notes printed in the briefing: add, list, remove."""

from __future__ import annotations

import argparse

from console.cli.common import ACTOR, database, today
from console.cli.output import Answer, Json, named
from data.oversight.remarks import add_note, list_notes, remove_note
from data.rows.errors import InvalidInput
from data.rows.notes import BODY, REGION, NoteRow
from data.rows.period import day_of, month_text


def note(options: argparse.Namespace) -> Answer:
    """Write a note on a body or region, list the notes, or remove one."""
    actor = options.actor or ACTOR
    subject, whom = _subject(options)
    with database(options) as db:
        match options.action, options.words:
            case "list", []:
                with db.reading() as session:
                    rows = list_notes(session, subject, whom)
                lines = tuple(f"{row.id}　{row.printed}　{row.actor}" for row in rows)
                return Answer({"notes": [_json(row) for row in rows]}, lines or ("还没有注",))
            case "add", [text] if whom:
                with db.writing(actor, "添加注") as session:
                    number = add_note(
                        session, subject, whom, options.month, text, actor, today(options)
                    )
                return Answer({"id": number}, (f"已添加第 {number} 条注",))
            case "remove", [number] if number.isdigit():
                with db.writing(actor, "删除注") as session:
                    remove_note(session, int(number), today(options))
                return Answer({"removed": int(number)}, (f"已删除第 {number} 条注",))
    raise InvalidInput(
        "用法：note add 内容 --body 单位（或 --region 地区）[--month 2026-03] | list |"
        " remove 序号。"
    )


def _subject(options: argparse.Namespace) -> tuple[str, str]:
    if options.body and options.region:
        raise InvalidInput("--body 和 --region 只能写一个。")
    if options.region:
        return REGION, str(options.region)
    return (BODY, str(options.body)) if options.body else ("", "")


def _json(row: NoteRow) -> Json:
    return {
        "id": row.id, "subject": row.subject, "whom": named(row.whom),
        "month": month_text(row.month) if row.month else None, "text": row.text,
        "actor": row.actor, "day": day_of(row.day).isoformat(),
    }  # fmt: skip


__all__ = ["note"]
