"""The command `filing`: the register of plans received, returned for completion, and taken."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from console.cli.commands_mending import actor, field_pair
from console.cli.commands_past import asked_ledger, dated
from console.cli.commands_plans import asked_word, plan_json
from console.cli.common import database, judged_on, listed, today
from console.cli.output import Answer, Json, period_json
from console.cli.plain import day_text, row_json
from console.export import write_table
from console.filing_table import filing_table
from data.intake.mending.filings import receive, send_back, take, undo_last
from data.intake.mending.plans import amend_plan, enter_plan
from data.records.filings import count_filings, filing_of, history_of, list_filings
from data.records.plans import ids_of_keys
from data.rows.enums import Level
from data.rows.errors import InvalidInput
from data.rows.filings import (
    LATE,
    FilingEvent,
    FilingRow,
    FilingState,
    Receipt,
    Receiver,
    SendBack,
    Taking,
    lack_words,
)
from data.rows.period import Period
from data.rows.plans import FIELDS, PlanFilter

Options = argparse.Namespace
Deed = Callable[[Session, str], object]
SEVERAL = ("receive", "take")
"""Deeds to one plan or to many at once."""


def filing(options: Options) -> Answer:
    """Do one deed to plans, or tell what the register says."""
    asked = {"list": _list, "show": _show, "count": _count, "export": _export, "enter": _enter}
    if options.action in asked:
        return asked[options.action](options)
    return _done(options, _deed(options))


def _deed(options: Options) -> Deed:
    now, seen = today(options), options.version
    day = options.day or now
    if options.action == "receive":
        receiver = asked_word(Receiver, options.receiver, "收件机关")
        receipt = Receipt(day, options.sender, options.number, receiver, options.note, seen)
        return lambda session, key: receive(session, key, receipt, now)
    if options.action == "return":
        lacks = None if options.lack is None else tuple(map(_field, listed(options.lack)))
        back = SendBack(day, lacks, options.reason, options.due, seen)
        return lambda session, key: send_back(session, key, back, now)
    if options.action == "take":
        taking = Taking(day, options.number, options.filed, options.note, seen)
        return lambda session, key: take(session, key, taking, now)
    if options.action == "undo":
        return lambda session, key: undo_last(session, key, options.reason, now, seen)
    texts = dict(map(field_pair, options.texts))
    return lambda session, key: amend_plan(session, key, texts, now, options.reason)


def _field(word: str) -> str:
    """Return the key of a field by its word; an unknown one is refused with those there are."""
    return next((key for key, text in FIELDS.items() if word in (key, text)), word)


def _done(options: Options, deed: Deed) -> Answer:
    keys = list(dict.fromkeys(options.keys))
    many = options.action in SEVERAL
    if not keys or (len(keys) > 1 and not many):
        raise InvalidInput("请写明一个计划：单位编码:计划编号，可用 filing list 查看。")
    if len(keys) > 1 and options.number:
        raise InvalidInput("一次登记多个计划时编号由系统接着编，请去掉 --number，或逐个登记。")
    with database(options) as db:
        with db.writing(actor(options), f"备案登记 {'、'.join(keys)[:60]}") as session:
            for key in keys:
                deed(session, key)
        with db.reading() as session:
            return _told(session, keys, today(options))


def _enter(options: Options) -> Answer:
    texts = dict(map(field_pair, options.texts))
    with database(options) as db:
        with db.writing(actor(options), "手工登记计划") as session:
            key = enter_plan(session, texts, today(options), options.reason)
        with db.reading() as session:
            return _told(session, [key], today(options))


def _show(options: Options) -> Answer:
    if len(options.keys) != 1:
        raise InvalidInput("请写明一个计划：单位编码:计划编号，可用 filing list 查看。")
    with asked_ledger(options) as past, past.database.reading() as session:
        filing_of(session, options.keys[0], judged_on(options))
        return dated(_told(session, options.keys, judged_on(options)), past)


def _told(session: Session, keys: list[str], now: date) -> Answer:
    """Tell one plan with its history, or several as a list; nothing of one no longer there."""
    if len(keys) == 1 and not ids_of_keys(session, keys):
        return Answer({"filing": None, "events": []}, ("手工登记的计划已撤回。",))
    rows = [filing_of(session, key, now) for key in keys]
    if len(rows) > 1:
        return Answer({"filings": [filing_json(row) for row in rows]}, tuple(map(_line, rows)))
    events = history_of(session, rows[0].plan.id)
    content = {"filing": filing_json(rows[0]), "events": [row_json(one) for one in events]}
    return Answer(content, (_line(rows[0]), *_fields(rows[0]), *map(_event_line, events)))


def _line(row: FilingRow) -> str:
    return (f"{row.key}　{row.word}　{row.plan.body.name}　{row.plan.name}　"
            f"{row.receipt or '—'}　收件 {day_text(row.received)}　受理 {day_text(row.taken)}　"
            f"{row.filing or '—'}")  # fmt: skip


def _fields(row: FilingRow) -> tuple[str, ...]:
    lacks = f"现缺 {lack_words(row.plan.lacks)}" if row.plan.lacks else ""
    asked = f"退回补正 {row.asked}，{day_text(row.due)} 前报回" if row.returned else ""
    sender = f"报送人 {row.sender}" if row.sender else ""
    return tuple(filter(None, (f"收件机关 {row.receiver.label}", sender, lacks, asked)))


def _event_line(one: FilingEvent) -> str:
    back = f"　已撤回（{one.back_actor}）" if one.undone else ""
    return f"{one.day}　{one.actor}　{one.subject}　{one.why}".rstrip() + back


def _rows(options: Options, session: Session, period: Period) -> list[FilingRow]:
    level = asked_word(Level, options.level, "层级")
    wanted = PlanFilter(
        period, body=options.body, region=options.region, system=options.system,
        level=None if level is None else int(level),
    )  # fmt: skip
    receiver = asked_word(Receiver, options.receiver, "收件机关")
    late = options.state == LATE
    state = None if late else asked_word(FilingState, options.state, "状态")
    return [
        row
        for row in list_filings(session, wanted, judged_on(options))
        if receiver in (None, row.receiver)
        and state in (None, row.state)
        and (row.overdue or not late)
    ]


def _period(options: Options) -> Period:
    return Period.parse(options.period or str(judged_on(options).year), today(options))


def _list(options: Options) -> Answer:
    period = _period(options)
    with asked_ledger(options) as past, past.database.reading() as session:
        rows = _rows(options, session, period)
    content = {
        "period": period_json(period), "filings": [filing_json(row) for row in rows],
        "count": len(rows),
    }  # fmt: skip
    return dated(Answer(content, (*map(_line, rows), f"共 {len(rows)} 个计划")), past)


def _count(options: Options) -> Answer:
    period = _period(options)
    with asked_ledger(options) as past, past.database.reading() as session:
        counts = count_filings(session, period, judged_on(options))
    lines = tuple(one.sentence for one in counts) or ("台账中还没有登记。",)
    content = {"period": period_json(period), "counts": [row_json(one) for one in counts]}
    return dated(Answer(content, lines), past)


def _export(options: Options) -> Answer:
    if options.out is None:
        raise InvalidInput("请用 --out 写明台账存到哪个 .xlsx 或 .csv 文件。")
    period = _period(options)
    with asked_ledger(options) as past, past.database.reading() as session:
        rows = _rows(options, session, period)
    notes = (("期间", f"{period.title}（未办结的总在内）"), ("截至", str(judged_on(options))))
    path = write_table(filing_table(rows, notes), options.out)
    answer = Answer({"file": str(path), "count": len(rows)}, (f"{path}　{len(rows)} 行",))
    return dated(answer, past)


def filing_json(row: FilingRow) -> Json:
    """Return a plan in the register as `filing` prints it."""
    own = row_json(row, plan=plan_json(row.plan), key=row.key, asked=row.asked)
    return {**own, "lacks": [FIELDS[one] for one in row.lacks]}


__all__ = ["filing", "filing_json"]
