"""接入情况: how each inspecting body is connected, from its measures and what it was asked to send.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from data.measures.compute import measure
from data.records.registers import list_bodies
from data.rows.connections import GAPS, Connection, Gap
from data.rows.measures import Group
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
    wanted = (*OWN, *(one for one, _ in GAPS if one not in OWN))
    sheet = measure(session, period, wanted, by=("body",), today=today, compared=False)
    cells = {one: {group.key[0]: group for group in sheet.get(one).groups} for one in wanted}
    late = missing or {}
    rows = [
        _row(one, {name: cells[name].get(one.code) for name in wanted}, late.get(one.code, ()))
        for one in list_bodies(session)
        if one.inspects and (body is None or body in (one.code, one.name))
    ]
    return sorted(rows, key=lambda one: (one.is_connected, -len(one.missing) - len(one.gaps),
                                         one.share("clean") or 0.0, one.code))  # fmt: skip


def _row(body: BodyRow, cells: Mapping[str, Group | None], missing: Sequence[str]) -> Connection:
    visits, idle = cells["M9"], cells["M16.idle"]
    return Connection(
        body.code, body.name, body.level, body.region, visits.numerator if visits else 0,
        _pair(cells["M16.items"]), _pair(cells["M13"]), _pair(cells["M20"]),
        None if idle is None or not idle.denominator else idle.numerator,
        tuple(_gaps(cells)), tuple(missing),
    )  # fmt: skip


def _pair(group: Group | None) -> tuple[int, int] | None:
    if group is None or not group.denominator:
        return None
    return group.numerator, group.denominator


def _gaps(cells: Mapping[str, Group | None]) -> list[Gap]:
    found = []
    for one, what in GAPS:
        group = cells[one]
        if group is not None and group.unknown:
            known = group.numerator if group.denominator is None else group.denominator
            found.append(Gap(one, what, group.unknown, group.unknown + known))
    return found
