"""Commands that ask: measures, findings, records, explain."""

from __future__ import annotations

import argparse

from console.cli.commands_past import asked_ledger, dated
from console.cli.common import judged_on, listed, period
from console.cli.output import (
    Answer,
    finding_json,
    measures_json,
    period_json,
    record_json,
)
from data.measures.compute import measure
from data.measures.rulebook import published_book, rule_book
from data.records.behind import records_of_finding, records_of_measure
from data.records.explaining import explain_finding, explain_measure
from data.rows.enums import Severity
from data.rows.errors import WrongUsage
from data.rows.period import day_of
from data.rules.listing import list_findings


def measures(options: argparse.Namespace) -> Answer:
    """Print measures of a period."""
    asked = period(options)
    with asked_ledger(options) as past, past.database.reading() as session:
        sheet = measure(
            session, asked, listed(options.id) or None, listed(options.by), options.basis,
            judged_on(options),
        )  # fmt: skip
        names = rule_book(session).sets_of(asked.first_day, asked.last_day)
    lines = []
    for one in sheet.measures:
        value = "—" if one.value is None else f"{one.value:.4g}"
        below = "" if one.denominator is None else f" / {one.denominator}"
        lines.append(
            f"{one.id}　{one.name}　{value}（{one.numerator}{below}，未提供 {one.unknown}）"
        )
        if one.note:
            lines.append(f"    {one.note}")
        lines += [
            f"    {group.name}　{'—' if group.value is None else f'{group.value:.4g}'}"
            for group in one.groups
        ]
    return dated(Answer(measures_json(sheet, names), tuple(lines)), past)


def findings(options: argparse.Namespace) -> Answer:
    """Print findings of a period."""
    asked = period(options)
    rules = listed(options.rule)
    known = published_book().known_rules
    strange = [rule for rule in rules if rule not in known]
    if strange:
        raise WrongUsage(f"没有规则“{'、'.join(strange)}”，可用：{'、'.join(known)}。")
    with asked_ledger(options) as past, past.database.reading() as session:
        rows = list_findings(
            session, asked, rules or None, options.body, options.state, with_records=True
        )
    totals = {rule: {severity.label: 0 for severity in Severity} for rule in (rules or known)}
    for row in rows:
        totals[row.rule][row.severity.label] += 1
    content = {
        "period": period_json(asked),
        "findings": [finding_json(row) for row in rows],
        "totals": totals,
    }
    lines = [
        f"{rule}　" + "　".join(f"{word} {count}" for word, count in counts.items())
        for rule, counts in totals.items()
    ]
    lines += [f"{row.severity.label}　{row.sentence}" for row in rows[:100]]
    return dated(Answer(content, tuple(lines)), past)


def records(options: argparse.Namespace) -> Answer:
    """Print the records behind a number."""
    with asked_ledger(options) as past, past.database.reading() as session:
        if options.finding:
            rows = records_of_finding(session, options.finding)
        else:
            rows = records_of_measure(
                session,
                _measure(options),
                period(options),
                listed(options.by),
                _group(options),
                options.part,
                options.basis,
                judged_on(options),
            )
    lines = [
        f"{day_of(row.day)}　{row.number}　{row.enterprise.name if row.enterprise else ''}"
        for row in rows[:200]
    ]
    content = {"records": [record_json(row) for row in rows], "count": len(rows)}
    return dated(Answer(content, (*lines, f"共 {len(rows)} 条")), past)


def explain(options: argparse.Namespace) -> Answer:
    """Print where a number comes from."""
    with asked_ledger(options) as past, past.database.reading() as session:
        if options.finding:
            found = explain_finding(session, options.finding)
        else:
            found = explain_measure(
                session,
                _measure(options),
                period(options),
                listed(options.by),
                _group(options),
                options.basis,
                judged_on(options),
            )
    excluded = [{"reason": reason, "count": count} for reason, count in found.excluded]
    lines = (
        found.text,
        f"计入 {found.included}",
        *(f"未计：{reason} {count}" for reason, count in found.excluded),
    )
    content = {"text": found.text, "included": found.included, "excluded": excluded}
    return dated(Answer(content, lines), past)


def _measure(options: argparse.Namespace) -> str:
    if not options.measure:
        raise WrongUsage("请用 --measure 写明指标（如 M9），或用 --finding 写明预警。")
    return str(options.measure)


def _group(options: argparse.Namespace) -> list[str]:
    """Return the key of the asked cell, one part for each dimension."""
    if not options.by:
        return []
    if options.group is None:
        raise WrongUsage("写了 --by，请用 --group 写明一组的键，如 measures 的 groups.key 所示。")
    return [part.strip() for part in options.group.split(",")]
