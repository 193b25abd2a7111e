"""The command `basis`: claimed bases, and what 市司法局 says of them."""

from __future__ import annotations

import argparse

from console.cli.common import database, period, today
from console.cli.output import Answer, Json, named, period_json
from data.records.naming import report_ids
from data.rows.decisions import ClaimRow, VerdictRow
from data.rows.enums import Claim
from data.rows.errors import InvalidInput
from data.rows.period import day_of
from data.rules.basis import claim_counts, judge_claims, list_claims, verdicts_of
from data.store.database import Database

ACTOR = "命令行"
VERDICTS = {"accept": Claim.ACCEPTED, "refuse": Claim.REFUSED, "reopen": Claim.OPEN}
STATES = (Claim.OPEN, Claim.ACCEPTED, Claim.REFUSED)
SHOWN = 200


def basis(options: argparse.Namespace) -> Answer:
    """List claimed bases, judge them, or tell what was said of one."""
    with database(options) as db:
        if options.action == "list":
            return _list(db, options)
        if options.action == "history":
            return _history(db, options)
        verdict = VERDICTS[options.action]
        if not options.reports:
            raise InvalidInput(f"用法：basis {options.action} REPORT… --reason 理由")
        with db.writing(options.actor or ACTOR, f"依据核验 {verdict.label}") as session:
            ids = report_ids(session, options.reports)
            changes = judge_claims(
                session, ids, verdict, options.reason, options.actor or ACTOR, today(options)
            )  # fmt: skip
    content = {"count": changes.count, "reports": ids, "verdict": verdict.label}
    return Answer(content, (f"已核验 {changes.count} 份检查报告的依据：{verdict.label}",))


def _list(db: Database, options: argparse.Namespace) -> Answer:
    asked, state = period(options), _state(options.state)
    with db.reading() as session:
        counts = claim_counts(session, asked, options.body)
        rows = list_claims(session, asked, state, options.body, sum(counts.values()) or 1)
    content = {
        "period": period_json(asked),
        "counts": {one.label: n for one, n in counts.items()},
        "claims": [_claim(row) for row in rows],
        "count": len(rows),
    }
    head = "　".join(f"{one.label} {n}" for one, n in counts.items())
    lines = [_line(row) for row in rows[:SHOWN]]
    return Answer(content, (head, *lines, f"共 {len(rows)} 份"))


def _state(text: str | None) -> Claim | None:
    if not text:
        return None
    found = Claim.of(text)
    if found not in STATES:
        raise InvalidInput(f"没有状态“{text}”，可用：{'、'.join(one.label for one in STATES)}。")
    return found


def _claim(row: ClaimRow) -> Json:
    return {
        "report": row.report,
        "number": row.number,
        "body": named(row.body),
        "enterprise": named(row.enterprise),
        "day": day_of(row.day).isoformat(),
        "basis": row.basis,
        "approver": row.approver,
        "basis_day": None if row.basis_day is None else day_of(row.basis_day).isoformat(),
        "state": row.claim.label,
        "lacks": list(row.lacks),
        "findings": list(row.findings),
        "reason": row.reason,
        "actor": row.actor,
        "at": row.at,
    }


def _line(row: ClaimRow) -> str:
    lacks = f"　{'、'.join(row.lacks)}" if row.lacks else ""
    return (
        f"{row.report}　{row.claim.label}　{day_of(row.day)}　{row.body.name}　{row.number}　"
        f"{row.enterprise.name}　{row.basis}{lacks}"
    )


def _history(db: Database, options: argparse.Namespace) -> Answer:
    if len(options.reports) != 1:
        raise InvalidInput("用法：basis history REPORT")
    with db.reading() as session:
        (report,) = report_ids(session, options.reports)
        told = verdicts_of(session, report)
    content = {"report": report, "verdicts": [_verdict(one) for one in told]}
    lines = tuple(
        f"{day_of(one.day)}　{one.actor}　{one.verdict.label}　{one.basis}　{one.reason}".rstrip()
        for one in told
    )
    return Answer(content, lines or ("没有核验过",))


def _verdict(one: VerdictRow) -> Json:
    return {
        "basis": one.basis,
        "verdict": one.verdict.label,
        "reason": one.reason,
        "actor": one.actor,
        "at": one.at,
        "day": day_of(one.day).isoformat(),
    }
