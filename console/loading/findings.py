"""The findings of a period with the text of each rule among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from data.rows.findings import FindingFilter, FindingRow
from data.rows.period import Period, day_of
from data.rows.records import RecordRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.rules.paging import Counts

PAGE = 500


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
    """What is listed: how many findings, the rules among them, how to get a stretch of them."""

    wanted: FindingFilter | None = None
    counts: Counts = field(default_factory=dict)
    rules: dict[str, RuleNote] = field(default_factory=dict)
    open_red: int = 0
    place: int | None = None
    """The place of the finding that was looked for."""

    @property
    def total(self) -> int:
        """Return how many findings are listed."""
        return sum(self.counts.values())

    def rows(self, session: Session, first: int, n: int) -> list[FindingRow]:
        """Return `n` findings from place `first` on."""
        from data.rules.paging import page_rows

        if self.wanted is None:
            return []
        return page_rows(session, self.wanted, self.counts, first, n)


@dataclass(frozen=True)
class Beside:
    """What a finding rests on: how many visits, and what is no visit, in words."""

    visits: int = 0
    text: str = ""


KINDS = {"plan": "检查计划", "complaint": "投诉申诉", "fine": "罚没收入", "reminder": "合并提醒"}


def read_beside(session: Session, key: str) -> Beside:
    """Return what a finding about a plan or a body rests on."""
    from data.records.behind import records_of_finding

    records = records_of_finding(session, key)
    lines = [_line(one) for one in records if not one.visit_ids]
    return Beside(len(records) - len(lines), "\n".join(lines))


def _line(record: RecordRow) -> str:
    """Return a plan, a complaint or a month of fines as one line."""
    names = [one.name for one in (*record.bodies, *record.items)]
    whom = [record.enterprise.name] if record.enterprise else []
    day = [] if record.kind == "fine" else [day_of(record.day).isoformat()] * bool(record.day)
    kind = KINDS.get(record.kind, record.kind)
    return " ".join([kind, record.number, *whom, *names, *day])


def read_findings(session: Session, wanted: FindingFilter, key: str = "") -> Findings:
    """Count the findings wanted, all rules of their period, and find the place of one by key."""
    from data.rules.paging import count_by_rule, count_open_red, place_of

    everything = replace(wanted, rule="", severity=None, text="", state=None, holds=None)
    whole = count_by_rule(session, everything)
    counts = count_by_rule(session, wanted)
    place = place_of(session, wanted, counts, key) if key else None
    red = count_open_red(session, wanted.period, wanted.body)
    return Findings(wanted, counts, _notes(session, wanted.period, whole), red, place)


def _notes(session: Session, period: Period, counts: Counts) -> dict[str, RuleNote]:
    """Return the rules among some findings, with their texts in force at the period's end."""
    from data.measures.rulebook import rule_book

    book = rule_book(session)
    numbers: Counter[str] = Counter()
    for (rule, _), number in counts.items():
        numbers[rule] += number
    notes = {}
    for rule in sorted(numbers, key=lambda text: int(text[1:])):
        text = book.rule_text(rule, period.last)
        notes[rule] = (
            RuleNote(book.known_rules[rule].name, count=numbers[rule])
            if text is None
            else RuleNote(
                text.name, text.text, text.source, book.title_of(text.ruleset), numbers[rule]
            )
        )
    return notes
