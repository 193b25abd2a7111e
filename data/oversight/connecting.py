"""接入情况: how each inspecting body is connected, from its measures and what it was asked to send.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.compute import Cell, counted_cells
from data.records.registers import list_bodies
from data.rows.connections import GAPS, Connection, Gap
from data.rows.period import Period
from data.rows.records import BodyRow

OWN = ("M9", "M16.items", "M13", "M20", "M16.idle")


def connections(
    session: Session, period: Period, today: date,
    missing: Mapping[str, Sequence[str]] | None = None, body: str | None = None,
) -> list[Connection]:  # fmt: skip
    """Return each inspecting body (or one by code or name), the least connected first.

    `missing` names, by body code, what it was asked to send and did not (报送情况).
    """
    question = Question(session, period, ("body",), today=today)
    told = {one: _told(question, one) for one in (*OWN, *(one for one, _ in GAPS))}
    late = missing or {}
    rows = [
        _row(one, {name: cells.get(one.id) for name, cells in told.items()}, late.get(one.code, ()))
        for one in list_bodies(session)
        if one.inspects and (body is None or body in (one.code, one.name))
    ]
    return sorted(rows, key=lambda one: (one.is_connected, -len(one.missing) - len(one.gaps),
                                         one.share("clean") or 0.0, one.code))  # fmt: skip


def _told(question: Question, measure: str) -> dict[int, Cell]:
    """Return the cells of a measure by the ids of bodies."""
    found: dict[int, Cell] = {}
    for cell in counted_cells(question, measure):
        found[int(cell.key[0])] = cell  # type: ignore[call-overload]  # a body's key is a number
    return found


def _row(body: BodyRow, cells: Mapping[str, Cell | None], missing: Sequence[str]) -> Connection:
    visits, idle = cells["M9"], cells["M16.idle"]
    return Connection(
        body.code, body.name, body.level, body.region, visits.numerator if visits else 0,
        _pair(cells["M16.items"]), _pair(cells["M13"]), _pair(cells["M20"]),
        None if idle is None or not idle.denominator else idle.numerator,
        tuple(_gaps(cells)), tuple(missing),
    )  # fmt: skip


def _pair(cell: Cell | None) -> tuple[int, int] | None:
    if cell is None or not cell.denominator:
        return None
    return cell.numerator, cell.denominator


def _gaps(cells: Mapping[str, Cell | None]) -> list[Gap]:
    found = []
    for one, what in GAPS:
        cell = cells[one]
        if cell is not None and cell.unknown:
            known = cell.numerator if cell.denominator is None else cell.denominator
            found.append(Gap(one, what, cell.unknown, cell.unknown + known))
    return found
