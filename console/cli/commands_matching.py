"""The commands `match` and `match-decide`: which plans to join, and what was decided of it."""

from __future__ import annotations

import argparse

from console.cli.commands_planning import collision_json, head, left_lines, planned_year
from console.cli.common import ACTOR, database, progress, today
from console.cli.output import Answer, Json, named
from console.cli.plain import row_json
from console.cli.planning_year import year_of
from console.export import write_table
from console.operations.paper_desk import Order
from console.operations.papers import File, write_papers
from console.planning_tables import candidates_table, groups_table
from data.planning.deciding import (
    decide_matches,
    take_back_matches,
    verdicts,
    verdicts_on,
)
from data.planning.grouping import propose_groups
from data.planning.infeasible import fit_of
from data.planning.loading import PlannedYear
from data.planning.proposing import CandidateWish, propose
from data.planning.reducing import reduce
from data.rows.errors import InvalidInput
from data.rows.matching import FLAGS, Candidate, MatchSide, MatchState, Ruling, VerdictRow
from data.rows.merge_groups import group_pairs
from data.rows.papers import PaperKind
from data.rows.period import Period

MOST_LINES = 20
UNKNOWN_DUE = "回应期限所在年度没有工作日历，未定期限；请用 --due 写明，再采纳一次。"


def match(options: argparse.Namespace) -> Answer:
    """Print which plans to join, the most visits saved first."""
    planned = planned_year(options, year_of(options))
    wish = CandidateWish(
        options.show, options.least, options.body, options.region, lead=options.lead
    )
    if options.groups:
        return _groups(options, planned, wish)
    with database(options) as db, db.reading() as session:
        found = propose(session, planned, wish, today(options))
    collisions = planned.impossible
    if len(planned.instance):
        collisions += fit_of(planned.instance, reduce(planned.instance)).collisions
    lines = [_line(one) for one in found.rows[:MOST_LINES]]
    lines.append(
        f"可合并的计划共 {found.count} 对；全部对齐且不计检查能力时，"
        f"{found.before} 次可减为 {found.fewest} 次"
    )
    told = "、".join(f"{state.label} {count} 对" for state, count in found.counts if count)
    if any(count for state, count in found.counts if state is not MatchState.OPEN):
        lines.append(f"其中 {told}")
    if options.out:
        write_table(candidates_table(found), options.out)
        lines.append(f"清单已写入 {options.out}")
    files = _letters(options)
    lines += [str(one.path) for one in files]
    content = {
        **head(planned), "files": [one.told() for one in files],
        "visits_before": found.before, "visits_after": found.fewest,
        "lower_bound": found.fewest, "gap": 0.0, "groups": [_json(one) for one in found.rows],
        "count": found.count, "states": {state.label: count for state, count in found.counts},
        "collisions": [collision_json(planned, one) for one in collisions],
    }  # fmt: skip
    return Answer(content, (*lines, *left_lines(planned)))


def _groups(
    options: argparse.Namespace, planned: PlannedYear, wish: CandidateWish
) -> Answer:
    """Print merges of three plans and more, the most visits saved first."""
    with database(options) as db, db.reading() as session:
        groups = propose_groups(session, planned, wish, today(options))
    lines = [f"可少 {one.saves} 次　{one.key}　{one.why}" for one in groups[:MOST_LINES]]
    lines.append(f"三个以上计划的合并共 {len(groups)} 组，用 match-decide 整组办理")
    if options.out:
        write_table(groups_table(planned.year, groups), options.out)
        lines.append(f"清单已写入 {options.out}")
    told = [
        {
            "key": one.key, "lead": named(one.leading.body), "pairs": list(one.pairs),
            "plans": [_side_json(side) for side in one.sides], "shared": list(one.shared),
            "objects": one.objects, "saves": one.saves, "first": one.first, "last": one.last,
            "month": one.month, "why": one.why,
        }
        for one in groups
    ]  # fmt: skip
    return Answer({**head(planned), "merge_groups": told, "count": len(groups)}, tuple(lines))


def _letters(options: argparse.Namespace) -> list[File]:
    """Write the letters to the bodies that lead accepted pairs, where that is asked for."""
    if options.letters is None:
        return []
    year, day = Period.parse(str(options.year), today(options)), today(options)
    order = Order(year, day, (PaperKind.JOINT_LETTER.value,), body=options.lead)
    with database(options) as db:
        files = write_papers(db, order, options.letters, progress)
    if not files:
        raise InvalidInput("没有已采纳的合并，请先用 match-decide 采纳。", code="none")
    return files


def match_decide(options: argparse.Namespace) -> Answer:
    """Decide pairs of plans, or tell what was decided of one."""
    keys = [pair for key in options.keys for pair in _pairs(str(key))]
    actor, lead = options.actor or ACTOR, options.lead or _lead_of_group(options.keys)
    with database(options) as db:
        if options.history:
            with db.reading() as session:
                rows = [row for key in keys for row in verdicts_on(session, key)]
            return _told(rows)
        if options.undo:
            with db.writing(actor, "撤回计划合并的决定") as session:
                take_back_matches(session, keys, actor, today(options), options.reason)
                rows = [verdicts_on(session, key)[-1] for key in keys]
            return _told(rows)
        ruling = Ruling(
            _state(options.state), options.reason, lead, options.until, options.due
        )
        with db.writing(actor, f"计划合并 {ruling.state.label}") as session:
            decide_matches(session, keys, ruling, actor, today(options))
            standing = verdicts(session, None, today(options))
    wanted = {"|".join(sorted(key.split("|"))) for key in keys}
    return _told([row for key, row in standing.items() if key in wanted])


def _pairs(key: str) -> tuple[str, ...]:
    """Return the pairs of a group, or the key itself as it was written."""
    return group_pairs(key) if key.count("|") > 1 else (key,)


def _lead_of_group(keys: list[str]) -> str:
    """Return the code of the body that leads a group told alone, "" where none is."""
    alone = len(keys) == 1 and keys[0].count("|") > 1
    return keys[0].split("|")[0].partition(":")[0].strip() if alone else ""


def _state(text: str) -> MatchState:
    state = MatchState.of(text)
    if state is None:
        words = "、".join(one.label for one in MatchState)
        raise InvalidInput(f"请用 --state 写明决定，可用：{words}。")
    return state


def _told(rows: list[VerdictRow]) -> Answer:
    lines = [
        f"{row.day}　{row.words}　{row.key}　{row.actor}　{row.reason}".rstrip()
        for row in rows
    ]
    if any(row.state is MatchState.ACCEPTED and row.due is None and not row.back for row in rows):
        lines.append(UNKNOWN_DUE)
    return Answer({"verdicts": [row_json(row) for row in rows]}, tuple(lines) or ("没有决定。",))


def _json(one: Candidate) -> Json:
    row = one.row
    return {
        "key": one.key, "plans": [_side_json(side) for side in (row.one, row.other)],
        "shared": row.shared, "saves": row.saves, "smaller": row.smaller,
        "first": row.first, "last": row.last,
        **{name: word in row.flags for name, word in FLAGS.items()},
        "state": one.state.label, "lead": None if one.lead is None else named(one.lead),
        "verdict": None if one.verdict is None else row_json(one.verdict),
    }  # fmt: skip


def _side_json(side: MatchSide) -> Json:
    return {
        "key": side.key, "number": side.number, "name": side.name, "body": named(side.body)
    }


def _line(one: Candidate) -> str:
    row, state = one.row, "" if one.state is MatchState.OPEN else f"{one.state.label}　"
    sides, flags = f"{row.one.key} ／ {row.other.key}", "、".join(row.flags)
    return f"{state}可少 {row.saves} 次　{row.span}　{sides}　{flags}".rstrip()
