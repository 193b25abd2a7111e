"""How bodies are connected, under the filter, with what they were asked to send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState, word_of
from data.rows.connections import Connection
from data.rows.enums import Level
from data.rows.kinds import KINDS
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Connected:
    """The bodies of a period, and the sentence that sums them up."""

    period: Period
    rows: tuple[Connection, ...]
    told: str


def read_connections(
    session: Session, period: Period, today: date, body: str | None = None
) -> tuple[Connection, ...]:
    """Return how each inspecting body is connected, with what it was asked to send and did not."""
    from data.intake.received import received_of
    from data.oversight.connecting import connections

    board = received_of(session, period, today)
    missing = {
        one.code: tuple(f"{KINDS[kind.kind].title}（{'、'.join(kind.missing)}）"
                        for kind in one.missing)
        for one in board.missing
    }  # fmt: skip
    return tuple(connections(session, period, today, missing, body))


def read_connected(session: Session, state: FilterState, today: date) -> Connected:
    """Return the bodies the filter leaves."""
    period = state.span(today)
    level = None if state.level is None else word_of(Level, state.level)
    region = None
    if state.region is not None:
        from data.records.registers import list_regions

        region = next((one.name for one in list_regions(session) if one.code == state.region), "")
    rows = tuple(
        one for one in read_connections(session, period, today, state.body)
        if (level is None or one.level == level) and (region is None or one.region == region)
    )  # fmt: skip
    linked = sum(one.is_connected for one in rows)
    lacking = sum(bool(one.lacks) for one in rows)
    told = (
        f"检查单位 {len(rows)} 个，本期有数据 {linked} 个；"
        f"{lacking} 个单位有缺报或者未提供的内容。"
    )
    return Connected(period, rows, told)
