"""Commands that look at one thing closely: an enterprise's year, a body, a register."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from console.cli.common import database, period, today
from console.cli.output import Answer, Json, finding_json, named
from console.loading.body import (
    OTHERS,
    BodyCard,
    ScoreLine,
    figure_words,
    interval_words,
    lacking_words,
    measure_name,
    rank_words,
    ratio_words,
    read_body,
    read_lines,
    read_others,
    read_papers,
    read_ranks,
)
from console.loading.catalogue import read_list, read_stretch, texts
from console.loading.enterprise import card_pairs, read_class, read_year, spoken
from data.oversight.scorecard import SLOW
from data.rows.catalogue import ListKind, ListRow, ListWish
from data.rows.enterprises import EnterpriseYear, YearVisit
from data.rows.errors import InvalidInput
from data.rows.notices import NoticeRow
from data.rows.period import Period, day_of

VIEWER = "命令行"


def show_enterprise(options: argparse.Namespace) -> Answer:
    """Print one enterprise's year: who it is, its visits, what lies ahead."""
    if len(options.codes) != 1:
        raise InvalidInput("用法：enterprise show 代码或名称 [--year 年度]")
    day = today(options)
    with database(options) as db, db.reading() as session:
        found = read_year(session, options.codes[0], options.year or day.year, day)
        rate = read_class(session, found.card.credit, found.year)
    card = asdict(found.card)
    for name in ("id", "whitelist", "moved_in"):
        card.pop(name)
    content = {
        "enterprise": {
            **card,
            "moved_in": _day(found.card.moved_in),
            "whitelist": [
                {"field": one.field, "mode": one.mode, "first": _day(one.first),
                 "last": _day(one.last), "basis": one.basis}
                for one in found.card.whitelist
            ],
        },
        "year": found.year, "years": list(found.years), "count": found.count,
        "months_beyond": [month for month, _ in found.months_beyond],
        "items_beyond": [named(row.item) for row in found.items_beyond if row.item],
        "class": {"credit": rate.credit, "value": rate.value, "visits": rate.visits,
                  "enterprises": rate.enterprises},
        "visits": [_visit_json(visit) for visit in found.visits],
        "findings": [finding_json(row) for row in found.findings],
        "plans": [
            {"number": one.number, "name": one.name, "body": named(one.body),
             "first": _day(one.first), "last": _day(one.last)}
            for one in found.plans
        ],
        "selfchecks": [
            {"day": _day(one.day), "item": named(one.item), "verdict": one.verdict}
            for one in found.selfchecks
        ],
    }  # fmt: skip
    return Answer(content, _enterprise_lines(found))


def _visit_json(visit: YearVisit) -> Json:
    row = visit.row
    return {
        "id": row.id, "number": row.number, "day": _day(row.day), "bodies": list(row.bodies),
        "items": list(row.items), "type": row.check_type, "trigger": row.trigger,
        "code": row.code, "result": row.result, "basis": row.basis, "counts": visit.counts,
        "on_site": visit.is_on_site,
        "severity": visit.severity.label if visit.severity is not None else None,
        "beyond": visit.beyond, "findings": [one.key for one in visit.findings],
    }  # fmt: skip


def _enterprise_lines(found: EnterpriseYear) -> tuple[str, ...]:
    facts = "　".join(f"{name} {value}" for name, value in card_pairs(found.card) if value)
    over = "、".join(f"{month}（{row.count} 次）" for month, row in found.months_beyond) or "无"
    items = "、".join(row.item.name for row in found.items_beyond if row.item) or "无"
    ahead = [
        f"待检计划　{_day(one.first)}—{_day(one.last)}　{one.body.name}　{one.name}"
        for one in found.plans
    ]
    return (
        found.card.name, facts,
        f"{found.year}年检查 {found.count} 次；超频次的月 {over}；超频次的事项 {items}",
        *(spoken(visit) for visit in found.visits), *ahead,
    )  # fmt: skip


def show_body(options: argparse.Namespace) -> Answer:
    """Print one body's scorecard for a period."""
    if len(options.words) != 1:
        raise InvalidInput("用法：body show 编码或名称 --period 期间")
    span, day = period(options), today(options)
    with database(options) as db, db.reading() as session:
        card = read_body(session, options.words[0], span, "visits", day)
        slow = read_lines(session, card.body, span, "visits", day, SLOW)
        others = read_others(session, card.body.code, span, "visits")
        papers = read_papers(session, card.body.code, day, VIEWER)
        ranks = {by: read_ranks(session, card.body.code, min(span.last, day), by)
                 for by in ("month", "quarter")}  # fmt: skip
    lines = (*card.lines, *slow)
    content = {
        "body": {"code": card.body.code, "name": card.body.name, "level": card.body.level,
                 "region": card.body.region, "system": card.body.system},
        "period": card.period.text,
        "scores": [_score_json(line) for line in lines],
        "findings": [{"rule": one.rule, "name": one.name, "red": one.counts[0],
                      "orange": one.counts[1], "yellow": one.counts[2], "hint": one.counts[3]}
                     for one in card.rules],
        "figures": others,
        "received": _received_json(card),
        "lacks": {"reports": card.lacks.reports, "columns": dict(card.lacks.columns)},
        "ranks": {by: [asdict(point) for point in points] for by, points in ranks.items()},
        "contacts": [list(one) for one in card.file.contacts],
        "caps": [list(one) for one in card.file.caps],
        "officers": card.file.officers,
        "notices": [_notice_json(one) for one in papers],
    }  # fmt: skip
    return Answer(content, _body_lines(card, lines, others, papers))


def _score_json(line: ScoreLine) -> Json:
    return {**asdict(line.score), "target": line.score.target and line.score.target.value,
            "series": list(line.series), "change": line.change}  # fmt: skip


def _received_json(card: BodyCard) -> list[Json]:
    kinds = card.received.kinds if card.received is not None else ()
    return [
        {"kind": one.kind, "state": one.receipt.value, "rows": one.rows, "clean": one.clean,
         "missing": list(one.missing)}
        for one in kinds
    ]  # fmt: skip


def _notice_json(one: NoticeRow) -> Json:
    return {"id": one.id, "kind": one.kind.value, "number": one.number, "title": one.title,
            "state": one.state.label, "overdue": one.overdue}  # fmt: skip


def _body_lines(
    card: BodyCard, lines: tuple[ScoreLine, ...], others: dict[str, str],
    papers: tuple[NoticeRow, ...],
) -> tuple[str, ...]:  # fmt: skip
    told = [
        f"{line.score.dimension}　{line.score.name} {figure_words(line.score)}"
        f"（{ratio_words(line.score)}）　{rank_words(line.score)}　区间 "
        f"{interval_words(line.score)}　{card.compared}{line.change}"
        for line in lines
    ]
    rules = "，".join(f"{one.rule} {one.name} {one.total:,}" for one in card.rules) or "无"
    return (
        f"{card.body.name}　{card.period.title}", *told, f"预警：{rules}",
        *(f"{measure_name(one)} {others[one]}" for one in OTHERS),
        lacking_words(card), f"收到文书 {len(papers)} 件",
    )  # fmt: skip


def catalogue(options: argparse.Namespace) -> Answer:
    """Print a register, narrowed to words."""
    from data.records.catalogue import list_kind

    kind = list_kind(options.kind)
    day = today(options)
    span = period(options) if options.period else Period.parse(str(day.year), day)
    with database(options) as db, db.reading() as session:
        listed = read_list(session, ListWish(kind.key, span, options.text))
        rows = read_stretch(session, listed, 0, options.most or len(listed.ids))
    content = {
        "kind": kind.key, "title": kind.title, "count": len(listed.ids), "total": listed.total,
        "facets": {value: count for value, count in listed.facets},
        "rows": [_list_json(kind, row) for row in rows],
    }  # fmt: skip
    lines = ["　".join(column.title for column in kind.columns)]
    lines += ["　".join(text or "—" for text in texts(kind, row)) for row in rows]
    return Answer(content, (*lines, f"共 {len(listed.ids):,} {kind.unit}"))


def _list_json(kind: ListKind, row: ListRow) -> Json:
    cells = zip(kind.columns, row.cells, strict=True)
    return {
        column.key: _day(int(cell)) if column.is_day and cell is not None else cell
        for column, cell in cells
    }


def _day(number: int | None) -> str | None:
    return None if number is None else day_of(number).isoformat()
