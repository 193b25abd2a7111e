"""The command `ruleset`: rule sets and their versions, changes of thresholds, judging anew."""

from __future__ import annotations

import argparse

from console.cli.common import database, progress, today
from console.cli.output import Answer, Json
from data.measures.rulebook import rule_book
from data.rows.errors import InvalidInput, NotFound
from data.rows.limits import limit_words, value_of
from data.rows.period import day_number, day_of
from data.rows.rulesets import SWITCH, RuleChange, RuleSet, RuleText
from data.rules.changing import Wish, change, change_words, rule_changes
from data.rules.reevaluation import Preview, pending, preview, reevaluate
from data.store.database import Database

ACTOR = "命令行"
SET_USAGE = "ruleset set 规则 数值名 值 --from 日期 --author 修改人 --reason 理由"


def ruleset(options: argparse.Namespace) -> Answer:
    """List and show rule sets, change a rule, try a change, go on judging anew."""
    actions = {
        "list": _list, "show": _show, "history": _history, "set": _set, "preview": _preview,
        "on": _switch, "off": _switch, "resume": _resume,
    }  # fmt: skip
    with database(options) as db:
        return actions[options.action](db, options)


def _list(db: Database, options: argparse.Namespace) -> Answer:
    with db.reading() as session:
        book, stands = rule_book(session), pending(session)
    now = book.set_for(day_number(today(options)))[0].name
    lines = [
        f"{'现行' if one.name == now else '　　'}　{one.effective.isoformat()}　{one.name}　"
        f"{one.title}　规则 {len(one.rules)} 条"
        + (f"　{change_words(one.change)}（{one.change.rule}）" if one.change else "")
        for one in book.sets
    ]
    if stands is not None:
        lines.append("修改规则后的重新核对尚未完成，请运行 ruleset resume")
    content = {
        "sets": [_set_json(one, now) for one in book.sets],
        "unfinished": stands is not None,
    }
    return Answer(content, tuple(lines))


def _show(db: Database, options: argparse.Namespace) -> Answer:
    with db.reading() as session:
        book = rule_book(session)
    if len(options.words) > 1:
        raise InvalidInput("用法：ruleset show [规则集名称]")
    now = book.set_for(day_number(today(options)))[0]
    name = options.words[0] if options.words else now.name
    found = next((one for one in book.sets if one.name == name), None)
    if found is None:
        names = "、".join(one.name for one in book.sets)
        raise NotFound(f"没有规则集“{name}”，可用：{names}。")
    lines = [f"{found.name}　{found.title}　自 {found.effective.isoformat()} 起", found.note]
    rules = sorted(found.rules.values(), key=lambda one: int(one.id[1:]))
    lines += [_rule_line(one) for one in rules]
    content = {**_set_json(found, now.name), "rules": [_rule_json(one) for one in rules]}
    return Answer(content, tuple(line for line in lines if line))


def _history(db: Database, options: argparse.Namespace) -> Answer:
    with db.reading() as session:
        rows = rule_changes(session)
    lines = tuple(
        f"{one.id}　{one.rule}　{change_words(one)}　{one.author}　{one.reason}" for one in rows
    )
    return Answer({"changes": [_change_json(one) for one in rows]}, lines or ("没有修改过规则",))


def _set(db: Database, options: argparse.Namespace) -> Answer:
    return _enter(db, _wish(options, SET_USAGE), options)


def _switch(db: Database, options: argparse.Namespace) -> Answer:
    word = options.action
    if len(options.words) != 1 or options.from_day is None:
        raise InvalidInput(f"用法：ruleset {word} 规则 --from 日期 --author 修改人 --reason 理由")
    wish = Wish(options.words[0].upper(), SWITCH, float(word == "on"), options.from_day)
    return _enter(db, wish, options)


def _wish(options: argparse.Namespace, usage: str) -> Wish:
    if len(options.words) != 3 or options.from_day is None:
        raise InvalidInput(f"用法：{usage}")
    rule, name, text = options.words
    rule = rule.upper()
    if name == SWITCH:
        value = {"on": 1.0, "off": 0.0, "1": 1.0, "0": 0.0}.get(text)
    else:
        value = value_of(rule, name, text)
    if value is None:
        raise InvalidInput(f"值“{text}”应为数字，如 2、30% 或 8:30。")
    return Wish(rule, name, value, options.from_day)


def _enter(db: Database, wish: Wish, options: argparse.Namespace) -> Answer:
    author = options.author or options.actor
    with db.writing(author or ACTOR, f"修改规则 {wish.rule}") as session:
        entered = change(session, wish, author, options.reason, today(options))
    reevaluate(db, author or ACTOR, progress)
    with db.reading() as session:
        name = rule_book(session).set_for(entered.effective)[0].name
    content = {"change": _change_json(entered), "ruleset": name, "rejudged": True}
    return Answer(content, (f"{entered.rule} {change_words(entered)}，规则集 {name}；已重新核对",))


def _resume(db: Database, options: argparse.Namespace) -> Answer:
    done = reevaluate(db, options.actor or ACTOR, progress)
    line = "已按现行规则重新核对" if done else "没有未完成的重新核对"
    return Answer({"rejudged": done}, (line,))


def _preview(db: Database, options: argparse.Namespace) -> Answer:
    wish = _wish(options, "ruleset preview 规则 数值名|on 值 --from 日期")
    found = preview(db, wish, progress)
    content = {
        "rule": wish.rule,
        "before": found.before,
        "added": found.added,
        "removed": found.removed,
        "graver": found.graver,
        "milder": found.milder,
    }
    return Answer(content, (preview_words(wish.rule, found),))


def preview_words(rule: str, found: Preview) -> str:
    """Return what a change would do, in a line."""
    return (
        f"{rule} 现有预警 {found.before:,} 条；修改后新增 {found.added:,} 条，"
        f"撤销 {found.removed:,} 条，程度加重 {found.graver:,} 条，减轻 {found.milder:,} 条"
    )


def _set_json(one: RuleSet, now: str) -> Json:
    return {
        "name": one.name,
        "title": one.title,
        "effective": one.effective.isoformat(),
        "current": one.name == now,
        "rules_count": len(one.rules),
        "note": one.note,
        "change": _change_json(one.change) if one.change else None,
    }


def _rule_json(one: RuleText) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "text": one.text,
        "source": one.source,
        "force": one.force.label,
        "on": one.on,
        "limits": one.limits,
    }


def _rule_line(one: RuleText) -> str:
    limits = "，".join(
        f"{name} {limit_words(one.id, name).title} {limit_words(one.id, name).text(value)}"
        for name, value in one.limits.items()
    )
    off = "" if one.on else "　已停用"
    return f"{one.id}　{one.name}　{one.force.label}{off}" + (f"　{limits}" if limits else "")


def _change_json(one: RuleChange) -> Json:
    return {
        "id": one.id,
        "rule": one.rule,
        "limit": one.name,
        "value": one.value,
        "from": day_of(one.effective).isoformat(),
        "author": one.author,
        "reason": one.reason,
        "at": one.at,
    }
