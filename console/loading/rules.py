"""The rule sets with every rule, the changes people made, and work that is not finished."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.rows.period import day_of
from data.rows.rulesets import RuleBook, RuleChange, RuleSet, RuleText

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as one version has it."""

    text: RuleText
    limits: tuple[tuple[str, str, str], ...] = ()
    """Name, title and value in words of each threshold."""

    @property
    def limit_words(self) -> str:
        """Return the thresholds in a line."""
        return "，".join(f"{title} {value}" for _, title, value in self.limits)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change people made."""

    number: int
    rule: str
    words: str
    author: str
    reason: str
    at: str
    effective: str


@dataclass(frozen=True)
class Rules:
    """What the page of rules shows."""

    book: RuleBook
    changes: tuple[ChangeRow, ...] = ()
    unfinished: bool = False
    rows: dict[str, tuple[RuleRow, ...]] = field(default_factory=dict)

    @property
    def sets(self) -> tuple[RuleSet, ...]:
        """Return the versions, the latest first."""
        return self.book.sets[::-1]


def read_rules_state(session: Session) -> Rules:
    """Read rule book, changes and whether judging anew is unfinished."""
    from data.measures.rulebook import rule_book
    from data.rules.changing import rule_changes
    from data.rules.reevaluation import pending

    book = rule_book(session)
    rows = {one.name: tuple(_rows(one)) for one in book.sets}
    changes = tuple(_change(one) for one in rule_changes(session))
    return Rules(book, changes, pending(session) is not None, rows)


def _rows(one: RuleSet) -> list[RuleRow]:
    from data.rows.limits import limit_words

    found = []
    for text in sorted(one.rules.values(), key=lambda rule: int(rule.id[1:])):
        limits = tuple(
            (name, limit_words(text.id, name).title, limit_words(text.id, name).text(value))
            for name, value in text.limits.items()
        )
        found.append(RuleRow(text, limits))
    return found


def _change(one: RuleChange) -> ChangeRow:
    from data.rules.changing import change_words

    effective = day_of(one.effective).isoformat()
    return ChangeRow(
        one.id, one.rule, change_words(one), one.author, one.reason, one.at, effective
    )  # fmt: skip


def narrow(rows: tuple[RuleRow, ...], force: str, text: str) -> list[RuleRow]:
    """Return the rules of a force, of those switched off, or with words in their text."""
    return [
        row
        for row in rows
        if (not force or force in (row.text.force.label, "启用" if row.text.on else "停用"))
        and (not text or any(text in word for word in _words(row)))
    ]


def _words(row: RuleRow) -> tuple[str, ...]:
    one = row.text
    return one.id, one.name, one.text, one.source, row.limit_words
