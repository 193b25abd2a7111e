"""The working calendar as people change it: a file of a notice, or single days by hand.

A file lists 日期, 类型 (放假, 上班) and 名称. A year whose 1 January is in it is given whole: it is
published by the file, and days it does not name follow the week. Rows of another year correct
that year's calendar, which must be published: the notice for one year may move a day of December
before it. Nothing is written before everything in the file is right.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.intake.headers import normalise
from data.intake.readers import RawTable, read_table
from data.intake.values.dates import parse_date
from data.measures.workdays import calendar_entries
from data.models import CalendarDay, CalendarYear
from data.rows.calendars import (
    CalendarChange,
    CalendarEntry,
    CalendarPlan,
    DayKind,
    day_text,
    ordinary,
    settled,
)
from data.rows.errors import Conflict, InvalidInput
from data.rows.issues import Changes
from data.rows.period import day_number, day_of
from data.rules.maintenance import rejudge
from data.store.database import Database

COLUMNS = ("日期", "类型", "名称")
WORDS = {"休": "放假", "休息": "放假", "放假调休": "放假", "班": "上班", "调休上班": "上班"}
LIST = "days"
"""The name of the list in a TOML file."""
FEWEST_OFF = 11
"""法定节假日 of a year by 全国年节及纪念日放假办法; since 2025 there are 13."""
SHOWN = 5
NAME_LENGTH, SOURCE_LENGTH = 64, 200
FORM = "应有“日期、类型、名称”三列，类型填“放假”或“上班”。"


def read_calendar(path: Path) -> tuple[CalendarEntry, ...]:
    """Read the days a file lists, in order; InvalidInput names every wrong row it shows."""
    rows = _toml_rows(path) if path.suffix.lower() == ".toml" else _table_rows(path)
    entries: dict[date, CalendarEntry] = {}
    wrong: list[str] = []
    for place, day, kind, name, date1904 in rows:
        try:
            entry = _entry(day, kind, name, date1904)
        except ValueError as exc:
            wrong.append(f"{place}{exc}")
            continue
        if entry.day in entries:
            wrong.append(f"{place}日期“{entry.day}”重复")
        entries[entry.day] = entry
    if wrong:
        more = f"等共 {len(wrong)} 处" if len(wrong) > SHOWN else ""
        raise InvalidInput(
            f"“{path.name}”有误：{'；'.join(wrong[:SHOWN])}{more}。请改正后重新导入，日历未作改动。"
        )
    if not entries:
        raise InvalidInput(f"“{path.name}”没有一天，{FORM}")
    found = tuple(sorted(entries.values(), key=lambda entry: entry.day))
    _refuse_half_years(path.name, found)
    return found


def whole_years(entries: Iterable[CalendarEntry]) -> tuple[int, ...]:
    """Return the years a file gives whole: those whose 1 January it names."""
    return tuple(entry.day.year for entry in entries if (entry.day.month, entry.day.day) == (1, 1))


def _refuse_half_years(file: str, entries: tuple[CalendarEntry, ...]) -> None:
    off = Counter(entry.day.year for entry in entries if entry.kind == DayKind.OFF)
    for year in whole_years(entries):
        if off[year] < FEWEST_OFF:
            raise InvalidInput(
                f"“{file}”列有{year}年元旦，但全年只有 {off[year]} 天放假，不是完整的年度日历。"
                "请补全；只更正个别日子的，请在“工作日历”中逐日修改。日历未作改动。"
            )


def _entry(day: str, kind: str, name: str, date1904: bool) -> CalendarEntry:
    number, fault = parse_date(day, date1904=date1904)
    if fault is not None or not day.strip():
        raise ValueError(f"日期“{day.strip()}”{fault.reason.rstrip('。') if fault else '未填写'}")
    word = kind.strip()
    found = DayKind.of(WORDS.get(word, word))
    if found not in (DayKind.OFF, DayKind.WORKING):
        raise ValueError(f"类型“{word}”不能识别，应为“放假”或“上班”")
    if len(name.strip()) > NAME_LENGTH:
        raise ValueError(f"名称超过 {NAME_LENGTH} 个字")
    return CalendarEntry(day_of(number), found, name.strip())


def _table_rows(path: Path) -> Iterable[tuple[str, str, str, str, bool]]:
    table = read_table(path, names=COLUMNS)
    places = _places(path, table)
    for number, row in zip(table.row_numbers, table.frame.itertuples(index=False), strict=True):
        cells = [str(row[place]) if place is not None else "" for place in places]
        yield f"第 {number} 行", cells[0], cells[1], cells[2], table.date1904


def _places(path: Path, table: RawTable) -> list[int | None]:
    labels = [normalise(label) for label in table.header]
    found = [labels.index(name) if name in labels else None for name in COLUMNS]
    missing = [name for name, place in zip(COLUMNS[:2], found, strict=False) if place is None]
    if missing:
        raise InvalidInput(f"“{path.name}”中没有“{'”“'.join(missing)}”列。{FORM}日历未作改动。")
    return found


def _toml_rows(path: Path) -> Iterable[tuple[str, str, str, str, bool]]:
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as exc:
        raise InvalidInput(f"无法读取“{path}”：文件不存在或没有权限。请检查路径。") from exc
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise InvalidInput(f"“{path.name}”不是有效的 TOML 文件：{exc}。日历未作改动。") from exc
    days = content.get(LIST)
    if not isinstance(days, list) or not all(isinstance(one, dict) for one in days):
        raise InvalidInput(
            f"“{path.name}”中没有 [[{LIST}]] 列表，每项{FORM}日历未作改动。"
        )  # fmt: skip
    for number, one in enumerate(days, start=1):
        day, kind, name = (str(one.get(column, "")) for column in COLUMNS)
        yield f"第 {number} 项", day, kind, name, False


def plan_file(session: Session, entries: Iterable[CalendarEntry]) -> CalendarPlan:
    """Return what taking these days in would change."""
    wanted = {entry.day: settled(entry) for entry in entries}
    given = whole_years(wanted.values())
    known = {entry.day: entry for entry in calendar_entries(session)}
    _refuse_unpublished(session, wanted, given)
    for day in known:
        if day.year in given:
            wanted.setdefault(day, ordinary(day))
    published = set(session.scalars(select(CalendarYear.year)))
    return CalendarPlan(
        tuple(year for year in given if year not in published),
        _differences(known, wanted),
        given,
    )


def plan_edits(session: Session, edits: Mapping[date, CalendarEntry]) -> CalendarPlan:
    """Return what changing single days of published years would change."""
    for entry in edits.values():
        if len(entry.name) > NAME_LENGTH:
            raise InvalidInput(f"{entry.day} 的名称超过 {NAME_LENGTH} 个字，请缩短。")
    _refuse_unpublished(session, edits, ())
    known = {entry.day: entry for entry in calendar_entries(session)}
    wanted = {day: settled(entry) for day, entry in edits.items()}
    return CalendarPlan((), _differences(known, wanted))


def _refuse_unpublished(
    session: Session, days: Iterable[date], given: tuple[int, ...]
) -> None:  # fmt: skip
    published = {*session.scalars(select(CalendarYear.year)), *given}
    unknown = sorted({day.year for day in days} - published)
    if unknown:
        years = "、".join(f"{year}年" for year in unknown)
        raise InvalidInput(
            f"{years}的工作日历尚未公布，不能只改个别日子。请导入含元旦在内的全年放假安排。"
        )


def _differences(
    known: Mapping[date, CalendarEntry], wanted: Mapping[date, CalendarEntry]
) -> tuple[CalendarChange, ...]:
    pairs = ((known.get(day, ordinary(day)), wanted[day]) for day in sorted(wanted))
    return tuple(CalendarChange(before, after) for before, after in pairs if before != after)


def take_calendar(
    db: Database, plan: CalendarPlan, source: str, actor: str, tell: Callable[[str], None]
) -> Changes:
    """Save what a plan changes, and judge anew what counts working days; all or nothing.

    `tell` hears what comes next, and may raise to cancel.
    """
    if plan.is_empty:
        return Changes()
    with db.writing(actor, f"修改工作日历 {_years_text(plan)}") as session:
        changes = save_calendar(session, plan, source, actor)
        if plan.moves_workdays:
            tell("按规则核对")
            rejudge(session, None, None)
        return changes


def save_calendar(session: Session, plan: CalendarPlan, source: str, actor: str) -> Changes:
    """Write what a plan changes; Conflict where a day is no longer as the plan saw it.

    Findings that count working days are judged anew by `take_calendar`.
    """
    known = {entry.day: entry for entry in calendar_entries(session)}
    for change in plan.changes:
        now = known.get(change.day, ordinary(change.day))
        if now != change.before:
            raise Conflict(
                f"{day_text(change.day)} 已被他人改为“{now.text}”，本次更改未保存。请重新打开日历。"
            )
    days = [day_number(change.day) for change in plan.changes]
    session.execute(delete(CalendarDay).where(CalendarDay.day.in_(days)))
    session.add_all(
        CalendarDay(
            day=day_number(change.day),
            works=int(change.after.kind == DayKind.WORKING),
            name=change.after.name,
        )
        for change in plan.changes
        if change.after.kind != DayKind.ORDINARY
    )
    _sign(session, plan, source[:SOURCE_LENGTH], actor)
    session.flush()
    return Changes(count=len(plan.changes), findings=True)


def _years_text(plan: CalendarPlan) -> str:
    return "、".join(f"{year}年" for year in plan.touched)


def _sign(session: Session, plan: CalendarPlan, source: str, actor: str) -> None:
    """Say of every year touched who saved it last, and when."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    for year in plan.touched:
        row = session.get(CalendarYear, year)
        if row is None:
            session.add(CalendarYear(year=year, source=source, actor=actor, at=at))
        else:
            row.actor, row.at, row.version = actor, at, row.version + 1
            row.source = source if year in plan.given else row.source


def calendar_toml(entries: Iterable[CalendarEntry]) -> str:
    """Return days as the text of a TOML file that `read_calendar` reads."""
    parts = [
        f'[[{LIST}]]\n"日期" = {entry.day}\n"类型" = "{entry.kind.label}"\n'
        f'"名称" = {_quoted(entry.name)}\n'
        for entry in entries
    ]
    return "\n".join(parts)


def _quoted(text: str) -> str:
    kept = "".join(char for char in text if char.isprintable())
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'
