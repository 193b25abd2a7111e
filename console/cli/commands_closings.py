"""Commands about months closed for reporting, and the sample removed before real use."""

from __future__ import annotations

import argparse

from console.cli.commands_mending import actor
from console.cli.commands_past import teller
from console.cli.common import database, period, today
from console.cli.output import Answer, Json
from console.operations.corrections import corrections_since
from data.intake.mending.closings import close as close_months
from data.intake.mending.closings import reopen as open_months
from data.intake.mending.closings import standing_closings
from data.intake.mending.emptying import remove_sample
from data.records.registers import counts, data_state
from data.rows.edits import Closing
from data.store.database import Database


def close(options: argparse.Namespace) -> Answer:
    """Close the months of a period for reporting."""
    span = period(options)
    with database(options) as db:
        with db.writing(actor(options), f"封账 {span.text}") as session:
            close_months(session, span, options.note or options.reason, today(options))
        return _listed(db)


def reopen(options: argparse.Namespace) -> Answer:
    """Open closed months again, with a reason."""
    span = period(options)
    with database(options) as db:
        with db.writing(actor(options), f"重开 {span.text}") as session:
            open_months(session, span, options.reason, today(options))
        return _listed(db)


def closings(options: argparse.Namespace) -> Answer:
    """List the closed months, and what changed in each since it was closed."""
    with database(options) as db:
        with db.reading() as session:
            rows = standing_closings(session)
        told = {one.month: corrections_since(db, [one], today(options), teller()) for one in rows}
    lines: list[str] = []
    for one in rows:
        lines += [_line(one), *(f"    {words}" for words in told[one.month])]
    content = {"closings": [{**_json(one), "corrections": list(told[one.month])} for one in rows]}
    return Answer(content, tuple(lines) or ("没有封账的月份",))


def sample(options: argparse.Namespace) -> Answer:
    """Remove the sample data; without --yes only say what would go."""
    with database(options) as db:
        with db.reading() as session:
            state, before = data_state(session), counts(session)
        if not options.yes and state.sample:
            words = (
                f"将移除演示数据：入企检查 {before['visits']:,} 次、企业 "
                f"{before['enterprises']:,} 户及其全部记录；参数设置、工作日历、发文单位保留。",
                "移除后不能恢复，确认请加 --yes。",
            )
            return Answer({"removed": False, "counts": before}, words)
        with db.bulk_writing(actor(options), "移除演示数据") as session:
            remove_sample(session, today(options))
        with db.reading() as session:
            after = counts(session)
    return Answer({"removed": True, "counts": after}, ("已移除演示数据，数据库现在是空的。",))


def _listed(db: Database) -> Answer:
    with db.reading() as session:
        rows = standing_closings(session)
    content = {"closings": [_json(one) for one in rows]}
    return Answer(content, tuple(map(_line, rows)) or ("没有封账的月份",))


def _json(one: Closing) -> Json:
    return {
        "month": one.month,
        "day": one.day.isoformat(),
        "actor": one.actor,
        "note": one.note,
    }


def _line(one: Closing) -> str:
    return f"{one.month}　{one.day.isoformat()} 封账　{one.actor}　{one.note}".rstrip()
