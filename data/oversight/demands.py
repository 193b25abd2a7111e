"""整改要求不一: opened from a complaint or by a body, settled by the initiating body's opinion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.measures.settings import setting
from data.measures.workdays import load_calendar
from data.models import Body, Complaint, Demand, DemandEvent, DemandSide, Enterprise
from data.oversight.acting import By, body_by_code, needed, refuse_stale, stamp
from data.rows.demands import (
    DemandDeed,
    DemandDraft,
    DemandEventRow,
    DemandRow,
    DemandSideRow,
    DemandState,
)
from data.rows.enums import ComplaintKind
from data.rows.errors import InvalidInput, NotFound, Refused
from data.rows.findings import Named
from data.rows.issues import Changes
from data.rows.period import day_number, day_of
from data.rows.settings import DEMAND_DAYS
from data.rules.notice_rules import rejudge_notices

CHANGED = Changes(count=1, meetings=True, findings=True)


def demand_of(session: Session, number: int) -> Demand:
    """Return a case by its number; NotFound says so."""
    found = session.get(Demand, number)
    if found is None:
        raise NotFound(f"没有第 {number} 号要求不一事项，请用 demand list 查看。")
    return found


def open_demand(session: Session, draft: DemandDraft, by: By) -> int:
    """Open a case with its sides; the opinion is due so many working days later."""
    bodies = {body_by_code(session, name).id: text for name, text in draft.sides}
    if len(bodies) < 2:
        raise InvalidInput("整改要求不一至少涉及两个单位，请写明每个单位的要求。")
    matter, enterprise = draft.matter.strip(), _enterprise(session, draft.enterprise)
    if draft.complaint:
        complaint = _complaint(session, draft.complaint)
        matter, enterprise = matter or complaint.content, enterprise or complaint.enterprise_id
    due = load_calendar(session).after(by.day, int(setting(session, DEMAND_DAYS)))
    one = Demand(
        matter=needed(matter, "反映的事项"), complaint=draft.complaint.strip(),
        enterprise_id=enterprise, is_random=int(draft.is_random), opened=day_number(by.day),
        body_id=body_by_code(session, needed(draft.initiator, "检查发起部门")).id,
        due=None if due is None else day_number(due), state=int(DemandState.OPEN), opinion="",
        number="",
    )  # fmt: skip
    session.add(one)
    session.flush()
    session.add_all(
        DemandSide(demand_id=one.id, body_id=body, content=needed(text, "每个单位的整改要求"))
        for body, text in bodies.items()
    )
    _tell(session, one.id, DemandDeed.OPEN, by)
    _judge(session)
    return one.id


def _judge(session: Session) -> None:
    """Let R28 follow a case."""
    session.flush()
    rejudge_notices(session)


def _complaint(session: Session, number: str) -> Complaint:
    found = session.scalars(select(Complaint).where(Complaint.number == number)).one_or_none()
    if found is None:
        raise NotFound(f"没有编号为“{number}”的投诉申诉。")
    if found.category != ComplaintKind.CONTRADICTION:
        label = ComplaintKind.at(found.category).label
        raise InvalidInput(f"投诉申诉“{number}”的类别是“{label}”，不是“反映要求不一”。")
    if session.scalar(select(Demand.id).where(Demand.complaint == number)) is not None:
        raise Refused(f"投诉申诉“{number}”已经立案。", code="opened")
    return found


def _enterprise(session: Session, asked: str) -> int | None:
    if not asked.strip():
        return None
    query = select(Enterprise.id).where(
        (Enterprise.code == asked.strip()) | (Enterprise.name == asked.strip())
    )
    found = session.scalars(query.limit(1)).one_or_none()
    if found is None:
        raise NotFound(f"没有监管对象“{asked}”，请核对名称或统一社会信用代码。")
    return found


def settle(session: Session, number: int, opinion: str, by: By, paper: str = "") -> Changes:
    """Enter the unified opinion of the initiating body, its number and day."""
    one = demand_of(session, number)
    refuse_stale(by, one.version, "该事项")
    if one.state != DemandState.OPEN:
        raise Refused(f"该事项{DemandState.at(one.state).label}，不能再出具意见。", code="settled")
    one.opinion, one.number = needed(opinion, "统一意见"), paper.strip()
    one.state, one.settled = int(DemandState.SETTLED), day_number(by.day)
    _move(session, one, DemandDeed.OPINION, by)
    return CHANGED


def close(session: Session, number: int, by: By) -> Changes:
    """Close a case whose opinion was carried out; without one only with a reason."""
    one = demand_of(session, number)
    refuse_stale(by, one.version, "该事项")
    if one.state == DemandState.CLOSED:
        raise Refused("该事项已经办结。", code="closed")
    if one.state == DemandState.OPEN and not by.note.strip():
        raise InvalidInput("尚未出具统一意见，办结须写明原因。")
    one.state, one.closed = int(DemandState.CLOSED), day_number(by.day)
    _move(session, one, DemandDeed.CLOSE, by)
    _judge(session)
    return CHANGED


def _move(session: Session, one: Demand, deed: DemandDeed, by: By) -> None:
    one.version += 1
    session.flush()
    _tell(session, one.id, deed, by)


def _tell(session: Session, number: int, deed: DemandDeed, by: By) -> None:
    said = stamp(by, deed.label)
    session.add(DemandEvent(demand_id=number, deed=int(deed), actor=said.actor, at=said.at,
                            day=said.day, note=said.note))  # fmt: skip
    session.flush()


def list_demands(
    session: Session, today: date, *conditions: ColumnElement[bool]
) -> list[DemandRow]:
    """Return cases with their sides, newest first."""
    query = (
        select(Demand, Body.code, Body.name, Enterprise.code, Enterprise.name)
        .join(Body, Body.id == Demand.body_id)
        .outerjoin(Enterprise, Enterprise.id == Demand.enterprise_id)
        .where(*conditions).order_by(Demand.id.desc())
    )  # fmt: skip
    sides = _sides(session)
    rows = []
    for one, code, name, uscc, enterprise in session.execute(query):
        about = Named(uscc or "", enterprise) if enterprise else None
        rows.append(_row(one, Named(code, name), about, sides.get(one.id, ()), today))
    return rows


def demand_sheet(
    session: Session, number: int, today: date
) -> tuple[DemandRow, list[DemandEventRow]]:
    """Return a case and what was done with it."""
    demand_of(session, number)
    events = session.scalars(
        select(DemandEvent).where(DemandEvent.demand_id == number).order_by(DemandEvent.id)
    )
    return list_demands(session, today, Demand.id == number)[0], [
        DemandEventRow(DemandDeed.at(one.deed), one.actor, day_of(one.day), one.note)
        for one in events
    ]


def waiting_complaints(session: Session) -> list[tuple[str, str]]:
    """Return number and words of complaints of 反映要求不一 no case was opened from."""
    query = (
        select(Complaint.number, Complaint.content)
        .where(Complaint.category == int(ComplaintKind.CONTRADICTION),
               Complaint.number.not_in(select(Demand.complaint)))
        .order_by(Complaint.day, Complaint.number)
    )  # fmt: skip
    return [(number, content) for number, content in session.execute(query)]


def _sides(session: Session) -> dict[int, tuple[DemandSideRow, ...]]:
    found: dict[int, tuple[DemandSideRow, ...]] = {}
    query = (
        select(DemandSide.demand_id, Body.code, Body.name, DemandSide.content)
        .join(Body, Body.id == DemandSide.body_id).order_by(DemandSide.demand_id, Body.code)
    )  # fmt: skip
    for number, code, name, content in session.execute(query):
        row = DemandSideRow(Named(code, name), content)
        found[number] = (*found.get(number, ()), row)
    return found


def _row(
    one: Demand, initiator: Named, enterprise: Named | None, sides: Sequence[DemandSideRow],
    today: date,
) -> DemandRow:  # fmt: skip
    late = one.state == DemandState.OPEN and one.due is not None and one.due < day_number(today)
    return DemandRow(
        one.id, one.matter, one.complaint, enterprise, initiator, bool(one.is_random),
        day_of(one.opened), _day(one.due), DemandState.at(one.state), one.opinion, one.number,
        _day(one.settled), _day(one.closed), one.version, late, tuple(sides),
    )  # fmt: skip


def _day(number: int | None) -> date | None:
    return None if number is None else day_of(number)
