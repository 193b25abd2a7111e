"""The command `connection`: how each body is connected, and the one message to each."""

from __future__ import annotations

import argparse

from console.cli.common import database, period, today
from console.cli.output import Answer, Json, period_json
from console.loading.connection import read_connections
from data.rows.connections import Connection
from data.rows.errors import NotFound


def connection(options: argparse.Namespace) -> Answer:
    """Print items connected, completeness and delay of each body, or the messages."""
    asked, day = period(options), today(options)
    with database(options) as db, db.reading() as session:
        rows = read_connections(session, asked, day, options.body or None)
    if options.body and not rows:
        raise NotFound(f"没有检查单位“{options.body}”，请核对单位编码或名称。")
    told = [one.message(asked.title, day) for one in rows]
    content = {
        "period": period_json(asked),
        "bodies": [{**_json(one), "message": words} for one, words in zip(rows, told, strict=True)],
    }
    if options.messages:
        return Answer(content, tuple(words for words in told if words) or ("没有需要提醒的单位。",))
    return Answer(content, tuple(_line(one) for one in rows))


def _json(one: Connection) -> Json:
    shares = {name: _pair(getattr(one, name)) for name in ("items", "entered", "clean")}
    return {
        "code": one.code, "name": one.name, "level": one.level, "region": one.region,
        "visits": one.visits, "connected": one.is_connected, **shares, "idle": one.idle,
        "missing": list(one.missing),
        "unknown": [
            {"measure": gap.measure, "what": gap.what, "unknown": gap.unknown, "whole": gap.whole}
            for gap in one.gaps
        ],
    }  # fmt: skip


def _pair(pair: tuple[int, int] | None) -> Json | None:
    if pair is None:
        return None
    return {"numerator": pair[0], "denominator": pair[1], "value": pair[0] / pair[1]}


def _line(one: Connection) -> str:
    return f"{one.code}　{one.name}　检查 {one.visits:,} 次　{one.lacks or '齐全'}"
