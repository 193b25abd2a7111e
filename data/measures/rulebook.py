"""The rule book of a ledger: the published sets, and the changes people made to them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import RuleChange as Change
from data.rows.enums import Force
from data.rows.rulesets import RuleBook, RuleChange, RuleSet, RuleText, composed

FOLDER = Path(__file__).resolve().parent.parent / "rules" / "sets"
KEPT = "rule book"


@cache
def published() -> tuple[RuleSet, ...]:
    """Return the published rule sets, oldest first: files, of which a later one adds."""
    found: list[RuleSet] = []
    for path in sorted(FOLDER.glob("*.toml")):
        found.append(_load(path, {one.name: one for one in found}))
    return tuple(found)


@cache
def published_book() -> RuleBook:
    """Return the rule book nobody changed yet."""
    return RuleBook(published())


def _load(path: Path, before: dict[str, RuleSet]) -> RuleSet:
    with path.open("rb") as stream:
        content = tomllib.load(stream)
    name = str(content["name"])
    base = content.get("based_on")
    inherited = before[base].rules if base else {}
    rules = {key: replace(text, ruleset=name) for key, text in inherited.items()}
    for key, rule in content.get("rules", {}).items():
        rules[key] = RuleText(
            id=key,
            name=rule["name"],
            text=rule["text"],
            source=rule["source"],
            force=Force.of(rule["force"]) or Force.HINT,
            ruleset=name,
            limits=dict(rule.get("limits", {})),
            on=bool(rule.get("on", True)),
        )
    effective: date = content["effective"]
    return RuleSet(name, str(content["title"]), effective, rules, str(content.get("note", "")))


def rule_book(session: Session) -> RuleBook:
    """Return the rule book as the session sees it; read again only where it was changed."""
    last = session.scalar(select(func.max(Change.id))) or 0
    kept = session.info.get(KEPT)
    if kept is not None and kept[0] == last:
        book: RuleBook = kept[1]
        return book
    book = composed(published(), changes_of(session)) if last else published_book()
    session.info[KEPT] = (last, book)
    return book


def use_book(session: Session, book: RuleBook) -> None:
    """Let a session judge by another rule book than the ledger's, to try a change."""
    session.info[KEPT] = (session.scalar(select(func.max(Change.id))) or 0, book)


def changes_of(session: Session) -> list[RuleChange]:
    """Return the changes people made, in the order they were entered."""
    rows = session.scalars(select(Change).order_by(Change.id))
    return [
        RuleChange(
            one.id, one.effective, one.rule, one.name, one.value, one.author, one.reason, one.at
        )
        for one in rows
    ]
