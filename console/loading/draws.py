"""The draws, and one of them with its quotas and what it drew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.rows.draws import DrawRow, DrawRules, DrawSheet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def read_draws(session: Session) -> tuple[DrawRow, ...]:
    """Read all draws, newest first."""
    from data.drawing.keeping import list_draws

    return tuple(list_draws(session))


def read_draw(session: Session, number: str) -> DrawSheet:
    """Read one draw."""
    from data.drawing.keeping import show

    return show(session, number)


def read_rules(session: Session) -> tuple[DrawRules, str]:
    """Read the rules draws begin with, and who set them."""
    from data.drawing.usual_rules import usual_rules, usual_rules_signed

    return usual_rules(session), usual_rules_signed(session)
