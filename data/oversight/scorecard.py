"""One body among its peers: the six tracked dimensions, its places by month and by quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from data.measures.compute import measure
from data.measures.definitions import (
    CODE,
    DEFINITIONS,
    FREQUENCY,
    JOINT,
    LEVELS,
    LOWER_IS_BETTER,
    PLANS,
    USAGE,
)
from data.measures.lamps import lamp
from data.models import Cap, Contact, Item, Officer, Report
from data.records.registers import list_bodies
from data.rows.enums import Code, OfficerStatus, Told, VisitStatus
from data.rows.errors import NotFound
from data.rows.findings import Named
from data.rows.measures import Group, MeasureValue
from data.rows.period import Period, month_first, month_last, month_number, month_text
from data.rows.records import BodyRow
from data.rows.scorecards import BodyFile, Lacking, Peer, RankPoint, Score

LEADS = {
    "M16.results": USAGE, "M10": PLANS, "M6.bare": FREQUENCY, "M1c": JOINT, "M3": CODE,
    "M15": LEVELS,
}  # fmt: skip
"""The measure that stands for a tracked dimension where one body is looked at."""
QUICK = ("M10", "M6.bare", "M1c", "M3")
"""Those that come from the monthly tallies; the others need the records themselves."""
SLOW = ("M16.results", "M15")
NO_DATA = "本期无数据"
TOLD = {
    Told.SOURCE: "来源、计划编号或检查事由", Told.RESULT: "检查结果", Told.BADGES: "执法证号",
    Told.ENTERED: "录入时间", Told.PUBLISHED: "公示时间", Told.SCANNED: "扫码", Told.RATED: "评价",
}  # fmt: skip
"""What a file of reports tells or does not, as its columns are called."""
MONTHS, QUARTERS = 12, 4


@dataclass(frozen=True)
class _Peers:
    own: BodyRow
    names: dict[str, Named]

    def of(self, groups: Sequence[Group]) -> tuple[Peer, ...]:
        """Return the bodies of the same level that have a value."""
        return tuple(
            Peer(self.names[group.key[0]], group.value, group.rank)
            for group in groups
            if group.value is not None and group.key[0] in self.names
        )


def body_named(session: Session, text: str) -> BodyRow:
    """Return a body by code, name or short name; NotFound where there is none."""
    for body in list_bodies(session):
        if text in (body.code, body.name, body.short):
            return body
    raise NotFound(f"没有单位“{text}”，请核对编码或名称。")


def scores(
    session: Session, body: BodyRow, period: Period, today: date,
    measures: Sequence[str] = QUICK, basis: str = "visits",
) -> tuple[Score, ...]:  # fmt: skip
    """Return the scores of a body in a period, as the measures rank it among its peers.

    Places won or lost are told of the quick measures alone: they need the period before as well.
    """
    compared = all(one in QUICK for one in measures)
    sheet = measure(session, period, measures, ("body",), basis, today, compared=compared)
    peers = _peers(session, body)
    return tuple(_score(sheet.get(one), peers) for one in measures)


def _peers(session: Session, body: BodyRow) -> _Peers:
    same = [one for one in list_bodies(session) if one.level == body.level]
    return _Peers(body, {one.code: Named(one.code, one.name) for one in same})


def _score(value: MeasureValue, peers: _Peers) -> Score:
    known = {group.key[0]: group for group in value.groups}
    own, near = known.get(peers.own.code), peers.of(value.groups)
    definition = DEFINITIONS[value.id]
    target = value.target if value.target and value.target.scope == "each" else None
    empty = Score(
        LEADS.get(value.id, definition.dimension), value.id, definition.name, None, 0, None, 0,
        target, lamp(None, target), value.id in LOWER_IS_BETTER, unranked=NO_DATA, peers=near,
        ranked=sum(peer.rank is not None for peer in near),
    )  # fmt: skip
    if own is None:
        return empty
    return Score(
        empty.dimension, value.id, definition.name, own.value, own.numerator, own.denominator,
        own.unknown, target, lamp(own.value, target, definition.share), empty.low_is_better,
        own.rank, empty.ranked, None if own.rank is not None else own.unranked or NO_DATA,
        own.low, own.high, own.place_change, near,
    )  # fmt: skip


def ranks_by_month(
    session: Session, body: BodyRow, last: date, measures: Sequence[str] = QUICK
) -> tuple[RankPoint, ...]:
    """Return the places of a body in each of the twelve months that end with a day's month."""
    end = month_number(last)
    first = end - MONTHS + 1
    span = Period(f"{month_text(first)}..{month_text(end)}", month_first(first), month_last(end))
    sheet = measure(session, span, measures, ("body", "month"), compared=False)
    known = {
        (one, group.key[1]): group
        for one in measures
        for group in sheet.get(one).groups
        if group.key[0] == body.code
    }
    months = (month_text(number) for number in span.months)
    return tuple(
        _point(month, [known.get((one, month)) for one in measures]) for month in months
    )


def ranks_by_quarter(
    session: Session, body: BodyRow, last: date, measures: Sequence[str] = QUICK
) -> tuple[RankPoint, ...]:
    """Return the places of a body in each of the four quarters that end with a day's quarter."""
    number = (last.year * 12 + last.month - 1) // 3
    points = []
    for quarter in range(number - QUARTERS + 1, number + 1):
        period = Period.parse(f"{quarter // 4}-Q{quarter % 4 + 1}")
        sheet = measure(session, period, measures, ("body",), compared=False)
        groups = [
            next((group for group in sheet.get(one).groups if group.key[0] == body.code), None)
            for one in measures
        ]
        points.append(_point(period.text, groups))
    return tuple(points)


def _point(text: str, groups: Sequence[Group | None]) -> RankPoint:
    return RankPoint(
        text,
        tuple(group.rank if group is not None else None for group in groups),
        tuple("" if group is not None and group.rank is not None
              else (group.unranked if group is not None else None) or NO_DATA
              for group in groups),
    )  # fmt: skip


def lacking(session: Session, body: BodyRow, period: Period) -> Lacking:
    """Return how many reports of a body in a period do not tell of what (RULES.md, "unknown")."""
    untold = {
        "亮码时间": Report.code == Code.UNKNOWN, "执法人员": Report.officers.is_(None),
        **{word: Report.sourced.bitwise_and(int(flag)) == 0 for flag, word in TOLD.items()},
    }  # fmt: skip
    counted = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in untold.values()]
    row = session.execute(
        select(func.count(), *counted).where(
            Report.body_id == body.id,
            Report.day.between(period.first_day, period.last_day),
            Report.status != VisitStatus.CANCELLED,
        )
    ).one()
    columns = zip(untold, row[1:], strict=True)
    return Lacking(int(row[0]), tuple((word, int(n)) for word, n in columns if n))


def body_file(session: Session, body: BodyRow) -> BodyFile:
    """Return the contacts, the caps and the number of valid officers of a body."""
    contacts = session.execute(
        select(Contact.name, Contact.post, Contact.phone, Contact.backup)
        .where(Contact.body_id == body.id).order_by(Contact.name)
    )  # fmt: skip
    caps = session.execute(
        select(Cap.year, func.coalesce(Item.name, "全部事项"), Cap.cap, Cap.basis)
        .outerjoin(Item, Item.id == Cap.item_id)
        .where(Cap.body_id == body.id)
        .order_by(Cap.year.desc(), Item.code)
    )
    officers = select(func.count()).where(
        Officer.body_id == body.id, Officer.status == OfficerStatus.VALID
    )
    return BodyFile(
        tuple((row.name, row.post, row.phone, row.backup) for row in contacts),
        tuple((year, item, cap, basis) for year, item, cap, basis in caps),
        session.scalar(officers) or 0,
    )
