"""Commands about settings: the working calendar."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from console.cli.common import database, progress, today
from console.cli.output import Answer, Json
from data.intake.calendars import plan_edits, plan_file, read_calendar, take_calendar
from data.measures.workdays import calendar_entries, calendar_years
from data.rows.calendars import (
    CalendarChange,
    CalendarEntry,
    CalendarPlan,
    CalendarYearRow,
    DayKind,
    day_text,
)
from data.rows.errors import InvalidInput
from data.store.database import Database

ACTOR = "命令行"
SET_USAGE = "holidays set 日期 放假|上班|按星期 [名称]"


def holidays(options: argparse.Namespace) -> Answer:
    """List, show, import, export or change the working calendar."""
    actions = {"list": _list, "show": _show, "import": _import, "export": _export, "set": _set}
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> Answer:
    _given(options.words, "holidays list [--year 2026]", 0, 0)
    with database(options) as db, db.reading() as session:
        rows = [row for row in calendar_years(session) if options.year in (None, row.year)]
    if not rows and options.year is not None:
        line = f"{options.year}年　未公布"
        return Answer({"years": [{"year": options.year, "published": False}]}, (line,))
    lines = tuple(
        f"{row.year}年　已公布　放假 {row.off} 天　调休上班 {row.working} 天　{_signed(row)}　"
        f"{row.source}"
        for row in rows
    )
    return Answer({"years": [_year_json(row) for row in rows]}, lines or ("没有已公布的年份",))


def _show(options: argparse.Namespace) -> Answer:
    _given(options.words, "holidays show [--year 2026]", 0, 0)
    year = options.year or today(options).year
    with database(options) as db, db.reading() as session:
        is_published = any(row.year == year for row in calendar_years(session))
        entries = calendar_entries(session, year)
    lines = tuple(f"{day_text(entry.day)}　{entry.text}" for entry in entries)
    head = f"{year}年　{'已公布' if is_published else '未公布，不推算工作日'}"
    content = {"year": year, "published": is_published, "days": [_day_json(one) for one in entries]}
    return Answer(content, (head, *lines))


def _import(options: argparse.Namespace) -> Answer:
    (name,) = _given(options.words, "holidays import 文件", 1, 1)
    path = Path(name)
    entries = read_calendar(path)
    with database(options) as db:
        with db.reading() as session:
            plan = plan_file(session, entries)
        return _taken(db, plan, options.source or path.name, options.dry_run)


def _export(options: argparse.Namespace) -> Answer:
    from console.calendar_export import write_calendar

    (name,) = _given(options.words, "holidays export 文件 [--year 2026]", 1, 1)
    with database(options) as db, db.reading() as session:
        entries = calendar_entries(session, options.year)
    path = write_calendar(entries, Path(name), options.year)
    return Answer({"path": str(path), "days": len(entries)}, (f"已导出 {len(entries)} 天：{path}",))


def _set(options: argparse.Namespace) -> Answer:
    words = _given(options.words, SET_USAGE, 2, 3)
    kind = DayKind.of(words[1])
    try:
        day = date.fromisoformat(words[0])
    except ValueError as exc:
        raise InvalidInput(f"日期“{words[0]}”应写作 2026-05-01。用法：{SET_USAGE}") from exc
    if kind is None:
        raise InvalidInput(f"类型“{words[1]}”不能识别。用法：{SET_USAGE}")
    edit = CalendarEntry(day, kind, words[2] if len(words) > 2 else "")
    with database(options) as db:
        with db.reading() as session:
            plan = plan_edits(session, {day: edit})
        return _taken(db, plan, options.source, options.dry_run)


def _taken(db: Database, plan: CalendarPlan, source: str, is_trial: bool) -> Answer:
    if not is_trial:
        take_calendar(db, plan, source, ACTOR, lambda label: progress(0, 1, label))
    content = {
        "saved": not is_trial and not plan.is_empty,
        "published": list(plan.years),
        "changes": [_change_json(one) for one in plan.changes],
    }
    said = [f"{year}年工作日历{'将' if is_trial else '已'}公布" for year in plan.years]
    said += [one.text for one in plan.changes]
    return Answer(content, tuple(said) or ("与现有日历相同，未作改动",))


def _given(words: list[str], usage: str, fewest: int, most: int) -> list[str]:
    if not fewest <= len(words) <= most:
        raise InvalidInput(f"用法：{usage}")
    return words


def _signed(row: CalendarYearRow) -> str:
    return f"{row.actor} {row.at[:10]}".strip()


def _year_json(row: CalendarYearRow) -> Json:
    return {
        "year": row.year,
        "published": True,
        "source": row.source,
        "actor": row.actor,
        "at": row.at,
        "off": row.off,
        "working": row.working,
    }


def _day_json(entry: CalendarEntry) -> Json:
    return {"day": entry.day.isoformat(), "kind": entry.kind.label, "name": entry.name}


def _change_json(change: CalendarChange) -> Json:
    return {
        "day": change.day.isoformat(),
        "before": _day_json(change.before),
        "after": _day_json(change.after),
    }
