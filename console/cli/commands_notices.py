"""The command `notice`: papers of the accountability ladder, from a proposal to the archive."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from console.cli.commands_papers import faulty
from console.cli.common import ACTOR, PATIENCE, QUEUE, database, listed, period, today
from console.cli.notice_output import (
    checked_json,
    item_json,
    item_line,
    notice_json,
    notice_line,
    statistics_json,
    statistics_lines,
    step_json,
    step_line,
)
from console.cli.output import Answer
from console.operations.check_sheets import send_period, settle_period, settled_words
from console.operations.issuing import save_original
from console.operations.notices import NoticeDesk, issue_notice, open_steps, propose_steps
from console.operations.paper_desk import kind_of
from console.operations.papers import FaultyDocument, clean_name, render, save
from data.oversight.issued import issued_row
from data.oversight.notices import answering, life
from data.oversight.notices.confirming import check_items, checked_bodies
from data.oversight.notices.entering import By
from data.oversight.notices.ladder import Step, escalate
from data.oversight.notices.listing import (
    Wanted,
    attachment_of,
    events_of,
    list_notices,
    notice_row,
    word_of,
)
from data.oversight.notices.statistics import ladder_statistics
from data.rows.errors import InvalidInput
from data.rows.notices import NoticeState
from data.rows.papers import PaperKind
from data.store.database import Database
from data.store.errors import file_fault

Options = argparse.Namespace
SIMPLE = {
    "submit": life.submit, "review": life.review, "send-back": life.send_back,
    "cosign": life.cosign, "sign": life.sign, "drop": life.drop, "archive": life.archive,
    "receive": answering.receive, "remind": answering.remind, "close": answering.close,
    "exempt": answering.exempt,
}  # fmt: skip
"""Deeds that need a paper, a person and perhaps a reason."""


def notice(options: Options) -> Answer:
    """Do one deed to papers of the ladder, or list them."""
    try:
        patience = QUEUE if options.action == "issue" else PATIENCE
        with database(options, patience=patience) as db:
            return _chosen(options)(db, options)
    except FaultyDocument as error:
        return faulty(error)


def _chosen(options: Options) -> Callable[[Database, Options], Answer]:
    if options.action in SIMPLE:
        return _simple
    return {
        "propose": _propose, "draft": _draft, "edit": _edit, "confirm": _confirm,
        "items": _items, "preview": _preview, "issue": _issue, "extend": _extend,
        "reply": _reply, "return": _return, "escalate": _escalate, "withdraw": _withdraw,
        "list": _list, "show": _show, "file": _file, "stats": _stats,
    }[options.action]  # fmt: skip


def _by(options: Options) -> By:
    return By(options.actor or ACTOR, today(options), options.reason, options.version)


def _propose(db: Database, options: Options) -> Answer:
    steps = _wanted_steps(db, options)
    lines = tuple(map(step_line, steps)) or ("没有需要开具的文件。",)
    return Answer({"notices": [step_json(one) for one in steps]}, lines)


def _wanted_steps(db: Database, options: Options) -> list[Step]:
    """Return the proposals of a period, for the paper and bodies asked for."""
    found = propose_steps(db, period(options), today(options))
    bodies = listed(options.body)
    if options.paper:
        found = [one for one in found if one.kind is kind_of(options.paper)]
    if bodies:
        found = [one for one in found if one.body and {one.body.code, one.body.name} & {*bodies}]
    return found


def _draft(db: Database, options: Options) -> Answer:
    """Open a paper as told by --keys, else all that is proposed for the paper and bodies."""
    asked = period(options)
    kind = kind_of(options.paper) if options.paper else None
    if kind is not None and (options.keys or kind in (PaperKind.HAND_OVER,) or kind.is_law):
        draft = life.Draft(
            kind, asked.text, options.body, tuple(listed(options.keys)), options.reason,
            options.issuer, options.ids[0] if options.ids else None,
            tuple(listed(options.handlers)), tuple(_wording(options).items()),
        )  # fmt: skip
        with db.writing(_by(options).actor, f"立项 {kind.label}") as session:
            ids = [life.open_notice(session, draft, _by(options))]
        return _standing(db, options, ids)
    steps = _wanted_steps(db, options)
    if not steps:
        raise InvalidInput(
            f"{asked.title}没有建议开具的文件，请用 notice propose 查看，或用 --keys 指定预警。"
        )
    return _standing(db, options, open_steps(db, asked, steps, _by(options), options.issuer))


def _wording(options: Options) -> dict[str, str]:
    return {part: str(getattr(options, part)) for part in life.WORDING if getattr(options, part)}


def _edit(db: Database, options: Options) -> Answer:
    number = _one(options)
    keys = listed(options.keys) or None
    with db.writing(_by(options).actor, f"修改办件 {number}") as session:
        life.edit(session, number, _wording(options), _by(options), keys)
    return _standing(db, options, [number])


def _simple(db: Database, options: Options) -> Answer:
    ids = _several(options)
    with db.writing(_by(options).actor, f"办理 {options.action}") as session:
        for number in ids:
            SIMPLE[options.action](session, number, _by(options))
    return _standing(db, options, ids)


def _confirm(db: Database, options: Options) -> Answer:
    """Send 核对单 for a period, or settle what came back."""
    asked, by = period(options), _by(options)
    bodies = listed(options.body)
    if options.settle:
        done = settle_period(db, asked, bodies[0] if bodies else "", by)
        told = {name: getattr(done, name) for name in done.__slots__}
        return Answer({"settled": told}, (settled_words(done),))
    sent, items, files = send_period(db, asked, bodies, by, options.out)
    content = {"sent": sent, "items": len(items), "files": [str(path) for path in files]}
    return Answer(content, (f"新送核对 {sent} 项，共 {len(items)} 项", *map(str, files)))


def _items(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        found = check_items(
            session, period(options).text if options.period else None, options.body or None,
            options.overdue,
        )  # fmt: skip
    content = {
        "items": [item_json(one) for one in found],
        "bodies": [checked_json(one) for one in checked_bodies(found, today(options))],
    }
    return Answer(content, tuple(map(item_line, found)))


def _preview(db: Database, options: Options) -> Answer:
    """Write the document of a paper as it stands, without a number."""
    if options.out is None:
        raise InvalidInput("请用 --out 写明保存的文件夹。")
    made = _desk(db, options, _one(options)).made()
    stem = clean_name("_".join(part for part in (made.label, made.tail, "预览") if part))
    paths = []
    for form in ("pdf", "docx"):
        paths.append(options.out / f"{stem}.{form}")
        save(paths[-1], render(made.document, form)[0])
    return Answer({"files": [str(path) for path in paths]}, tuple(map(str, paths)))


def _desk(db: Database, options: Options, number: int) -> NoticeDesk:
    return NoticeDesk(db, number, today(options), options.actor, options.templates)


def _issue(db: Database, options: Options) -> Answer:
    ids = _several(options)
    if len(ids) > 1 and (options.number or options.final):
        raise InvalidInput("发文字号和定稿只用于一件文件，请逐件印发。")
    final = None
    if options.final is not None:
        final = options.final.name, _content(options.final)
    files: list[Path] = []
    for number in ids:
        row = issue_notice(_desk(db, options, number), _by(options), options.number, final)
        files += save_original(db, row, options.out) if options.out else []
    answer = _standing(db, options, ids)
    told = [str(path) for path in files]
    return Answer({**answer.content, "files": told}, (*answer.lines, *told))


def _extend(db: Database, options: Options) -> Answer:
    """Ask for more time (--to, --reason), or answer the request (--grant, --deny)."""
    number, by = _one(options), _by(options)
    if options.grant and options.deny:
        raise InvalidInput("--grant 和 --deny 只写一个。")
    with db.writing(by.actor, f"延期 {number}") as session:
        if options.grant or options.deny:
            answering.answer_request(session, number, options.grant, by)
        elif options.to is None:
            raise InvalidInput("请用 --to 写明延期到哪一天，或用 --grant、--deny 答复申请。")
        else:
            answering.ask_more_time(session, number, options.to, by)
    return _standing(db, options, [number])


def _reply(db: Database, options: Options) -> Answer:
    number, by = _one(options), _by(options)
    attachment = (options.file.name, _content(options.file)) if options.file else None
    with db.writing(by.actor, f"书面反馈 {number}") as session:
        answering.reply(session, number, by, attachment)
    return _standing(db, options, [number])


def _return(db: Database, options: Options) -> Answer:
    number, by = _one(options), _by(options)
    with db.writing(by.actor, f"退回反馈 {number}") as session:
        answering.return_reply(session, number, by, options.to)
    return _standing(db, options, [number])


def _escalate(db: Database, options: Options) -> Answer:
    """Open the paper of the next step after one that was not answered in time."""
    number, by = _one(options), _by(options)
    with db.writing(by.actor, f"升级办理 {number}") as session:
        kind = kind_of(options.paper) if options.paper else None
        made = escalate(session, number, by, kind, options.issuer)
    return _standing(db, options, [made])


def _withdraw(db: Database, options: Options) -> Answer:
    number, by = _one(options), _by(options)
    with db.writing(by.actor, f"撤回 {number}") as session:
        made = life.open_withdrawal(session, number, by)
    return _standing(db, options, [made])


def _list(db: Database, options: Options) -> Answer:
    state = word_of(NoticeState, options.state) if options.state else None
    kind = kind_of(options.paper) if options.paper else None
    wanted = Wanted(
        options.actor or ACTOR, period(options).text if options.period else None,
        options.body or None, kind, state if isinstance(state, NoticeState) else None,
        options.overdue, None, options.mine, options.keys or None, options.due,
    )  # fmt: skip
    with db.reading() as session:
        rows = list_notices(session, today(options), wanted)
    lines = tuple(map(notice_line, rows)) or ("没有办件。",)
    return Answer({"notices": [notice_json(one) for one in rows]}, lines)


def _show(db: Database, options: Options) -> Answer:
    number = _one(options)
    with db.reading() as session:
        row = notice_row(session, number, today(options), options.actor or ACTOR)
        events = events_of(session, number)
        paper = issued_row(session, row.issued_paper) if row.issued_paper else None
    told = notice_json(row, events, paper.pdf_sha256 if paper else None)
    lines = (notice_line(row), *(f"　{one.day}　{one.deed.label}　{one.actor}　{one.note}".rstrip()
                                 for one in events))  # fmt: skip
    return Answer({"notice": told}, lines)


def _file(db: Database, options: Options) -> Answer:
    """Save the attachment of an entry; its number is that of the entry."""
    if options.out is None:
        raise InvalidInput("请用 --out 写明保存的文件夹。")
    with db.reading() as session:
        name, content = attachment_of(session, _one(options))
    path = options.out / clean_name(name)
    save(path, content)
    return Answer({"files": [str(path)]}, (str(path),))


def _stats(db: Database, options: Options) -> Answer:
    """Tell what became of the papers issued in a period."""
    with db.reading() as session:
        told = ladder_statistics(session, period(options), today(options))
    return Answer(statistics_json(told), statistics_lines(told))


def _standing(db: Database, options: Options, ids: list[int]) -> Answer:
    """Return papers as they stand now: one as `notice`, several as `notices`."""
    wanted = Wanted(options.actor or ACTOR, ids=tuple(ids))
    with db.reading() as session:
        rows = {one.id: one for one in list_notices(session, today(options), wanted)}
    found = [rows[number] for number in ids if number in rows]
    told = [notice_json(one) for one in found]
    content: dict[str, object] = {"notices": told}
    if len(told) == 1:
        content["notice"] = told[0]
    return Answer(content, tuple(map(notice_line, found)))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise file_fault(exc, path) from exc


def _several(options: Options) -> list[int]:
    if not options.ids:
        raise InvalidInput(f"用法：notice {options.action} ID…，ID 见 notice list。")
    return list(options.ids)


def _one(options: Options) -> int:
    ids = _several(options)
    if len(ids) != 1:
        raise InvalidInput(f"notice {options.action} 一次办一件。")
    return ids[0]
