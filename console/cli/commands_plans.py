"""The command about 检查计划: the list, one plan, what bodies leave out, which plans meet."""

from __future__ import annotations

import argparse
from typing import TypeVar

from console.cli.commands_past import asked_ledger, dated
from console.cli.common import judged_on, period
from console.cli.output import Answer, Json, finding_json, named, period_json
from data.records.plan_detail import plan_detail
from data.records.plan_gaps import gaps_by_body
from data.records.plan_overlaps import list_overlaps, shared_enterprises
from data.records.plans import PlanWish, list_plans, narrowed, ordered, plan_of
from data.rows.enums import CheckType, Level, PlanStanding, Word
from data.rows.errors import InvalidInput
from data.rows.period import day_of
from data.rows.plans import (
    FIELDS,
    PlanDetail,
    PlanFilter,
    PlanGaps,
    PlanPair,
    PlanRow,
    PlanSide,
)

MOST_LINES = 200


def plans(options: argparse.Namespace) -> Answer:
    """Print plans of a period, one plan, what is missing by body, or pairs that overlap."""
    if options.plan:
        return _one(options)
    if options.missing:
        return _missing(options)
    return _overlaps(options) if options.overlaps else _list(options)


def _list(options: argparse.Namespace) -> Answer:
    wish = PlanWish(
        asked_word(CheckType, options.type, "检查类型"),
        {"是": True, "否": False}.get(options.joint),
        lack=_lack(options.lack),
        standing=asked_word(PlanStanding, options.standing, "进展"),
        text=options.text,
    )
    with asked_ledger(options) as past, past.database.reading() as session:
        rows = ordered(
            narrowed(list_plans(session, _filter(options), judged_on(options)), wish), "first"
        )
    lines = [
        f"{_day(row.first)}—{_day(row.last)}　{row.body.name}　{row.number}　{row.name}　"
        f"{row.lack_words}　{row.progress_words or '—'}　{row.standing.label}"
        for row in rows[:MOST_LINES]
    ]
    content = {
        "period": period_json(period(options)),
        "span": options.span,
        "plans": [plan_json(row) for row in rows],
        "count": len(rows),
    }
    return dated(Answer(content, (*lines, f"共 {len(rows)} 个计划")), past)


def _one(options: argparse.Namespace) -> Answer:
    with asked_ledger(options) as past, past.database.reading() as session:
        row = plan_of(session, options.plan, judged_on(options))
        detail = plan_detail(session, row.id)
    fields = {name: value for name, value in detail.fields if value}
    content = {
        **plan_json(row),
        "fields": fields,
        "visit_ids": list(detail.visits),
        "targets": detail.targets,
        "open_targets": [named(one) for one in detail.open_targets],
        "finding_rows": [finding_json(one) for one in detail.findings],
    }
    return dated(Answer(content, _plan_lines(row, detail)), past)


def _plan_lines(row: PlanRow, detail: PlanDetail) -> tuple[str, ...]:
    return (
        f"{row.name}（{row.key}）　{row.body.name}　{row.type.label}",
        f"时间 {_day(row.first)}—{_day(row.last)}　{row.standing.label}　"
        f"进度 {row.progress_words or '—'}　{row.lack_words}",
        *(f"{name}　{value}" for name, value in detail.fields if value),
        f"检查 {len(detail.visits)} 次",
        *(f"未完成　{one.name}" for one in detail.open_targets),
        *(f"{one.severity.label}　{one.rule}　{one.sentence}" for one in detail.findings),
    )


def _missing(options: argparse.Namespace) -> Answer:
    wanted = _filter(options)
    by = [(name, code) for name, code in (
        ("body", wanted.body), ("region", wanted.region),
        ("level", Level.at(wanted.level).label if wanted.level else ""),
    ) if code]  # fmt: skip
    with asked_ledger(options) as past, past.database.reading() as session:
        rows = gaps_by_body(
            session, wanted.period, [name for name, _ in by], [code for _, code in by]
        )
    lines = [
        f"{row.body.name}　计划 {row.plans}　齐全 {row.complete}/{row.told}　"
        + "　".join(f"缺{FIELDS[name]} {count}" for name, count in row.lacks.items() if count)
        + (f"　3月31日前受理 {row.filed}/{row.due}" if row.due else "")
        for row in rows
    ]
    content = {
        "period": period_json(wanted.period),
        "fields": FIELDS,
        "bodies": [gaps_json(row) for row in rows],
    }
    return dated(Answer(content, tuple(lines)), past)


def _overlaps(options: argparse.Namespace) -> Answer:
    wanted = _filter(options)
    with asked_ledger(options) as past, past.database.reading() as session:
        pairs = list_overlaps(session, wanted)
        shared = shared_enterprises(session, pairs)
    lines = [
        f"共同对象 {one.shared} 户　{_day(one.first)}—{_day(one.last)}　"
        f"{one.one.body.name} {one.one.number} ／ {one.other.body.name} {one.other.number}"
        for one in pairs[:MOST_LINES]
    ]
    content = {
        "period": period_json(wanted.period),
        "pairs": [
            {**pair_json(one), "enterprises": [named(who) for who in whom]}
            for one, whom in zip(pairs, shared, strict=True)
        ],
        "count": len(pairs),
    }
    return dated(Answer(content, (*lines, f"共 {len(pairs)} 对")), past)


def _filter(options: argparse.Namespace) -> PlanFilter:
    level = asked_word(Level, options.level, "层级")
    return PlanFilter(
        period(options), options.span, options.body, options.region,
        None if level is None else int(level),
        system=options.system,
    )  # fmt: skip


W = TypeVar("W", bound=Word)


def asked_word(kind: type[W], text: str, what: str) -> W | None:
    """Return the word an option names, None for an empty one; InvalidInput lists all."""
    found = kind.of(text) if text else None
    if text and found is None:
        raise InvalidInput(f"没有{what}“{text}”，可用：{'、'.join(one.label for one in kind)}。")
    return found


def _lack(text: str) -> str:
    words = {"缺项": "any", "齐全": "none", **{word: name for name, word in FIELDS.items()}}
    if text and text not in words:
        raise InvalidInput(f"没有要素“{text}”，可用：{'、'.join(words)}。")
    return words.get(text, "")


def _day(day: int | None) -> str:
    return "未填" if day is None else day_of(day).isoformat()


def _date(day: int | None) -> str | None:
    return None if day is None else day_of(day).isoformat()


def plan_json(row: PlanRow) -> Json:
    """Return a plan as `plans` prints it."""
    return {
        "key": row.key,
        "number": row.number,
        "name": row.name,
        "body": named(row.body),
        "region": named(row.region),
        "type": row.type.label,
        "cycle": row.cycle,
        "first": _date(row.first),
        "last": _date(row.last),
        "partners": list(row.partners),
        "joint": row.joint,
        "ratio": row.ratio,
        "filed": _date(row.filed),
        "accepted": _date(row.accepted),
        "complete": row.complete,
        "lacks": [FIELDS[one] for one in row.lacks],
        "untold": [FIELDS[one] for one in row.untold],
        "done": row.reached,
        "wanted": row.wanted,
        "standing": row.standing.label,
        "findings": row.findings,
    }


def gaps_json(row: PlanGaps) -> Json:
    """Return what the plans of a body lack as `plans --missing` prints it."""
    return {
        "body": named(row.body), "plans": row.plans, "told": row.told, "complete": row.complete,
        "unknown": row.untold, "lacks": row.lacks, "due": row.due, "filed": row.filed,
        "filed_unknown": row.filed_unknown,
    }  # fmt: skip


def pair_json(pair: PlanPair) -> Json:
    """Return two plans that meet as `plans --overlaps` prints them."""
    return {
        "plans": [_side_json(pair.one), _side_json(pair.other)], "shared": pair.shared,
        "first": _date(pair.first), "last": _date(pair.last), "days": pair.days,
        "finding": pair.finding, "state": pair.state,
    }  # fmt: skip


def _side_json(side: PlanSide) -> Json:
    return {
        "key": side.key, "number": side.number, "name": side.name, "body": named(side.body),
        "type": side.type.label, "first": _date(side.first), "last": _date(side.last),
    }  # fmt: skip
