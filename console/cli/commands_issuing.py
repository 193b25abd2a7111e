"""Commands about who issues papers, and which papers went out."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cli.commands_papers import faulty, order_of
from console.cli.common import database
from console.cli.output import Answer, Json
from console.operations.issuing import issue_paper, save_original, verify_paper
from console.operations.papers import FaultyDocument
from data.oversight.issued import list_issued
from data.oversight.issuing import FIELDS, changed_by_words, issuers, set_issuer
from data.oversight.issuing import issuer as find_issuer
from data.rows.errors import InvalidInput
from data.rows.papers import IssuedRow, Issuer
from data.store.errors import file_fault

ACTOR = "命令行"
USAGE = "issuer list | issuer set 发文单位 项目 值"


def issuer(options: argparse.Namespace) -> Answer:
    """List the issuers, or change one."""
    words: list[str] = options.words
    if options.action == "list":
        if words:
            raise InvalidInput(f"用法：{USAGE}")
        with database(options) as db, db.reading() as session:
            found = issuers(session)
        return Answer({"issuers": [_json(one) for one in found]}, tuple(map(_line, found)))
    if len(words) != 3:
        known = "、".join(f"{name}（{label}）" for name, label in FIELDS.items())
        raise InvalidInput(f"用法：{USAGE}；可改的项目：{known}。")
    name, field, text = words
    with database(options) as db, db.writing(ACTOR, f"修改发文单位 {name}") as session:
        changed = changed_by_words(find_issuer(session, name), field, text)
        set_issuer(session, changed)
    return Answer({"issuer": _json(changed)}, (f"已修改：{_line(changed)}",))


def issue(options: argparse.Namespace) -> Answer:
    """Issue a paper: number, check, set and keep it; save the original where asked."""
    final = None
    if options.final is not None:
        try:
            final = options.final.name, options.final.read_bytes()
        except OSError as exc:
            raise file_fault(exc, options.final) from exc
    order = order_of(options, (options.paper,))
    try:
        with database(options) as db:
            row = issue_paper(db, order, options.actor or ACTOR, final)
            saved = save_original(db, row, options.out) if options.out else []
    except FaultyDocument as error:
        return faulty(error)
    told = {"issued": _issued(row), "files": [str(path) for path in saved]}
    lines = (f"已印发：{_issued_line(row)}", *(str(path) for path in saved))
    return Answer(told, lines)


def issued(options: argparse.Namespace) -> Answer:
    """List the issued papers, find the original of one, or save it."""
    words: list[str] = options.words
    wanted = {"list": 0, "verify": 1, "save": 2}[options.action]
    if len(words) != wanted:
        raise InvalidInput("用法：issued list | verify 文号、二维码内容或文件 | save 文号 文件夹")
    with database(options) as db:
        if options.action == "list":
            with db.reading() as session:
                rows = list_issued(session)
            return Answer({"issued": [_issued(row) for row in rows]},
                          tuple(map(_issued_line, rows)) or ("还没有印发的文件。",))  # fmt: skip
        row = verify_paper(db, words[0])
        if options.action == "save":
            paths = [str(path) for path in save_original(db, row, Path(words[1]))]
            return Answer({"issued": _issued(row), "files": paths}, tuple(paths))
    return Answer({"issued": _issued(row)}, (f"与印发原件一致：{_issued_line(row)}",))


def _issued(row: IssuedRow) -> Json:
    return {
        "id": row.id, "paper": row.kind.value, "number": row.number, "title": row.title,
        "period": row.period, "issuer": row.issuer, "recipients": list(row.recipients),
        "disclosure": row.disclosure, "made_on": row.made_on.isoformat(),
        "as_of": row.as_of.isoformat(), "rulesets": list(row.rulesets),
        "snapshot": row.snapshot, "pages": row.pages, "sha256": row.pdf_sha256,
        "final_sha256": row.final_sha256 or None, "actor": row.actor, "at": row.at,
    }  # fmt: skip


def _issued_line(row: IssuedRow) -> str:
    return f"{row.number}　{row.title}　{row.made_on.isoformat()}　{row.pages}页　{row.actor}"


def _json(one: Issuer) -> Json:
    return {
        "id": one.id,
        "names": list(one.names),
        "mark": one.mark,
        "code": one.code,
        "letter_code": one.letter_code,
        "sealed": one.sealed,
        "printed_by": one.printed_by,
        "contact": one.contact,
        "telephone": one.telephone,
        "law_code": one.law_code,
    }


def _line(one: Issuer) -> str:
    seal = "加盖印章" if one.sealed else "不加盖印章"
    told = "　".join(part for part in (one.contact, one.telephone) if part)
    return (
        f"{one.id}　{'、'.join(one.names)}　{one.code}、{one.letter_code or one.code}　{seal}"
        f"{f'　{told}' if told else ''}"
    )
