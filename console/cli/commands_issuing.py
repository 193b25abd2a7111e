"""Commands about who issues papers, and which papers went out."""

from __future__ import annotations

import argparse

from console.cli.common import database
from console.cli.output import Answer, Json
from data.oversight.issuing import FIELDS, changed_by_words, issuers, set_issuer
from data.oversight.issuing import issuer as find_issuer
from data.rows.errors import InvalidInput
from data.rows.papers import Issuer

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
    }


def _line(one: Issuer) -> str:
    seal = "加盖印章" if one.sealed else "不加盖印章"
    told = "　".join(part for part in (one.contact, one.telephone) if part)
    return (
        f"{one.id}　{'、'.join(one.names)}　{one.code}、{one.letter_code or one.code}　{seal}"
        f"{f'　{told}' if told else ''}"
    )
