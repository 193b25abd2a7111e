"""Keeping a timetable for its year: from then on briefings, letters and lists go by it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from data.models import KeptTimetableEntry
from data.planning.certificates import digest
from data.planning.loading import PlannedYear
from data.planning.paragraph import figures_of
from data.planning.replanning import Former
from data.planning.timetable import Timetable
from data.records.timetables import HEADS, kept_lines, kept_timetable
from data.rows.errors import InvalidInput, NotFound
from data.rows.issues import Changes
from data.rows.period import day_number, month_number, month_text
from data.rows.timetables import Savings
from data.store.packing import packed


def keep_timetable(
    session: Session, planned: PlannedYear, found: Timetable, savings: Savings, actor: str,
    day: date,
) -> Changes:  # fmt: skip
    """Keep a timetable for its year; an earlier one stays on record and holds no longer."""
    if found.month is None:
        raise InvalidInput("没有排出时间表，不能留存。")
    figures = json.dumps(asdict(figures_of(planned, found, savings)), ensure_ascii=False)
    content = packed(_lines(planned, found).encode())
    _add(session, planned.year, (1, figures, digest(planned.instance), content), "", actor, day)
    return Changes(planning=True, count=1)


def withdraw_timetable(
    session: Session, year: int, reason: str, actor: str, day: date
) -> Changes:
    """Let the timetable of a year hold no longer, with the reason; it stays on record."""
    if kept_timetable(session, year, day) is None:
        raise NotFound(f"{year}年没有留存的时间表。")
    if not reason.strip():
        raise InvalidInput("请写明撤回留存的时间表的理由。")
    _add(session, year, (0, "", "", None), reason.strip(), actor, day)
    return Changes(planning=True, count=1)


def former_of(session: Session, year: int, day: date) -> Former:
    """Return the kept timetable of a year as one that is planned anew from."""
    lines = kept_lines(session, year, day)
    if lines is None:
        raise NotFound(f"{year}年没有留存的时间表，请先用 schedule --save 留存。")
    return {key: month_number(date.fromisoformat(f"{text}-01")) for key, text in lines.items()}


def _add(
    session: Session, year: int, told: tuple[int, str, str, bytes | None], reason: str,
    actor: str, day: date,
) -> None:  # fmt: skip
    if not actor.strip():
        raise InvalidInput("请写明办理人。")
    holds, figures, mark, content = told
    session.add(
        KeptTimetableEntry(
            year=year, holds=holds, figures=figures, digest=mark, content=content, reason=reason,
            actor=actor.strip()[:64], at=datetime.now(UTC).isoformat(timespec="seconds"),
            day=day_number(day),
        )
    )  # fmt: skip
    session.flush()


def _lines(planned: PlannedYear, found: Timetable) -> str:
    """Return a timetable as CSV: plan, enterprise, month, lead."""
    assert found.month is not None
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADS)
    numbers = planned.plans["number"].tolist()
    leads = [planned.bodies[body].name for body in planned.plans["body"].tolist()]
    months = [month_text(one) for one in planned.months]
    codes = [one.code for one in planned.enterprises]
    instance = planned.instance
    rows = zip(instance.plan.tolist(), instance.enterprise.tolist(), found.month.tolist(),
               strict=True)  # fmt: skip
    writer.writerows(
        (numbers[plan], codes[whom], months[at], leads[plan]) for plan, whom, at in rows
    )
    return stream.getvalue()
