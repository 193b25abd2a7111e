"""封账: a month closed for reporting. What changes its data afterwards is a correction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from data.intake.mending.edits import mend, needed, standing, take_back
from data.models import Edit
from data.records.edit_entries import About
from data.rows.edits import Closing, EditKind
from data.rows.errors import InvalidInput
from data.rows.issues import Changes
from data.rows.period import Period, day_of, month_last, month_number, month_text


def close(session: Session, period: Period, note: str = "", today: date | None = None) -> Changes:
    """Close the months of a period for reporting; those closed already stay as they are."""
    months = _months(period)
    known = {one.month for one in standing_closings(session)}
    fresh = [month for month in months if month_text(month) not in known]
    if not fresh:
        raise InvalidInput(f"{period.title}已经封账，不必再封。")
    now = today or date.today()
    if month_last(fresh[-1]) >= now:
        raise InvalidInput(f"{month_text(fresh[-1])} 尚未结束，月末以后才能封账。")
    for month in fresh:
        about = About(EditKind.CLOSE, month_text(month), note.strip(), month=month)
        mend(session, about, [], now)
    return Changes(count=len(fresh))


def reopen(session: Session, period: Period, why: str, today: date | None = None) -> Changes:
    """Open the closed months of a period again, with a reason."""
    reason = needed(why, "重新开账")
    wanted = {month_text(month) for month in _months(period)}
    found = [one for one in standing_closings(session) if one.month in wanted]
    if not found:
        raise InvalidInput(f"{period.title}没有封账，不必重开。")
    for one in found:
        take_back(session, one.edit, reason, today)
    return Changes(count=len(found))


def standing_closings(session: Session) -> list[Closing]:
    """Return the months that are closed now, the earliest first."""
    rows = standing(session, Edit.kind == EditKind.CLOSE)
    found = [Closing(row.id, row.subject, day_of(row.day), row.actor, row.why) for row in rows]
    return sorted(found, key=lambda one: one.month)


def closed_among(session: Session, months: Iterable[int]) -> list[Closing]:
    """Return the closings of some months."""
    wanted = {month_text(month) for month in months}
    return [one for one in standing_closings(session) if one.month in wanted] if wanted else []


def closed_words(found: Iterable[Closing]) -> str:
    """Return the sentence that says which closed months data touches, empty for none."""
    told = "、".join(f"{one.month}（{one.day.isoformat()} 封账）" for one in found)
    return f"涉及已封账的月份 {told}，属于封账后更正，将在下一期文件中列明。" if told else ""


def _months(period: Period) -> tuple[int, ...]:
    if not period.whole_months:
        raise InvalidInput("封账以月为单位，请写月份、季度或年，如 2026-09、2026-Q3。")
    return tuple(range(month_number(period.first), month_number(period.last) + 1))
