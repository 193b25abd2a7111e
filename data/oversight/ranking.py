"""The ranking of bodies among their peers, as the measures rank them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from data.measures.compute import measure
from data.measures.definitions import DEFINITIONS
from data.oversight.spread import VISITS
from data.records.registers import list_bodies
from data.rows.briefing import PeerGroup, RankCell, RankColumn, Ranking, RankRow
from data.rows.enums import Level
from data.rows.measures import Group
from data.rows.period import Period
from data.rows.records import BodyRow

BY = "M3"
COLUMNS = (
    RankColumn(BY, DEFINITIONS[BY].name),
    RankColumn("M9", DEFINITIONS["M9"].name, DEFINITIONS["M9"].unit, share=False),
    RankColumn("M1c", DEFINITIONS["M1c"].name),
)
PEERS = {Level.CITY: "市级部门", Level.COUNTY: "各地区单位", Level.TOWN: "镇（街道）"}
NO_DATA = "本期无数据"
Cells = dict[str, dict[str, Group]]


def ranking(session: Session, period: Period) -> Ranking:
    """Return the inspecting bodies in peer groups, with places gained or lost since before."""
    asked = [VISITS if column.id == "M9" else column.id for column in COLUMNS]
    sheet = measure(session, period, asked, by=("body",))
    cells = {column.id: {group.key[0]: group for group in sheet.get(one).groups}
             for column, one in zip(COLUMNS, asked, strict=True)}
    groups: dict[str, list[RankRow]] = {name: [] for name in PEERS.values()}
    levels = {level.label: name for level, name in PEERS.items()}
    for body in list_bodies(session):
        if body.inspects:
            groups[levels[body.level]].append(_row(body, cells))
    peers = (PeerGroup(name, tuple(sorted(rows, key=_order))) for name, rows in groups.items())
    return Ranking(BY, COLUMNS, tuple(group for group in peers if group.rows))


def _order(row: RankRow) -> tuple[bool, int, int, str]:
    volume = int(row.cells[1].value or 0)
    return row.place is None, row.place or 0, -volume, row.code


def _row(body: BodyRow, cells: Cells) -> RankRow:
    found = cells[BY].get(body.code) or cells["M9"].get(body.code)
    place = found.rank if found else None
    reason = found.unranked if found else NO_DATA
    return RankRow(
        body.code, body.name, tuple(_cell(column, cells, body.code) for column in COLUMNS), place,
        None if place is not None else reason or NO_DATA,
        found.place_change if found else None)


def _cell(column: RankColumn, cells: Cells, code: str) -> RankCell:
    group = cells[column.id].get(code)
    if group is None:
        return RankCell(None)
    if not column.share:
        return RankCell(float(group.numerator), group.numerator)
    return RankCell(group.value, group.numerator, group.denominator, group.low, group.high)
