"""The command `draw`: promise, draw, give up, list, show, certificate, verify."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from console.cli.common import ACTOR, database, listed, progress, today
from console.cli.output import Answer, Json
from console.cli.plain import row_json
from console.export import write_table
from console.operations.draw_tables import drawn_table, draws_table
from console.operations.drawing import (
    Asked,
    Prospect,
    RuleWords,
    promise,
    prospect,
    verify_file,
    verify_kept,
    write_draw_papers,
    write_targets,
)
from data.drawing import keeping
from data.drawing.certificates import Verdict, drawn_json
from data.drawing.usual_rules import set_usual_rules, usual_rules, usual_rules_signed
from data.intake.templates import write_template
from data.rows.draw_wishes import Scope, rules_words
from data.rows.draws import (
    DrawnRow,
    DrawRow,
    DrawSheet,
    DrawState,
    Stratum,
    shortage_words,
    standing_rows,
)
from data.rows.errors import InvalidInput
from data.rows.kinds.draws import DRAW_LISTS
from data.store.database import Database

Options = argparse.Namespace


def draw(options: Options) -> Answer:
    """Do one deed to a draw, or list them."""
    if options.verify is not None:
        return _verdict(verify_file(options.verify))
    if options.action == "verify" and _is_file(options):
        return _verdict(verify_file(Path(options.words[0])))
    if options.action == "template":
        return _template(options)
    deeds: dict[str | None, Callable[[Database, Options], Answer]] = {
        "commit": _commit, "run": _run, "abandon": _abandon, "list": _list, None: _list,
        "show": _show, "certificate": _certificate, "verify": _verify, "rules": _rules,
        "substitute": _substitute, "targets": _targets,
    }  # fmt: skip
    with database(options) as db:
        return deeds[options.action](db, options)


def _is_file(options: Options) -> bool:
    return len(options.words) == 1 and (
        options.words[0].lower().endswith(".json") or Path(options.words[0]).is_file()
    )


def _number(options: Options) -> str:
    if len(options.words) != 1:
        raise InvalidInput("请写明抽取的编号，如 2026-003；编号见 draw list。")
    return str(options.words[0])


def _who(options: Options) -> keeping.Who:
    return keeping.Who(options.actor or ACTOR, today(options))


def _words(options: Options) -> RuleWords:
    fresh = None if options.fresh is None else options.fresh == "是"
    return RuleWords(options.ratios, options.factors, options.repeat, options.size, options.pair,
                     options.most, fresh)  # fmt: skip


def _asked(options: Options) -> Asked:
    scope = Scope(
        tuple(listed(options.region)), tuple(listed(options.industry)),
        tuple(listed(options.category)), tuple(listed(options.tag)), tuple(listed(options.credit)),
        tuple(listed(options.risk)), options.plan, not options.with_spared,
    )  # fmt: skip
    return Asked(
        options.title, options.on or today(options), scope, tuple(listed(options.bodies)),
        options.objects, options.officers, options.avoid, _words(options), options.witness,
    )  # fmt: skip


def _commit(db: Database, options: Options) -> Answer:
    asked, who = _asked(options), _who(options)
    if options.dry_run:
        with db.reading() as session:
            found = prospect(session, asked)
        return Answer(_prospect_json(found), tuple(found.told.splitlines()))
    with db.writing(who.actor, f"双随机抽取承诺 {asked.title}") as session:
        number, found = promise(session, asked, who.actor, who.day)
        row = next(one for one in keeping.list_draws(session) if one.id == number)
    content = {**_prospect_json(found), **_row_json(row)}
    lines = (f"编号 {row.number}", f"承诺值 {row.commitment}", *found.told.splitlines(),
             f"请先公布承诺值，再运行 draw run {row.number}。")  # fmt: skip
    return Answer(content, lines)


def _prospect_json(found: Prospect) -> Json:
    return {
        "objects": len(found.people.objects), "officers": len(found.people.officers),
        "avoid": len(found.people.avoid), "quota": found.quota,
        "strata": [_stratum_json(one) for one in found.strata],
        "left_out": [{"reason": why, "count": count} for why, count in found.people.left_out],
        "warnings": list(found.warnings),
    }  # fmt: skip


def _stratum_json(one: Stratum) -> Json:
    return row_json(one)


def _row_json(row: DrawRow) -> Json:
    return row_json(row, seed_hash=row.commitment)


def _run(db: Database, options: Options) -> Answer:
    number, who = _number(options), _who(options)
    with db.writing(who.actor, f"双随机抽取 {number}") as session:
        keeping.run(session, number, options.witness, who)
        sheet = keeping.show(session, number)
    return _told(sheet)


def _abandon(db: Database, options: Options) -> Answer:
    number, who = _number(options), _who(options)
    with db.writing(who.actor, f"作废双随机抽取 {number}") as session:
        keeping.abandon(session, number, options.reason, who)
        sheet = keeping.show(session, number)
    return _told(sheet)


def _show(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        sheet = keeping.show(session, _number(options))
    if options.out is not None:
        write_table(drawn_table(sheet), options.out)
    return _told(sheet)


def _told(sheet: DrawSheet) -> Answer:
    row, outcome = sheet.row, sheet.outcome
    content: Json = {
        **_row_json(row), "rules": dict(rules_words(sheet.plan.rules)),
        "source": sheet.plan.people.source,
        "strata": [_stratum_json(one) for one in sheet.strata],
        "drawn": drawn_json(sheet.plan, outcome) if outcome else [],
        "short": list(shortage_words(sheet.plan, outcome)) if outcome else [],
        "substitutes": [row_json(one) for one in sheet.substitutes],
        "standing": drawn_json(sheet.plan, sheet.standing) if sheet.standing else [],
    }  # fmt: skip
    lines = [_line(row), f"承诺值 {row.commitment}"]
    if row.state is not DrawState.PROMISED:
        lines.append(f"种子 {row.seed}")
    if outcome is not None:
        lines += [_drawn_line(one) for one in standing_rows(sheet)]
        lines += [f"未抽满　{text}" for text in shortage_words(sheet.plan, outcome)]
    return Answer(content, tuple(lines))


def _line(row: DrawRow) -> str:
    why = f"　{row.reason}" if row.reason else ""
    return (f"{row.number}　{row.word}　{row.held}　{row.title}　"
            f"{row.objects:,} 户抽 {row.size:,} 户{why}")  # fmt: skip


def _drawn_line(row: DrawnRow) -> str:
    known = f"信用{row.credit} 风险{row.risk}"
    return f"{row.place}　{row.code}　{row.name}　{known}　{row.people}　{row.note}".rstrip()


def _substitute(db: Database, options: Options) -> Answer:
    """Let who is next stand in for an enterprise, or for an officer there."""
    if len(options.words) not in (2, 3):
        raise InvalidInput("用法：draw substitute 编号 企业代码 [执法证号] --reason 理由")
    (number, code, *badge), who = options.words, _who(options)
    with db.writing(who.actor, f"双随机抽取 {number} 替补") as session:
        found = keeping.substitute(session, number, code, "".join(badge), options.reason, who)
        sheet = keeping.show(session, number)
    told = _told(sheet)
    return Answer(told.content, (f"由 {found.found} 替补", *told.lines))


def _targets(db: Database, options: Options) -> Answer:
    """Write the enterprises drawn into a plan's list of targets."""
    who, number = _who(options), _number(options)
    report = write_targets(db, number, options.plan, who.actor, who.day)
    content = {"batch": report.id, "taken": report.taken, "unchanged": report.unchanged}
    line = f"已写入 {report.taken} 户，批次 {report.id}；撤回：undo {report.id}"
    return Answer(content, (line,))


def _list(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        rows = keeping.list_draws(session, options.year)
    if options.out is not None:
        write_table(draws_table(rows), options.out)
    lines = tuple(map(_line, rows)) or ("还没有双随机抽取，请用 draw commit 作出承诺。",)
    return Answer({"draws": [_row_json(row) for row in rows]}, lines)


def _certificate(db: Database, options: Options) -> Answer:
    if options.out is None:
        raise InvalidInput("请用 --out 写明存到哪个文件夹。")
    paths = [str(path) for path in write_draw_papers(db, _number(options), options.out, progress)]
    return Answer({"files": paths}, tuple(paths))


def _verify(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        return _verdict(verify_kept(session, _number(options)))


def _verdict(found: Verdict) -> Answer:
    content = {
        "number": found.number, "seed_hash": found.commitment, "drawn": found.drawn,
        "holds": found.holds, "problems": list(found.problems),
    }  # fmt: skip
    told = f"抽取 {found.number}：按种子重新抽取，{found.drawn} 户及其人员逐一相符。"
    return Answer(content, found.problems or (told,), 0 if found.holds else 1)


def _template(options: Options) -> Answer:
    kind, out = options.words[0] if options.words else "", options.out
    if kind not in DRAW_LISTS or out is None:
        raise InvalidInput(f"用法：draw template {'|'.join(DRAW_LISTS)} --out 文件.xlsx")
    write_template(DRAW_LISTS[kind], out)
    return Answer({"file": str(out)}, (str(out),))


def _rules(db: Database, options: Options) -> Answer:
    """Show the rules draws begin with; with values given, keep them."""
    who, words = _who(options), _words(options)
    if words != RuleWords():
        with db.writing(who.actor, "修改双随机抽取规则") as session:
            set_usual_rules(session, words.over(usual_rules(session)), who.actor)
    with db.reading() as session:
        told, signed = rules_words(usual_rules(session)), usual_rules_signed(session)
    lines = (*(f"{name}　{value}" for name, value in told), f"设定　{signed}")
    return Answer({"rules": dict(told), "actor": signed}, lines)
