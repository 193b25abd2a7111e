"""The command `raise-share`: which merges of plans raise the joint share to its target."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from console.cli.common import database, listed, today
from console.cli.output import Answer
from console.cli.plain import row_json
from console.cli.planning_year import year_of
from console.export import CellValue, ExportColumn, TableExport, write_table
from data.planning.merging import METHOD, MergeWish, load_merges
from data.planning.reaching import RaiseWish, raise_year, what_if
from data.rows.matching import BodyPart, MatchRow, RaiseSheet

MOST_LINES = 20
COLUMNS = tuple(ExportColumn(name, width) for name, width in (
    ("合并方式", 14), ("共同任务", 10), ("少跑次数", 10), ("可同查月份", 18), ("单位", 20),
    ("计划编号", 24), ("计划名称", 36), ("单位（二）", 20), ("计划编号（二）", 24),
    ("计划名称（二）", 36), ("理由", 60),
))  # fmt: skip


def raise_share(options: argparse.Namespace) -> Answer:
    """Print the fewest merges that reach the target, or how far one can get."""
    year = year_of(options)
    wish = MergeWish(
        options.reading, options.target, options.share, options.remaining, options.each
    )
    with database(options) as db, db.reading() as session:
        merges = load_merges(session, year, wish, today(options))
    if options.pair:
        sheet = what_if(merges, options.pair)
    else:
        bodies = listed(options.bodies)
        sheet = raise_year(merges, RaiseWish(bodies, options.most, max(1.0, options.seconds)))
    lines = [*map(_line, sheet.merges[:MOST_LINES]), *map(_body_line, sheet.bodies[:MOST_LINES])]
    lines.append(sheet.sentence)
    if sheet.clipped:
        lines.append(f"可合并的计划过多，只用了共同对象最多的部分，另有 {sheet.clipped} 对未计。")
    if options.out:
        write_table(merges_table(sheet), options.out)
        lines.append(f"合并方案已写入 {options.out}")
    content = {**row_json(sheet), "share_before": sheet.before, "share_after": sheet.after}
    content["merges"] = [
        row_json(one, key=one.key, saves=one.saves, why=one.why) for one in sheet.merges
    ]
    return Answer({**content, "text": sheet.sentence, "method": METHOD}, tuple(lines))


def merges_table(sheet: RaiseSheet) -> TableExport:
    """Return the merges as a table to save."""
    notes = (("结论", sheet.sentence), ("口径", sheet.reading), ("算法", METHOD))
    return TableExport(
        f"{sheet.year}年提高联合比例合并方案", COLUMNS, _rows(sheet.merges), len(sheet.merges),
        notes,
    )  # fmt: skip


def _rows(merges: Sequence[MatchRow]) -> Iterator[Sequence[CellValue]]:
    for one in merges:
        sides = ((side.body.name, side.number, side.name) for side in (one.one, one.other))
        first, second = sides
        yield (one.how, one.tasks, one.saves, one.span, *first, *second, one.why)


def _line(one: MatchRow) -> str:
    return f"{one.how}　{one.tasks} 个任务　{one.one.key} ／ {one.other.key}　{one.why}"


def _body_line(one: BodyPart) -> str:
    short = f"，自身还差 {one.short} 个" if one.short else ""
    return f"{one.body.name}　改动 {one.changed} 个计划，{one.made} 个任务成为联合{short}"
