"""What the pages of tracked dimensions show beyond measures: projection, 补码, levels."""

from __future__ import annotations

import argparse
from datetime import date

from console.cli.commands_past import asked_ledger, dated
from console.cli.common import period, today
from console.cli.output import Answer, Json, named, period_json
from data.measures.projecting import project_year
from data.records.late_codes import late_codes as list_late
from data.records.late_codes import reason_counts
from data.records.level_cases import level_link
from data.rows.code_lists import LateCode
from data.rows.level_cases import CaseSide, LevelCase
from data.rows.outlook import Outlook
from data.rows.period import day_of
from data.rows.readings import READINGS

MOST = 200
"""A line each for so many; --json has all."""


def projection(options: argparse.Namespace) -> Answer:
    """Print the joint share of a whole year, projected from the data so far."""
    seen: date | None = options.from_day
    year = options.year or (seen or today(options)).year
    with asked_ledger(options) as past, past.database.reading() as session:
        found = project_year(session, year, seen)
    share = "—" if found.value is None else f"{found.value:.4g}"
    low = "—" if found.low is None else f"{found.low:.4g}"
    joint = READINGS[found.reading].joint
    lines = (
        f"{found.year}年底推算（参考），数据截至 {found.as_of}：{found.reading} {share}"
        f"（{found.joint} / {found.tasks}），按至今落实率 {low}",
        *(f"    {one.name}　{one.tasks} 个，其中{joint} {one.joint} 个" for one in found.parts),
        found.method,
    )
    return dated(Answer(_outlook(found), lines), past)


def _outlook(found: Outlook) -> Json:
    return {
        "year": found.year, "reading": found.reading, "as_of": found.as_of.isoformat(),
        "value": found.value, "low": found.low,
        "numerator": found.joint, "denominator": found.tasks,
        "kept": found.kept, "promised": found.promised, "new": found.new, "force": "参考",
        "parts": [{"name": o.name, "tasks": o.tasks, "joint": o.joint} for o in found.parts],
        "method": found.method,
    }  # fmt: skip


def late_codes(options: argparse.Namespace) -> Answer:
    """Print the 补码 of a period with delay and reason, and how often each reason was given."""
    asked, narrowed = period(options), _narrowed(options)
    with asked_ledger(options) as past, past.database.reading() as session:
        rows = list_late(session, asked, tuple(narrowed), tuple(narrowed.values()))
    reasons = reason_counts(rows)
    content = {
        "period": period_json(asked),
        "count": len(rows),
        "reasons": [{"reason": r.reason, "count": r.count, "overdue": r.overdue} for r in reasons],
        "codes": [_late(row) for row in rows],
    }
    lines = [
        f"补码 {len(rows)} 次，其中逾期 {sum(row.overdue for row in rows)} 次",
        *(f"    {r.reason}　{r.count} 次（逾期 {r.overdue}）" for r in reasons),
        *(
            f"{day_of(row.day)}　{row.number}　{row.enterprise.name}　晚 {row.delay} 日"
            f"{'（逾期）' if row.overdue else ''}　{row.reason}"
            for row in rows[:MOST]
        ),
    ]
    return dated(Answer(content, tuple(lines)), past)


def _late(row: LateCode) -> Json:
    return {
        "visit": row.visit, "number": row.number, "day": day_of(row.day).isoformat(),
        "enterprise": named(row.enterprise), "bodies": [named(one) for one in row.bodies],
        "delay": row.delay, "overdue": row.overdue, "reasons": list(row.reasons),
    }  # fmt: skip


def levels(options: argparse.Namespace) -> Answer:
    """Print the cases of 层级间联动 with both visits, and each 条线."""
    asked = period(options)
    with asked_ledger(options) as past, past.database.reading() as session:
        found = level_link(session, asked, options.body, options.region)
    content = {
        "period": period_json(asked), "repeats": found.repeats, "adopted": found.adopted,
        "stood": found.stood, "value": found.share, "red": found.red,
        "days": found.intervals,
        "pairs": [{"system": one.system, "counts": one.counts} for one in found.pair_lines],
        "systems": [
            {"system": one.system, "repeats": one.repeats, "red": one.red, "adopted": one.reused,
             "stood": one.cases, "value": one.share}
            for one in found.systems
        ],
        "cases": [_case(one) for one in found.cases],
    }  # fmt: skip
    share = "—" if found.share is None else f"{found.share:.4g}"
    lines = [
        f"跨层级重复 {found.repeats} 起；结果互认 {share}（{found.adopted} / {found.stood}）",
        *(f"    {one.system}　重复 {one.repeats}，采用 {one.reused}" for one in found.systems),
        *(
            f"    {one.system}　{'，'.join(f'{pair} {n}' for pair, n in one.counts.items())}"
            for one in found.pair_lines
        ),
        *(_case_line(one) for one in found.cases[:MOST]),
    ]
    return dated(Answer(content, tuple(lines)), past)


def _case(one: LevelCase) -> Json:
    return {
        "key": one.key, "enterprise": named(one.enterprise), "item": named(one.item),
        "system": one.system, "earlier": _side(one.earlier), "later": _side(one.later),
        "days": one.days, "reused": one.reused, "severity": one.severity,
        "finding": one.finding, "record_ids": list(one.visits),
    }  # fmt: skip


def _side(side: CaseSide) -> Json:
    return {
        "visit": side.visit, "number": side.number, "day": day_of(side.day).isoformat(),
        "level": side.level, "bodies": [named(one) for one in side.bodies],
    }  # fmt: skip


def _case_line(one: LevelCase) -> str:
    sides = "　".join(
        f"{day_of(side.day)} {'、'.join(body.name for body in side.bodies)}"
        for side in (one.earlier, one.later)
    )
    word = "已采用结果" if one.reused else one.severity
    return f"{one.enterprise.name}　{one.item.name}　{sides}　隔 {one.days} 日　{word}"


def _narrowed(options: argparse.Namespace) -> dict[str, str]:
    asked = {"body": options.body, "region": options.region}
    return {name: str(code) for name, code in asked.items() if code}
