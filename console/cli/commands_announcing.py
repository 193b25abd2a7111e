"""The command `announce`: what may be announced to enterprises, by body and month."""

from __future__ import annotations

import argparse

from console.announce_tables import write_announcements
from console.cli.common import database, listed, progress, today
from console.cli.output import Answer, named
from console.cli.plain import row_json
from console.cli.planning_year import year_of
from data.planning.announcing import announce_list
from data.planning.proposing import CandidateWish
from data.rows.errors import InvalidInput
from data.rows.period import Period


def announce(options: argparse.Namespace) -> Answer:
    """List what may be announced; write a workbook for each body and month where asked."""
    year, day = year_of(options), today(options)
    months = listed(options.month)
    for one in months:
        if len(one) != len("2026-09") or Period.parse(one, day).last.year != year:
            raise InvalidInput(f"--month 应写作 {year}-09，现为“{one}”。")
    with database(options) as db, db.reading() as session:
        found = announce_list(session, year, months, CandidateWish(body=options.body), day)
    files = [] if options.out is None else write_announcements(found, options.out, day, progress)
    parts = [
        {"body": named(body), "month": month, "count": len(rows)}
        for body, month, rows in found.parts()
    ]
    content = {
        "year": year, "count": len(found.rows), "by_timetable": found.has_timetable,
        "parts": parts, "rows": [row_json(row) for row in found.rows],
        "kept_back": dict(found.kept_back), "files": [str(path) for path in files],
    }  # fmt: skip
    lines = [f"{one['month']}　{body.name}　{one['count']} 户次"
             for one, (body, _, _) in zip(parts, found.parts(), strict=True)]  # fmt: skip
    return Answer(content, (*lines, *found.lines, *map(str, files)))
