"""The board of who has sent what, narrowed as the window is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState, word_of
from data.rows.enums import Level
from data.rows.period import Period, month_last, month_text
from data.rows.received import Receipt, Received, ReceivedBody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.rows.received import Expectation


@dataclass(frozen=True, slots=True)
class Board:
    """The board with the reminders of its missing bodies and what is asked for, in words."""

    received: Received
    reminders: tuple[str, ...]
    asked: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the city a board shows, and for which period."""

    period: Period
    body: str | None = None
    region: str = ""
    level: str = ""
    system: str = ""


def months_of(span: Period, today: date) -> tuple[str, ...]:
    """Return the months of a period that have begun, the latest first."""
    begun = [month for month in span.months if month_last(month).replace(day=1) <= today]
    return tuple(month_text(month) for month in reversed(begun))


def last_over(span: Period, today: date) -> str:
    """Return the last month of a period that is over, else its last; a board opens with it."""
    months = [month for month in span.months if month_last(month) < today]
    return month_text(months[-1] if months else span.months[-1])


def wanted_of(state: FilterState, period: Period, regions: dict[str, str]) -> Wanted:
    """Return the part of the city a filter leaves."""
    level = "" if state.level is None else word_of(Level, state.level)
    region = regions.get(state.region, state.region) if state.region else ""
    return Wanted(period, state.body, region, level, state.system or "")


def read_board(session: Session, wanted: Wanted, today: date) -> Board:
    """Read the board of a period for the bodies wanted."""
    from data.intake.received import deadline_words, missing_lines, received_of

    whole = received_of(session, wanted.period, today)
    system = _codes_of(session, wanted.system) if wanted.system else None
    board = replace(
        whole, bodies=tuple(one for one in whole.bodies if _is_wanted(one, wanted, system))
    )
    return Board(board, missing_lines(board), deadline_words(board.asked))


def _codes_of(session: Session, system: str) -> frozenset[str]:
    from data.records.registers import list_bodies

    return frozenset(body.code for body in list_bodies(session) if body.system == system)


def _is_wanted(body: ReceivedBody, wanted: Wanted, system: frozenset[str] | None) -> bool:
    return (
        (system is None or body.code in system)
        and (wanted.body is None or body.code == wanted.body)
        and (not wanted.region or body.region == wanted.region)
        and (not wanted.level or body.level == wanted.level)
    )


def read_asked(session: Session) -> tuple[Expectation, tuple[str, ...]]:
    """Read what bodies are asked for, and the kinds they may be asked for."""
    from data.intake.received import expectation, sendable

    return expectation(session), sendable()


def counts_words(received: Received) -> str:
    """Return in a line how many bodies have sent all, lack something, came late, were returned."""
    asked = received.expected
    missing = len(received.missing)
    having = {
        receipt: sum(any(kind.receipt is receipt for kind in body.kinds) for body in asked)
        for receipt in (Receipt.RETURNED, Receipt.LATE)
    }
    return (
        f"应报 {len(asked):,} 个单位 · 报齐 {len(asked) - missing:,} · 缺报 {missing:,} · "
        f"有退回 {having[Receipt.RETURNED]:,} · 逾期 {having[Receipt.LATE]:,}"
    )
