"""The command `finding`: what people decide of findings, and what they decided before."""

from __future__ import annotations

import argparse

from console.cli.common import database, today
from console.cli.output import Answer, Json, finding_json
from data.rows.decisions import DecisionRow
from data.rows.enums import FindingState
from data.rows.errors import InvalidInput
from data.rows.period import day_of
from data.rules.decisions import decide, history_of, take_back
from data.rules.listing import finding_by_key
from data.store.database import Database

ACTOR = "命令行"
USAGE = "finding decide KEY… --state 属实|有异议|不成立|尽职免责|已整改|待核实 [--reason 理由]"


def finding(options: argparse.Namespace) -> Answer:
    """Decide findings, take the last decision back, or tell their history."""
    with database(options, judged=True) as db:
        if options.action == "history":
            (key,) = _keys(options, "finding history KEY", 1)
            return _history(db, key)
        if options.action == "decide":
            keys = _keys(options, USAGE)
            state = _state(options.state)
            with db.writing(options.actor or ACTOR, f"预警认定 {state.label}") as session:
                changes = decide(
                    session, keys, state, options.reason, options.actor or ACTOR, today(options)
                )  # fmt: skip
        else:
            keys = _keys(options, "finding undo KEY… [--reason 理由]")
            with db.writing(options.actor or ACTOR, "撤回预警认定") as session:
                changes = take_back(
                    session, keys, options.actor or ACTOR, today(options), options.reason
                )
        return _standing(db, keys, changes.count)


def _keys(options: argparse.Namespace, usage: str, count: int | None = None) -> list[str]:
    keys = [str(key) for key in options.keys]
    if not keys or (count is not None and len(keys) != count):
        raise InvalidInput(f"用法：{usage}")
    return keys


def _state(text: str) -> FindingState:
    state = FindingState.of(text)
    if state is None:
        words = "、".join(one.label for one in FindingState)
        raise InvalidInput(f"请用 --state 写明认定结果，可用：{words}。")
    return state


def _standing(db: Database, keys: list[str], count: int) -> Answer:
    rows, gone = [], []
    with db.reading() as session:
        for key in dict.fromkeys(keys):
            try:
                rows.append(finding_by_key(session, key).row)
            except InvalidInput:
                # Left to the rules, a finding that no longer holds is gone.
                gone.append(key)
    content = {
        "count": count,
        "findings": [finding_json(row) for row in rows],
        "removed": gone,
    }
    lines = [f"{row.key}　{row.state.label}　{row.reason}".rstrip() for row in rows]
    lines += [f"{key}　已不再成立，已移除" for key in gone]
    return Answer(content, (*lines, f"共 {count} 条"))


def _history(db: Database, key: str) -> Answer:
    with db.reading() as session:
        told = history_of(session, key)
        try:
            row = finding_by_key(session, key).row
        except InvalidInput:
            if not told:
                raise
            row = None
    state = row.state.label if row else None
    content = {
        "key": key,
        "state": state,
        "reason": row.reason if row else None,
        "holds": row.holds if row else False,
        "decisions": [_decision(one) for one in told],
    }
    head = f"{key}　{state or '已不再成立'}"
    lines = [decision_line(one) for one in told] or ["没有人认定过"]
    return Answer(content, (head, *lines))


def _decision(one: DecisionRow) -> Json:
    return {
        "before": one.before.label,
        "state": one.state.label,
        "reason": one.reason,
        "actor": one.actor,
        "at": one.at,
        "day": day_of(one.day).isoformat(),
    }


def decision_line(one: DecisionRow) -> str:
    """Return a decision as a line for people."""
    why = f"　{one.reason}" if one.reason else ""
    return (
        f"{day_of(one.day).isoformat()}　{one.actor}　{one.before.label} → {one.state.label}{why}"
    )
