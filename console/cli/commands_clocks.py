"""The command `clocks`: everything with a day in one list, and as a calendar file."""

from __future__ import annotations

import argparse

from console.cli.common import database, today
from console.cli.output import Answer
from console.cli.plain import row_json
from console.operations.papers import save
from data.oversight.clocks import list_clocks
from data.rows.clocks import ClockRow
from data.rows.errors import InvalidInput
from data.rows.period import Period
from reports.calendar_file import calendar_file

Options = argparse.Namespace


def clocks(options: Options) -> Answer:
    """List what has a day, by month, or write it as a calendar file."""
    day = today(options)
    span = Period.parse(options.month, day) if options.month else None
    with database(options) as db, db.reading() as session:
        first, last = (span.first, span.last) if span else (None, None)
        rows = list_clocks(session, day, first, last)
    if options.action == "ics":
        if options.out is None:
            raise InvalidInput("请用 --out 写明日历文件存到哪里。")
        save(options.out, calendar_file(rows, day))
        return Answer({"file": str(options.out), "count": len(rows)},
                      (f"{options.out}　{len(rows)} 项",))  # fmt: skip
    return Answer({"clocks": [row_json(row) for row in rows]}, tuple(_lines(rows)))


def _lines(rows: list[ClockRow]) -> list[str]:
    lines, month = [], ""
    for row in rows:
        if f"{row.day:%Y-%m}" != month:
            month = f"{row.day:%Y-%m}"
            lines.append(month)
        who = f"　{row.body}" if row.body else ""
        lines.append(f"  {row.day:%m-%d}　{row.state}　{row.kind}　{row.title}{who}")
    return lines or ["没有日程。"]
