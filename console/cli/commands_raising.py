"""The command `raise-share`: which merges of plans raise the joint share to its target."""

from __future__ import annotations

import argparse

from console.cli.common import database, listed, today
from console.cli.output import Answer
from console.cli.plain import row_json
from console.cli.planning_year import year_of
from console.export import write_table
from console.planning_tables import METHOD, merges_table
from data.planning.merging import MergeWish, load_merges
from data.planning.reaching import RaiseWish, raise_year, what_if
from data.rows.matching import BodyPart, MatchRow

MOST_LINES = 20

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


def _line(one: MatchRow) -> str:
    return f"{one.how}　{one.tasks} 个任务　{one.one.key} ／ {one.other.key}　{one.why}"


def _body_line(one: BodyPart) -> str:
    short = f"，自身还差 {one.short} 个" if one.short else ""
    return f"{one.body.name}　改动 {one.changed} 个计划，{one.made} 个任务成为联合{short}"
