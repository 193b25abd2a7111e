"""Notes of people on bodies, regions and their months: written, listed, printed, removed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, Region, Remark
from data.records.edit_entries import About, enter
from data.records.edit_images import made, removed
from data.rows.edits import EditKind
from data.rows.errors import InvalidInput, NotFound
from data.rows.findings import Named
from data.rows.issues import Changes
from data.rows.notes import BODY, LONGEST, SUBJECTS, NoteRow
from data.rows.period import Period, day_number


def add_note(
    session: Session, subject: str, whom: str, month: str, text: str, actor: str, today: date
) -> int:
    """Write a note on a body or region (by code or name), or on one month of it; return its id."""
    told = text.strip()
    if not told:
        raise InvalidInput("注的内容不能为空，请填写。")
    if len(told) > LONGEST:
        raise InvalidInput(f"注不得超过 {LONGEST:,} 字，现有 {len(told):,} 字，请精简。")
    named = _named(session, subject, whom)
    remark = Remark(
        subject=subject, code=named.code, month=_month(month), text=told, actor=actor,
        day=day_number(today),
    )  # fmt: skip
    session.add(remark)
    session.flush()
    enter(session, About(EditKind.NOTE, f"{named.name}：加注", ""), [made(remark)], today)
    return remark.id


def remove_note(session: Session, number: int, today: date | None = None) -> Changes:
    """Delete a note; NotFound where there is none."""
    remark = session.get(Remark, number)
    if remark is None:
        raise NotFound(f"没有第 {number} 条注，请按 note list 的序号填写。")
    change = removed(remark)
    session.delete(remark)
    session.flush()
    enter(session, About(EditKind.NOTE, f"{_name_of(session, remark)}：删注", ""), [change], today)
    return Changes(count=1, meetings=True)


def _name_of(session: Session, remark: Remark) -> str:
    return _named(session, remark.subject, remark.code).name


def list_notes(session: Session, subject: str = "", whom: str = "") -> list[NoteRow]:
    """Return all notes, or those on a body or region, the latest first."""
    query = select(Remark).order_by(Remark.id.desc())
    if subject and whom:
        code = _named(session, subject, whom).code
        query = query.where(Remark.subject == subject, Remark.code == code)
    rows = session.scalars(query).all()
    names = {
        **{(BODY, code): name for code, name in session.execute(select(Body.code, Body.name))},
        **{("region", code): name for code, name in session.execute(
            select(Region.code, Region.name))},
    }  # fmt: skip
    return [
        NoteRow(
            row.id, row.subject, Named(row.code, names.get((row.subject, row.code), row.code)),
            row.month, row.text, row.actor, row.day,
        )
        for row in rows
    ]  # fmt: skip


def notes_of(session: Session, period: Period) -> tuple[str, ...]:
    """Return the notes a briefing prints: on months of the period, and written within it."""
    months = set(period.months)
    chosen = [
        row
        for row in list_notes(session)
        if (row.month in months if row.month else period.first_day <= row.day <= period.last_day)
    ]
    chosen.sort(key=lambda row: (row.subject, row.whom.code, row.month, row.id))
    return tuple(row.printed for row in chosen)


def _named(session: Session, subject: str, whom: str) -> Named:
    if subject not in SUBJECTS:
        raise InvalidInput(f"注只能写在 {' 或 '.join(SUBJECTS)} 上。")
    model = Body if subject == BODY else Region
    found = session.execute(
        select(model.code, model.name).where((model.code == whom) | (model.name == whom))
    ).first()
    if found is None:
        what = "单位" if subject == BODY else "地区"
        raise InvalidInput(f"没有{what}“{whom}”，请写编码或全称。")
    return Named(found.code, found.name)


def _month(text: str) -> int:
    if not text:
        return 0
    months = Period.parse(text).months
    if len(months) != 1:
        raise InvalidInput(f"“{text}”不是一个月，请写作 2026-03。")
    return months[0]
