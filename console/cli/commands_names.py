"""Commands about names: accepted names of bodies, and enterprises that are one."""

from __future__ import annotations

import argparse

from console.cli.common import database, today
from console.cli.output import Answer, Json, named
from data.intake.aliases import add_alias, list_aliases, remove_alias
from data.intake.merging import list_merges, merge, merge_candidates, split
from data.rows.errors import InvalidInput
from data.rows.names import AliasRow, MergeCandidate, MergeRow

ACTOR = "命令行"


def alias(options: argparse.Namespace) -> Answer:
    """Let a name stand for a body, take that back, or list such names."""
    with database(options) as db:
        if options.action == "add":
            body, name = _given(options.names, "alias add 单位 别名", 2)
            with db.writing(ACTOR, f"单位别名 {name}") as session:
                add_alias(session, body, name, ACTOR)
        elif options.action == "remove":
            (name,) = _given(options.names, "alias remove 别名", 1)
            with db.writing(ACTOR, f"删除单位别名 {name}") as session:
                remove_alias(session, name)
        else:
            _given(options.names, "alias list", 0)
        with db.reading() as session:
            rows = list_aliases(session)
    lines = tuple(f"{row.name}　即　{row.body.name}（{row.body.code}）" for row in rows)
    return Answer({"aliases": [_alias_json(row) for row in rows]}, lines or ("没有别名",))


def enterprise(options: argparse.Namespace) -> Answer:
    """Show a year; list entries that may be one, make two one, split them again, or move one."""
    if options.action == "show":
        from console.cli.commands_focus import show_enterprise

        return show_enterprise(options)
    if options.action == "candidates":
        return _candidates(options)
    if options.action == "move":
        from console.cli.commands_mending import move

        return move(options)
    with database(options) as db:
        if options.action == "merge":
            keep, drop = _given(options.codes, "enterprise merge 保留 并入 --why 依据", 2)
            with db.writing(ACTOR, f"合并监管对象 {drop} 到 {keep}") as session:
                merge(session, keep, drop, options.why, today=today(options))
        elif options.action == "split":
            (number,) = _given(options.codes, "enterprise split 序号", 1)
            if not number.isdecimal():
                raise InvalidInput(f"序号“{number}”应为数字，请用 enterprise merges 查看。")
            with db.writing(ACTOR, f"拆分监管对象合并 {number}") as session:
                split(session, int(number), today=today(options))
        else:
            _given(options.codes, "enterprise merges", 0)
        with db.reading() as session:
            rows = list_merges(session)
    lines = tuple(_merge_line(row) for row in rows)
    return Answer({"merges": [_merge_json(row) for row in rows]}, lines or ("没有合并记录",))


def _candidates(options: argparse.Namespace) -> Answer:
    _given(options.codes, "enterprise candidates", 0)
    with database(options) as db, db.reading() as session:
        rows = merge_candidates(session)
    lines = tuple(
        f"{row.keep.code} {row.keep.name}（检查 {row.keep_visits} 次）　"
        f"{row.drop.code} {row.drop.name}（{row.drop_visits} 次）　{row.reason}"
        for row in rows
    )
    content = {"candidates": [_candidate_json(row) for row in rows]}
    return Answer(content, lines or ("没有疑似同一企业的监管对象",))


def _given(words: list[str], usage: str, count: int) -> list[str]:
    if len(words) != count:
        raise InvalidInput(f"用法：{usage}")
    return words


def _alias_json(row: AliasRow) -> Json:
    return {"name": row.name, "body": named(row.body), "actor": row.actor, "at": row.at}


def _candidate_json(row: MergeCandidate) -> Json:
    return {
        "keep": named(row.keep),
        "drop": named(row.drop),
        "reason": row.reason,
        "keep_visits": row.keep_visits,
        "drop_visits": row.drop_visits,
    }


def _merge_json(row: MergeRow) -> Json:
    return {
        "id": row.id,
        "kept": named(row.kept),
        "dropped": named(row.dropped),
        "why": row.why,
        "actor": row.actor,
        "at": row.at,
        "undone": row.undone,
    }


def _merge_line(row: MergeRow) -> str:
    state = "已拆分" if row.undone else "有效"
    return (
        f"{row.id}　{row.dropped.code} {row.dropped.name} 并入 "
        f"{row.kept.code} {row.kept.name}　{row.why}　{row.actor}　{state}"
    )
