"""The command `demand`: contradictory demands, from a complaint to the unified opinion."""

from __future__ import annotations

import argparse

from console.cli.common import ACTOR, database, today
from console.cli.output import Answer
from console.cli.plain import day_text, one_of, row_json
from data.oversight import demands
from data.oversight.acting import By
from data.rows.demands import DemandDraft, DemandRow
from data.rows.errors import InvalidInput
from data.store.database import Database

Options = argparse.Namespace


def demand(options: Options) -> Answer:
    """Do one deed to a case, or list them."""
    deeds = {
        "open": _open, "complaints": _complaints, "list": _list, "show": _show,
        "opinion": _opinion, "close": _close,
    }  # fmt: skip
    with database(options) as db:
        return deeds[options.action](db, options)


def _by(options: Options) -> By:
    return By(options.actor or ACTOR, today(options), options.note, options.version)


def _open(db: Database, options: Options) -> Answer:
    sides = []
    for text in options.side:
        body, sign, content = text.partition("=")
        if not sign:
            raise InvalidInput(f"“--side {text}”应写作 单位=要求。")
        sides.append((body.strip(), content.strip()))
    draft = DemandDraft(options.initiator, tuple(sides), options.matter, options.complaint,
                        options.enterprise, options.random)  # fmt: skip
    with db.writing(_by(options).actor, "要求不一立案") as session:
        number = demands.open_demand(session, draft, _by(options))
    return _told(db, options, number)


def _complaints(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        rows = demands.waiting_complaints(session)
    lines = tuple(f"{number}　{content}" for number, content in rows) or ("没有待立案的投诉申诉。",)
    return Answer(
        {"complaints": [{"number": number, "content": content} for number, content in rows]}, lines
    )


def _list(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        rows = demands.list_demands(session, today(options))
    rows = [row for row in rows if row.overdue or not options.late]
    lines = tuple(map(_line, rows)) or ("没有整改要求不一的事项。",)
    return Answer({"demands": [row_json(row, lead=row.lead) for row in rows]}, lines)


def _line(row: DemandRow) -> str:
    about = f"{row.enterprise.name}　" if row.enterprise else ""
    return (f"{row.id}　{row.word}　{day_text(row.due)}　{about}{row.matter}　"
            f"发起部门 {row.initiator.name}　牵头 {row.lead}")  # fmt: skip


def _show(db: Database, options: Options) -> Answer:
    return _told(db, options, one_of(options.ids, "事项"))


def _told(db: Database, options: Options, number: int) -> Answer:
    with db.reading() as session:
        row, events = demands.demand_sheet(session, number, today(options))
    opinion = f"统一意见（{row.number or '无文号'}，{day_text(row.settled)}）：{row.opinion}"
    lines = (
        _line(row), *(f"{side.body.name}：{side.content}" for side in row.sides),
        *((opinion,) if row.opinion else ()),
        *(f"{one.day}　{one.deed.label}　{one.actor}　{one.note}".rstrip() for one in events),
    )  # fmt: skip
    content = {"demand": row_json(row, lead=row.lead), "events": [row_json(one) for one in events]}
    return Answer(content, lines)


def _opinion(db: Database, options: Options) -> Answer:
    number = one_of(options.ids, "事项")
    with db.writing(_by(options).actor, f"要求不一 {number} 统一意见") as session:
        demands.settle(session, number, options.opinion, _by(options), options.number)
    return _told(db, options, number)


def _close(db: Database, options: Options) -> Answer:
    number = one_of(options.ids, "事项")
    with db.writing(_by(options).actor, f"要求不一 {number} 办结") as session:
        demands.close(session, number, _by(options))
    return _told(db, options, number)
