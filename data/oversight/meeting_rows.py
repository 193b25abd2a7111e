"""Meetings as rows: the list, one with everything on it, the one before, what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.models import (
    AgendaItem,
    Attendance,
    Body,
    DecisionEvent,
    DecisionItem,
    Edit,
    Meeting,
)
from data.oversight.meetings import meeting_of
from data.records.edit_entries import stands
from data.rows.findings import Named
from data.rows.meetings import (
    AgendaRow,
    AttendanceRow,
    DecisionEventRow,
    DecisionRow,
    DecisionState,
    MeetingRow,
    MeetingSheet,
    Presence,
)
from data.rows.period import Period, day_number, day_of


def list_meetings(session: Session, today: date) -> list[MeetingRow]:
    """Return all meetings, newest first."""
    count = select(AgendaItem.meeting_id, func.count()).group_by(AgendaItem.meeting_id)
    counts = {number: items for number, items in session.execute(count)}
    settled: dict[int, list[DecisionRow]] = {}
    for row in decisions(session, today):
        settled.setdefault(row.meeting, []).append(row)
    found = session.scalars(select(Meeting).order_by(Meeting.day.desc(), Meeting.id.desc())).all()
    return [_meeting(one, counts.get(one.id, 0), settled.get(one.id, ())) for one in found]


def meeting_sheet(session: Session, number: int, today: date) -> MeetingSheet:
    """Return a meeting with agenda, attendance and decisions; NotFound where there is none."""
    one = meeting_of(session, number)
    agenda = tuple(
        AgendaRow(*row)
        for row in session.execute(
            select(AgendaItem.id, AgendaItem.place, AgendaItem.title, AgendaItem.presenter,
                   AgendaItem.paper, AgendaItem.page)
            .where(AgendaItem.meeting_id == number).order_by(AgendaItem.place)
        )
    )  # fmt: skip
    settled = tuple(decisions(session, today, DecisionItem.meeting_id == number))
    return MeetingSheet(
        _meeting(one, len(agenda), settled), agenda, _attendance(session, number), settled
    )


def meeting_of_period(session: Session, period: Period, today: date) -> MeetingSheet | None:
    """Return the last meeting that speaks of a period, None where there is none."""
    number = session.scalar(
        select(Meeting.id).where(Meeting.period == period.text)
        .order_by(Meeting.day.desc(), Meeting.id.desc()).limit(1)
    )  # fmt: skip
    return None if number is None else meeting_sheet(session, number, today)


def meeting_before(session: Session, period: Period, today: date) -> MeetingSheet | None:
    """Return the meeting before that of a period (before today where it has none yet)."""
    first = session.scalar(select(func.min(Meeting.day)).where(Meeting.period == period.text))
    limit = day_number(today) + 1 if first is None else first
    number = session.scalar(
        select(Meeting.id).where(Meeting.day < limit, Meeting.period != period.text)
        .order_by(Meeting.day.desc(), Meeting.id.desc()).limit(1)
    )  # fmt: skip
    return None if number is None else meeting_sheet(session, number, today)


def decisions(
    session: Session, today: date, *conditions: ColumnElement[bool]
) -> list[DecisionRow]:
    """Return decisions as they stand on a day, by meeting and place."""
    last = (
        select(func.max(DecisionEvent.id))
        .where(DecisionEvent.is_amendment == 0, stands(DecisionEvent.edit_id))
        .group_by(DecisionEvent.decision_id)
    )  # fmt: skip
    query = (
        select(DecisionItem, Body.code, Body.name, DecisionEvent)
        .join(DecisionEvent, DecisionEvent.decision_id == DecisionItem.id)
        .outerjoin(Body, Body.id == DecisionItem.body_id)
        .where(DecisionEvent.id.in_(last), *conditions)
        .order_by(DecisionItem.meeting_id, DecisionItem.place)
    )
    return [
        _decision(one, Named(code, name) if code else None, event, day_number(today))
        for one, code, name, event in session.execute(query)
    ]


def events_of(session: Session, decision: int) -> list[DecisionEventRow]:
    """Return what was told of a decision, oldest first."""
    query = (
        select(DecisionEvent, Edit.undone).outerjoin(Edit, Edit.id == DecisionEvent.edit_id)
        .where(DecisionEvent.decision_id == decision).order_by(DecisionEvent.id)
    )  # fmt: skip
    return [
        DecisionEventRow(one.decision_id, DecisionState.at(one.state), one.actor, day_of(one.day),
                         one.note, bool(one.is_amendment), bool(undone))
        for one, undone in session.execute(query)
    ]  # fmt: skip


def _decision(
    one: DecisionItem, body: Named | None, event: DecisionEvent, today: int
) -> DecisionRow:
    state = DecisionState.at(event.state)
    late = state is DecisionState.OPEN and one.due is not None and one.due < today
    return DecisionRow(
        one.id, one.version, one.meeting_id, one.place, one.content, body,
        None if one.due is None else day_of(one.due), state, day_of(event.day), event.note, late,
    )  # fmt: skip


def _attendance(session: Session, number: int) -> tuple[AttendanceRow, ...]:
    query = (
        select(Attendance.id, Body.code, Body.name, Attendance.person, Attendance.presence)
        .join(Body, Body.id == Attendance.body_id).where(Attendance.meeting_id == number)
        .order_by(Attendance.presence, Attendance.id)
    )  # fmt: skip
    return tuple(
        AttendanceRow(id_, Named(code, name), person, Presence.at(presence))
        for id_, code, name, person, presence in session.execute(query)
    )


def _meeting(one: Meeting, agenda: int, settled: Sequence[DecisionRow]) -> MeetingRow:
    return MeetingRow(
        one.id, one.title, day_of(one.day), one.clock, one.place, one.host, one.period,
        one.version, agenda, len(settled), sum(row.state is DecisionState.OPEN for row in settled),
        sum(row.overdue for row in settled),
    )  # fmt: skip
