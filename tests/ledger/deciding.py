"""Deciding findings in tests, as a person would through the program."""

from __future__ import annotations

from sqlalchemy import select, update

from data.models import Decision, Finding
from data.rows.enums import FindingState
from tests.ledger.town import Town


def decide(town: Town, key: str, state: FindingState, reason: str) -> None:
    """Let a person decide a finding."""
    with town.db.writing("张三", "核实") as session:
        before = session.scalar(select(Finding.state).where(Finding.key == key))
        assert before is not None
        session.add(
            Decision(
                finding_key=key, before=before, state=int(state), reason=reason,
                actor="张三", at="2026-08-01T00:00:00+00:00", day=20666,
            )
        )  # fmt: skip
        session.execute(
            update(Finding).where(Finding.key == key).values(state=int(state), reason=reason)
        )
