"""Looking back: a ledger as it stood on a day, and what differs between two days."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from console.cli.common import database, listed, period, progress
from console.cli.output import Answer, Json, named, period_json
from data.rows.errors import InvalidInput
from data.rows.past import Cause, Compared, DifferenceRow, Side
from data.rows.past_words import cause_words, number_words, summary_words

if TYPE_CHECKING:
    from data.intake.past import Past

MOST_CAUSES = 10
"""A line a cause for so many of a number; --json has all."""


@contextmanager
def asked_ledger(options: argparse.Namespace) -> Iterator[Past]:
    """Open the database; with --as-of the ledger as it stood at the end of that day."""
    from data.intake.past import Past, Shelf

    day: date | None = options.as_of
    with database(options, judged=day is None) as db:
        if day is None:
            yield Past(db, date.max, False)
            return
        with Shelf() as shelf:
            yield shelf.as_of(db, day, teller())


def teller() -> Callable[[str], None]:
    """Return what says on standard error which part of the work begins."""
    told: list[str] = [""]

    def tell(label: str) -> None:
        part = label.split("：")[0].split(" ")[0]
        if part != told[0]:
            told[0] = part
            progress(0, 1, part)

    return tell


def dated(answer: Answer, past: Past) -> Answer:
    """Return an answer that says of which day it is, where that is not now."""
    if past.day == date.max:
        return answer
    content = {**answer.content, "as_of": past.day.isoformat(), "notes": list(past.notes)}
    head = (f"数据截至 {past.day} 的状态", *past.notes)
    return Answer(content, (*head, *answer.lines), answer.status)


def compare(options: argparse.Namespace) -> Answer:
    """Print what differs between two days, and why."""
    from data.intake.past import Shelf
    from data.intake.past import compare as compared
    from data.records.past_difference import Asked

    asked = Asked(
        period(options),
        options.from_day,
        options.to_day,
        tuple(listed(options.id)),
        tuple(listed(options.by)),
        options.basis,
    )
    if asked.first >= asked.second:
        raise InvalidInput("--from 应早于 --to，请核对两个日期。")
    with database(options) as db, Shelf() as shelf:
        found = compared(shelf, db, asked, teller())
    return Answer(_json(found), _lines(found))


def _json(found: Compared) -> Json:
    return {
        "period": period_json(found.period),
        "from": found.first.isoformat(),
        "to": found.second.isoformat(),
        "by": list(found.by),
        "basis": found.basis,
        "rows": [_row(row) for row in found.rows],
        "notes": list(found.notes),
    }


def _row(row: DifferenceRow) -> Json:
    return {
        "id": row.id,
        "name": row.name,
        "key": list(row.key),
        "group": row.group,
        "then": _side(row.then),
        "now": _side(row.now),
        "change": row.change,
        "explained": row.explained,
        "causes": [_cause(cause) for cause in row.causes],
    }


def _side(side: Side) -> Json:
    return {
        "value": side.value,
        "numerator": side.numerator,
        "denominator": side.denominator,
        "unknown": side.unknown,
    }


def _cause(cause: Cause) -> Json:
    return {
        "kind": cause.kind.value,
        "batch": cause.batch,
        "file": cause.file,
        "body": named(cause.body) if cause.body else None,
        "visits": cause.visits,
        "numerator": {"added": cause.added, "removed": cause.removed},
        "denominator": {"added": cause.added_below, "removed": cause.removed_below},
        "records": list(cause.records),
    }


def _lines(found: Compared) -> tuple[str, ...]:
    lines = [f"{found.period.title}：{found.first} 与 {found.second} 两日所见"]
    for row in found.changed:
        where = f"（{row.group}）" if row.group else ""
        lines.append(
            f"{row.id}　{row.name}{where}　{number_words(row.then, row.share)} → "
            f"{number_words(row.now, row.share)}"
        )
        lines += [f"    {cause_words(cause)}" for cause in row.causes[:MOST_CAUSES]]
        if len(row.causes) > MOST_CAUSES:
            lines.append(f"    共 {len(row.causes)} 项原因：{summary_words(row.causes)}")
    if not found.changed:
        lines.append("两日之间没有变化")
    return (*lines, *found.notes)
