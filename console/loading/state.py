"""What the system page shows: counts, rule sets, and how this computer is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.rows.enums import Force

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in the list of rules in force."""

    id: str
    name: str
    text: str
    source: str
    force: Force
    ruleset: str


@dataclass(frozen=True, slots=True)
class SetLine:
    """A rule set with the day from which it applies."""

    title: str
    effective: date
    rules: int


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing looked at on this computer."""

    name: str
    is_ok: bool
    note: str


def read_rules(session: Session) -> tuple[tuple[SetLine, ...], tuple[RuleLine, ...]]:
    """Return the rule sets and the latest text of every rule."""
    from data.measures.rulebook import rule_book

    book = rule_book(session)
    sets = tuple(SetLine(book.title_of(s.name), s.effective, len(s.rules)) for s in book.sets)
    rules = tuple(
        RuleLine(rule, text.name, text.text, text.source, text.force, text.ruleset)
        for rule, text in book.known_rules.items()
    )
    return sets, rules


def check_computer() -> tuple[CheckLine, ...]:
    """Look at what the program needs of this computer."""
    from console.cli.doctor import checks

    return tuple(CheckLine(check.name, check.ok, check.note) for check in checks())
