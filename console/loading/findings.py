"""The findings of a period with the text of each rule among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.rows.enums import Severity
from data.rows.findings import FindingRow
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A rule as the side panel prints it."""

    name: str
    text: str = ""
    source: str = ""
    ruleset: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings and their rules, by id."""

    rows: tuple[FindingRow, ...]
    rules: dict[str, RuleNote]


def read_findings(session: Session, period: Period, body: str | None) -> Findings:
    """Read all findings of a period and the rules in force at its end."""
    from data.rules.listing import list_findings
    from data.rules.sets import rule_text, title_of

    rows = tuple(list_findings(session, period, body=body))
    counts = Counter(row.rule for row in rows)
    names = {row.rule: row.rule_name for row in rows}
    rules = {}
    for rule in sorted(counts, key=lambda text: int(text[1:])):
        text = rule_text(rule, period.last)
        rules[rule] = (
            RuleNote(names[rule], count=counts[rule])
            if text is None
            else RuleNote(text.name, text.text, text.source, title_of(text.ruleset), counts[rule])
        )
    return Findings(rows, rules)


def narrow(
    rows: Sequence[FindingRow], rule: str, severity: Severity | None, body: str, text: str
) -> list[FindingRow]:
    """Return the findings of a rule, a severity, a charged body and words in their names."""
    return [
        row
        for row in rows
        if (not rule or row.rule == rule)
        and (severity is None or row.severity is severity)
        and (not body or any(one.code == body for one in row.bodies))
        and (not text or _mentions(row, text))
    ]


def _mentions(row: FindingRow, text: str) -> bool:
    words = [row.subject.name, row.subject.code, row.key, *(body.name for body in row.bodies)]
    if row.item is not None:
        words.append(row.item.name)
    return any(text in word for word in words)
