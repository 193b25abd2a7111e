"""What the window keeps at hand, and how a database is opened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.rows.period import day_number, day_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.context import Registers
    from data.rows.rulesets import RuleBook


def read_registers(session: Session) -> Registers:
    """Read bodies, regions and the state of the data."""
    from console.context import Registers
    from data.measures.rulebook import rule_book
    from data.records.registers import data_state, list_bodies, list_regions

    state = data_state(session)
    bodies = tuple(list_bodies(session))
    regions = tuple((region.code, region.name) for region in list_regions(session))
    names = {body.code: body.name for body in bodies} | dict(regions)
    words = ruleset_words(rule_book(session), state.last_day)
    return Registers(state, bodies, regions, words, names)


def ruleset_words(book: RuleBook, last_day: int | None) -> str:
    """Return the rule set in force on the last day of the data, in words."""
    day = day_of(last_day) if last_day is not None else date.today()
    return f"规则集 {book.title_of(book.set_for(day_number(day))[0].name)}"
