"""Answers of commands as JSON (fractions, codes with names beside them) and as plain text."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO, TypeAlias

from data.rows.enums import IssueLevel
from data.rows.findings import FindingRow, Named
from data.rows.issues import BatchReport, Issue
from data.rows.measures import Group, MeasureSheet, MeasureValue
from data.rows.period import Period, day_of
from data.rows.records import RecordRow

Json: TypeAlias = Mapping[str, object]
MOST_ISSUES = 1000


@dataclass(frozen=True)
class Answer:
    """What a command says: the JSON object, the lines for people, the exit status."""

    content: Json
    lines: tuple[str, ...] = ()
    status: int = 0


def show(answer: Answer, as_json: bool, stream: TextIO | None = None) -> None:
    """Write an answer to standard output, and nothing else there."""
    out = stream or sys.stdout
    if as_json:
        json.dump(answer.content, out, ensure_ascii=False, default=str)
        out.write("\n")
    else:
        out.write("".join(f"{line}\n" for line in answer.lines))


def named(one: Named) -> Json:
    """Return a code with its name."""
    return {"code": one.code, "name": one.name}


def period_json(period: Period) -> Json:
    """Return a period's text and its first and last day."""
    return {"text": period.text, "first": period.first.isoformat(), "last": period.last.isoformat()}


def measures_json(sheet: MeasureSheet, rulesets: tuple[str, ...]) -> Json:
    """Return the answer of `measures`."""
    return {
        "period": period_json(sheet.period),
        "basis": sheet.basis,
        "ruleset": list(rulesets),
        "measures": [_measure(one) for one in sheet.measures],
    }


def _measure(one: MeasureValue) -> Json:
    target: Json | None = None
    if one.target is not None:
        target = {
            "op": one.target.op,
            "value": one.target.value,
            "scope": one.target.scope,
            "force": one.target.force.label,
        }
    return {
        "id": one.id,
        "name": one.name,
        "value": one.value,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "unknown": one.unknown,
        "unit": one.unit,
        "target": target,
        "yoy": one.yoy,
        "mom": one.mom,
        "max": one.max,
        "groups": [_group(group) for group in one.groups],
        "note": one.note,
    }


def _group(group: Group) -> Json:
    return {
        "key": list(group.key),
        "name": group.name,
        "value": group.value,
        "numerator": group.numerator,
        "denominator": group.denominator,
        "unknown": group.unknown,
        "rank": group.rank,
        "unranked": group.unranked,
        "low": group.low,
        "high": group.high,
        "place_change": group.place_change,
    }


def finding_json(row: FindingRow) -> Json:
    """Return a finding as `findings` prints it."""
    return {
        "key": row.key,
        "rule": row.rule,
        "ruleset": row.ruleset,
        "trial": row.trial,
        "severity": row.severity.label,
        "force": row.force.label,
        "state": row.state.label,
        "subject": {"kind": row.subject_kind, "code": row.subject.code, "name": row.subject.name},
        "item": named(row.item) if row.item else None,
        "bodies": [named(body) for body in row.bodies],
        "period": row.period,
        "count": row.count,
        "record_ids": list(row.record_ids),
        "beyond_ids": list(row.beyond_ids),
        "claimed_basis": row.claimed_basis,
        "tracked_by": [named(body) for body in row.tracked_by],
        "sentence": row.sentence,
    }


def record_json(row: RecordRow) -> Json:
    """Return a record as `records` prints it."""
    number = int(row.id) if row.kind == "visit" else row.id
    return {
        "kind": row.kind,
        "id": number,
        "number": row.number,
        "enterprise": named(row.enterprise) if row.enterprise else None,
        "bodies": [named(body) for body in row.bodies],
        "day": day_of(row.day).isoformat(),
        "items": [named(item) for item in row.items],
    }


def batch_json(report: BatchReport) -> Json:
    """Return a batch as `import` prints it."""
    names = (
        "id",
        "file",
        "kind",
        "sha256",
        "rows",
        "taken",
        "unchanged",
        "skipped",
        "rejected",
        "errors",
        "warnings",
        "visits",
    )
    content = {name: getattr(report, name) for name in names}
    return {**content, "seconds": round(report.seconds, 3)}


def issues_json(reports: list[BatchReport]) -> list[Json]:
    """Return at most 1,000 messages of each level."""
    found: list[Json] = []
    for level in (IssueLevel.ERROR, IssueLevel.WARNING):
        issues = [issue for report in reports for issue in report.issues if issue.level is level]
        found += [_issue(issue) for issue in issues[:MOST_ISSUES]]
    return found


def _issue(issue: Issue) -> Json:
    return {
        "level": issue.level.label,
        "file": issue.file,
        "sheet": issue.sheet,
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "message": issue.message,
    }


def issue_line(issue: Issue) -> str:
    """Return a message as one line for people."""
    place = f"{issue.file}" + (f" · {issue.sheet}" if issue.sheet else "")
    if issue.row is not None:
        place += f" 第{issue.row}行"
    if issue.column:
        place += f"“{issue.column}”"
    return f"{issue.level.label}　{place}：{issue.message}"
